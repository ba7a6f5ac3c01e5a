"""The parts of a `::: name Title {attributes}` container, and the containers without blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoutpress.content.handout import Block, Checklist, Inline, Paragraph, Slot, WriteIn
from handoutpress.content.inlines import read_inlines
from handoutpress.content.lists import read_ticks
from handoutpress.content.reading import Reading
from handoutpress.content.syntax import Node
from handoutpress.content.tables import read_diary, read_table

WORDINGS = ("short", "easy")
"""The containers that hold a section's other wordings; wordings.py reads them."""
MAX_WRITE_IN = 20
"""Lines to write on; 20 of them fill most of a page."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a container's first line says."""

    name: str
    title: str
    attributes: str
    """With the braces, or empty."""


def read_opening(node: Node) -> Opening:
    """Split `name Title {attributes}`; braces at the end that name a clinic fact are words."""
    info = node.token.info
    attributes = ""
    if match := re.search(r"(?:^|(?<=\s))\{(?!\s*clinic\b)[^{}]*\}$", info):
        info, attributes = info[: match.start()].rstrip(), match.group()
    name, _, title = info.partition(" ")
    return Opening(name, title.strip(), attributes)


def read_title(node: Node, opening: Opening, reading: Reading, what: str) -> tuple[Inline, ...]:
    """Return the words after the container's name; S054 when there are none."""
    reading.attributes(opening.attributes, node.line, ())
    if not opening.title:
        hint = f"write it on the same line: `::: {opening.name} {what.capitalize()}`"
        reading.error("S054", f"`::: {opening.name}` has no {what}", node.line, hint)
        return ()
    return read_inlines(reading.markdown.inline(opening.title, node.line), reading)


def _refuse_title(node: Node, opening: Opening, reading: Reading) -> None:
    if opening.title:
        hint = "put the words on the next line, before the closing `:::`"
        reading.error("S054", f"`::: {opening.name}` takes no title", node.line, hint)


def _only(node: Node, kind: str, what: str, opening: Opening, reading: Reading) -> Node | None:
    """Return the one node that a container must hold; S056 when it holds anything else."""
    if len(node.children) == 1 and node.children[0].kind == kind:
        return node.children[0]
    line = next((child.line for child in node.children if child.kind != kind), node.line)
    message = f"`::: {opening.name}` must hold {what} and nothing else"
    reading.error("S056", message, line, _ONLY_HINTS[kind])
    return None


_ONLY_HINTS = {
    "table": "write a row of headers, a row of `| --- |`, and the rows, each with its |",
    "bullet_list": "write each item on a line that starts with `- `",
    "paragraph": "write it on one or more lines without a blank line between them",
}


def _table(node: Node, opening: Opening, reading: Reading) -> Block | None:
    caption = read_title(node, opening, reading, "caption")
    table = _only(node, "table", "one Markdown table", opening, reading)
    return read_table(table, caption, node.line, reading) if table else None


def _diary(node: Node, opening: Opening, reading: Reading) -> Block | None:
    caption = read_title(node, opening, reading, "caption")
    table = _only(node, "table", "one Markdown table", opening, reading)
    return read_diary(table, caption, node.line, reading) if table else None


def _checklist(node: Node, opening: Opening, reading: Reading) -> Block | None:
    title = read_title(node, opening, reading, "title")
    items = _only(node, "bullet_list", "one list of items", opening, reading)
    return Checklist(title, read_ticks(items, reading), node.line) if items else None


def _write_in(node: Node, opening: Opening, reading: Reading) -> Block | None:
    _refuse_title(node, opening, reading)
    attributes = reading.attributes(opening.attributes, node.line, ("lines",))
    lines = 1 if attributes is None else _line_count(attributes.get("lines"), node.line, reading)
    prompt = _only(node, "paragraph", "a prompt in one paragraph", opening, reading)
    return WriteIn(_words(prompt, reading), lines, node.line) if prompt else None


def _line_count(written: str | None, line: int, reading: Reading) -> int:
    """Return how many lines a write-in has; S057 when it is not a number from 1 to 20."""
    if written and re.fullmatch("[0-9]{1,3}", written) and 1 <= int(written) <= MAX_WRITE_IN:
        return int(written)
    shown = f"`lines={written}`" if written is not None else "no number of lines"
    hint = f"write a number from 1 to {MAX_WRITE_IN}: `::: write-in {{lines=3}}`"
    reading.error("S057", f"a write-in with {shown}", line, hint)
    return 1


def _slot(node: Node, opening: Opening, reading: Reading) -> Block | None:
    _refuse_title(node, opening, reading)
    reading.attributes(opening.attributes, node.line, ())
    label = _only(node, "paragraph", "a label in one paragraph", opening, reading)
    return Slot(_words(label, reading), node.line) if label else None


def _words(paragraph: Node, reading: Reading) -> tuple[Inline, ...]:
    return read_inlines(paragraph.children[0], reading)


def read_paragraph(node: Node, reading: Reading) -> Paragraph:
    """Return a paragraph of running text."""
    return Paragraph(_words(node, reading), node.line)


_Reader = Callable[[Node, Opening, Reading], Block | None]
FORMS: Mapping[str, _Reader] = {
    "table": _table,
    "checklist": _checklist,
    "diary": _diary,
    "write-in": _write_in,
    "slot": _slot,
}
"""The containers that hold one thing; callouts, which hold blocks, are in blocks.py."""
