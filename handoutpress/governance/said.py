"""A block in plain words, as a person reads it: for who signs, and knows no Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handoutpress.content.handout import (
    Break,
    BulletList,
    Callout,
    Checklist,
    Citation,
    ClinicField,
    Definitions,
    Diary,
    EasyLine,
    Figure,
    HandoutLink,
    Link,
    ListItem,
    Paragraph,
    SectionLink,
    Slot,
    Steps,
    Table,
    Term,
    Text,
    WriteIn,
)


def said(node: object) -> str:
    """Return what a block, a heading's inlines or a text of the front matter says, in lines."""
    if isinstance(node, str):
        return node
    if isinstance(node, tuple):
        return _words(node)
    return "\n".join(_lines(node))


def _lines(block: object) -> Iterator[str]:
    match block:
        case Paragraph(content):
            yield _words(content)
        case BulletList(items):
            yield from _items(items, lambda number: "-")
        case Steps(items, start=start):
            yield from _items(items, lambda number: f"{start + number}.")
        case Definitions(items):
            yield from (f"{_words(item.term)}: {_words(item.meaning)}" for item in items)
        case Table(caption, header, rows):
            yield f"Table: {_words(caption)}"
            yield from (" | ".join(map(_words, row)) for row in (header, *rows))
        case Diary(caption, header, labels):
            yield f"Diary: {_words(caption)}"
            yield " | ".join(map(_words, header))
            yield from map(_words, labels)
        case Figure(image, alt, caption):
            yield f"Picture {image}: {alt}"
            yield _words(caption)
        case Callout(callout, title, blocks):
            yield f"{str(callout).capitalize()}: {_words(title)}"
            yield from (line for inner in blocks for line in _lines(inner))
        case Checklist(title, items):
            yield f"Checklist: {_words(title)}"
            yield from _items(items, lambda number: "[ ]")
        case WriteIn(prompt, lines):
            yield f"{_words(prompt)} ({lines} lines to write on)"
        case Slot(label):
            yield f"{_words(label)}: ____"
        case EasyLine(image, alt, content):
            yield f"[{image}: {alt}] {_words(content)}"


def _items(items: tuple[ListItem, ...], mark: Callable[[int], str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f"{mark(number)} {_words(item.content)}"
        if item.children:
            yield from (f"  {line}" for line in _lines(item.children))


def _words(content: object) -> str:
    """Return inlines as text; what is not seen, such as an address, in brackets."""
    match content:
        case str():
            return content
        case tuple():
            return "".join(map(_words, content)).strip("\n")
        case Text(text):
            return text
        case Break():
            return "\n"
        case Citation(source):
            return f"[source: {source}]"
        case ClinicField(name):
            return f"[clinic's {name.replace('_', ' ')}]"
        case Term(inner, meaning):
            return f"{_words(inner)} ({meaning})"
        case Link(inner, href):
            return f"{_words(inner)} ({href})"
        case SectionLink(inner, anchor):
            return f"{_words(inner)} (to the section {anchor})"
        case HandoutLink(inner, slug):
            return f"{_words(inner)} (to the leaflet {slug})"
    return _words(getattr(content, "content", ""))
