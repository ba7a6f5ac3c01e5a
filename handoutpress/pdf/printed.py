"""What is printed on finished pages: each piece of text, what is painted around it, and the ink."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import hypot
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from handoutpress.pdf.type_face import PLAIN, Face, Faces, Rgb, faces_of, fill_of, on_page

DOTS_PER_PT = 0.5
"""How fine the pages are drawn to look for ink: 36 dots an inch, 0.7 mm each."""
GROUND_DOTS_PER_PT = 1.0
"""How fine they are drawn without their words: a line through a label is a small part of it."""
LINE_END_HYPHEN = "\x02"
"""What PDFium reads for a hyphen at the end of a line; the design breaks no word, so it is one."""
PAPER_WHITE = 250
"""Grey levels from here up are paper."""
THIN_PT = 3.0
"""What is lower is a rule: a line under words is a tenth of them or less."""
SLANT, UPRIGHT = 0.1, 0.01
"""How far letters lean, of their height, that an engine slants; and how level their line is."""


class Box(NamedTuple):
    """A rectangle in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Box, slack: float) -> bool:
        """Say whether another one lies in this one, or reaches over it by `slack` at most."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all of some boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as the page draws it."""

    page: int
    """The page's index, from 0."""
    mcid: int
    """Its marked content's number on the page; -1 when it has none."""
    text: str
    size_pt: float
    box: Box
    in_figure: bool
    start: tuple[float, float] = (0.0, 0.0)
    """Where its first letter stands on its line, in points like the box."""
    fill: tuple[Rgb, float] | None = None
    """The colour of its letters and how much of it covers, from 0 to 1; None where none does."""
    face: Face = PLAIN

    @property
    def key(self) -> tuple[int, int]:
        """The page and the number of its marked content."""
        return self.page, self.mcid


class Place(NamedTuple):
    """Where something is painted: the page's index, from 0, and its bounds there."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Printed:
    """The pages of a PDF as they come out of a printer."""

    pieces: tuple[Piece, ...]
    ink: tuple[Image.Image, ...]
    """One picture for each page: 255 where there is ink, 0 where there is paper."""
    grounds: tuple[Image.Image, ...] = ()
    """One picture for each page, in colour: all that is printed but the words."""
    rules: tuple[Place, ...] = ()
    """What is painted as thin as a line under words."""


def read_printed(pdf: bytes) -> Printed:
    """Return what the pages of `pdf` print."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pieces: list[Piece] = []
        pictures: list[tuple[Image.Image, Image.Image]] = []
        rules: list[Place] = []
        for number in range(len(document)):
            page = document[number]
            drawn = list(page.get_objects())
            words = [found for found in drawn if found.type == pdfium.FPDF_PAGEOBJ_TEXT]
            pieces += _pieces(page, number, words)
            rules += _rules(drawn, number)
            pictures.append((_ink(page), _ground(page, words)))
            page.close()
        ink, grounds = zip(*pictures, strict=True) if pictures else ((), ())
        return Printed(tuple(pieces), ink, grounds, tuple(rules))
    finally:
        document.close()


def _pieces(
    page: pypdfium2.PdfPage, number: int, drawn: Sequence[pypdfium2.PdfObject]
) -> Iterator[Piece]:
    """Yield the pieces of text of a page in the order of drawing.

    The words that are noted beside a shaped text are those of all that it is drawn in.
    """
    words = page.get_textpage()
    faces = faces_of()
    for (mcid, said), group in groupby(drawn, key=lambda found: (_mcid(found), _said(found))):
        if said is None:
            texts = [(found, _text(found.raw, words.raw)) for found in group]
            pieces = [_piece(found, number, mcid, text, faces) for found, text in texts]
        else:
            pieces = [_shaped(list(group), number, mcid, said, faces)]
        yield from (piece for piece in pieces if piece.text.strip())
    words.close()


def _piece(found: pypdfium2.PdfObject, number: int, mcid: int, text: str, faces: Faces) -> Piece:
    matrix = on_page(found)
    return Piece(
        page=number,
        mcid=mcid,
        text=text,
        size_pt=_size_pt(found, matrix),
        box=_box(found),
        in_figure="Figure" in _marks(found),
        start=(matrix.e, matrix.f),
        fill=fill_of(found),
        face=faces(found.raw, abs(matrix.c) > SLANT * abs(matrix.d) and abs(matrix.b) < UPRIGHT),
    )


