"""A hand-made book, small enough to break in one place at a time."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from handoutpress.content.page_map import PageMap, Passage
from handoutpress.design.words import words_for
from handoutpress.epub.book import COVER_SIZE, CSS, PNG, SVG, XHTML, Book, Part, Statement

FRAME = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
      lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body{attributes}>{body}</body>
</html>
"""
COVER = '<img role="doc-cover" src="cover.png" alt="Cover"/><p class="draft">Draft</p>'
MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="_page-{n}" aria-label="Page {n}."/>'
START = (
    MARK.format(n=1)
    + '<h1>A title</h1><p class="draft">Draft.</p><img src="images/a.svg" alt="A line."/>'
)
NAV = """<nav epub:type="toc" role="doc-toc" aria-label="Contents"><h2>Contents</h2><ol>
<li><a href="start.xhtml">A title</a></li>
<li><a href="section-01.xhtml#one">One</a></li>
<li><a href="section-01.xhtml#two">Two</a></li>
<li><a href="access.xhtml">About this e-book</a></li>
</ol></nav>
<nav epub:type="page-list" role="doc-pagelist" aria-label="Pages"><ol>
<li><a href="start.xhtml#_page-1">1</a></li>
<li><a href="section-01.xhtml#_page-2">2</a></li>
</ol></nav>
<nav epub:type="landmarks" aria-label="Places"><ol>
<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>
<li><a epub:type="toc" href="nav.xhtml">Contents</a></li>
<li><a epub:type="bodymatter" href="section-01.xhtml">Text</a></li>
</ol></nav>"""
SECTION = """<section id="one" role="doc-chapter"><h2>One</h2>
<p>See <a href="start.xhtml">the start</a> or <a href="https://example.org/">a page</a>.</p>
<section id="two"><h3>Two</h3><p>Words.</p></section></section>""".replace(
    "See", f"See {MARK.format(n=2)}more:"
)
SAID = (
    "Headings and a table of contents lead through the text.",
    "The pages of the printed version are marked and listed.",
    "Everything is read aloud in its right order.",
    "Every picture has a description in words.",
    "Size, type and colours can be changed.",
    "Nothing in it moves or flashes.",
    "A program has checked this e-book; no person has tested it yet.",
)
PAGE_MAP = PageMap(
    2,
    (
        Passage(1, "", "en", ("a", "title", "draft.", "[a line.]")),
        Passage(1, "one", "en", ("one", "see")),
        Passage(2, "one", "en", ("more:", "the", "start", "or", "a", "page.")),
        Passage(2, "two", "en", ("two", "words.")),
    ),
)
"""The leaflet that this book would be printed as."""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8"/></svg>"""
CLAIMS = (
    ("schema:version", "1.0"),
    ("schema:creativeWorkStatus", "Draft"),
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
    ("pageBreakSource", "SP-001, Version 1.0, leaflet-a4"),
)


def small_book(lang: str = "en") -> Book:
    """Return a book without a fault; in another language, it is what the program says in it."""
    said = " ".join(map(words_for(lang)[0], SAID))
    claims = (*CLAIMS, ("schema:accessibilitySummary", said))
    return Book(
        lang=lang,
        direction="ltr",
        modified=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
        statements=(
            Statement(
                "dc:identifier", "urn:uuid:b8ca932d-789d-55b0-8927-50fd36efbd96", {"id": "id"}
            ),
            Statement("dc:title", "A title"),
            Statement("dc:language", lang),
            *(Statement("meta", value, {"property": name}) for name, value in claims),
        ),
        parts=(
            _document("cover.xhtml", COVER, attributes=' epub:type="cover"'),
            _document("start.xhtml", START),
            _document("nav.xhtml", NAV, ("nav",)),
            _document("section-01.xhtml", SECTION),
            _document("access.xhtml", f"<h2>About this e-book</h2><p>{said}</p>"),
            Part("book.css", CSS, b"p { margin: 1em 0; background: url(images/a.svg); }"),
            Part("cover.png", PNG, png(*COVER_SIZE), ("cover-image",)),
            Part("images/a.svg", SVG, DRAWING.encode()),
        ),
    )


def _document(name: str, body: str, properties: tuple[str, ...] = (), attributes: str = "") -> Part:
    text = FRAME.format(title="A title", body=body, attributes=attributes)
    return Part(name, XHTML, text.encode(), properties, in_spine=True)


def png(width: int, height: int) -> bytes:
    """Return a white PNG."""
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks
    )


def rezipped(
    data: bytes,
    change: Callable[[dict[str, bytes]], Mapping[str, bytes]],
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """Return an archive again, its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in change(files).items():
            archive.writestr(name, content)
    return out.getvalue()
