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
    """Return the ground of a piece as far as it stands on the page."""
    left, right = _dots(piece.box.left, piece.box.right, picture.width)
    low, high = _dots(piece.box.bottom, piece.box.top, picture.height)
    if left >= right or low >= high:
        return ()
    under = picture.crop((left, picture.height - high, right, picture.height - low))
    # There are no more colours than dots, so they are always listed.
    colours = under.getcolors(under.width * under.height) or []
    return tuple((count, (c[0], c[1], c[2])) for count, c in colours if isinstance(c, tuple))


def _dots(start: float, end: float, size: int) -> tuple[int, int]:
    """Return where a stretch begins and ends, in dots; on the page it has one at least."""
    first = floor(start * GROUND_DOTS_PER_PT)
    last = max(first + 1, round(end * GROUND_DOTS_PER_PT))
    return max(first, 0), min(last, size)
