"""A page source to a PDF as the layout engine writes it: the only home of WeasyPrint."""

from __future__ import annotations

import gc
import logging
import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

from handoutpress.content.page_map import PageMap
from handoutpress.design.fonts import prepare_fontconfig
from handoutpress.design.stylesheet import Sheet
from handoutpress.design.typeset import Typeset
from handoutpress.diagnostics import Diagnostic, ExportError, error, warning
from handoutpress.pdf.actual_text import say_what_is_drawn
from handoutpress.pdf.line_break import keep_lines_full
from handoutpress.pdf.page_words import map_pages
from handoutpress.pdf.right_to_left import begin_at_the_right
from handoutpress.pdf.style_sheets import read_once
from handoutpress.pdf.svg_letters import draw_whole_words
from handoutpress.pdf.tag_sources import name_sources, number_sources

# fontconfig reads its file once, when the engine is imported.
prepare_fontconfig()

import weasyprint
from weasyprint import css, svg
from weasyprint import pdf as writing
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, grid, inline
from weasyprint.pdf import tags
from weasyprint.text.ffi import pango
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
SRGB = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
"""The profile of what the engine's numbers of colours mean: it brings it, and leaves it open."""
LIBRARIES = f"pango {pango.pango_version()}"
"""What lays out the lines: where the system brings it, no package's version tells which it is."""
BASE = "handout:///"
"""An address that names no disk and no network; the engine hands on names as they are written."""

MM_PER_PX = 25.4 / 96
"""A CSS pixel is the 96th part of an inch."""
LOST_PICTURE = "Failed to load image"
"""How the engine's remark starts where a picture cannot be drawn."""

LOST_LETTER = ".notdef glyph rendered"
"""The same where it draws a box for a character (ISO 14289-1, 7.21.8). The words' own were refused
before they came here: this one is from a template, or from words that the program puts in."""

inline.split_first_line = keep_lines_full(inline.split_first_line)
writing.add_tags = number_sources(writing.add_tags)
tags._build_box_tree = name_sources(tags._build_box_tree)
css.CSS = read_once(css.CSS, BASE)
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


class Box(NamedTuple):
    """A part of a clinic's letterhead on its page, or the room for one; in CSS pixels."""

    page: int
    x_px: float
    y_px: float
    """Its upper left corner, from that of the page."""
    height_px: float
    page_px: float
    """How high the area for words is on its page."""
    is_cut: bool = False
    """Whether it goes on over the next page."""


@dataclass(frozen=True)
class Laid:
    """A page source laid out: where things came to stand. The file is written when it is asked for.

    To lay out costs two thirds of the time and to write one third, and of several attempts at the
    same pages only one is written.
    """

    source: Typeset
    anchors: tuple[Mapping[str, Spot], ...]
    """For each page, the anchors on it and where they stand."""
    fill: float
    """How far down the last page's area its words and pictures reach, from 0 to 1."""
    remarks: tuple[Diagnostic, ...]
    """What the engine said when it laid out."""
    _document: weasyprint.Document = field(repr=False)

    @property
    def pdf(self) -> bytes:
        """The engine's PDF. Raises ExportError P001 where it gives up."""
        return self._written[0]

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """All that the engine remarked on, in laying out and in writing. Raises as `pdf`."""
        return (*self.remarks, *self._written[1])

    @property
    def letterboxes(self) -> Mapping[str, Box]:
        """Where a clinic's parts stand, or the rooms for them, by name."""
        found: dict[str, Box] = {}
        for number, page in enumerate(self._document.pages):
            for box in page._page_box.descendants():
                name = box.element.get("data-letterbox") if box.element is not None else None
                if not name:
                    continue
                if name not in found:
                    x_px, y_px = box.position_x + box.margin_left, box.position_y + box.margin_top
                    found[name] = Box(
                        number, x_px, y_px, box.border_height(), page._page_box.height
                    )
                elif found[name].page != number:
                    found[name] = found[name]._replace(is_cut=True)
        return found

    @property
    def foot_lines(self) -> int:
        """How many lines of the running foot have words, on the last page."""
        page = self._document.pages[-1]._page_box
        side = {"ltr": "left", "rtl": "right"}[page.children[0].style["direction"]]
        keyword = f"@bottom-{side}"
        feet = (box for box in page.children if getattr(box, "at_keyword", "") == keyword)
        lines = (b for foot in feet for b in foot.descendants() if isinstance(b, boxes.LineBox))
        return sum(
            any(isinstance(inner, boxes.TextBox) for inner in line.descendants()) for line in lines
        )

    @property
    def page_map(self) -> PageMap:
        """Which words stand on which page."""
        return map_pages([page._page_box for page in self._document.pages])

    @cached_property
    def _written(self) -> tuple[bytes, tuple[Diagnostic, ...]]:
        with _engine_heard(self.source.sheet) as told, _no_collection():
            pdf = self._document.write_pdf(pdf_variant=VARIANT)
        if pdf is None:
            raise ExportError([error("P001", "the layout engine made no file")])
        return pdf, tuple(told)


