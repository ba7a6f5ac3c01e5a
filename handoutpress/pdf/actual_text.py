"""What a shaped text says, noted beside its glyphs.

WeasyPrint 70.0 says of each glyph which letters it is, once for a whole file. In Arabic, one glyph
is the dots of many letters, and glyphs come from left to right: a screen reader would read
nonsense, and nobody could copy a word. So each such piece of text carries its own words (ISO
32000-1, 14.9.4). This wraps a function of the engine; the version is pinned, and a test says when
it has changed.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Callable
from typing import Any

from handoutpress.pdf.svg_letters import is_shaped

DrawLine = Callable[..., list[Any]]


def say_what_is_drawn(draw: DrawLine) -> DrawLine:
    """Return the engine's `draw_first_line`, which draws one text on one line, with its words."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> list[Any]:
        if not is_shaped(textbox.text):
            return draw(stream, textbox, *rest)
        said = (BOM_UTF16_BE + textbox.text.encode("utf-16-be")).hex()
        stream.stream.append(f"/Span <</ActualText <{said}>>> BDC".encode())
        drawn = draw(stream, textbox, *rest)
        stream.stream.append(b"EMC")
        return drawn

    return draw_first_line
