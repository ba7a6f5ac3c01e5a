"""An e-book's cover as the picture that a library shows: typeset, laid out, then painted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.imprint import imprint
from handoutpress.design.palette import Palette
from handoutpress.design.sides import side_of
from handoutpress.design.stylesheet import flatten
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import language_rules, language_tokens
from handoutpress.design.words import Words, words_for
from handoutpress.diagnostics import Diagnostic, ExportError, Location
from handoutpress.epub.book import COVER_SIZE
from handoutpress.epub.documents import picture_names
from handoutpress.epub.face import Face
from handoutpress.pdf.picture import picture

SHEET = "styles/cover.css"
TITLE_SIZES = ((24, 11, "large"), (36, 14, "medium"), (80, 19, "small"))
"""Each size with the most characters of a title, and of its longest word, that it has room for."""


def cover_picture(
    face: Face,
    brand: Brand,
    words: Words,
    palette: Palette,
    theme: Theme,
    files: Mapping[str, bytes],
) -> bytes:
    """Return the cover as a PNG of `COVER_SIZE`; `files` are the book's pictures by name."""
    others = (words_for(lang)[0] for lang, _ in face.further)
    tokens = {**palette.tokens(), **language_tokens(words, *others)}
    rules = language_rules(_langs(face))
    sheet = flatten(theme.text(SHEET), tokens, SHEET) + rules
    html = cover_html(face, brand, words, theme)
    return picture(html, {**files, "cover.css": sheet.encode()}, COVER_SIZE[0])


def refuse_missing_on_cover(handout: Handout, brand: Brand) -> None:
    """Raise ExportError F001 where a title or a clinic's name has a character without a glyph."""
    missing = missing_on_cover(handout, brand)
    if missing:
        raise ExportError(missing)


def missing_on_cover(handout: Handout, brand: Brand) -> tuple[Diagnostic, ...]:
    """Return the faults of the cover's words; the reader's own fonts set the rest of the book."""
    shown = (
        Location(handout.file, handout.front_lines.get("title")),
        Location(brand.file, brand.lines.get("name")),
    )
    return tuple(fault for fault in missing_glyphs(handout, brand) if fault.location in shown)


def cover_html(face: Face, brand: Brand, words: Words, theme: Theme) -> str:
    """Return the cover's page source; its clinic is called as it is in each of the languages."""
    langs = _langs(face)
    context = {
        "face": face,
        "t": words,
        "sides": tuple(side_of(words_for(lang)[0]) for lang in langs),
        "imprint": imprint(brand.facts, *langs) if brand.facts else None,
        "logo": picture_names(f"brand/{brand.logo.name}") if brand.logo else None,
        "header": picture_names(face.header) if face.header else None,
        "direction": lambda lang: words_for(lang)[0].direction,
        "title_size": title_size(face.whole_title),
    }
    return theme.render("ebook/cover-picture.html", context)


def _langs(face: Face) -> tuple[str, ...]:
    return (face.lang, *(lang for lang, _ in face.further))


def title_size(title: str) -> str:
    """Return the size that a title is set in, as a class of the cover's sheet."""
    longest = max((len(word) for word in re.split(r"[\s-]+", title)), default=0)
    for most, widest, name in TITLE_SIZES:
        if len(title) <= most and longest <= widest:
            return name
    return "tiny"