def lay_out(source: Typeset) -> Laid:
    """Return a page source laid out on tagged pages.

    Raises ExportError P001 when the engine gives up or the page asks for a file that it may not
    have; what the engine only remarks on is a P002 warning.
    """
    with _engine_heard(source.sheet) as told, _no_collection():
        page = weasyprint.HTML(
            string=source.html, base_url=BASE, url_fetcher=Resources(source.resources)
        )
        document = page.render(pdf_variant=VARIANT)
    anchors = tuple(_spots(page.anchors) for page in document.pages)
    return Laid(source, anchors, _fill(document.pages[-1]), tuple(told), document)


def _fill(page: weasyprint.Page) -> float:
    """Return which share of a page's area is taken: the root's box ends where the words do."""
    box = page._page_box
    return float(box.children[0].margin_height() / box.height) if box.height else 1.0


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
def _engine_heard(sheet: Sheet) -> Iterator[list[Diagnostic]]:
    """Turn what the engine says and raises into diagnostics; its own log stays silent.

    The list is filled at the end. Raises ExportError P001 for a file that the page may not have,
    and for a picture or a character that cannot be drawn: no page goes out without it.
    """
    records: list[logging.LogRecord] = []
    told: list[Diagnostic] = []
    logger = logging.getLogger("weasyprint")
    before = logger.propagate, logger.handlers[:]
    logger.propagate, logger.handlers = False, [_Collector(records)]
    try:
        yield told
    except FatalURLFetchingError as fault:
        raise ExportError([error("P001", f"the page asks for a file: {fault}")]) from fault
    finally:
        logger.propagate, logger.handlers = before
    faults = [fault for record in records for fault in _faults(record)]
    if faults:
        raise ExportError(faults)
    told.extend(_told(record, sheet) for record in records)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage: pages are millions of objects, and nearly all stay.

    It would look through all of them again and again, for a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _faults(record: logging.LogRecord) -> Iterator[Diagnostic]:
    """Yield an error for a remark that means that something is not on the page."""
    if str(record.msg).startswith(LOST_PICTURE):
        yield error("P001", _remark(record))
    elif str(record.msg).startswith(LOST_LETTER):
        character = record.getMessage().rpartition(": ")[2]
        hint = "look for it in your copies of the templates, and write it in words"
        yield error("P043", f"no font has a character that is printed: {character}", None, hint)


_PLACE = re.compile(r" at (\d+):(\d+)")


def _told(record: logging.LogRecord, sheet: Sheet) -> Diagnostic:
    """Return a remark as a warning, at the theme's file and line where it names a line."""
    remark = _remark(record)
    named = _PLACE.search(remark)
    where = sheet.place(int(named[1])) if named else None
    return warning("P002", _PLACE.sub("", remark, count=1) if where else remark, where)


def _remark(record: logging.LogRecord) -> str:
    return f"the layout engine says: {record.getMessage()}"
