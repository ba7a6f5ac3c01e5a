"""Finished pages to the sides of sheets: tags, links and bookmarks move along with the words.

A placed page is drawn into the side's own content, not as a form, so that each piece of marked
content keeps its element: a screen reader goes through the imposed file in the order of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

from handoutpress.pdf.document import (
    PT_PER_MM,
    bookmarks,
    named_places,
    page_mode,
    saved,
    write_parent_tree,
)
from handoutpress.pdf.links import join_annotations, keep_held
from handoutpress.pdf.tagtree import Element, elements, kids, opened_mcid

MARK_PT = 0.25
SHORT_EDGE, LONG_EDGE = "DuplexFlipShortEdge", "DuplexFlipLongEdge"
"""How a printer turns a sheet over (ISO 32000-1, table 150)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a side: its 0-based number, and where its upper left corner goes."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A hairline for whoever folds or cuts, from one point to another."""

    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet. Places are measured from its upper left corner."""

    width_mm: float
    height_mm: float
    pages: tuple[Placed, ...]
    label: str
    """What a viewer calls it instead of a page number."""
    marks: tuple[Mark, ...] = ()


def impose(pdf: bytes, sides: Sequence[Side], *, duplex: str) -> bytes:
    """Return the sides of sheets on which a finished PDF's pages are placed, each once.

    `duplex` is how the printer turns the sheets. The same bytes in give the same bytes out.
    Raises ValueError where a page is placed twice or not at all.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        count = len(document.pages)
        if sorted(p.page for side in sides for p in side.pages) != list(range(count)):
            raise ValueError("each page belongs on one side")
        _Moves(document, sides).carry_out()
        for _ in range(count):
            del document.pages[0]
        tree = list(elements(document.Root.StructTreeRoot))
        # What a fold parts is on one side: a reader of the file meets one link there.
        join_annotations(tree)
        keep_held(document, tree)
        write_parent_tree(document, tree)
        document.Root.PageMode = page_mode(document)
        document.Root.ViewerPreferences[Name.Duplex] = Name(f"/{duplex}")
        document.Root.PageLabels = _labels(sides)
        return saved(document)


def _labels(sides: Sequence[Side]) -> Dictionary:
    numbers = Array()
    for number, side in enumerate(sides):
        numbers.append(number)
        numbers.append(Dictionary(P=pikepdf.String(side.label)))
    return Dictionary(Nums=numbers)


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a page has gone: the side's page, how far its points moved, its first new MCID."""

    side: Element
    dx_pt: float
    dy_pt: float
    first_mcid: int


