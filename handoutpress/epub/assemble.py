"""A handout, a brand and a theme to a whole book: documents, pictures, sheet and statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import Edition
from handoutpress.content.handout import Handout
from handoutpress.design.palette import derive_palette
from handoutpress.design.stylesheet import Tokens, read_tokens, screen_sheet
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import ALARM_ICONS, icon_svg, pictures
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic
from handoutpress.epub.book import CSS, PNG, SVG, SVG_NS, XHTML, Book, Part
from handoutpress.epub.cover import cover_picture
from handoutpress.epub.documents import COVER_PICTURE, NAV, SHEET, documents, picture_names
from handoutpress.epub.features import Contents, observed
from handoutpress.epub.metadata import modified, statements

SIGNATURES = ((b"\x89PNG", PNG), (b"\xff\xd8", "image/jpeg"))
"""How a photograph's bytes begin; any other picture is a drawing."""
_ICON = re.compile(r"url\(icons/([a-z-]+?)(-night)?\.svg\)")

Documents = Mapping[str, etree._Element]


def assemble(
    handout: Handout,
    brand: Brand,
    edition: Edition,
    theme: Theme,
    neighbours: Mapping[str, Neighbour],
) -> tuple[Book, tuple[Diagnostic, ...]]:
    """Return the book and what the palette and the words had to say.

    Raises ThemeError or ExportError where a template is wrong.
    """
    words, missing = words_for(handout.lang)
    palette, changed = derive_palette(brand)
    files = {picture_names(raw): data for raw, data in pictures(handout, brand, palette).items()}
    pages = documents(handout, brand, words, theme, neighbours)
    sheet = screen_sheet(theme, edition, palette.tokens())
    tokens = {**read_tokens(theme, edition), **palette.tokens()}
    drawn = {**dict(_used(pages.values(), files)), **dict(_icons(sheet, theme, tokens))}
    cover = cover_picture(handout, brand, words, palette, theme, files)
    book = Book(
        lang=handout.lang,
        direction=words.direction,
        modified=modified(handout),
        statements=statements(handout, brand, words, observed(_contents(pages, drawn, sheet))),
        parts=(
            *_document_parts(pages),
            Part(SHEET, CSS, sheet.encode()),
            Part(COVER_PICTURE, PNG, cover, ("cover-image",)),
            *(Part(name, _media_type(data), data) for name, data in sorted(drawn.items())),
        ),
    )
    return book, missing + changed


def _contents(pages: Documents, drawn: Mapping[str, bytes], sheet: str) -> Contents:
    drawings = {
        name: etree.fromstring(data) for name, data in drawn.items() if _media_type(data) == SVG
    }
    return Contents(pages, pages[NAV], drawings, {SHEET: sheet})


def _document_parts(pages: Documents) -> Iterator[Part]:
    for name, root in pages.items():
        data = etree.tostring(
            root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"
        )
        yield Part(name, XHTML, data + b"\n", tuple(_properties(name, root)), in_spine=True)


def _properties(name: str, root: etree._Element) -> Iterator[str]:
    if name == NAV:
        yield "nav"
    if root.find(f".//{{{SVG_NS}}}svg") is not None:
        yield "svg"


def _used(
    pages: Iterable[etree._Element], files: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that the documents show: the book carries no other."""
    shown = {img.get("src", "") for root in pages for img in root.iter("{*}img")}
    return ((name, data) for name, data in files.items() if name in shown)


def _icons(sheet: str, theme: Theme, tokens: Tokens) -> Iterator[tuple[str, bytes]]:
    """Yield the icons that the sheet names: `-night` ones in the colours of a dark page."""
    for name, night in sorted(set(_ICON.findall(sheet))):
        colour = "--color-urgent" if name in ALARM_ICONS else "--color-accent"
        drawing = icon_svg(theme, f"styles/icons/{name}.svg", tokens[colour + night])
        yield f"icons/{name}{night}.svg", drawing


def _media_type(data: bytes) -> str:
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), SVG)
