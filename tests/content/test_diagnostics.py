"""Each folder of diagnostics/ is laid over base/, read, and must say what its expected.txt says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.diagnostics import SourceError
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.conftest import Golden

HERE = Path(__file__).parent
CASES = sorted((HERE / "diagnostics").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_says_what_is_wrong(case: Path, tmp_path: Path, golden: Golden) -> None:
    shutil.copytree(HERE / "base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(case, tmp_path, dirs_exist_ok=True, ignore=_expected)
    try:
        found = load_catalogue(Workspace.find(tmp_path)).diagnostics
    except SourceError as reason:
        found = reason.diagnostics
    assert case.name.partition("-")[0] in {d.code for d in found}
    golden(case / "expected.txt", "".join(f"{diagnostic}\n" for diagnostic in found))


def test_base_has_no_problem(tmp_path: Path) -> None:
    shutil.copytree(HERE / "base", tmp_path, dirs_exist_ok=True)
    assert load_catalogue(Workspace.find(tmp_path)).diagnostics == ()


def _expected(_folder: str, names: list[str]) -> set[str]:
    return {"expected.txt"} & set(names)
