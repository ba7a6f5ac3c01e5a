"""A page source to a finished PDF leaflet: the only home of WeasyPrint."""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import Edition, Finished, Paper
from handoutpress.content.handout import Handout
from handoutpress.design.fonts import prepare_fontconfig
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.stylesheet import Tokens, read_tokens
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Typeset, typeset_leaflet
from handoutpress.diagnostics import Diagnostic, ExportError, Severity, error, warning
from handoutpress.pdf.preflight import CHECKS, Expected, last_page_fill, preflight
from handoutpress.pdf.structure import finish

# fontconfig reads its file once, when the engine is imported.
prepare_fontconfig()

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
BASE = "handout:///"
"""An address that names no disk and no network; the engine hands on names as they are written."""
GAPS = ("--gap-line", "--gap", "--gap-block", "--gap-section")
FITS = (1.0, 0.88, 0.76, 1.12)
"""How far the gaps may shrink or grow so that the last page is worth its sheet."""
ENOUGH = 0.25
"""The share of the last page that must be filled."""
OPENING_ANCHOR = "contents"
"""The contents list belongs on page 1."""


class Resources(URLFetcher):
    """Hands the engine the files of one page source, and nothing else in the world."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file's bytes; a fatal fault for every other address."""
        if url not in self.files:
            raise FatalURLFetchingError(f"{url} is not a file of this page")
        media_type, _ = mimetypes.guess_type(url)
        return URLFetcherResponse(
            url, body=self.files[url], headers={"Content-Type": media_type or "text/plain"}
        )


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
    laid = _best(
        lay_out(typeset_leaflet(handout, brand, edition, paper, theme, neighbours, fit))
        for fit in _fits(read_tokens(theme, edition))
    )
    done = finish(laid.pdf, lang=handout.lang)
    faults = preflight(done.data, expected(laid.source, handout, paper))
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise ExportError(faults)
    return Finished(done.data, done.pages, (*laid.source.diagnostics, *laid.told, *faults), CHECKS)


@dataclass(frozen=True, slots=True)
class Laid:
    """A page source laid out: the engine's PDF, what it said, and where things came to stand."""

    source: Typeset
    pdf: bytes
    told: tuple[Diagnostic, ...]
    first_page: frozenset[str]
    """The anchors on page 1."""


def lay_out(source: Typeset) -> Laid:
    """Return a page source as PDF, raw from the engine.

    Raises ExportError P001 when the engine gives up.
    """
    with _engine_log() as records:
        try:
            page = weasyprint.HTML(
                string=source.html, base_url=BASE, url_fetcher=Resources(source.resources)
            )
            document = page.render(pdf_tags=True)
            pdf = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
        except FatalURLFetchingError as fault:
            raise ExportError([error("P001", f"the page asks for a file: {fault}")]) from fault
    if pdf is None:
        raise ExportError([error("P001", "the layout engine made no file")])
    told = tuple(_told(record) for record in records)
    return Laid(source, pdf, told, frozenset(document.pages[0].anchors))


@contextmanager
def _engine_log() -> Iterator[list[logging.LogRecord]]:
    """Collect the engine's log records of level warning and above."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before = logger.propagate, list(logger.handlers)
    logger.propagate, logger.handlers = False, [handler]
    try:
        yield records
    finally:
        logger.propagate, logger.handlers = before


def _told(record: logging.LogRecord) -> Diagnostic:
    return warning("P002", f"the layout engine says: {record.getMessage()}")


def _fits(tokens: Tokens) -> Iterator[Tokens]:
    """Yield the gaps' tokens for each attempt to fill the last page."""
    for factor in FITS:
        yield {name: _scaled(tokens[name], factor) for name in GAPS}


def _scaled(length: str, factor: float) -> str:
    match = re.fullmatch(r"([\d.]+)([a-z]+)", length)
    return f"{float(match[1]) * factor:.3f}{match[2]}" if match else length


def _best(attempts: Iterator[Laid]) -> Laid:
    """Return the first attempt that opens and ends well, else the one that comes nearest."""
    tried: list[tuple[float, Laid]] = []
    for attempt in attempts:
        fill = last_page_fill(attempt.pdf)
        opens = OPENING_ANCHOR in attempt.first_page
        if opens and fill >= ENOUGH:
            return attempt
        tried.append((opens + min(fill, ENOUGH), attempt))
    return max(tried, key=lambda pair: pair[0])[1]


def expected(source: Typeset, handout: Handout, paper: Paper) -> Expected:
    """Return what preflight must find in the leaflet made from a page source."""
    page = etree.fromstring(source.html, etree.HTMLParser())
    links = [a.get("href", "") for a in page.iter("a")]
    return Expected(
        title=handout.front.title,
        lang=handout.lang,
        width_mm=paper.width_mm,
        height_mm=paper.height_mm,
        links=len(links),
        families=source.families,
        allowed_uris=frozenset(link for link in links if not link.startswith("#")),
    )
