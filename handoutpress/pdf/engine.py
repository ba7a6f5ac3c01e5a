"""A page source to a PDF as the layout engine writes it: the only home of WeasyPrint."""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import NamedTuple

from handoutpress.design.fonts import prepare_fontconfig
from handoutpress.design.stylesheet import Sheet
from handoutpress.design.typeset import Typeset
from handoutpress.diagnostics import Diagnostic, ExportError, error, warning
from handoutpress.pdf.actual_text import say_what_is_drawn
from handoutpress.pdf.line_break import keep_lines_full
from handoutpress.pdf.right_to_left import begin_at_the_right
from handoutpress.pdf.svg_letters import draw_whole_words
from handoutpress.pdf.tag_sources import name_sources, number_sources

# fontconfig reads its file once, when the engine is imported.
prepare_fontconfig()

import weasyprint
from weasyprint import pdf as writing
from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.layout import block, grid, inline
from weasyprint.pdf import tags
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
SRGB = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
"""The profile of what the engine's numbers of colours mean: it brings it, and leaves it open."""
BASE = "handout:///"
"""An address that names no disk and no network; the engine hands on names as they are written."""

MM_PER_PX = 25.4 / 96
"""A CSS pixel is the 96th part of an inch."""
LOST_PICTURE = "Failed to load image"
"""How the engine's remark starts where a picture cannot be drawn: no page goes out without it."""

LOST_LETTER = ".notdef glyph rendered"
"""The same where it draws a box for a character (ISO 14289-1, 7.21.8). The words' own were refused
before they came here: this one is from a template, or from words that the program puts in."""

inline.split_first_line = keep_lines_full(inline.split_first_line)
writing.add_tags = number_sources(writing.add_tags)
tags._build_box_tree = name_sources(tags._build_box_tree)
drawing.draw_first_line = say_what_is_drawn(drawing.draw_first_line)
grid.grid_layout = block.grid_layout = inline.grid_layout = begin_at_the_right(grid.grid_layout)
_draw_text = svg.text
svg.text = draw_whole_words(_draw_text, INITIAL_VALUES)
svg.TAGS.update({tag: svg.text for tag, draw in svg.TAGS.items() if draw is _draw_text})


class Resources(URLFetcher):  # type: ignore[misc]
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


class Spot(NamedTuple):
    """A point on a page, in millimetres from its upper left corner."""

    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A page source laid out: the engine's PDF, what it said, and where things came to stand."""

    source: Typeset
    pdf: bytes = field(repr=False)
    told: tuple[Diagnostic, ...]
    anchors: tuple[Mapping[str, Spot], ...]
    """For each page, the anchors on it and where they stand."""


def lay_out(source: Typeset) -> Laid:
    """Return a page source as tagged PDF, raw from the engine.

    Raises ExportError P001 when the engine gives up or the page asks for a file that it may not
    have; what the engine only remarks on is a P002 warning.
    """
    with _engine_log() as records:
        try:
            page = weasyprint.HTML(
                string=source.html, base_url=BASE, url_fetcher=Resources(source.resources)
            )
            document = page.render(pdf_variant=VARIANT)
            pdf = document.write_pdf(pdf_variant=VARIANT)
        except FatalURLFetchingError as fault:
            raise ExportError([error("P001", f"the page asks for a file: {fault}")]) from fault
    if pdf is None:
        raise ExportError([error("P001", "the layout engine made no file")])
    faults = [fault for record in records for fault in _faults(record)]
    if faults:
        raise ExportError(faults)
    told = tuple(_told(record, source.sheet) for record in records)
    anchors = tuple(_spots(page.anchors) for page in document.pages)
    return Laid(source, pdf, told, anchors)


def _spots(anchors: Mapping[str, tuple[float, ...]]) -> dict[str, Spot]:
    """Return the engine's anchors, which it gives in CSS pixels, in millimetres."""
    return {name: Spot(at[0] * MM_PER_PX, at[1] * MM_PER_PX) for name, at in anchors.items()}


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _engine_log() -> Iterator[list[logging.LogRecord]]:
    """Collect the engine's log records of level warning and above, and print none."""
    records: list[logging.LogRecord] = []
    logger = logging.getLogger("weasyprint")
    before = logger.propagate, logger.handlers[:]
    logger.propagate, logger.handlers = False, [_Collector(records)]
    try:
        yield records
    finally:
        logger.propagate, logger.handlers = before


def _faults(record: logging.LogRecord) -> Iterator[Diagnostic]:
    """Yield an error for a remark that means that something is not on the page."""
    if str(record.msg).startswith(LOST_PICTURE):
        yield error("P001", _remark(record))
    elif str(record.msg).startswith(LOST_LETTER):
        character = record.getMessage().rpartition(": ")[2]
        hint = "look for it in your copies of the templates, and write it in words"
        yield error("P042", f"no font has a character that is printed: {character}", None, hint)


_PLACE = re.compile(r" at (\d+):(\d+)")


def _told(record: logging.LogRecord, sheet: Sheet) -> Diagnostic:
    """Return a remark as a warning, at the theme's file and line where it names a line."""
    remark = _remark(record)
    named = _PLACE.search(remark)
    where = sheet.place(int(named[1])) if named else None
    return warning("P002", _PLACE.sub("", remark, count=1) if where else remark, where)


def _remark(record: logging.LogRecord) -> str:
    return f"the layout engine says: {record.getMessage()}"
