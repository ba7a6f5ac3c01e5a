"""How the pages of a trifold and of a booklet go on the sides of their sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handoutpress.content.edition import Paper
from handoutpress.design.direction import Direction
from handoutpress.pdf.imposition import Mark, Placed, Side

MM_PER_INCH = 25.4
TICK_MM = (5.0, 8.0)
"""How far from the sheet's edge a fold tick begins and ends: desktop printers reach 5 mm."""
COVER, FLAP, LEFT, MIDDLE, RIGHT, BACK = range(6)
"""The panels of a trifold in the order in which they are read."""
OUTSIDE, INSIDE = (FLAP, BACK, COVER), (LEFT, MIDDLE, RIGHT)
"""The panels on each side of the sheet from left to right; from right to left where words run so,
and the leaflet opens to the other side. The flap is folded in first: its other side is the panel of
the inside that is read last, so both are the narrow one."""
NARROW = (FLAP, RIGHT)


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of a trifold on one paper, in millimetres."""

    wide_mm: float
    narrow_mm: float
    height_mm: float

    def width_mm(self, panel: int) -> float:
        """Return how wide a panel is."""
        return self.narrow_mm if panel in NARROW else self.wide_mm


PANELS = {
    "a4": Panels(100, 97, 210),
    "letter": Panels((3 + 11 / 16) * MM_PER_INCH, (3 + 5 / 8) * MM_PER_INCH, 8.5 * MM_PER_INCH),
}
"""The narrow panel is a little less wide, so that it lies flat inside the fold."""


def trifold_sides(
    panels: Panels, labels: tuple[str, str], fold_ticks: bool, direction: Direction = "ltr"
) -> tuple[Side, ...]:
    """Return both sides of a trifold, the outside first; `labels` are what they are called.

    `direction` is the one that the words run in.
    """
    pairs = zip(labels, (OUTSIDE, INSIDE), strict=True)
    return tuple(
        _side(panels, label, _from_left(order, direction), fold_ticks) for label, order in pairs
    )


def _from_left(order: tuple[int, ...], direction: Direction) -> tuple[int, ...]:
    """Return pages from left to right that are read in a direction."""
    return order if direction == "ltr" else order[::-1]


def _side(panels: Panels, label: str, order: tuple[int, ...], fold_ticks: bool) -> Side:
    widths = [panels.width_mm(panel) for panel in order]
    lefts = [sum(widths[:number]) for number in range(len(order))]
    placed = tuple(Placed(panel, x, 0) for panel, x in zip(order, lefts, strict=True))
    marks = tuple(_ticks(lefts[1:], panels.height_mm)) if fold_ticks else ()
    return Side(sum(widths), panels.height_mm, placed, label, marks)


def _ticks(folds_mm: list[float], height_mm: float) -> Iterator[Mark]:
    start, end = TICK_MM
    for x in folds_mm:
        yield Mark(x, start, x, end)
        yield Mark(x, height_mm - end, x, height_mm - start)


def half_sheet(paper: Paper) -> Paper:
    """Return the page of a booklet on a paper: half of the sheet, upright."""
    return Paper(f"half-{paper.name}", paper.height_mm / 2, paper.width_mm)


def booklet_sides(
    pages: int, paper: Paper, creep_mm: float, direction: Direction = "ltr"
) -> tuple[Side, ...]:
    """Return the sides of a saddle-stitched booklet, from the outermost sheet in, front first.

    `creep_mm` moves the pages of each further sheet towards the fold. Where words run leftwards,
    the fold is at the right of page 1. Raises ValueError where the pages do not fill whole sheets.
    """
    if pages % 4:
        raise ValueError("a booklet has a multiple of four pages")
    return tuple(
        _spread(_from_left(pair, direction), paper, creep_mm * sheet)
        for sheet in range(pages // 4)
        for pair in (
            (pages - 1 - 2 * sheet, 2 * sheet),
            (2 * sheet + 1, pages - 2 - 2 * sheet),
        )
    )


def _spread(pair: tuple[int, ...], paper: Paper, inwards_mm: float) -> Side:
    page = half_sheet(paper)
    left, right = pair
    placed = (
        Placed(left, inwards_mm, 0),
        Placed(right, page.width_mm - inwards_mm, 0),
    )
    label = f"{left + 1}, {right + 1}"
    return Side(2 * page.width_mm, page.height_mm, placed, label)
