"""Where the pictures of a printed page stand: the bounds of what is drawn in each."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from handoutpress.pdf.printed import Box, around


def read_pictures(pdf: bytes, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Box]:
    """Return the bounds of pictures, by the index of their page and the number of their content."""
    mcids: dict[int, set[int]] = {}
    for page, mcid in keys:
        mcids.setdefault(page, set()).add(mcid)
    document = pypdfium2.PdfDocument(pdf)
    try:
        return {
            (number, mcid): box
            for number, wanted in mcids.items()
            for mcid, box in _pictures_on(document[number], wanted).items()
        }
    finally:
        document.close()


def _pictures_on(page: pypdfium2.PdfPage, mcids: set[int]) -> dict[int, Box]:
    """Return the bounds of what is drawn in each of some pieces of marked content of a page.

    What a clipping path cuts away does not count.
    """
    found: dict[int, Box] = {}
    for drawn in page.get_objects(max_depth=1):
        mcid: int = pdfium.FPDFPageObj_GetMarkedContentID(drawn.raw)
        if mcid in mcids:
            box = _visible(drawn)
            if box is not None:
                found[mcid] = around([box, found[mcid]]) if mcid in found else box
    return found


def _visible(drawn: pypdfium2.PdfObject) -> Box | None:
    """Return the bounds of an object within its clipping paths; None where nothing is left."""
    box = Box(*drawn.get_bounds())
    clip = pdfium.FPDFPageObj_GetClipPath(drawn.raw)
    for number in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
        corners = list(_points(clip, number))
        if corners:
            xs, ys = zip(*corners, strict=True)
            box = Box(
                max(box.left, min(xs)),
                max(box.bottom, min(ys)),
                min(box.right, max(xs)),
                min(box.top, max(ys)),
            )
    return box if box.left <= box.right and box.bottom <= box.top else None


def _points(clip: object, number: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, number)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, number, index)
        if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value
