"""A handout as each stage makes it: page source, documents of the e-book, leaflet, e-book."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

from lxml import etree

from handoutpress.content.brand import PLAIN, Brand
from handoutpress.content.catalogue import Catalogue, load_catalogue
from handoutpress.content.edition import BILINGUAL, EDITIONS, PAPERS, Finished
from handoutpress.content.handout import Handout
from handoutpress.design.packing import PackJob
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job, typeset_leaflet
from handoutpress.epub.documents import documents
from handoutpress.epub.ebook import make_collection, make_ebook
from handoutpress.pdf.leaflet import make_leaflet
from handoutpress.pdf.pack import make_pack
from handoutpress.workspace import Workspace

HERE = Path(__file__).parent
TESTS = HERE.parent
WORKSPACES = {"specimen": TESTS / "specimen", "samples": TESTS.parent}


@functools.cache
def opened(workspace: str) -> Catalogue:
    """Return a workspace's catalogue; nothing is wrong in it."""
    catalogue = load_catalogue(Workspace.find(WORKSPACES[workspace]))
    assert catalogue.diagnostics == ()
    return catalogue


@functools.cache
def theme() -> Theme:
    """Return the shipped theme."""
    return Theme.find(Workspace.find(WORKSPACES["specimen"]))


def handout_of(catalogue: Catalogue, slug: str, lang: str = "en") -> Handout:
    """Return one handout of a catalogue."""
    (handout,) = (h for h in catalogue.handouts if (h.slug, h.lang) == (slug, lang))
    return handout


def brand_of(catalogue: Catalogue, slug: str) -> Brand:
    """Return one brand of a catalogue."""
    (brand,) = (b for b in catalogue.brands if b.slug == slug)
    return brand


def job_for(
    catalogue: Catalogue,
    slug: str,
    brand: str = PLAIN,
    lang: str = "en",
    edition: str = "leaflet",
    second: str = "",
) -> Job:
    """Return the job of a handout in an edition; with a `second` language, in both."""
    handout, imprint = handout_of(catalogue, slug, lang), brand_of(catalogue, brand)
    way = BILINGUAL[edition] if second else EDITIONS[edition]
    job = Job(handout, imprint, way, theme(), catalogue.neighbours(handout))
    if not second:
        return job
    other = handout_of(catalogue, slug, second)
    return replace(job, second=Job(other, imprint, way, theme(), catalogue.neighbours(other)))


def page_source(
    catalogue: Catalogue, slug: str, brand: str = PLAIN, lang: str = "en", second: str = ""
) -> str:
    """Return the HTML of a handout's A4 leaflet."""
    job = job_for(catalogue, slug, brand, lang, second=second)
    return typeset_leaflet(job, PAPERS["a4"]).html


def book_documents(
    catalogue: Catalogue, slug: str, brand: str = PLAIN, lang: str = "en", second: str = ""
) -> dict[str, etree._Element]:
    """Return the documents of a handout's e-book by name."""
    return documents(job_for(catalogue, slug, brand, lang, "epub", second))


def leaflet(
    workspace: str,
    slug: str,
    brand: str = PLAIN,
    paper: str = "a4",
    lang: str = "en",
    edition: str = "leaflet",
    second: str = "",
) -> Finished:
    """Return a finished leaflet, or large print; each is made once in a run of the tests."""
    return _leaflet(workspace, slug, brand, paper, lang, edition, second)


@functools.cache
def _leaflet(
    workspace: str, slug: str, brand: str, paper: str, lang: str, edition: str, second: str
) -> Finished:
    job = job_for(opened(workspace), slug, brand, lang, edition, second)
    return make_leaflet(job, PAPERS[paper])


def ebook(
    workspace: str, slug: str, brand: str = PLAIN, lang: str = "en", second: str = ""
) -> Finished:
    """Return a finished e-book; each is made once in a run of the tests."""
    return _ebook(workspace, slug, brand, lang, second)


@functools.cache
def _ebook(workspace: str, slug: str, brand: str, lang: str, second: str) -> Finished:
    return make_ebook(job_for(opened(workspace), slug, brand, lang, "epub", second))


def pack_job(workspace: str, slug: str, brand: str = PLAIN, lang: str = "en") -> PackJob:
    """Return the job of a workspace's pack."""
    catalogue = opened(workspace)
    (pack,) = (p for p in catalogue.packs if (p.slug, p.lang) == (slug, lang))
    neighbours = {
        name: other
        for member in pack.members
        for name, other in catalogue.neighbours(member).items()
    }
    return PackJob(pack, brand_of(catalogue, brand), EDITIONS["pack"], theme(), neighbours)


@functools.cache
def print_job(brand: str, paper: str, lang: str) -> Finished:
    """Return the finished print job of the specimens' pack; each is made once."""
    return make_pack(pack_job("specimen", "both", brand, lang), PAPERS[paper])


@functools.cache
def collection(brand: str, lang: str) -> Finished:
    """Return the finished e-book of the specimens' pack; each is made once."""
    return make_collection(pack_job("specimen", "both", brand, lang))
