"""A page source to a PNG of its first page."""

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
    laid = lay_out(Typeset(html, resources, ()))
    with pypdfium2.PdfDocument(laid.pdf) as document:
        page = document[0]
        bitmap = page.render(scale=width_px / page.get_width())
        out = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "PNG")
        return out.getvalue()
