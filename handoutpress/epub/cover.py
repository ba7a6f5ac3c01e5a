"""A handout's cover as the picture that a library shows: typeset, laid out, then painted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout
from handoutpress.design.fonts import families
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.palette import Palette
from handoutpress.design.stylesheet import flatten
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import language_tokens
from handoutpress.design.words import Words
from handoutpress.diagnostics import Diagnostic, ExportError, Location
from handoutpress.epub.book import COVER_SIZE
from handoutpress.epub.documents import picture_names
from handoutpress.pdf.picture import picture

SHEET = "styles/cover.css"
TITLE_SIZES = ((24, 11, "large"), (36, 14, "medium"), (80, 19, "small"))
"""Each size with the most characters of a title, and of its longest word, that it has room for."""


def cover_picture(
    handout: Handout,
    brand: Brand,
    words: Words,
    palette: Palette,
    theme: Theme,
    files: Mapping[str, bytes],
) -> bytes:
    """Return the cover as a PNG of `COVER_SIZE`; `files` are the book's pictures by name.

    Raises ExportError F001 where the title or the clinic's name has a character without a glyph.
    """
    missing = missing_on_cover(handout, brand)
    if missing:
        raise ExportError(missing)
    tokens = {**palette.tokens(), **language_tokens(families(handout.lang))}
    sheet = flatten(theme.text(SHEET), tokens, SHEET)
    html = cover_html(handout, brand, words, theme)
    return picture(html, {**files, "cover.css": sheet.encode()}, COVER_SIZE[0])


def missing_on_cover(handout: Handout, brand: Brand) -> tuple[Diagnostic, ...]:
    """Return the faults of the cover's words; the reader's own fonts set the rest of the book."""
    shown = (
        Location(handout.file, handout.front_lines.get("title")),
        Location(brand.file, brand.lines.get("name")),
    )
    return tuple(fault for fault in missing_glyphs(handout, brand) if fault.location in shown)


def cover_html(handout: Handout, brand: Brand, words: Words, theme: Theme) -> str:
    """Return the cover's page source."""
    header = handout.record.header
    context = {
        "handout": handout,
        "t": words,
        "facts": brand.facts,
        "logo": picture_names(f"brand/{brand.logo.name}") if brand.logo else None,
        "header": picture_names(f"images/{header.file}") if header else None,
        "title_size": title_size(handout.front.title),
    }
    return theme.render("ebook/cover-picture.html", context)


def title_size(title: str) -> str:
    """Return the size that a title is set in, as a class of the cover's sheet."""
    longest = max((len(word) for word in re.split(r"[\s-]+", title)), default=0)
    for most, widest, name in TITLE_SIZES:
        if len(title) <= most and longest <= widest:
            return name
    return "tiny"
