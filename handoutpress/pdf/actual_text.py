"""What a shaped text says, noted beside its glyphs.

WeasyPrint 70.0 says of each glyph which letters it is, once for a whole file. In Arabic, one glyph
is the dots of many letters, and glyphs come from left to right: a screen reader would read
nonsense, and nobody could copy a word; and programs that read PDFs turn round whatever stands on a
line with such words, a phone number too. So each such piece of text carries its own words (ISO
32000-1, 14.9.4). This wraps a function of the engine; the version is pinned, and tests hold what
comes out.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Callable
from typing import Any

from handoutpress.design.clinic import ZERO_WIDTH_SPACE
from handoutpress.pdf.svg_letters import is_shaped

DrawLine = Callable[..., list[Any]]


def say_what_is_drawn(draw: DrawLine) -> DrawLine:
    """Return the engine's `draw_first_line`, which draws one text on one line, with its words."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> list[Any]:
        if not (is_shaped(textbox.text) or _stands_leftwards(textbox.style)):
            return draw(stream, textbox, *rest)
        said = (BOM_UTF16_BE + textbox.text.replace(ZERO_WIDTH_SPACE, "").encode("utf-16-be")).hex()
        stream.stream.append(f"/Span <</ActualText <{said}>>> BDC".encode())
        drawn = draw(stream, textbox, *rest)
        stream.stream.append(b"EMC")
        return drawn

    return draw_first_line


def _stands_leftwards(style: Any) -> bool:
    """Say whether a text stands in words that run leftwards, whichever way it runs itself."""
    while style is not None:
        if style["direction"] == "rtl":
            return True
        style = getattr(style, "parent_style", None)
    return False
