"""What a shaped text says, noted beside its glyphs.

WeasyPrint 70.0 says of each glyph which letters it is, once for a whole file. In Arabic, one glyph
is the dots of many letters, and glyphs come from left to right: a screen reader would read
nonsense, and nobody could copy a word; and programs that read PDFs turn round whatever stands on a
line with such words, a phone number too. So each such piece of text carries its own words (ISO
32000-1, 14.9.4). So does a line that ends at a soft hyphen: the engine draws there another sign,
which would be read as part of the word (14.8.2.2.3). This wraps a function of the engine; the
version is pinned, and tests hold what comes out.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Callable
from typing import Any

from handoutpress.design.clinic import ZERO_WIDTH_SPACE
from handoutpress.pdf.svg_letters import is_shaped

DrawLine = Callable[..., list[Any]]
SOFT_HYPHEN = "\u00ad"
NOT_DRAWN = str.maketrans("", "", ZERO_WIDTH_SPACE + SOFT_HYPHEN)


def say_what_is_drawn(draw: DrawLine) -> DrawLine:
    """Return the engine's `draw_first_line`, which draws one text on one line, with its words."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> list[Any]:
        text, is_cut = _uncut(textbox)
        if not (is_cut or is_shaped(text) or _stands_leftwards(textbox.style)):
            return draw(stream, textbox, *rest)
        words = text.translate(NOT_DRAWN) + SOFT_HYPHEN * is_cut
        said = (BOM_UTF16_BE + words.encode("utf-16-be")).hex()
        stream.stream.append(f"/Span <</ActualText <{said}>>> BDC".encode())
        drawn = draw(stream, textbox, *rest)
        stream.stream.append(b"EMC")
        return drawn

    return draw_first_line


def _uncut(textbox: Any) -> tuple[str, bool]:
    """Return a text, and whether it is cut at a soft hyphen: then without the sign drawn there."""
    text: str = textbox.text
    whole = text.removesuffix(textbox.style["hyphenate_character"])
    is_cut = whole != text and whole.endswith(SOFT_HYPHEN)
    return (whole, True) if is_cut else (text, False)


def _stands_leftwards(style: Any) -> bool:
    """Say whether a text stands in words that run leftwards, whichever way it runs itself."""
    while style is not None:
        if style["direction"] == "rtl":
            return True
        style = getattr(style, "parent_style", None)
    return False
