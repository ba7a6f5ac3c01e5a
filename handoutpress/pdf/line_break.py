"""A mend for one fault of the layout engine's line breaking, kept apart from all else.

WeasyPrint 70.0 breaks a line after its first word when the text before an inline element fits the
line but the space that ends it does not: `text.line_break.split_first_line` measures that space,
though it hangs (CSS Text 3, 4.1.3). The version is pinned, and a test says when this is no longer
needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SplitFirstLine = Callable[..., tuple[Any, int, int | None, float, float, float]]


def keep_lines_full(split: SplitFirstLine) -> SplitFirstLine:
    """Return the engine's `split_first_line`, mended.

    Where a text with a space at its end was broken, but fits without that space, it is one line,
    and the next one starts after the space.
    """

    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **more: Any
    ) -> tuple[Any, int, int | None, float, float, float]:
        line = split(text, style, context, max_width, *rest, **more)
        broken = line[2] is not None and text.endswith(" ") and style["white_space"] == "normal"
        if not broken or max_width is None:
            return line
        bare = split(text.rstrip(" "), style, context, max_width, *rest, **more)
        layout, length, resume_index, width, height, baseline = bare
        if resume_index is not None or width > max_width:
            return line
        return layout, length, len(text.encode()), width, height, baseline

    return split_first_line
