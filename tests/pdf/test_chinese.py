"""Chinese lines: what may open one."""

from __future__ import annotations

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
