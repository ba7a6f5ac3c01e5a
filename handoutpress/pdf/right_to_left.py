"""A mend for one fault of the layout engine's grids, kept apart from all else.

WeasyPrint 70.0 lays a grid's columns out from left to right whatever its `direction` is
(`layout.grid`); CSS begins at the right where that is `rtl` (CSS Grid 2, 5.2). The version is
pinned, and a test says when this is no longer needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Layout = Callable[..., tuple[Any, ...]]


def begin_at_the_right(lay_out: Layout) -> Layout:
    """Return the engine's layout of a grid, its columns mirrored where words run leftwards."""

    def layout(*given: Any, **more: Any) -> tuple[Any, ...]:
        result = lay_out(*given, **more)
        box = result[0]
        if box is not None and box.style["direction"] == "rtl":
            _mirror(box)
        return result

    return layout


def _mirror(box: Any) -> None:
    ends = 2 * box.content_box_x() + box.width
    for child in box.children:
        if child.is_in_normal_flow():
            child.translate(dx=ends - child.margin_width() - 2 * child.position_x)
