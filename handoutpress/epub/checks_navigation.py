"""Preflight of the navigation document (EPUB 3.3, 7; EPUB Accessibility 1.1, 3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from handoutpress.epub.book import EPUB_TYPE, XHTML, XHTML_NS
from handoutpress.epub.features import HEADINGS, links_of
from handoutpress.epub.opened import OpenedBook, resolve

LANDMARKS = ("cover", "toc", "bodymatter")
SECTION = f"{{{XHTML_NS}}}section"

Place = tuple[str, str]
"""A part's name and an id in it (empty for its start)."""


def contents_complete(book: OpenedBook) -> Iterator[str]:
    """The contents list leads to every section that has a heading and an id."""
    listed = set(_toc(book))
    if not listed:
        yield "there is no contents list (nav with epub:type toc)"
    for name, anchor in _sections(book):
        if listed and (name, anchor) not in listed:
            yield f"the contents list does not lead to {name}#{anchor}"


def contents_in_order(book: OpenedBook) -> Iterator[str]:
    """The contents list follows the reading order."""
    order = _places(book)
    places = [order[place] for place in _toc(book) if place in order]
    if places != sorted(places):
        yield "the contents list is not in reading order"


def landmarks(book: OpenedBook) -> Iterator[str]:
    """A reader can jump to the cover, the contents list and the start of the text."""
    kinds = {
        kind for _, a in links_of(book.nav, "landmarks") for kind in a.get(EPUB_TYPE, "").split()
    }
    yield from (
        f"the landmarks do not lead to the {kind}" for kind in LANDMARKS if kind not in kinds
    )
    yield from (
        f"a navigation list has no label: {nav.get(EPUB_TYPE)}"
        for nav in ([] if book.nav is None else book.nav.iter(f"{{{XHTML_NS}}}nav"))
        if not (nav.get("aria-label") or nav.get("aria-labelledby"))
    )


def _toc(book: OpenedBook) -> list[Place]:
    name = next((item.name for item in book.items if "nav" in item.properties), "")
    return [resolve(name, href) for href, _ in links_of(book.nav, "toc")]


def _sections(book: OpenedBook) -> Iterator[Place]:
    for name, root in book.roots(XHTML).items():
        for section in root.iter(SECTION):
            anchor = section.get("id")
            if anchor and any(child.tag in HEADINGS for child in section):
                yield name, anchor


def _places(book: OpenedBook) -> dict[Place, int]:
    """Return every place that may be listed with its turn in the reading order."""
    places: list[Place] = []
    for name, root in book.roots(XHTML).items():
        places.append((name, ""))
        places += [(name, e.get("id", "")) for e in root.iter(etree.Element) if e.get("id")]
    return {place: turn for turn, place in enumerate(places)}
