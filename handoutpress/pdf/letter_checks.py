"""Preflight's checks of printed letters: their colours against the ground, their face, their case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from math import floor
from typing import NamedTuple

from pikepdf import Name
from PIL import Image

from handoutpress.design.essentials import bare
from handoutpress.design.palette import TEXT_CONTRAST, contrast
from handoutpress.diagnostics import Diagnostic, error, warning
from handoutpress.pdf.layout_checks import quote, what
from handoutpress.pdf.passages import Passage
from handoutpress.pdf.printed import GROUND_DOTS_PER_PT, Box, Piece
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import Element, has_tag, is_element
from handoutpress.pdf.type_face import Rgb
from handoutpress.pdf.whence import whence

LARGE_PT, LARGE_BOLD_PT, LARGE_CONTRAST = 18.0, 14.0, 3.0
"""Text that WCAG 2.2, 1.4.3, calls large, and what it asks of it."""
SIZE_TOLERANCE_PT = 0.05
FAINT = 0.3
"""The share of their ground that words may lack contrast on: a line of a drawing crosses a label."""
FLAT = 0.7
"""The share of a ground in one colour from which words stand on no picture: the rest is a rule."""
FEWEST_DOTS = 24
"""What is smaller, such as a full stop, shows no ground."""
UNDER = (-0.25, 0.02)
"""How high a line under words stands, of their size, from their feet."""
REACH_PT = 2.5
"""By how much such a line is shorter or longer than the letters, a space at their end aside."""
FEWEST_LETTERS, LONG_WORD, LONGEST_ABBREVIATION = 12, 4, 8
"""Two words of four letters or more, with twelve letters in all, are no abbreviation; nor is one
word of more than eight."""
_WORD = re.compile(r"[^\W\d_]+")


class _Label(NamedTuple):
    """What is drawn together: a piece of text, or all the letters of a figure's label."""

    page: int
    mcid: int
    foot: float
    fill: tuple[Rgb, float] | None
    nth: int


