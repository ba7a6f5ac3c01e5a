"""The mend of the engine's line breaking works, and is still needed."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.layout import inline

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.line_break import keep_lines_full

TEXT = "They are medicines that ease pain, swelling and fever. Doctors call them <b>NSAIDs</b> too."
FULL = "They are medicines that ease pain, swelling and fever. Doctors call them"
PAGE = """<style>@page {{ size: 210mm 100mm; margin: 0 }}
html {{ font: 12pt 'Atkinson Hyperlegible' }}
p {{ width: {width}mm; margin: 0 }}</style><title>t</title><html lang=en><p>{text}</p>"""


def lines(width: float, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many characters the engine is asked to keep on each line, at a width in mm."""
    lengths: list[int] = []
    split = inline.split_first_line

    def watched(*given: Any, **more: Any) -> Any:
        line = split(*given, **more)
        lengths.append(line[1])
        return line

    with monkeypatch.context() as patch:
        patch.setattr(inline, "split_first_line", watched)
        lay_out(Typeset(PAGE.format(width=width, text=TEXT), {}, ("Atkinson Hyperlegible",)))
    return lengths


WIDTHS = [134.5, 134.75, 135.0]
"""Widths at which the words fit the line and the space behind them does not."""


@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_is_full_when_only_its_last_space_does_not_fit(
    width: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lines(width, monkeypatch)[0] == len(FULL)


def test_the_engine_still_needs_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    mended = inline.split_first_line
    bare = mended.__closure__[0].cell_contents
    assert mended.__qualname__.startswith(keep_lines_full.__name__)
    with monkeypatch.context() as patch:
        patch.setattr(inline, "split_first_line", bare)
        assert lines(135.0, patch)[0] == len("They")
