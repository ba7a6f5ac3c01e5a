"""A handout to its finished easy-read edition, measured by what easy read asks for."""

from __future__ import annotations

from collections.abc import Iterator

from handoutpress.content.edition import Finished, Paper
from handoutpress.content.handout import Handout
from handoutpress.design.easy_read import typeset_easy
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Diagnostic, Location, error, warning
from handoutpress.pdf.leaflet import Design
from handoutpress.pdf.preflight import PAGE_CHECKS, Expected
from handoutpress.pdf.proof import Proof
from handoutpress.pdf.stock import Stock
from handoutpress.pdf.variant import make_variant

MOST_PAGES = 24
"""The pages of an easy-read leaflet (UK government, guidance on easy read)."""
MANY_WORDS = 1000
"""An easy-read leaflet stays below (Easy Read Standard 1.0)."""


def make_easy_read(job: Job, paper: Paper, stock: Stock | None = None) -> Finished:
    """Return a handout's easy-read edition, finished and checked.

    Raises ExportError where there are no easy words or preflight refuses, ThemeError where the
    theme lacks a picture.
    """

    def check_length(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
        yield from length_faults(len(proof.document.pages), expected.word_count, job.handout)

    design = Design(typeset_easy, checks={**PAGE_CHECKS, "pdf-easy-read": check_length})
    return make_variant(job, paper, design, stock)


def length_faults(pages: int, words: int, handout: Handout) -> Iterator[Diagnostic]:
    """Yield a P036 warning for too many words and a P037 error for too many pages.

    The words are those of the page source: a PDF of Arabic has lost its spaces. The running head
    and foot do not count: nobody reads them one after the other.
    """
    where = Location(handout.file, handout.sections[0].line)
    if words >= MANY_WORDS:
        hint = f"say less, so that there are fewer than {MANY_WORDS}"
        yield warning("P036", f"the easy-read edition has {words} words", where, hint)
    if pages > MOST_PAGES:
        hint = f"say less, so that it has {MOST_PAGES} pages or fewer; or make two handouts of it"
        yield error("P037", f"the easy-read edition has {pages} pages", where, hint)
