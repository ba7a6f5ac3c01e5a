"""Looking again at what was built."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.press.build import build
from handoutpress.press.plan import Request, plan
from handoutpress.press.verify import verify
from handoutpress.workspace import Workspace
from tests.conftest import SPECIMEN, MakeWorkspace

FOLDER = "output/plain/small"
PDF, EPUB = f"{FOLDER}/small.en.leaflet-a4.pdf", f"{FOLDER}/small.en.epub"
RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")


@pytest.fixture
def built(make_workspace: MakeWorkspace) -> Workspace:
    """A workspace with a leaflet and a book."""
    record = RECORD.replace("related: [specimen]\n", "")
    words = "---\ntitle: Small\nsummary: For tests.\n---\n\n## What? {#what role=overview}\n\nIt.\n"
    workspace = make_workspace(
        {"handouts/small/handout.yaml": record, "handouts/small/en.md": words}
    )
    run = plan(load_catalogue(workspace), Request(papers=("a4",)), Theme.find(workspace))
    assert build(run, workspace, jobs=1).failed == ()
    return workspace


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    _, found = verify(workspace)
    return [(told.code, told.location.file if told.location else "") for told in found]


def test_all_is_well_after_a_build(built: Workspace) -> None:
    paths, found = verify(built)
    assert (paths, found) == ((EPUB, PDF), ())


def test_a_missing_a_changed_and_a_strange_file_are_named(built: Workspace, tmp_path: Path) -> None:
    root = built.root
    (root / EPUB).unlink()
    with pikepdf.open(root / PDF, allow_overwriting_input=True) as pdf:
        del pdf.Root.Lang
        pdf.save()
    (root / FOLDER / "mine.pdf").write_bytes(b"%PDF-1.7")
    assert codes(built) == [
        ("B040", EPUB),
        ("B041", PDF),
        ("P011", PDF),
        ("B042", f"{FOLDER}/mine.pdf"),
    ]


def test_a_file_that_is_none_is_told(built: Workspace) -> None:
    for path in (PDF, EPUB):
        (built.root / path).write_bytes(b"no")
    assert codes(built) == [("B041", EPUB), ("E001", EPUB), ("B041", PDF), ("P010", PDF)]


def test_a_file_that_breaks_a_check_is_told(built: Workspace) -> None:
    with pikepdf.open(built.root / PDF, allow_overwriting_input=True) as pdf:
        tree = pdf.Root.StructTreeRoot
        tree.K[0].K.append(tree.K[0])
        pdf.save()
    assert codes(built) == [("B041", PDF)]


def test_nothing_built_is_told(make_workspace: MakeWorkspace) -> None:
    assert codes(make_workspace({})) == [("B043", "output/manifest.json")]
