"""The specimen's e-book as an unzipped tree: what changes in a book shows here as a diff."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EDITIONS, PAPERS, Finished
from handoutpress.content.sources import read_brand, read_handout
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.epub.ebook import make_ebook
from handoutpress.epub.page_breaks import Printed
from handoutpress.epub.preflight import NAMES
from handoutpress.workspace import Workspace
from tests.golden.made import leaflet

GOLDEN = Path(__file__).parent / "golden"
PICTURES = (".png", ".jpg", ".ttf", ".otf")
"""Their bytes depend on the machine's Pango and zlib, or are no text: listed, not kept."""


def made(workspace: Workspace, brand: Brand, lang: str) -> Finished:
    handout = read_handout(workspace, "specimen", lang)
    neighbours = load_catalogue(workspace).neighbours(handout)
    job = Job(handout, brand, EDITIONS["epub"], Theme.find(workspace), neighbours)
    return make_ebook(job, printed(brand, lang) if brand.facts else None)


def printed(brand: Brand, lang: str) -> Printed:
    """Return the leaflet whose pages the clinic's book lists; the plain one lists none here."""
    page_map = leaflet("specimen", "specimen", brand.slug, lang=lang).page_map
    assert page_map
    return Printed(PAPERS["a4"], page_map)


@pytest.mark.parametrize(("brand", "lang"), [("plain", "en"), ("specimen", "en")])
def test_the_tree_is_as_expected(
    specimen: Workspace, golden: Callable[[Path, str], None], brand: str, lang: str
) -> None:
    imprint = Brand.plain() if brand == "plain" else read_brand(specimen, brand)
    finished = made(specimen, imprint, lang)
    folder = GOLDEN / f"{brand}.{lang}"
    with zipfile.ZipFile(io.BytesIO(finished.data)) as archive:
        names = archive.namelist()
        golden(folder / "names.txt", "".join(f"{name}\n" for name in names))
        for name in names:
            if not name.endswith(PICTURES):
                golden(folder / name, archive.read(name).decode())
    kept = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert kept - {"names.txt"} == {name for name in names if not name.endswith(PICTURES)}
    assert finished.checks == NAMES
    assert finished.pages is None


def test_twice_made_is_the_same_to_the_byte(specimen: Workspace) -> None:
    assert made(specimen, Brand.plain(), "es").data == made(specimen, Brand.plain(), "es").data
