"""A handout to a booklet: pages of half a sheet, padded with pages for notes, two on each side."""

from __future__ import annotations

from collections.abc import Iterator

from handoutpress.content.edition import Booklet, Finished, Paper
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.typeset import Job, typeset_leaflet
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.folding import booklet_sides, half_sheet
from handoutpress.pdf.imposition import SHORT_EDGE, impose
from handoutpress.pdf.leaflet import first_good, fits, on_sheets, refuse_missing_glyphs
from handoutpress.pdf.preflight import SHEET_CHECKS

LINE_MM = 10.0
"""From one line to write on to the next."""
FURNITURE_MM = 68.0
"""What the margins, the heading and the words of a page for notes take of its height."""
FEW_NOTES = 1
"""With so many pages for notes, or fewer, no other spacing of the gaps is tried."""


def make_booklet(job: Job, paper: Paper) -> Finished:
    """Return a handout as a saddle-stitched booklet: sheets of `paper`, printed on both sides.

    Raises ExportError where a character has no glyph, the engine fails or preflight refuses.
    """
    refuse_missing_glyphs(job)
    page = half_sheet(paper)
    good = first_good(job, page, _fewest_notes_first(job, page))
    making = job.edition.making
    creep_mm = making.creep_mm if isinstance(making, Booklet) else 0.0
    sides = booklet_sides(good.finished.pages or 0, paper, creep_mm)
    sheet = Paper(paper.name, paper.height_mm, paper.width_mm)
    pdf = impose(good.finished.data, sides, duplex=SHORT_EDGE)
    return on_sheets(good, pdf, sheet, SHEET_CHECKS)


def _fewest_notes_first(job: Job, page: Paper) -> Iterator[Laid]:
    """Yield the attempts at a multiple of four pages: the first with few pages for notes first."""
    others: list[tuple[int, Laid]] = []
    for fit in fits(job):
        notes, laid = _padded(job, page, fit)
        if notes <= FEW_NOTES:
            yield laid
        else:
            others.append((notes, laid))
    yield from (laid for _, laid in sorted(others, key=lambda pair: pair[0]))


def _padded(job: Job, page: Paper, fit: Tokens) -> tuple[int, Laid]:
    """Return how many pages for notes the booklet needs, and its pages with them."""
    lines = int((page.height_mm - FURNITURE_MM) / LINE_MM)
    bare = lay_out(typeset_leaflet(job, page, fit, notes=0, note_lines=lines))
    notes = -len(bare.anchors) % 4
    if not notes:
        return 0, bare
    return notes, lay_out(typeset_leaflet(job, page, fit, notes=notes, note_lines=lines))
