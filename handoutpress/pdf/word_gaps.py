"""The spaces between the words of a line: where an engine stretches lines, they differ."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from handoutpress.pdf.passages import Line

DIFFERENT = 0.01
"""Spaces of two lines differ by more, of the size of the words, where lines are stretched."""
ON_LINE_PT = 0.6


class _Letter(NamedTuple):
    left: float
    foot: float
    is_space: bool


def gaps_differ(pdf: bytes, stretches: Iterable[Sequence[Line]]) -> Iterator[Sequence[Line]]:
    """Yield those runs of lines whose spaces are not all as wide.

    Those of Arabic are none: the letters of a PDF are there in another order, without spaces.
    """
    document = pypdfium2.PdfDocument(pdf)
    read: dict[int, tuple[_Letter, ...]] = {}
    try:
        for lines in stretches:
            page = lines[0].page
            if page not in read:
                read[page] = tuple(_letters(document[page]))
            spaces = [s for line in lines if (s := _space(line, read[page])) is not None]
            if (
                len(spaces) > 1
                and max(spaces) - min(spaces) > DIFFERENT * lines[0].pieces[0].size_pt
            ):
                yield lines
    finally:
        document.close()


def _space(line: Line, letters: Sequence[_Letter]) -> float | None:
    """Return how wide the spaces inside its plain words are; None without any."""
    on_line = sorted(letter for letter in letters if abs(letter.foot - line.foot) < ON_LINE_PT)
    plain = [piece.box for piece in line.pieces if not piece.face.is_bold]
    widths = [
        after.left - letter.left
        for letter, after in pairwise(on_line)
        if letter.is_space and not after.is_space
        if any(box.left < letter.left and after.left < box.right for box in plain)
    ]
    return median(widths) if widths else None


def _letters(page: pypdfium2.PdfPage) -> Iterator[_Letter]:
    words = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(words.raw)):
        if pdfium.FPDFText_IsGenerated(words.raw, index) == 1:
            continue
        if pdfium.FPDFText_GetCharOrigin(words.raw, index, x, y):
            is_space = chr(pdfium.FPDFText_GetUnicode(words.raw, index)).isspace()
            yield _Letter(x.value, y.value, is_space)
    words.close()
    page.close()
