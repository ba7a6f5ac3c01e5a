"""A reader who folds a printed sheet: what of a PDF lies before the eyes, page by page.

The sheets are turned over as the file asks the printer to, folded and nested as paper is. Nothing
here knows how the program imposes pages: only the boxes and the places of the words are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.printed import Box, Piece
from handoutpress.pdf.proof import Proof

SLACK_MM = 0.1


@dataclass(frozen=True)
class Face:
    """One page or panel of a folded sheet, as it lies before the reader."""

    side: int
    """The page of the PDF that it is printed on."""
    left_mm: float
    """How far it is from the left edge of that side."""
    width_mm: float
    height_mm: float
    pieces: tuple[Piece, ...]
    """The words whose middle is on it, measured from its own lower left corner."""

    @property
    def text(self) -> str:
        """Return its words in the order of drawing, one blank between pieces."""
        return " ".join(" ".join(piece.text for piece in self.pieces).split())


def folded_booklet(proof: Proof, *, leftwards: bool = False) -> list[Face]:
    """Return the pages of a stack of sheets that is folded in the middle, cover first.

    The first two pages of the PDF are the outermost sheet. A reader who reads `leftwards` holds the
    fold in the right hand.
    """
    (width, _), *_ = sides = _sides(proof)
    halves = [_columns(proof, side, [width / 2] * 2) for side in range(len(sides))]
    if leftwards:
        halves = [[right, left] for left, right in halves]
    sheets = list(zip(halves[::2], halves[1::2], strict=True))
    # The second half of each front, then what is behind it; and from the innermost sheet back out.
    ahead = [face for (_, last), back in sheets for face in (last, _behind(last, back, width))]
    after = [
        face
        for (first, _), back in reversed(sheets)
        for face in (_behind(first, back, width), first)
    ]
    return ahead + after


def folded_trifold(
    proof: Proof, inside_mm: Sequence[float], *, leftwards: bool = False
) -> list[Face]:
    """Return the panels of a sheet that is folded twice, in the order of reading.

    `inside_mm` are the widths of the inner side's panels, in the order of reading. The last one is
    folded in first, then the first one over it: so the last one must not be the widest.
    """
    (width, _), _ = _sides(proof)
    assert inside_mm[2] <= min(inside_mm), "the panel that is folded in jams"
    from_left = list(reversed(inside_mm)) if leftwards else list(inside_mm)
    outside = _columns(proof, 0, list(reversed(from_left)))
    inside = _columns(proof, 1, from_left)
    first, middle, last = reversed(inside) if leftwards else inside
    cover, flap, back = (_behind(face, outside, width) for face in (first, last, middle))
    return [cover, flap, first, middle, last, back]


def _sides(proof: Proof) -> list[tuple[float, float]]:
    """Return the width and height of each side; both sides of a sheet turn over upright."""
    sizes = []
    for page in proof.document.pages:
        left, bottom, right, top = (float(edge) / PT_PER_MM for edge in page.mediabox)
        assert (left, bottom) == (0, 0)
        sizes.append((right, top))
    assert len(sizes) % 2 == 0
    assert len(set(sizes)) == 1
    width, height = sizes[0]
    # Turned on an upright edge, the back's words stand upright as well.
    upright = "/DuplexFlipShortEdge" if width > height else "/DuplexFlipLongEdge"
    assert proof.document.Root.ViewerPreferences.Duplex == upright
    return sizes


def _columns(proof: Proof, side: int, widths_mm: Sequence[float]) -> list[Face]:
    """Return the faces beside each other on one side."""
    _, height = _sides(proof)[side]
    edges = [0.0, *accumulate(widths_mm)]
    return [
        Face(side, left, right - left, height, tuple(_within(proof, side, left, right)))
        for left, right in pairwise(edges)
    ]


def _within(proof: Proof, side: int, left_mm: float, right_mm: float) -> Iterator[Piece]:
    left, right = left_mm * PT_PER_MM, right_mm * PT_PER_MM
    for piece in proof.printed.pieces:
        box = piece.box
        if piece.page == side and left <= (box.left + box.right) / 2 < right:
            moved = Box(box.left - left, box.bottom, box.right - left, box.top)
            yield replace(piece, box=moved)


def _behind(face: Face, others: Sequence[Face], sheet_mm: float) -> Face:
    """Return the face on the other side of the same piece of paper."""
    left = sheet_mm - face.left_mm - face.width_mm
    (found,) = (
        other
        for other in others
        if abs(other.left_mm - left) < SLACK_MM and abs(other.width_mm - face.width_mm) < SLACK_MM
    )
    return found
