"""Preflight of what a reader sees: documents, drawings and sheets (EPUB 3.3, 6; WCAG 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from handoutpress.content.svg_references import XML_LANG
from handoutpress.epub.book import SVG, SVG_NS, XHTML, XHTML_NS
from handoutpress.epub.features import HEADINGS, pictures, text_of
from handoutpress.epub.opened import OpenedBook, Pointer, pointers, resolve

FOLLOWED_SCHEMES = frozenset(["http", "https", "mailto", "tel"])
CAMEL_CASE = ("viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "markerWidth",
              "markerHeight", "refX", "refY", "textLength", "patternUnits", "clipPathUnits",
              "linearGradient", "radialGradient", "clipPath", "textPath")  # fmt: skip
"""SVG's names that an HTML parser writes in lower case, after which nothing draws them."""
DRAFT_CLASS = "draft"
DRAFT_DOCUMENTS = ("cover.xhtml", "start.xhtml")
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']+)["']""")


def well_formed(book: OpenedBook) -> Iterator[str]:
    """Every XHTML and SVG part is well-formed XML in its own vocabulary."""
    for name, root in book.parsed.items():
        if isinstance(root, str):
            yield f"{name} is not well-formed: {root}"
        elif root.tag not in (f"{{{XHTML_NS}}}html", f"{{{SVG_NS}}}svg"):
            yield f"{name} is neither XHTML nor SVG"


def unique_ids(book: OpenedBook) -> Iterator[str]:
    """An id stands once in a document."""
    for name, root in _all(book):
        ids = [e.get("id") for e in root.iter(etree.Element) if e.get("id")]
        yield from (
            f"{name} has the id {i} twice"
            for i in sorted({str(i) for i in ids if ids.count(i) > 1})
        )


def links(book: OpenedBook) -> Iterator[str]:
    """Every address within the book leads to a part of it, and to an id there."""
    for pointer in _pointers(book):
        if not _is_outside(pointer.address):
            yield from _dead(book, pointer)


def _dead(book: OpenedBook, pointer: Pointer) -> Iterator[str]:
    target, fragment = resolve(pointer.name, pointer.address)
    root = book.parsed.get(target)
    if not book.has(target):
        yield f"{pointer.name}:{pointer.line} leads to {pointer.address}, which is not there"
    elif fragment and isinstance(root, etree._Element) and not _has_id(root, fragment):
        yield f"{pointer.name}:{pointer.line} leads to {pointer.address}, and there is no such id"


def _has_id(root: etree._Element, wanted: str) -> bool:
    return any(e.get("id") == wanted for e in root.iter(etree.Element))


def remote(book: OpenedBook) -> Iterator[str]:
    """Nothing is loaded from outside; a reader may follow a link, mail or call."""
    for pointer in _pointers(book):
        scheme = urlsplit(pointer.address).scheme.lower()
        if _is_outside(pointer.address) and not (pointer.follows and scheme in FOLLOWED_SCHEMES):
            yield f"{pointer.name}:{pointer.line} reaches outside the book for {pointer.address}"


def scripts(book: OpenedBook) -> Iterator[str]:
    """No program in a patient's book: no script, no event handler."""
    for name, root in _all(book):
        for element in root.iter(etree.Element):
            if etree.QName(element).localname == "script":
                yield f"{name}:{element.sourceline} holds a script"
            for key in map(str, element.attrib):
                if key.lower().startswith("on"):
                    yield f"{name}:{element.sourceline} has the event handler {key}"


def alternatives(book: OpenedBook) -> Iterator[str]:
    """WCAG 2.2, 1.1.1: every picture says in words what it shows."""
    for img in pictures(book.contents()):
        if not img.get("alt", "").strip():
            yield f"the picture {img.get('src')} has no text alternative"


def headings(book: OpenedBook) -> Iterator[str]:
    """WCAG 2.2, 1.3.1: the levels go down one at a time, over the whole book in reading order."""
    level = 0
    for name, root in book.roots(XHTML).items():
        for heading in (e for e in root.iter(etree.Element) if e.tag in HEADINGS):
            now = int(etree.QName(heading).localname[1])
            if now > level + 1:
                yield f"{name}:{heading.sourceline} goes from heading level {level} to {now}"
            if not text_of(heading):
                yield f"{name}:{heading.sourceline} has an empty heading"
            level = now


def languages(book: OpenedBook) -> Iterator[str]:
    """WCAG 2.2, 3.1.1: each document says its language, for new readers and old."""
    for name, root in book.roots(XHTML).items():
        if not root.get("lang") or root.get("lang") != root.get(XML_LANG):
            yield f"{name} does not say its language in lang and xml:lang"
        for element in root.iter(etree.Element):
            if element.get("lang") != element.get(XML_LANG) and element is not root:
                yield f"{name}:{element.sourceline} says lang and xml:lang apart"


def svg_spelling(book: OpenedBook) -> Iterator[str]:
    """Every drawing has a viewBox, and keeps the capitals of SVG's own names."""
    right = {name.lower(): name for name in CAMEL_CASE}
    for name, root in _all(book):
        for element in root.iter(f"{{{SVG_NS}}}*"):
            for said in (etree.QName(element).localname, *map(str, element.attrib)):
                if right.get(said.lower(), said) != said:
                    yield f"{name}:{element.sourceline} spells {right[said.lower()]} as {said}"
    for name, root in book.roots(SVG).items():
        if not root.get("viewBox"):
            yield f"{name} has no viewBox"


def draft_mark(book: OpenedBook) -> Iterator[str]:
    """What the package calls a draft is seen to be one, where the book opens."""
    if "Draft" not in book.metadata("schema:creativeWorkStatus"):
        return
    roots = book.roots(XHTML)
    for name in DRAFT_DOCUMENTS:
        marked = [
            e for e in _elements(roots.get(name)) if DRAFT_CLASS in e.get("class", "").split()
        ]
        if not any(map(text_of, marked)):
            yield f"{name} does not show that the handout is a draft"


def _elements(root: etree._Element | None) -> Iterator[etree._Element]:
    if root is not None:
        yield from root.iter(etree.Element)


def _all(book: OpenedBook) -> Iterator[tuple[str, etree._Element]]:
    yield from book.roots(XHTML).items()
    yield from book.roots(SVG).items()


def _pointers(book: OpenedBook) -> Iterator[Pointer]:
    for name, root in _all(book):
        yield from pointers(name, root)
    for name, sheet in book.sheets().items():
        for match in _CSS_ADDRESS.finditer(sheet):
            line = sheet.count("\n", 0, match.start()) + 1
            yield Pointer(name, line, match[1] or match[2] or "", False)


def _is_outside(address: str) -> bool:
    split = urlsplit(address)
    return bool(split.scheme or split.netloc)
