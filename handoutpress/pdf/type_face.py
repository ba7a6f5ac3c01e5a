"""How the letters of a text are drawn on a page: their face and their colour."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

Rgb: TypeAlias = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""
_SLANTED = re.compile("italic|oblique", re.IGNORECASE)
_BOLD = re.compile("bold|black|heavy", re.IGNORECASE)
_FILLED = frozenset({0, 2, 4, 6})
"""The ways to draw letters that fill them (ISO 32000-1, 9.3.6)."""


class Face(NamedTuple):
    """What tells the faces of a family apart."""

    is_bold: bool
    is_slanted: bool


PLAIN = Face(is_bold=False, is_slanted=False)
Faces: TypeAlias = Callable[[object, bool], Face]
"""Tells the face of a text's letters; its second argument says whether the engine slants them."""


def on_page(found: pypdfium2.PdfObject) -> pypdfium2.PdfMatrix:
    """Return an object's matrix on the page, through the groups (form XObjects) it is in."""
    matrix, holder = found.get_matrix(), found.container
    while holder is not None:
        matrix = matrix.multiply(holder.get_matrix())
        holder = holder.container
    return matrix


def faces_of() -> Faces:
    """Return what tells the face of a text's letters, and asks each font once."""
    known: dict[int, Face] = {}

    def face_of(text: object, is_leaning: bool) -> Face:
        font = pdfium.FPDFTextObj_GetFont(text)
        if not font:
            return PLAIN
        address = ctypes.addressof(font.contents)
        if address not in known:
            known[address] = _face(font)
        face = known[address]
        return Face(face.is_bold, face.is_slanted or is_leaning)

    return face_of


def _face(font: object) -> Face:
    buffer, angle = ctypes.create_string_buffer(256), ctypes.c_int()
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    name = buffer.value.decode("utf-8", "replace")
    return Face(bool(_BOLD.search(name)), bool(_SLANTED.search(name)) or angle.value != 0)


def fill_of(found: pypdfium2.PdfObject) -> tuple[Rgb, float] | None:
    """Return the colour that fills a text's letters and how much of it covers; None without."""
    if pdfium.FPDFTextObj_GetTextRenderMode(found.raw) not in _FILLED:
        return None
    colour = _colour(found.raw)
    if colour is None:
        return None
    *rgb, covering = colour
    holder = found.container
    while holder is not None:
        around = _colour(holder.raw)
        covering = covering * around[3] // 255 if around else covering
        holder = holder.container
    red, green, blue = rgb
    return (red, green, blue), covering / 255


def _colour(raw: object) -> tuple[int, int, int, int] | None:
    levels = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(raw, *levels):
        return None
    red, green, blue, covering = (level.value for level in levels)
    return red, green, blue, covering
