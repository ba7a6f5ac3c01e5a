"""What an e-book truly offers its readers, looked up in its own parts (EPUB Accessibility 1.1, 2).

The metadata are written from this, and preflight holds the finished file against it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from handoutpress.epub.book import EPUB_TYPE, SVG_NS, XHTML_NS

Claim = tuple[str, str]
"""A property of schema.org's accessibility vocabulary, and one value."""

HEADINGS = frozenset(f"{{{XHTML_NS}}}h{level}" for level in range(1, 7))
IN_LINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "em",
        "i",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    )
)
"""The elements of XHTML that go on in a line of words."""
_FIXED = re.compile(
    r"(?:font-size|line-height|letter-spacing|word-spacing)\s*:\s*[\d.]+(?:px|pt|pc|mm|cm|in)\b"
    r"|!\s*important"
)
"""What in a sheet would take the reader's own settings away."""
_MOVES = re.compile(r"(?:^|[;{\s-])(?:animation|transition)(?:-[a-z]+)?\s*:")
_MOVING = frozenset(
    [f"{{{SVG_NS}}}{name}" for name in ("animate", "animateMotion", "animateTransform", "set")]
    + [f"{{{XHTML_NS}}}{name}" for name in ("script", "video", "audio", "iframe", "object")]
    + [f"{{{SVG_NS}}}script"]
)


@dataclass(frozen=True)
class Contents:
    """The parsed parts of a book, by name."""

    documents: Mapping[str, etree._Element]
    """The XHTML documents in reading order."""
    nav: etree._Element | None
    drawings: Mapping[str, etree._Element] = field(default_factory=dict)
    """The SVG files."""
    sheets: Mapping[str, str] = field(default_factory=dict)


def observed(contents: Contents) -> tuple[Claim, ...]:
    """Return every claim that the parts bear out, in a fixed order."""
    return (
        *(("accessMode", mode) for mode in _modes(contents)),
        *(("accessModeSufficient", modes) for modes in _sufficient(contents)),
        *(("accessibilityFeature", name) for name in _features(contents)),
        ("accessibilityHazard", "unknown" if _moves(contents) else "none"),
    )


def pictures(contents: Contents) -> Iterator[etree._Element]:
    """Yield every `img` of the documents."""
    for root in contents.documents.values():
        yield from root.iter(f"{{{XHTML_NS}}}img")


def page_breaks(contents: Contents) -> Iterator[tuple[str, etree._Element]]:
    """Yield each mark of a printed page and its document's name, in reading order."""
    for name, root in contents.documents.items():
        for element in root.iter(f"{{{XHTML_NS}}}*"):
            if "pagebreak" in element.get(EPUB_TYPE, "").split():
                yield name, element


def links_of(nav: etree._Element | None, kind: str) -> list[tuple[str, etree._Element]]:
    """Return the targets and the `a` elements of a list: `toc`, `page-list` or `landmarks`."""
    if nav is None:
        return []
    lists = [n for n in nav.iter(f"{{{XHTML_NS}}}nav") if kind in n.get(EPUB_TYPE, "").split()]
    anchors = [a for found in lists for a in found.iter(f"{{{XHTML_NS}}}a")]
    return [(a.get("href", ""), a) for a in anchors]


def text_of(element: etree._Element) -> str:
    """Return an element's words, every run of white space one space."""
    return " ".join("".join(map(str, element.itertext())).split())


def lang_of(element: etree._Element) -> str:
    """Return the language of an element's words; empty where nothing says it."""
    around = (element, *element.iterancestors())
    return next((lang for each in around if (lang := each.get("lang"))), "")


def spaced_text_of(element: etree._Element) -> str:
    """Return the same with a space wherever a line, a cell or a paragraph ends.

    `<td>link 1</td><td>12 mg</td>` says no 112 mg.
    """
    return " ".join("".join(_spaced(element)).split())


def _spaced(element: etree._Element) -> Iterator[str]:
    is_in_line = not isinstance(element.tag, str) or etree.QName(element).localname in IN_LINE
    gap = "" if is_in_line else " "
    yield gap + (element.text or "" if isinstance(element.tag, str) else "")
    for child in element:
        yield from _spaced(child)
        yield child.tail or ""
    yield gap


def _modes(contents: Contents) -> Iterator[str]:
    yield "textual"
    if any(True for _ in pictures(contents)):
        yield "visual"


def _sufficient(contents: Contents) -> Iterator[str]:
    if all(_described(img) for img in pictures(contents)):
        yield "textual"
    yield ",".join(_modes(contents))


def _features(contents: Contents) -> Iterator[str]:
    images = list(pictures(contents))
    if images and all(_described(img) for img in images):
        yield "alternativeText"
    if any(r.startswith("doc-") for r in _roles(contents)):
        yield "ARIA"
    if not any(_FIXED.search(sheet) for sheet in contents.sheets.values()):
        yield "displayTransformability"
    if any(True for _ in page_breaks(contents)):
        yield "pageBreakMarkers"
    if links_of(contents.nav, "page-list"):
        yield "pageNavigation"
    if _toc_in_reading_order(contents):
        yield "readingOrder"
    if all(_has_heading(root) for root in contents.documents.values()):
        yield "structuralNavigation"
    if links_of(contents.nav, "toc"):
        yield "tableOfContents"


def _described(img: etree._Element) -> bool:
    return bool(img.get("alt", "").strip())


def _roles(contents: Contents) -> Iterator[str]:
    for root in contents.documents.values():
        for element in root.iter(f"{{{XHTML_NS}}}*"):
            yield from element.get("role", "").split()


def _has_heading(root: etree._Element) -> bool:
    """Return whether a document has a heading; the cover is a picture and needs none."""
    is_cover = any("cover" in e.get(EPUB_TYPE, "").split() for e in root.iter(etree.Element))
    return is_cover or any(e.tag in HEADINGS for e in root.iter(etree.Element))


def _toc_in_reading_order(contents: Contents) -> bool:
    order = {name: place for place, name in enumerate(contents.documents)}
    places = [order.get(href.partition("#")[0], -1) for href, _ in links_of(contents.nav, "toc")]
    return bool(places) and -1 not in places and places == sorted(places)


def _moves(contents: Contents) -> bool:
    roots = [*contents.documents.values(), *contents.drawings.values()]
    if any(element.tag in _MOVING for root in roots for element in root.iter(etree.Element)):
        return True
    return any(_MOVES.search(sheet) for sheet in contents.sheets.values())