def _shaped(
    drawn: Sequence[pypdfium2.PdfObject], number: int, mcid: int, said: str, faces: Faces
) -> Piece:
    """Return a shaped text as one piece: most letters stand on the line, and marks do not."""
    matrices = [on_page(found) for found in drawn]
    foot, _ = Counter(round(matrix.f, 2) for matrix in matrices).most_common(1)[0]
    return replace(
        _piece(drawn[0], number, mcid, said, faces),
        size_pt=min(map(_size_pt, drawn, matrices)),
        box=around([_box(found) for found in drawn]),
        start=(min(matrix.e for matrix in matrices), foot),
    )


def _mcid(found: pypdfium2.PdfObject) -> int:
    """Return an object's own number of marked content, else that of the group it is in; or -1."""
    mcid: int = pdfium.FPDFPageObj_GetMarkedContentID(found.raw)
    return mcid if mcid >= 0 or found.container is None else _mcid(found.container)


def _text(found: object, words: object) -> str:
    size = pdfium.FPDFTextObj_GetText(found, words, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(
        found, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    text = buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
    return text.replace(LINE_END_HYPHEN, "-")


def _size_pt(found: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix) -> float:
    """Return the height of the letters' body on paper: the font's size, scaled as it is drawn."""
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(found.raw, size)
    return size.value * hypot(matrix.c, matrix.d)


def _box(found: pypdfium2.PdfObject) -> Box:
    """Return where an object stands on the page, through the groups (form XObjects) it is in."""
    bounds = found.get_bounds()
    holder = found.container
    while holder is not None:
        bounds = holder.get_matrix().on_rect(*bounds)
        holder = holder.container
    return Box(*bounds)


def _marks(found: pypdfium2.PdfObject) -> set[str]:
    """Return the names of the marked content that an object stands in."""
    names: set[str] = set()
    holder: pypdfium2.PdfObject | None = found
    while holder is not None:
        for index in range(pdfium.FPDFPageObj_CountMarks(holder.raw)):
            names.add(_mark_name(pdfium.FPDFPageObj_GetMark(holder.raw, index)))
        holder = holder.container
    return names


def _said(found: pypdfium2.PdfObject) -> str | None:
    """Return the words that a file notes beside a shaped text (`ActualText`), if it does."""
    holder: pypdfium2.PdfObject | None = found
    while holder is not None:
        for index in range(pdfium.FPDFPageObj_CountMarks(holder.raw)):
            said = _noted(pdfium.FPDFPageObj_GetMark(holder.raw, index))
            if said is not None:
                return said
        holder = holder.container
    return None


def _noted(mark: object) -> str | None:
    size = ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size):
        return None
    blob = (ctypes.c_ubyte * size.value)()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", blob, size.value, size)
    return bytes(blob).decode("utf-16", "replace")


def _mark_name(mark: object) -> str:
    buffer = ctypes.create_string_buffer(64)
    size = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(
        mark, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 64, size
    )
    return buffer.raw[: size.value].decode("utf-16-le").rstrip("\0")


def _ink(page: pypdfium2.PdfPage) -> Image.Image:
    picture = page.render(scale=DOTS_PER_PT, grayscale=True).to_pil()
    ink: Image.Image = picture.point([255 * (level < PAPER_WHITE) for level in range(256)])
    return ink


def _ground(page: pypdfium2.PdfPage, words: Sequence[pypdfium2.PdfObject]) -> Image.Image:
    """Return a page without its words, which are gone from it from then on."""
    for found in words:
        pdfium.FPDFPageObj_SetIsActive(found.raw, False)
    picture: Image.Image = page.render(scale=GROUND_DOTS_PER_PT).to_pil().convert("RGB")
    return picture


def _rules(drawn: Sequence[pypdfium2.PdfObject], number: int) -> Iterator[Place]:
    for found in drawn:
        if found.type == pdfium.FPDF_PAGEOBJ_PATH:
            box = _box(found)
            if box.top - box.bottom <= THIN_PT and box.right - box.left > THIN_PT:
                yield Place(number, box)
