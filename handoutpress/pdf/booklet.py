"""A handout to a booklet: pages of half a sheet, padded with pages for notes, two on each side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter

from handoutpress.content.edition import Booklet, Finished, Paper
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.typeset import Job
from handoutpress.design.words import words_for
from handoutpress.pdf.engine import Laid
from handoutpress.pdf.folding import booklet_sides, half_sheet
from handoutpress.pdf.imposition import SHORT_EDGE, impose
from handoutpress.pdf.leaflet import Design, fits, on_sheets
from handoutpress.pdf.opening import Opening, Typesetter, opens_well
from handoutpress.pdf.preflight import SHEET_CHECKS
from handoutpress.pdf.stock import Stock
from handoutpress.pdf.variant import good_variant

LINE_MM = 10.0
"""From one line to write on to the next."""
FURNITURE_MM = 68.0
"""What the margins, the heading and the words of a page for notes take of its height."""
SECOND_MM = 26.0
"""What the heading and the words take more of it in a second language."""
FEW_NOTES = 1
"""With so many pages for notes, or fewer, no other spacing of the gaps is tried."""


def make_booklet(job: Job, paper: Paper, stock: Stock | None = None) -> Finished:
    """Return a handout as a saddle-stitched booklet: sheets of `paper`, printed on both sides.

    Its pages are shared ones where they can be, and kept in `stock`. Raises ExportError where a
    character has no glyph, the engine fails or preflight refuses.
    """
    good = good_variant(job, half_sheet(paper), PAGES, stock)
    making = job.edition.making
    creep_mm = making.creep_mm if isinstance(making, Booklet) else 0.0
    words, _ = words_for(job.handout.lang)
    sides = booklet_sides(good.finished.pages or 0, paper, creep_mm, words.direction)
    sheet = Paper(paper.name, paper.height_mm, paper.width_mm)
    pdf = impose(good.finished.data, sides, duplex=SHORT_EDGE)
    return on_sheets(good, pdf, sheet, SHEET_CHECKS)


def _thinnest_first(job: Job, page: Paper, typeset: Typesetter) -> Iterator[Laid]:
    """Yield the attempts at a multiple of four pages: those that open well first.

    Of these, the first with few pages for notes at once; then the others, those on the fewest
    sheets first, and of these the ones with more words in them and fewer pages for notes.
    """
    gaps = fits(job)
    laid = _layouter(job, page, gaps, typeset)
    others: list[tuple[bool, int, int, float]] = []
    for fit in gaps:
        bare = laid(fit, 0)
        notes = -len(bare.anchors) % 4
        opens = opens_well(bare, job.edition)
        if opens and not notes:
            yield bare
        elif opens and notes <= FEW_NOTES:
            yield laid(fit, notes)
        else:
            others.append((not opens, len(bare.anchors) + notes, notes, fit))
    for *_, notes, fit in sorted(others, key=itemgetter(0, 1, 2)):
        yield laid(fit, notes)


def _layouter(
    job: Job, page: Paper, gaps: Mapping[float, Tokens], typeset: Typesetter
) -> Callable[[float, int], Laid]:
    """Return what lays out a booklet's pages as they are read, so many for notes among them."""
    taken_mm = FURNITURE_MM + SECOND_MM * (job.second is not None)
    lines = int((page.height_mm - taken_mm) / LINE_MM)
    opening = Opening(job, page, gaps, typeset)
    return lambda fit, notes: opening.lay_out(fit, notes=notes, note_lines=lines)


PAGES = Design(attempts=_thinnest_first)
"""How the pages of a booklet are made, before they are imposed."""
