"""A theme's sheet that is read once is the sheet that is read each time."""

from __future__ import annotations

import pytest
from weasyprint import CSS, css

from handoutpress.design.stylesheet import THEME_MARK, Sheet
from handoutpress.design.typeset import Typeset
from handoutpress.pdf.engine import lay_out

STATEMENT = "@layer tokens, base, page;"
THEME = """
@layer page { @page { size: 200px 100px; margin: 10px } }
@layer base { p { color: var(--ink); no-such-property: 1 } }
@layer base { .b { margin: 0 } }
"""


def source(ink: str, theme: str = THEME) -> Typeset:
    tokens = f"@layer tokens {{ :root {{ --ink: {ink}; }} }}"
    sheet = f"{STATEMENT}\n{tokens}\n{THEME_MARK}\n{theme}"
    html = '<html lang="en"><head><title>A</title><link rel="stylesheet" href="style.css"/></head>'
    return Typeset(
        f"{html}<body><h1>A</h1><p>One.</p></body></html>",
        {"style.css": sheet.encode()},
        (),
        sheet=Sheet(sheet, (("styles/base.css", range(4, 9)),)),
    )


COUNTED = """
@counter-style odd { system: cyclic; symbols: "x"; suffix: " " }
@layer base { p { display: list-item; list-style: odd inside } }
"""
"""What the engine notes in the document, and not in the sheet."""


@pytest.mark.parametrize("theme", [THEME, THEME + COUNTED], ids=["plain", "counted"])
@pytest.mark.parametrize("ink", ["#102030", "#a00000"])
def test_the_file_is_the_same(ink: str, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(source("#000001", theme))
    once = lay_out(source(ink, theme))
    monkeypatch.setattr(css, "CSS", CSS)
    each_time = lay_out(source(ink, theme))
    assert once.pdf == each_time.pdf
    assert once.remarks == each_time.remarks


def test_what_the_engine_says_of_it_is_told_for_each_file() -> None:
    first, second = (lay_out(source(ink)).remarks for ink in ("#000002", "#000003"))
    assert [str(remark.location) for remark in second] == ["styles/base.css:3"]
    assert second == first
