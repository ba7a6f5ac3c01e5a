"""A small library with a translation: what the tests of governance change, sign and release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.conftest import MakeWorkspace

SHELF = Path(__file__).parent / "shelf"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def shelf(make_workspace: MakeWorkspace) -> Workspace:
    """Return a copy of the small library: `tablets`, in English and Spanish, and one clinic."""
    files = {
        path.relative_to(SHELF).as_posix(): path.read_bytes()
        for path in SHELF.rglob("*")
        if path.is_file()
    }
    return make_workspace(files)


@pytest.fixture
def edit(shelf: Workspace) -> Edit:
    """Return a function that changes a text, which is there once, in a file of the handout."""

    def change(name: str, old: str, new: str) -> None:
        path = shelf.root / "handouts" / "tablets" / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change
