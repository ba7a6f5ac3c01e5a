"""Chinese lines: what may open one."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.printed import read_printed

MARGIN_PT = 10 / 25.4 * 72
PAGE = """<html lang="zh-Hans"><title>t</title><style>@page {{ size: 120mm 100mm; margin: 10mm }}
html {{ font: 12pt 'Noto Sans CJK JP' }} body, p {{ margin: 0; width: {width}mm }}</style>
<p>{words}</p></html>"""
WORDS = "\u5927\u591a\u6570\u4eba\u4e0d\u9700\u8981\u68c0\u67e5"
CITED = f'{WORDS}\u3002<a href="#a">{{joiner}}[1]</a>\uff0c{WORDS}'


def openings(width: int, joiner: str) -> set[str]:
    """Return the characters that open the lines."""
    page = PAGE.format(width=width, words=CITED.format(joiner=joiner))
    pdf = lay_out(Typeset(page, {}, ("Noto Sans CJK JP",))).pdf
    pieces = read_printed(pdf).pieces
    return {p.text.strip()[0] for p in pieces if p.box.left < MARGIN_PT + 4}


@pytest.mark.parametrize("width", range(30, 60, 4))
def test_no_line_opens_with_a_citation_or_a_mark(width: int) -> None:
    assert not openings(width, "\u2060") & set("[\u3002\uff0c")


def test_the_joiner_is_what_keeps_the_citation() -> None:
    assert any("[" in openings(width, "") for width in range(30, 60))


COLON = "\uff1a"
LABEL = """<svg xmlns="http://www.w3.org/2000/svg" xml:lang="zh-Hans" width="90mm" height="9mm">
<text x="0" y="20" font-size="16" font-family="Noto Sans CJK JP">{words}</text></svg>"""


def glyphs_of(pdf: bytes) -> set[str]:
    """Return the numbers of the glyphs that a file draws."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = (each for each in opened.objects if isinstance(each, pikepdf.Stream))
        drawn = b" ".join(s.read_bytes() for s in streams if s.get("/Type") != "/Metadata")
    runs = re.findall(r"\[(.*?)\] ?TJ", drawn.decode("latin-1"))
    return {glyph for run in runs for glyph in re.findall("[0-9a-f]{4}", run)}


def test_a_mark_in_a_label_has_the_shape_that_it_has_in_words() -> None:
    words = f"\u51b0\u888b{COLON}"
    pages = (
        PAGE.format(width=60, words=words),
        PAGE.format(width=60, words="<img src=a.svg alt=a>"),
    )
    svg = {"a.svg": LABEL.format(words=words).encode()}
    drawn, label = (lay_out(Typeset(page, svg, ("Noto Sans CJK JP",))).pdf for page in pages)
    assert len(glyphs_of(label)) == 3
    assert glyphs_of(label) == glyphs_of(drawn)
