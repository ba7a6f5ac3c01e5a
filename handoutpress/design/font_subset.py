"""The part of a font that some words need, to be carried in a file of their own."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""The names that stay: 0, 13 and 14 are the copyright notice and the licence, which the SIL Open
Font License (2) asks every copy to carry."""
KEPT_FONTS = 8
"""So many are remembered: each book of a handout wants the same, and a large one takes seconds."""
KEPT_CUTS = 64
"""So many are remembered of those that a handout's drawings carry: each clinic's book has them."""


@lru_cache(maxsize=KEPT_FONTS)
def subset(font: Path, characters: frozenset[str]) -> bytes:
    """Return a font with the glyphs of some characters, and all that joins and places them.

    A character that the font has not is passed over. The same characters give the same bytes.
    """
    return _cut(font.read_bytes(), characters)


@lru_cache(maxsize=KEPT_CUTS)
def cut(font: bytes, characters: frozenset[str]) -> bytes:
    """Return the same of a font that is small already: it is held for as long as its part is."""
    return _cut(font, characters)


def _cut(font: bytes, characters: frozenset[str]) -> bytes:
    from fontTools import subset as cutting  # slow to import, and most books need no font

    options = cutting.Options(
        hinting=False, name_IDs=KEPT_NAMES, notdef_outline=True, recalc_timestamp=False
    )
    with cutting.load_font(io.BytesIO(font), options) as whole:
        cutter = cutting.Subsetter(options)
        cutter.populate(unicodes=sorted(map(ord, characters)))
        cutter.subset(whole)
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()
