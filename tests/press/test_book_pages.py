"""An e-book lists the pages of what is printed of its words, however these came to be known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import LEAFLET, PAPERS, Finished
from handoutpress.content.settings import Settings
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ExportError, error
from handoutpress.press import make
from handoutpress.press.build import build
from handoutpress.press.plan import Artifact, PrintRun, Request, plan
from handoutpress.workspace import Workspace
from tests.conftest import MakeWorkspace
from tests.press import fakes
from tests.press.test_verify import RECORD

WORDS = "---\ntitle: Small\nsummary: For tests.\n---\n\n## What? {#what role=overview}\n\nIt.\n"
SPANISH = WORDS.replace("What?", "\u00bfQu\u00e9?").replace("It.", "Eso.")


def books(run: PrintRun) -> list[Artifact]:
    return [artifact for artifact in run.artifacts if artifact.printed]


def test_the_leaflet_is_that_of_the_paper_that_the_brand_prints_on(tmp_path: Path) -> None:
    things = fakes.handout(), fakes.brand("here"), fakes.brand("there", paper="letter")
    default = Settings(papers=("a4", "letter"))
    run = plan(fakes.catalogue(*things, settings=default), Request(), fakes.theme(tmp_path))
    papers = {book.brand.slug: book.printed.paper for book in books(run) if book.printed}
    assert papers == {"plain": PAPERS["a4"], "here": PAPERS["a4"], "there": PAPERS["letter"]}
    leaflets = {a.fingerprint for a in run.artifacts if a.edition == LEAFLET}
    assert {book.printed.fingerprint for book in books(run) if book.printed} <= leaflets
    asked = fakes.run(tmp_path, *things, papers=("letter",), editions=("epub",))
    assert [b.fingerprint for b in books(asked)] == [b.fingerprint for b in books(run)]


def test_a_book_of_two_languages_or_of_a_pack_has_the_pages_of_that(tmp_path: Path) -> None:
    both = fakes.handout(), fakes.handout(lang="es")
    asked = fakes.run(tmp_path, *both, langs=("en+es",), editions=("leaflet", "epub"))
    pack = fakes.run(tmp_path, both[0], fakes.pack(both[0]), editions=("pack",))
    for run, path in (
        (asked, "cold/cold.en+es.leaflet-a4.pdf"),
        (pack, "packs/bag.en.pack-a4.pdf"),
    ):
        (book,) = books(run)
        assert book.printed
        assert book.printed.path == f"output/plain/{path}"
        assert book.printed.fingerprint in {a.fingerprint for a in run.artifacts if a.paper}


def test_another_paper_is_another_book(tmp_path: Path) -> None:
    def mark(paper: str) -> str:
        settings = Settings.model_validate({"papers": [paper]})
        catalogue = fakes.catalogue(fakes.handout(), settings=settings)
        (book,) = books(plan(catalogue, Request(), fakes.theme(tmp_path)))
        return book.fingerprint

    assert mark("a4") != mark("letter")


@pytest.mark.parametrize(
    ("editions", "known", "jobs"), [((), b"7", 1), ((), b"7", 2), (("epub",), b"None", 1)]
)
def test_a_leaflet_that_was_made_is_not_made_for_its_book_again(
    tmp_path: Path, editions: tuple[str, ...], known: bytes, jobs: int
) -> None:
    clinics = (fakes.brand("north"), fakes.brand("south", paper="letter"), fakes.brand("west"))
    run = fakes.run(tmp_path, fakes.handout(), *clinics, editions=editions)
    opening = fakes.opening(fakes.pager)
    assert build(run, Workspace(tmp_path), jobs=jobs, opening=opening).failed == ()
    assert [(tmp_path / book.path).read_bytes() for book in books(run)] == [known] * 4


@pytest.fixture
def small(make_workspace: MakeWorkspace) -> Workspace:
    """A workspace with two short handouts, one of them in two languages, and a pack."""
    record = RECORD.replace("related: [specimen]\n", "")
    return make_workspace(
        {
            "publish.toml": '[packs.both]\ntitle = {en = "Both"}\nhandouts = ["small", "little"]\n',
            "handouts/small/handout.yaml": record,
            "handouts/small/en.md": WORDS,
            "handouts/small/es.md": SPANISH,
            "handouts/little/handout.yaml": record.replace("SP-002", "SP-003"),
            "handouts/little/en.md": WORDS,
        }
    )


def planned(
    workspace: Workspace, lang: str = "en", editions: tuple[str, ...] = ("leaflet", "epub")
) -> tuple[PrintRun, Theme]:
    theme = Theme.find(workspace)
    slugs, papers = ("small",), ("a4",)
    asked = Request(slugs=slugs, langs=(lang,), editions=editions, papers=papers)
    return plan(load_catalogue(workspace), asked, theme), theme


@pytest.mark.parametrize(
    ("lang", "editions"),
    [("en", ("leaflet", "epub")), ("en+es", ("leaflet", "epub")), ("en", ("pack",))],
    ids=["leaflet", "two languages", "pack"],
)
def test_the_bytes_are_the_same_however_the_pages_came(
    small: Workspace, lang: str, editions: tuple[str, ...]
) -> None:
    run, theme = planned(small, lang, editions)
    (book,) = books(run)
    assert build(run, small, jobs=1).failed == ()
    assert make.make(book, theme).data == small.read(book.path)
    assert b"_page-1" in small.read(book.path)


def test_a_book_is_made_where_its_leaflet_cannot_be(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Callable[..., Finished]:
        raise ExportError([error("P011", "no good")])

    run, theme = planned(small)
    (book,) = books(run)
    monkeypatch.setattr(make, "_pdf_maker", refuse)
    finished = make.make(replace(book, page_map=None), theme)
    (told,) = (d for d in finished.diagnostics if d.code == "E040")
    assert str(told).startswith("handouts/small/en.md: warning[E040]: the book has no list")
    with zipfile.ZipFile(io.BytesIO(finished.data)) as archive:
        assert b"page-list" not in archive.read("EPUB/nav.xhtml")
        assert b"pageBreak" not in archive.read("EPUB/content.opf")
