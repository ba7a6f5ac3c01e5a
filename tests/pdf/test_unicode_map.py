"""Every glyph of a finished leaflet has a character, in scripts that draw a letter in parts too."""

from __future__ import annotations

import io
import re

import pikepdf

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.structure import finish

PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><title>t</title>
<style>html { font-family: "Noto Sans Arabic" }</style><h1>التشنج</h1><p>شد مفاجئ في العضلات</p>"""


def nameless(pdf: bytes) -> int:
    """Return how many glyphs of a PDF's fonts map to nothing."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        maps = [
            item.ToUnicode.read_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item
        ]
    return sum(len(re.findall(rb"<[0-9a-f]+> <>", cmap)) for cmap in maps)


def test_a_letter_drawn_in_parts_is_mended() -> None:
    laid = lay_out(Typeset(PAGE, {}, ("Noto Sans Arabic",)))
    assert nameless(laid.pdf) > 0, "the engine names every glyph now: drop unicode_map.py"
    assert nameless(finish(laid.pdf, Imprint("ar")).data) == 0
