"""List nodes to the model: bullet lists, steps, checklists' items and definitions."""

from __future__ import annotations

import re

from handoutpress.content.handout import (
    BulletList,
    Definition,
    Definitions,
    Inline,
    ListItem,
    Steps,
    Text,
)
from handoutpress.content.inlines import read_inlines
from handoutpress.content.reading import Reading
from handoutpress.content.syntax import Node

LISTS = ("bullet_list", "ordered_list")
MAX_LEVEL = 2
"""A list, and one list in an item of it: more levels are lost on a reader."""
_BOX = re.compile(r"\[[ xX]?\]")


def read_list(node: Node, reading: Reading, level: int = 1) -> BulletList | Steps:
    """Return a bullet list or steps. S070 a list too deep, S071 an item that holds more."""
    items = tuple(_item(child, reading, level) for child in node.children)
    if node.kind == "bullet_list":
        return BulletList(items, node.line)
    return Steps(items, node.line, int(node.token.attrs.get("start", 1)))


def _item(node: Node, reading: Reading, level: int) -> ListItem:
    words, lists, others = _sort(node)
    if not words:
        message, hint = "a list item without words", "write its words, or delete the item"
        reading.error("S072", message, node.line, hint)
    for other in [*others, *words[1:], *lists[1:]]:
        hint = "an item holds words on one or more lines, then at most one list"
        reading.error("S071", "a list item cannot hold this", other.line, hint)
    content = _words(words[0], reading) if words else ()
    return ListItem(content, node.line, _inner(lists, reading, level))


def _sort(node: Node) -> tuple[list[Node], list[Node], list[Node]]:
    """Return an item's paragraphs, its lists, and what it may not hold."""
    words = [child for child in node.children if child.kind == "paragraph"]
    lists = [child for child in node.children if child.kind in LISTS]
    others = [child for child in node.children if child.kind not in ("paragraph", *LISTS)]
    return words, lists, others


def _words(paragraph: Node, reading: Reading) -> tuple[Inline, ...]:
    return read_inlines(paragraph.children[0], reading)


def _inner(lists: list[Node], reading: Reading, level: int) -> BulletList | Steps | None:
    if not lists:
        return None
    if level >= MAX_LEVEL:
        hint = "end the outer list and start a new one, or write a paragraph"
        reading.error("S070", "a list inside a list inside a list", lists[0].line, hint)
        return None
    return read_list(lists[0], reading, level + 1)


def read_ticks(node: Node, reading: Reading) -> tuple[ListItem, ...]:
    """Return the items of a checklist: words only, without a box drawn in the text."""
    items = read_list(node, reading).items
    for item in items:
        if item.children:
            hint = "give each thing to tick an item of its own"
            reading.error("S070", "a list inside a checklist", item.children.line, hint)
        if item.content and isinstance(first := item.content[0], Text) and _BOX.match(first.text):
            hint = "write `- item`; the box is drawn for you"
            reading.error("S071", "a box in the text of a checklist", item.line, hint)
    return items


def read_definitions(node: Node, reading: Reading) -> Definitions:
    """Return terms and meanings: one paragraph of meaning for each term (S073)."""
    found: list[Definition] = []
    terms: list[Node] = []
    for child in node.children:
        if child.kind == "dt":
            terms.append(child)
        else:
            found += _definition(terms, child, reading)
            terms = []
    return Definitions(tuple(found), node.line)


def _definition(terms: list[Node], meaning: Node, reading: Reading) -> list[Definition]:
    paragraphs = [child for child in meaning.children if child.kind == "paragraph"]
    if len(terms) != 1 or len(paragraphs) != 1 or len(meaning.children) != 1:
        hint = "write a line with the term, then one `: ` line with its meaning in one paragraph"
        message = "a term needs one meaning, and nothing more"
        reading.error("S073", message, meaning.line, hint)
        return []
    term = read_inlines(terms[0].children[0], reading)
    return [Definition(term, _words(paragraphs[0], reading), terms[0].line)]