class _Moves:
    """The pages of one document on their way to sides."""

    def __init__(self, document: Pdf, sides: Sequence[Side]) -> None:
        self.document = document
        self.pages = [page.obj for page in document.pages]
        self.sides = sides
        self.by_page: dict[tuple[int, int], _Move] = {}

    def carry_out(self) -> None:
        for number, side in enumerate(self.sides):
            self._draw(number, side)
        for element in elements(self.document.Root.StructTreeRoot):
            self._follow(element)
        for place in self._destinations():
            self._aim(place)

    def _draw(self, number: int, side: Side) -> None:
        """Add a side to the document, with its pages' drawings and links."""
        size = Array([0, 0, _pt(side.width_mm), _pt(side.height_mm)])
        resources = {self.pages[placed.page].Resources.objgen for placed in side.pages}
        if len(resources) > 1:
            raise ValueError("the pages of a layout share their resources")
        sheet = self.document.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=size,
                TrimBox=size,
                BleedBox=size,
                Resources=self.pages[side.pages[0].page].Resources,
                Tabs=Name.S,
                StructParents=number,
                Annots=Array(),
            )
        )
        content: list[Any] = []
        first = 0
        for placed in side.pages:
            first = self._place(placed, side, sheet, content, first)
        content += _drawn(side)
        sheet.Contents = self.document.make_stream(pikepdf.unparse_content_stream(content))
        self.document.pages.append(pikepdf.Page(sheet))

    def _place(
        self, placed: Placed, side: Side, sheet: Element, content: list[Any], first: int
    ) -> int:
        """Draw one page on its side and return the next free MCID."""
        page = self.pages[placed.page]
        left, bottom, right, top = (float(edge) for edge in page.TrimBox)
        dx = _pt(placed.x_mm) - left
        dy = _pt(side.height_mm - placed.y_mm) - top
        self.by_page[page.objgen] = _Move(sheet, dx, dy, first)
        last = first - 1
        content.append(([], Operator("q")))
        content.append(([1, 0, 0, 1, round(dx, 4), round(dy, 4)], Operator("cm")))
        content.append(([left, bottom, right - left, top - bottom], Operator("re")))
        content += [([], Operator("W")), ([], Operator("n"))]
        for instruction in pikepdf.parse_content_stream(page):
            mcid = opened_mcid(instruction)
            if mcid is None:
                content.append(instruction)
                continue
            last = max(last, first + mcid)
            properties = Dictionary(MCID=first + mcid)
            content.append(([instruction.operands[0], properties], Operator("BDC")))
        content.append(([], Operator("Q")))
        for annotation in page.get(Name.Annots, ()):
            for key in (Name.Rect, Name.QuadPoints):
                if key in annotation:
                    annotation[key] = _shifted(annotation[key], dx, dy)
            sheet.Annots.append(annotation)
        return last + 1

    def _follow(self, element: Element) -> None:
        """Lead an element to where its content has gone."""
        home = self.by_page.get(element.Pg.objgen) if Name.Pg in element else None
        held = [self._moved(kid, home) for kid in kids(element)]
        if held:
            element.K = Array(held)
        if home is None:
            return
        element.Pg = home.side
        if Name.BBox in element.get(Name.A, Dictionary()):
            element.A.BBox = _shifted(element.A.BBox, home.dx_pt, home.dy_pt)

    def _moved(self, kid: Any, home: _Move | None) -> Any:
        if isinstance(kid, int) and home:
            return kid + home.first_mcid
        if isinstance(kid, Dictionary) and Name.S not in kid and Name.Pg in kid:
            move = self.by_page[kid.Pg.objgen]
            if Name.MCID in kid:
                kid.MCID = int(kid.MCID) + move.first_mcid
            kid.Pg = move.side
        elif isinstance(kid, Dictionary) and Name.MCID in kid and home:
            kid.MCID = int(kid.MCID) + home.first_mcid
        return kid

    def _destinations(self) -> Iterator[Any]:
        """Yield every explicit destination: page, /XYZ, left, top, zoom."""
        yield from named_places(self.document).values()
        yield from (mark.Dest for mark in bookmarks(self.document.Root.get(Name.Outlines)))

    def _aim(self, place: Any) -> None:
        move = self.by_page.get(place[0].objgen)
        if move:
            place[0] = move.side
            place[2] = round(float(place[2]) + move.dx_pt, 3)
            place[3] = round(float(place[3]) + move.dy_pt, 3)


def _pt(length_mm: float) -> float:
    return round(length_mm * PT_PER_MM, 4)


def _shifted(points: Any, dx_pt: float, dy_pt: float) -> Array:
    """Return a run of points, such as two corners of a rectangle, that were moved."""
    by = (dx_pt, dy_pt)
    return Array([round(float(number) + by[n % 2], 3) for n, number in enumerate(points)])


def _drawn(side: Side) -> Iterator[Any]:
    """Yield the instructions that draw a side's marks; no screen reader meets them."""
    if not side.marks:
        return
    yield ([Name.Artifact], Operator("BMC"))
    yield ([], Operator("q"))
    yield ([MARK_PT], Operator("w"))
    yield ([0], Operator("G"))
    for mark in side.marks:
        yield ([_pt(mark.x1_mm), _pt(side.height_mm - mark.y1_mm)], Operator("m"))
        yield ([_pt(mark.x2_mm), _pt(side.height_mm - mark.y2_mm)], Operator("l"))
        yield ([], Operator("S"))
    yield ([], Operator("Q"))
    yield ([], Operator("EMC"))