def check_contrast(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P051: words stand out from what is painted under them (WCAG 2.2, 1.4.3), labels too."""
    labels: dict[_Label, list[Piece]] = {}
    for nth, piece in enumerate(proof.printed.pieces):
        foot = round(piece.start[1]) if piece.in_figure else 0.0
        label = _Label(piece.page, piece.mcid, foot, piece.fill, 0 if piece.in_figure else nth)
        labels.setdefault(label, []).append(piece)
    for pieces in labels.values():
        needed = _needed(pieces[0])
        found = _least_contrast(proof, pieces, needed)
        if found is not None:
            told = f"{what(pieces[0], proof)} has a contrast of {found:.1f}:1 to what is under it"
            yield error(
                "P051",
                f"page {pieces[0].page + 1}: {told}",
                whence(proof, pieces),
                f"make the words darker or the ground lighter: {needed:g}:1 is the least",
            )


def _needed(piece: Piece) -> float:
    least = LARGE_BOLD_PT if piece.face.is_bold else LARGE_PT
    return LARGE_CONTRAST if piece.size_pt >= least - SIZE_TOLERANCE_PT else TEXT_CONTRAST


def _least_contrast(proof: Proof, pieces: list[Piece], needed: float) -> float | None:
    """Return the contrast of words to most of what they are too faint on; None where it is enough."""
    faint: dict[float, int] = {}
    dots = 0
    for piece in pieces:
        if piece.fill is None:
            return None
        for count, ground in _grounds(proof, piece):
            ratio = _contrast(*piece.fill, ground)
            dots += count
            if ratio < needed:
                faint[ratio] = faint.get(ratio, 0) + count
    if not dots or sum(faint.values()) < FAINT * dots:
        return None
    return max(faint, key=lambda ratio: faint[ratio])


def _grounds(proof: Proof, piece: Piece) -> list[tuple[int, Rgb]]:
    """Return the colours under a piece of text, each with the number of its dots."""
    picture = proof.printed.grounds[piece.page]
    left, right = _dots(piece.box.left, piece.box.right)
    low, high = _dots(piece.box.bottom, piece.box.top)
    under: Image.Image = picture.crop((left, picture.height - high, right, picture.height - low))
    colours: list[tuple[int, Rgb]] = under.getcolors(under.width * under.height)  # type: ignore[assignment]
    return colours


def _dots(start: float, end: float) -> tuple[int, int]:
    first = floor(start * GROUND_DOTS_PER_PT)
    return first, max(first + 1, round(end * GROUND_DOTS_PER_PT))


@cache
def _contrast(ink: Rgb, covering: float, ground: Rgb) -> float:
    seen = [a * covering + b * (1 - covering) for a, b in zip(ink, ground, strict=True)]
    return contrast(_hex(seen), _hex(ground))


def _hex(levels: list[float] | Rgb) -> str:
    return "#" + "".join(f"{round(level):02x}" for level in levels)


def check_words_over_pictures(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P052: words stand on one colour, on no photograph, pattern or gradient (CMS Toolkit, 5-3).

    A drawing's own labels belong to it.
    """
    for piece in proof.printed.pieces:
        if not piece.in_figure and not _is_on_one_colour(proof, piece):
            yield error(
                "P052",
                f"page {piece.page + 1}: {quote(piece.text)} is printed over a picture",
                whence(proof, [piece]),
                "put the words above or below the picture, on the paper itself",
            )


def _is_on_one_colour(proof: Proof, piece: Piece) -> bool:
    counts = [count for count, _ in _grounds(proof, piece)]
    return sum(counts) < FEWEST_DOTS or max(counts) >= FLAT * sum(counts)


def check_slanted(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P053: no words are slanted (UKAAF G003)."""
    for piece in proof.printed.pieces:
        if piece.face.is_slanted and not piece.in_figure:
            yield error(
                "P053",
                f"page {piece.page + 1}: {quote(piece.text)} is printed in italics",
                whence(proof, [piece]),
                "let `font-style` be `normal` in the style sheet; stress is bold",
            )


def check_underlined(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P054: no words are underlined but links (UKAAF G003)."""
    rules: dict[int, list[Box]] = {}
    for page, box in proof.printed.rules:
        rules.setdefault(page, []).append(box)
    for piece in proof.printed.pieces:
        lines = () if piece.in_figure else rules.get(piece.page, ())
        if any(_is_under(line, piece) for line in lines) and not _is_link(proof, piece):
            yield error(
                "P054",
                f"page {piece.page + 1}: {quote(piece.text)} is underlined",
                whence(proof, [piece]),
                "let `text-decoration` be `none` in the style sheet; stress is bold",
            )


def _is_under(line: Box, piece: Piece) -> bool:
    lowest, highest = (piece.start[1] + share * piece.size_pt for share in UNDER)
    is_high_enough = lowest <= (line.bottom + line.top) / 2 <= highest
    ends_near = piece.box.right - REACH_PT <= line.right <= piece.box.right + piece.size_pt
    return is_high_enough and ends_near and abs(line.left - piece.box.left) <= REACH_PT


def _is_link(proof: Proof, piece: Piece) -> bool:
    element: Element | None = proof.owners.get(piece.key)
    while element is not None and is_element(element):
        if has_tag(element, "Link"):
            return True
        element = element.get(Name.P)
    return False


def check_capitals(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P055: no words are in capitals but abbreviations (UKAAF G003).

    A style sheet that makes them so is refused; an author who writes them so is warned. A clinic
    is called what it is called.
    """
    for passage in proof.passages:
        text = " ".join(line.text for line in passage.lines)
        for capitals in blocks_of_capitals(text):
            where = whence(proof, passage.pieces)
            if where is not None and where.file.startswith("brands/"):
                continue
            is_written = not expected.words or bare(capitals) in expected.words
            tell = warning if is_written else error
            mend = "write them in small letters; stress is bold"
            if not is_written:
                mend = "let `text-transform` be `none` in the style sheet"
            told = f"page {_page_of(passage)}: {quote(capitals)} is printed in capitals"
            yield tell("P055", told, where, mend)


def _page_of(passage: Passage) -> int:
    return passage.lines[0].page + 1


def blocks_of_capitals(text: str) -> Iterator[str]:
    """Yield the runs of words of a text that are in capitals, and more than an abbreviation.

    Letters that have no capitals, as those of Arabic, end a run.
    """
    for part in _without_case(text).split("\n"):
        for is_run, words in groupby(part.split(" "), key=_is_capitals):
            run = " ".join(words)
            if is_run and _is_block(_WORD.findall(run)):
                yield run


def _without_case(text: str) -> str:
    """Return a text with a new line for each letter that has no capital."""
    letters = unicodedata.normalize("NFC", text)
    return "".join("\n" if c.isalpha() and c.lower() == c.upper() else c for c in letters)


def _is_capitals(word: str) -> bool:
    letters = "".join(_WORD.findall(word))
    return len(letters) > 1 and letters.isupper()


def _is_block(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) >= LONG_WORD]
    if len(long) > 1:
        return sum(map(len, words)) >= FEWEST_LETTERS
    return any(len(word) > LONGEST_ABBREVIATION for word in words)
