"""Preflight of the archive and its package document (EPUB 3.3; EPUB Accessibility 1.1)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.words import words_for
from handoutpress.epub.access import every_sentence, sentences
from handoutpress.epub.book import COVER_SIZE, OPF_NS, PNG, XHTML
from handoutpress.epub.documents import ACCESS
from handoutpress.epub.features import observed, text_of
from handoutpress.epub.opened import DC, Item, OpenedBook

REQUIRED_DC = ("identifier", "title", "language")
REQUIRED_ACCESSIBILITY = (
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
)
CLAIMS = REQUIRED_ACCESSIBILITY[:-1]
"""Those whose values can be held against the book; a summary is prose."""
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def mimetype(book: OpenedBook) -> Iterator[str]:
    """Open Container Format, 4.3: the first entry, stored, these bytes and no extra field."""
    first = book.entries[0]
    if first.filename != "mimetype":
        yield "the archive does not start with mimetype"
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "mimetype is compressed or has an extra field"
    elif book.files["mimetype"] != b"application/epub+zip":
        yield "mimetype does not say application/epub+zip"
    names = [entry.filename for entry in book.entries]
    yield from (
        f"the archive holds {n} twice" for n in sorted({n for n in names if names.count(n) > 1})
    )


def manifest(book: OpenedBook) -> Iterator[str]:
    """Every part is listed once, and every line of the list is a part."""
    names = [item.name for item in book.items]
    ids = [item.id for item in book.items]
    yield from (f"the manifest lists {n}, which is not there" for n in names if not book.has(n))
    yield from (f"{n} is not in the manifest" for n in sorted(book.packaged() - set(names)))
    yield from (
        f"the manifest lists {n} twice" for n in sorted({n for n in names if names.count(n) > 1})
    )
    yield from (f"two parts have the id {i}" for i in sorted({i for i in ids if ids.count(i) > 1}))


def spine(book: OpenedBook) -> Iterator[str]:
    """The reading order names parts, and there is one."""
    ids = {item.id for item in book.items}
    refs = [e.get("idref", "") for e in book.package.iter(f"{{{OPF_NS}}}itemref")]
    if not refs:
        yield "the spine is empty"
    yield from (
        f"the spine names {ref}, which the manifest does not list" for ref in refs if ref not in ids
    )


def required_metadata(book: OpenedBook) -> Iterator[str]:
    """EPUB 3.3, 5.5.3: identifier, title, language and the last modification."""
    for name in REQUIRED_DC:
        if not any((e.text or "").strip() for e in book.package.iter(DC + name)):
            yield f"the package has no dc:{name}"
    if len(book.metadata("dcterms:modified")) != 1:
        yield "the package does not say once when it was modified"
    named = book.package.get("unique-identifier")
    if named not in [e.get("id") for e in book.package.iter(DC + "identifier")]:
        yield "no dc:identifier is the package's unique identifier"
    if not book.package.get(XML_LANG):
        yield "the package document does not say its language (xml:lang)"


def accessibility_present(book: OpenedBook) -> Iterator[str]:
    """EPUB Accessibility 1.1, 2.2: what a reader may ask before opening the book."""
    for name in REQUIRED_ACCESSIBILITY:
        if not any(book.metadata(f"schema:{name}")):
            yield f"the package has no schema:{name}"


def accessibility_true(book: OpenedBook) -> Iterator[str]:
    """No claim that the book does not bear out, and no conformance that no person has tried."""
    true = frozenset(observed(book.contents()))
    for name in CLAIMS:
        for value in book.metadata(f"schema:{name}"):
            if (name, value) not in true:
                yield f"the package claims {name} {value}, which is not so"
    for standard in book.metadata("dcterms:conformsTo"):
        yield f"the package claims to conform to {standard}, which was not checked"


def accessibility_said(book: OpenedBook) -> Iterator[str]:
    """The last page and the summary say what was found of the book, all of it and no more.

    They do so in each of its languages.
    """
    for lang in book.langs:
        yield from _said_in(book, lang)


def _said_in(book: OpenedBook, lang: str) -> Iterator[str]:
    words, _ = words_for(lang)
    true = sentences(observed(book.contents()), words)
    page = book.roots(XHTML).get(ACCESS)
    places = {
        ACCESS: "" if page is None else text_of(page),
        "the accessibility summary": " ".join(book.metadata("schema:accessibilitySummary")),
    }
    for place, text in places.items():
        for sentence in every_sentence(words):
            # A language may hold its words together with spaces that do not break.
            is_said = _spaced(sentence) in _spaced(text)
            if is_said and sentence not in true:
                yield f"{place} says {sentence!r}, which is not so"
            elif not is_said and sentence in true:
                yield f"{place} does not say {sentence!r}"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def cover_image(book: OpenedBook) -> Iterator[str]:
    """One PNG of the size that library shelves show well."""
    covers = [item for item in book.items if "cover-image" in item.properties]
    if len(covers) != 1:
        yield f"the manifest has {len(covers)} cover images, not one"
    for item in covers:
        yield from _cover_faults(book, item)


def _cover_faults(book: OpenedBook, item: Item) -> Iterator[str]:
    data = book.data(item.name) if book.has(item.name) else b""
    if item.media_type != PNG or not data.startswith(_PNG_SIGNATURE) or len(data) < 24:
        yield f"the cover {item.name} is not a PNG"
        return
    size = struct.unpack(">II", data[16:24])
    if size != COVER_SIZE:
        yield f"the cover is {size[0]} by {size[1]} pixels, not {COVER_SIZE[0]} by {COVER_SIZE[1]}"
