"""Each folder here is a rule: what it finds in `bad*`, at which lines, and nothing in `good*`.

A case is `bad.md` or `good.md`, a whole language file; `bad-es.md` is one in Spanish. Beside it may
stand `bad.handout.yaml`, `bad.brand.yaml` and `bad.publish.toml`; what is not there is as in base/.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoutpress.checks.linter import Linter
from handoutpress.checks.registry import FAMILIES, all_rules
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.report import has_errors
from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.conftest import Golden

HERE = Path(__file__).parent
BASE = HERE / "base"
FOLDERS = sorted(path for path in HERE.iterdir() if re.fullmatch(r"L\d{3}", path.name))
PLACES = {
    "handout.yaml": "handouts/sample/handout.yaml",
    "brand.yaml": "brands/clinic/brand.yaml",
    "publish.toml": "publish.toml",
    "glossary.yaml": "glossary.yaml",
}


def cases(folder: Path, kind: str) -> list[str]:
    """Return the names of a folder's cases, such as `bad` and `bad-es`."""
    stems = {path.name.split(".")[0] for path in folder.iterdir()}
    return sorted(stem for stem in stems if stem.partition("-")[0] == kind)


def lay_out(folder: Path, case: str, root: Path) -> str:
    """Make a workspace of a case and return the language of its words."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    lang = case.partition("-")[2] or "en"
    words = folder / f"{case}.md"
    if words.exists():
        (root / "handouts/sample/en.md").unlink()
        shutil.copy(words, root / f"handouts/sample/{lang}.md")
    for ending, place in PLACES.items():
        if (folder / f"{case}.{ending}").exists():
            shutil.copy(folder / f"{case}.{ending}", root / place)
    return lang


def found_in(root: Path) -> tuple[Diagnostic, ...]:
    """Return what the rules say of a workspace that can be read."""
    catalogue = load_catalogue(Workspace.find(root))
    assert not has_errors(catalogue.diagnostics), catalogue.diagnostics
    return Linter.of(catalogue).check(catalogue.handouts, catalogue.brands).diagnostics


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_finds_what_is_bad_and_nothing_else(folder: Path, tmp_path: Path, golden: Golden) -> None:
    lines = []
    for case in cases(folder, "bad"):
        lay_out(folder, case, tmp_path / case)
        found = [d for d in found_in(tmp_path / case) if d.code == folder.name]
        assert found, case
        lines += [f"{case}: {told}" for told in found]
        assert all(told.hints for told in found)
    golden(folder / "expected.txt", "".join(f"{line}\n" for line in lines))
    assert cases(folder, "good")
    for case in cases(folder, "good"):
        lay_out(folder, case, tmp_path / case)
        assert [d for d in found_in(tmp_path / case) if d.code == folder.name] == []


def test_every_rule_has_its_folder() -> None:
    assert {folder.name for folder in FOLDERS} == set(all_rules())


def test_the_base_is_quiet(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    loud = [d for d in found_in(tmp_path) if d.severity is not Severity.INFO]
    assert loud == []


@pytest.mark.parametrize("code", all_rules())
def test_a_rule_says_what_it_is(code: str) -> None:
    rule = all_rules()[code]
    assert rule.family == FAMILIES[code[1]]
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.source
    assert rule.run.__doc__
