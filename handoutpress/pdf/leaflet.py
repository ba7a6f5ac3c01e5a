"""A handout, a brand and a paper to a finished, checked PDF leaflet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import Edition, Finished, Paper
from handoutpress.content.handout import Handout
from handoutpress.content.report import has_errors
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.stylesheet import TOKENS, Tokens, read_tokens
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Typeset, typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, ExportError, Location, ThemeError, error
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.preflight import CHECKS, Expected, last_page_fill, preflight
from handoutpress.pdf.structure import finish

GAPS = ("--gap-line", "--gap", "--gap-block", "--gap-section")
FITS = (1.0, 0.88, 0.76, 1.12)
"""How far the gaps may shrink or grow so that the last page is worth its sheet."""
MATTERS_OF_FIT = ("P023",)
"""What preflight refuses that may be right where the gaps are smaller or larger."""
ENOUGH = 0.35
"""The share of the last page that must be filled."""
OPENING_ANCHOR = "_contents"
"""The contents list belongs on page 1. An author's anchor never starts with a low line."""


def make_leaflet(
    handout: Handout,
    brand: Brand,
    edition: Edition,
    paper: Paper,
    theme: Theme,
    neighbours: Mapping[str, Neighbour],
) -> Finished:
    """Return a handout's printed edition, finished and checked.

    Raises ExportError where a character has no glyph, the engine fails or preflight refuses.
    """
    missing = missing_glyphs(handout, brand)
    if missing:
        raise ExportError(missing)
    attempts = (
        lay_out(typeset_leaflet(handout, brand, edition, paper, theme, neighbours, fit))
        for fit in _fits(read_tokens(theme, edition))
    )
    refused: list[tuple[Diagnostic, ...]] = []
    for laid in _best_first(attempts):
        done = finish(laid.pdf, lang=handout.lang)
        faults = preflight(done.data, expected(laid.source, handout, paper))
        if not has_errors(faults):
            told = (*laid.source.diagnostics, *laid.told, *faults)
            return Finished(done.data, done.pages, told, CHECKS)
        refused.append(faults)
        if not any(fault.code in MATTERS_OF_FIT for fault in faults):
            break
    raise ExportError(refused[0])


def _fits(tokens: Tokens) -> Iterator[Tokens]:
    """Yield the gaps' tokens for each attempt to fill the last page; T005 where one is missing."""
    missing = [
        error("T005", f"there is no token {gap}", Location(TOKENS))
        for gap in GAPS
        if gap not in tokens
    ]
    if missing:
        raise ThemeError(missing)
    for factor in FITS:
        yield {name: _scaled(tokens[name], factor) for name in GAPS}


def _scaled(length: str, factor: float) -> str:
    match = re.fullmatch(r"([\d.]+)([a-z]+)", length)
    return f"{float(match[1]) * factor:.3f}{match[2]}" if match else length


def _best_first(attempts: Iterator[Laid]) -> Iterator[Laid]:
    """Yield each attempt that opens and ends well, then the others, the nearest to it first."""
    others: list[tuple[float, Laid]] = []
    for attempt in attempts:
        fill = last_page_fill(attempt.pdf)
        opens = OPENING_ANCHOR in attempt.first_page
        if opens and fill >= ENOUGH:
            yield attempt
        else:
            others.append((opens + min(fill, ENOUGH), attempt))
    yield from (attempt for _, attempt in sorted(others, key=lambda pair: -pair[0]))


def expected(source: Typeset, handout: Handout, paper: Paper) -> Expected:
    """Return what preflight must find in the leaflet made from a page source."""
    page = etree.fromstring(source.html, etree.HTMLParser())
    # A designer's template may come out empty, and then there is no root.
    links = [] if page is None else [a.get("href", "") for a in page.iter("a")]
    return Expected(
        title=handout.front.title,
        lang=handout.lang,
        width_mm=paper.width_mm,
        height_mm=paper.height_mm,
        links=len(links),
        families=source.families,
        allowed_uris=frozenset(link for link in links if not link.startswith("#")),
        draft_word=words_for(handout.lang)[0]("Draft") if handout.is_draft else "",
    )
