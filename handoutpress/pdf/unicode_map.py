"""The ToUnicode maps of a PDF's fonts, mended where the engine left a glyph without a character.

A shaper may draw one letter with several glyphs (an Arabic letter and its dots). WeasyPrint 70.0
gives the letter to the first and an empty string to the rest, which is no valid map (ISO 14289-1,
7.21.7; ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

import re

from pikepdf import Dictionary, Name, Pdf

EMPTY = re.compile(rb"(<[0-9A-Fa-f]+>\s*)<>")
IGNORED = b"<034f>"
"""U+034F, combining grapheme joiner: a reader passes over it, and it joins and parts nothing."""


def name_every_glyph(document: Pdf) -> None:
    """Give each glyph that has no character one that is not read."""
    for item in document.objects:
        if isinstance(item, Dictionary) and Name.ToUnicode in item:
            cmap = item.ToUnicode.read_bytes()
            if EMPTY.search(cmap):
                item.ToUnicode.write(EMPTY.sub(rb"\1" + IGNORED, cmap))
