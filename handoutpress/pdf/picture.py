"""A page source, or a PDF, to a PNG of its first page."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pypdfium2

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.engine import lay_out


def picture(html: str, resources: Mapping[str, bytes], width_px: int) -> bytes:
    """Return page 1 of an HTML page as a PNG `width_px` wide; same page, same bytes.

    Raises ExportError P001 as `lay_out` does.
    """
    return first_page(lay_out(Typeset(html, resources, ())).pdf, width_px)


def first_page(pdf: bytes, width_px: int) -> bytes:
    """Return page 1 of a PDF as a PNG `width_px` wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=width_px / page.get_width())
        out = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "PNG")
        return out.getvalue()
