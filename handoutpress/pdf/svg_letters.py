"""A mend for one fault of the layout engine's SVG text, kept apart from all else.

WeasyPrint 70.0 lays out each letter of an SVG's text by itself (`svg.text.text`): Arabic letters do
not join, words that run leftwards are written backwards, marks leave their letters. It also knows
no language in an SVG, by which a font picks the shapes of Chinese characters; for a mark alone it
picks none, as nothing says what is written there. The version is pinned, and tests hold how a label
is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from handoutpress.content.svg_references import XML_LANG

DrawText = Callable[[Any, Any, float], None]


class _Run(str):
    """A text whose letters are drawn at once: gone through, it is a single piece."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def draw_whole_words(draw: DrawText, initial_values: dict[str, Any]) -> DrawText:
    """Return the engine's drawing of an SVG's text, mended.

    `initial_values` are the engine's, which it takes for the style of every such text.
    """

    def text(svg: Any, node: Any, font_size: float) -> None:
        if node.text and (is_shaped(node.text) or _is_wide(node.text)):
            node._etree_node.text = _Run(node.text)
        before = initial_values["lang"]
        initial_values["lang"] = svg.tree.get(XML_LANG) or before
        try:
            draw(svg, node, font_size)
        finally:
            initial_values["lang"] = before

    return text


def is_shaped(text: str) -> bool:
    """Say whether letters of a text change with those beside them, or run leftwards."""
    return any(
        unicodedata.bidirectional(letter) in ("R", "AL")
        or unicodedata.category(letter).startswith("M")
        for letter in text
    )


def _is_wide(text: str) -> bool:
    """Say whether there are characters of East Asia, which give the marks beside them a shape."""
    return any(unicodedata.east_asian_width(letter) in ("W", "F") for letter in text)
