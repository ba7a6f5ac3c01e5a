"""A handout to the flat run of its parts: every block and inline, and every word with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from handoutpress.content.handout import Handout, Term, Text


def nodes(part: object) -> Iterator[object]:
    """Yield a part of a handout and everything inside it, in reading order.

    `part` is a Section, a Block, an Inline, or a tuple of them; subsections come after blocks.
    """
    if isinstance(part, tuple):
        for member in part:
            yield from nodes(member)
    elif dataclasses.is_dataclass(part):
        yield part
        for field in dataclasses.fields(part):
            yield from nodes(getattr(part, field.name))


def words(handout: Handout) -> Iterator[tuple[str, int]]:
    """Yield every text of a handout's language file with its 1-based line.

    Text alternatives count: they are words too, and print when a picture cannot.
    """
    for key, value in handout.front.model_dump().items():
        values = value if isinstance(value, (list, tuple)) else (value,)
        for index, text in enumerate(values):
            if isinstance(text, str):
                yield text, _front_line(handout, key, index)
    for node in nodes((handout.callouts, handout.sections)):
        if isinstance(node, Text):
            yield node.text, node.line
        elif isinstance(node, Term):
            yield node.meaning, node.line


def _front_line(handout: Handout, key: str, index: int) -> int:
    lines = handout.front_lines
    return lines.get(f"{key}[{index}]") or lines.get(key) or 1


def plain_text(part: object) -> str:
    """Return the plain characters of a part, clinic facts and citations left out."""
    return "".join(node.text for node in nodes(part) if isinstance(node, Text))
