"""Preflight's checks of printed letters: their colours against the ground, and their face."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pikepdf import Name

from handoutpress.design.palette import TEXT_CONTRAST, contrast
from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.grounds import Ground
from handoutpress.pdf.layout_checks import quote, what
from handoutpress.pdf.printed import Box, Piece
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import Element, has_tag, is_element
from handoutpress.pdf.type_face import Rgb
from handoutpress.pdf.whence import whence

LARGE_PT, LARGE_BOLD_PT, LARGE_CONTRAST = 18.0, 14.0, 3.0
"""Text that WCAG 2.2, 1.4.3, calls large, and what it asks of it."""
SIZE_TOLERANCE_PT = 0.05
FAINT = 0.3
"""The share of their ground that words may lack contrast on: a line may cross a label."""
FLAT = 0.7
"""The share of a ground in one colour from which words stand on no picture: the rest is a rule."""
FEWEST_DOTS = 24
"""What is smaller, such as a full stop, shows no ground."""
UNDER = (-0.25, 0.02)
"""How high a line under words stands, of their size, from their feet."""
REACH_PT = 2.5
"""By how much such a line is shorter or longer than the letters, a space at their end aside."""


class _Label(NamedTuple):
    """What is drawn together: a piece of text, or all the letters of a figure's label."""

    page: int
    mcid: int
    foot: float
    fill: tuple[Rgb, float] | None
    nth: int


def check_contrast(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P051: words stand out from what is painted under them (WCAG 2.2, 1.4.3), labels too."""
    labels: dict[_Label, list[tuple[Piece, Ground]]] = {}
    for nth, (piece, ground) in enumerate(zip(proof.printed.pieces, proof.grounds, strict=True)):
        foot = round(piece.start[1]) if piece.in_figure else 0.0
        label = _Label(piece.page, piece.mcid, foot, piece.fill, 0 if piece.in_figure else nth)
        labels.setdefault(label, []).append((piece, ground))
    for label, drawn in labels.items():
        pieces = [piece for piece, _ in drawn]
        needed = _needed(pieces[0])
        found = None if label.fill is None else _too_faint(label.fill, drawn, needed)
        if found is not None:
            told = f"{what(pieces[0], proof)} has a contrast of {found:.1f}:1 to what is under it"
            yield error(
                "P051",
                f"page {label.page + 1}: {told}",
                whence(proof, pieces),
                f"make the words darker or the ground lighter: {needed:g}:1 is the least",
            )


def _needed(piece: Piece) -> float:
    least = LARGE_BOLD_PT if piece.face.is_bold else LARGE_PT
    return LARGE_CONTRAST if piece.size_pt >= least - SIZE_TOLERANCE_PT else TEXT_CONTRAST


def _too_faint(
    fill: tuple[Rgb, float], drawn: Sequence[tuple[Piece, Ground]], needed: float
) -> float | None:
    """Return the contrast of words to most of what they are too faint on; None if it is little."""
    dots: Counter[float] = Counter()
    for _, ground in drawn:
        for count, colour in ground:
            dots[_contrast(*fill, colour)] += count
    faint = {ratio: count for ratio, count in dots.items() if ratio < needed}
    if sum(faint.values()) < FAINT * dots.total() or not faint:
        return None
    return max(faint, key=lambda ratio: faint[ratio])


@lru_cache(maxsize=4096)
def _contrast(ink: Rgb, covering: float, ground: Rgb) -> float:
    seen = [a * covering + b * (1 - covering) for a, b in zip(ink, ground, strict=True)]
    return contrast(_hex(seen), _hex(ground))


def _hex(levels: list[float] | Rgb) -> str:
    return "#" + "".join(f"{round(level):02x}" for level in levels)


def check_words_over_pictures(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P052: words stand on one colour, on no photograph, pattern or gradient (CMS Toolkit, 5-3).

    A drawing's own labels belong to it.
    """
    for piece, ground in zip(proof.printed.pieces, proof.grounds, strict=True):
        if not piece.in_figure and not _is_one_colour(ground):
            yield error(
                "P052",
                f"page {piece.page + 1}: {quote(piece.text)} is printed over a picture",
                whence(proof, [piece]),
                "put the words above or below the picture, on the paper itself",
            )


def _is_one_colour(ground: Ground) -> bool:
    counts = [count for count, _ in ground]
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
    """P054: no words are underlined but links (UKAAF G003).

    In a running head or foot nothing tells a link, so these are not looked at.
    """
    rules: dict[int, list[Box]] = {}
    for page, box in proof.printed.rules:
        rules.setdefault(page, []).append(box)
    for piece in proof.printed.pieces:
        lines = () if piece.in_figure else rules.get(piece.page, ())
        owner = proof.owners.get(piece.key)
        is_drawn = owner is not None and any(_is_under(line, piece) for line in lines)
        if is_drawn and not _is_link(owner):
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


def _is_link(owner: Element) -> bool:
    element: Element | None = owner
    while element is not None and is_element(element):
        if has_tag(element, "Link"):
            return True
        element = element.get(Name.P)
    return False


LETTER_CHECKS: Mapping[str, Callable[[Proof, Expected], Iterator[Diagnostic]]] = {
    "pdf-contrast": check_contrast,
    "pdf-words-over-pictures": check_words_over_pictures,
    "pdf-slanted": check_slanted,
    "pdf-underlined": check_underlined,
}
"""The checks of how letters are printed, by name."""
