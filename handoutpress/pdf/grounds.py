"""What is painted under the words of a page: its colours, and how many dots of each."""

from __future__ import annotations

from math import floor
from typing import TypeAlias

from PIL import Image

from handoutpress.pdf.printed import GROUND_DOTS_PER_PT, Piece, Printed
from handoutpress.pdf.type_face import Rgb

Ground: TypeAlias = tuple[tuple[int, Rgb], ...]
"""Colours, each with the number of its dots."""


def read_grounds(printed: Printed) -> tuple[Ground, ...]:
    """Return the ground of each piece of text, in their order."""
    return tuple(_ground(printed.grounds[piece.page], piece) for piece in printed.pieces)


def _ground(picture: Image.Image, piece: Piece) -> Ground:
    left, right = _dots(piece.box.left, piece.box.right)
    low, high = _dots(piece.box.bottom, piece.box.top)
    under = picture.crop((left, picture.height - high, right, picture.height - low))
    # A page has no more colours than dots, so there always is a list.
    colours = under.getcolors(under.width * under.height) or []
    return tuple(
        (count, (ground[0], ground[1], ground[2]))
        for count, ground in colours
        if isinstance(ground, tuple)
    )


def _dots(start: float, end: float) -> tuple[int, int]:
    first = floor(start * GROUND_DOTS_PER_PT)
    return first, max(first + 1, round(end * GROUND_DOTS_PER_PT))
