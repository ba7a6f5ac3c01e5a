"""Each folder here is a rule: what it finds in `bad*`, at which lines, and nothing in `good*`.

A case is `bad.md` or `good.md`, a whole language file; `bad-es.md` is one in Spanish. Beside it may
stand `bad.handout.yaml` and `bad.brand.yaml`; what is not there is as in base/. Each case is a
handout, or a brand, of one workspace.
"""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
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
TODAY = datetime.date(2026, 6, 1)
ROOT = HERE.parents[1]
HANDOUT = HERE / "base/handouts/sample"
BRAND = HERE / "base/brands/clinic"
FOLDERS = sorted(path for path in HERE.iterdir() if re.fullmatch(r"L\d{3}", path.name))


def cases(folder: Path) -> list[str]:
    """Return the names of a folder's cases, such as `bad` and `bad-es`."""
    stems = {path.name.split(".")[0] for path in folder.iterdir()}
    return sorted(stem for stem in stems if stem.partition("-")[0] in ("bad", "good"))


def lay_out(folder: Path, names: Iterable[str], root: Path) -> None:
    """Make a workspace of cases: a handout of each, and a brand where it has one."""
    root.mkdir()
    (root / "publish.toml").touch()
    pictures = [p for p in folder.iterdir() if p.suffix in (".svg", ".png")]
    for number, case in enumerate(names):
        handout = root / "handouts" / case
        shutil.copytree(HANDOUT / "figures", handout / "figures")
        own = folder / f"{case}.md"
        name = f"{case.partition('-')[2] or 'en'}.md"
        shutil.copy(own if own.exists() else HANDOUT / "en.md", handout / name)
        own = folder / f"{case}.handout.yaml"
        facts = (own if own.exists() else HANDOUT / "handout.yaml").read_text("utf-8")
        # Line for line the same, with a number of its own.
        (handout / "handout.yaml").write_text(facts.replace("SA-001", f"SA-{number}"), "utf-8")
        for picture in pictures:
            shutil.copy(picture, handout / "figures")
        if (own := folder / f"{case}.brand.yaml").exists():
            brand = root / "brands" / case
            brand.mkdir(parents=True)
            shutil.copy(own, brand / "brand.yaml")
            for picture in (BRAND / "logo.svg", *pictures):
                shutil.copy(picture, brand)


def found_in(root: Path) -> tuple[Diagnostic, ...]:
    """Return what the rules say of a workspace that can be read."""
    catalogue = load_catalogue(Workspace.find(root))
    assert not has_errors(catalogue.diagnostics), catalogue.diagnostics
    linter = replace(Linter.of(catalogue), today=TODAY)
    return linter.check(catalogue.handouts, catalogue.brands).diagnostics


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_finds_what_is_bad_and_nothing_else(folder: Path, tmp_path: Path, golden: Golden) -> None:
    code, names = folder.name, cases(folder)
    assert {name.partition("-")[0] for name in names} == {"bad", "good"}
    # What is said of all at once is asked of each case alone.
    shelves = [[name] for name in names] if all_rules()[code].scope == "shelf" else [names]
    found: list[Diagnostic] = []
    for number, shelf in enumerate(shelves):
        lay_out(folder, shelf, tmp_path / str(number))
        found += [told for told in found_in(tmp_path / str(number)) if told.code == code]
    folders = {told.location.file.split("/")[1] for told in found if told.location}
    assert folders == {name for name in names if name.startswith("bad")}
    assert all(told.hints for told in found)
    golden(folder / "expected.txt", "".join(f"{told}\n" for told in found))


def test_every_rule_has_its_folder() -> None:
    assert {folder.name for folder in FOLDERS} == set(all_rules())


def test_the_base_is_quiet(tmp_path: Path) -> None:
    shutil.copytree(HERE / "base", tmp_path, dirs_exist_ok=True)
    loud = [d for d in found_in(tmp_path) if d.severity is not Severity.INFO]
    assert loud == []


def test_the_sample_handouts_are_quiet() -> None:
    catalogue = load_catalogue(Workspace.find(ROOT))
    linter = replace(Linter.of(catalogue), today=datetime.date(2026, 12, 1))
    found = linter.check(catalogue.handouts, catalogue.brands).diagnostics
    assert [str(d) for d in found if d.severity is not Severity.INFO] == []


def test_a_rule_says_what_it_is() -> None:
    for code, rule in all_rules().items():
        assert rule.family == FAMILIES[code[1]]
        assert rule.title, code
        assert not rule.title.endswith("."), code
        assert rule.source, code
        assert rule.run.__doc__, code
