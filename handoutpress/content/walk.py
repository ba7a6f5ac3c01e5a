"""A handout to the flat run of its parts: every block and inline, and every word with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

from handoutpress.content.handout import EasyLine, Figure, Handout, Language, Term, Text


def nodes(part: object) -> Iterator[object]:
    """Yield a part of a handout and everything inside it, in reading order.

    `part` is a Section, a Block, an Inline, or a tuple of them; subsections come after blocks.
    """
    stack = [part]
    while stack:
        at = stack.pop()
        if isinstance(at, tuple):
            stack.extend(reversed(at))
        elif (names := _fields(type(at))) is not None:
            yield at
            stack.extend(getattr(at, name) for name in names)


_FIELDS: dict[type, tuple[str, ...] | None] = {}


def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields, the last one first; None for anything else."""
    if kind not in _FIELDS:
        names = (
            [f.name for f in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else None
        )
        _FIELDS[kind] = None if names is None else tuple(reversed(names))
    return _FIELDS[kind]


class Spoken(NamedTuple):
    """A text of a handout, its 1-based line, and the BCP 47 language that it is in."""

    text: str
    line: int
    lang: str


def words(handout: Handout) -> Iterator[Spoken]:
    """Yield every text of a handout's language file.

    Text alternatives count: they are words too, and print when a picture cannot.
    """
    for key, value in handout.front.model_dump().items():
        for path, text in _members(key, value):
            if isinstance(text, str):
                yield Spoken(text, _front_line(handout, key, path), handout.lang)
    yield from _spoken((handout.callouts, handout.sections), handout.lang)


def _spoken(part: object, lang: str) -> Iterator[Spoken]:
    if isinstance(part, Text):
        yield Spoken(part.text, part.line, lang)
    elif isinstance(part, tuple):
        for member in part:
            yield from _spoken(member, lang)
    elif dataclasses.is_dataclass(part):
        if isinstance(part, Term):
            yield Spoken(part.meaning, part.line, lang)
        if isinstance(part, (Figure, EasyLine)):
            yield Spoken(part.alt, part.line, lang)
        inner = part.lang if isinstance(part, Language) else lang
        for field in dataclasses.fields(part):
            yield from _spoken(getattr(part, field.name), inner)


def languages(handout: Handout) -> tuple[str, ...]:
    """Return the handout's language, then those of words in other languages, each once.

    The names of its translations are such words.
    """
    runs = nodes((handout.callouts, handout.sections))
    foreign = (run.lang for run in runs if isinstance(run, Language))
    return tuple(dict.fromkeys([handout.lang, *foreign, *handout.translations]))


def _members(key: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield what a key of the front matter holds, each with its key path."""
    if isinstance(value, dict):
        yield from ((f"{key}.{name}", member) for name, member in value.items())
    elif isinstance(value, (list, tuple)):
        yield from ((f"{key}[{index}]", member) for index, member in enumerate(value))
    else:
        yield key, value


def _front_line(handout: Handout, key: str, path: str) -> int:
    lines = handout.front_lines
    return lines.get(path) or lines.get(key) or 1


def plain_text(part: object) -> str:
    """Return the plain characters of a part, clinic facts and citations left out."""
    return "".join(node.text for node in nodes(part) if isinstance(node, Text))
