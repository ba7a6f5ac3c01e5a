"""A handout as runs of plain text, each with its kind, its place and the lines of its letters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from handoutpress.content.handout import (
    Break,
    BulletList,
    Callout,
    Checklist,
    Citation,
    ClinicField,
    Definitions,
    Diary,
    Figure,
    Handout,
    Inline,
    Language,
    ListItem,
    Paragraph,
    Section,
    Slot,
    Steps,
    Table,
    Term,
    Text,
    WriteIn,
)

FACT = "\ufffc"
"""Stands for a fact of the clinic, such as its phone number: one word that is not looked into."""
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060))
"""Where a word may be cut, or not, which is no part of it."""
Wording = Literal["standard", "short", "easy"]
Span = tuple[int, int]


class Kind(StrEnum):
    """What a run of text is on the page."""

    TITLE = "title"
    SUMMARY = "summary"
    GLANCE = "glance"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    STEP = "step"
    TICK = "tick"
    HEADER = "header"
    CELL = "cell"
    CAPTION = "caption"
    ALT = "alt"
    BOX_TITLE = "box-title"
    TERM = "term"
    MEANING = "meaning"
    PROMPT = "prompt"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text: a paragraph, an item, a heading, a cell."""

    kind: Kind
    text: str
    """Plain characters with single spaces; `FACT` for each fact of the clinic."""
    line: int
    """The 1-based line on which it starts."""
    section: Section | None = None
    """The section that it stands in; None on page 1, before the first one."""
    callout: Callout | None = None
    """The box that it stands in."""
    wording: Wording = "standard"
    starts: tuple[int, ...] = field(default=(0,), repr=False)
    """Where the text of each further source line starts."""
    lines: tuple[int, ...] = field(default=(), repr=False)
    """The source line of each of `starts`."""
    foreign: tuple[Span, ...] = ()
    """The places of words in another language."""
    terms: tuple[tuple[int, int, str], ...] = ()
    """The places of terms with the meaning that is given there."""

    def line_at(self, offset: int) -> int:
        """Return the source line of a letter of the text."""
        at = bisect_right(self.starts, offset) - 1
        return self.lines[at] if self.lines and at >= 0 else self.line

    def is_foreign(self, offset: int) -> bool:
        """Say whether a letter is of words in another language."""
        return any(start <= offset < end for start, end in self.foreign)


@dataclass(slots=True)
class _Flat:
    """Gathers the text of inlines, with what is to be known of its letters."""

    line: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    foreign: list[Span] = field(default_factory=list)
    terms: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        text = text.translate(_UNSEEN)
        # Single spaces: a source that is left out, such as [@id], had one on each side of it.
        if text.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            text = text[1:]
        if not text:
            return
        if not self.lines or self.lines[-1] != line:
            self.starts.append(self.length)
            self.lines.append(line)
        self.parts.append(text)
        self.length += len(text)

    def walk(self, content: tuple[Inline, ...]) -> None:
        for inline in content:
            start = self.length
            if isinstance(inline, Text):
                self.add(inline.text, inline.line)
            elif isinstance(inline, ClinicField):
                self.add(FACT, inline.line)
            elif isinstance(inline, Break):
                self.add(" ", self.lines[-1] if self.lines else self.line)
            elif not isinstance(inline, Citation):
                self.walk(inline.content)
            if isinstance(inline, Language):
                self.foreign.append((start, self.length))
            elif isinstance(inline, Term):
                self.terms.append((start, self.length, inline.meaning))


@dataclass(frozen=True, slots=True)
class _Place:
    section: Section | None = None
    callout: Callout | None = None
    wording: Wording = "standard"

    def plain(self, kind: Kind, text: str, line: int) -> Passage:
        seen = text.translate(_UNSEEN)
        return Passage(kind, seen, line, self.section, self.callout, self.wording)

    def of(self, kind: Kind, content: tuple[Inline, ...], line: int) -> Passage:
        flat = _Flat(line)
        flat.walk(content)
        text = "".join(flat.parts).rstrip()
        return Passage(
            kind,
            text,
            flat.lines[0] if flat.lines else line,
            self.section,
            self.callout,
            self.wording,
            tuple(flat.starts),
            tuple(flat.lines),
            tuple(flat.foreign),
            tuple(flat.terms),
        )


def passages(handout: Handout) -> Iterator[Passage]:
    """Yield all that a handout says, in reading order; a section's short and easy words last."""
    front, lines, page = handout.front, handout.front_lines, _Place()
    yield page.plain(Kind.TITLE, front.title, lines.get("title", 1))
    yield page.plain(Kind.SUMMARY, front.summary, lines.get("summary", 1))
    for at, point in enumerate(front.glance):
        line = lines.get(f"glance[{at}]", lines.get("glance", 1))
        yield page.plain(Kind.GLANCE, point, line)
    for callout in handout.callouts:
        yield from _block(callout, page)
    for section in handout.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Passage]:
    place = _Place(section)
    yield place.of(Kind.HEADING, section.heading, section.line)
    for block in section.blocks:
        yield from _block(block, place)
    for part in section.subsections:
        yield from _section(part)
    short, easy = _Place(section, None, "short"), _Place(section, None, "easy")
    for block in section.short:
        yield from _block(block, short)
    for line in section.easy:
        yield easy.of(Kind.EASY, line.content, line.line)
        yield easy.plain(Kind.ALT, line.alt, line.line)


def _block(block: object, place: _Place) -> Iterator[Passage]:
    match block:
        case Paragraph():
            yield place.of(Kind.PARAGRAPH, block.content, block.line)
        case BulletList() | Steps():
            yield from _items(block.items, place, Kind.STEP if isinstance(block, Steps) else None)
        case Checklist():
            yield place.of(Kind.BOX_TITLE, block.title, block.line)
            yield from _items(block.items, place, Kind.TICK)
        case Callout():
            inside = _Place(place.section, block, place.wording)
            yield inside.of(Kind.BOX_TITLE, block.title, block.line)
            for inner in block.blocks:
                yield from _block(inner, inside)
        case Definitions():
            for item in block.items:
                yield place.of(Kind.TERM, item.term, item.line)
                yield place.of(Kind.MEANING, item.meaning, item.line)
        case Figure():
            yield place.of(Kind.CAPTION, block.caption, block.line)
            yield place.plain(Kind.ALT, block.alt, block.line)
        case Slot():
            yield place.of(Kind.PROMPT, block.label, block.line)
        case WriteIn():
            yield place.of(Kind.PROMPT, block.prompt, block.line)
        case Table() | Diary():
            yield from _table(block, place)


def _items(items: tuple[ListItem, ...], place: _Place, kind: Kind | None) -> Iterator[Passage]:
    for item in items:
        yield place.of(kind or Kind.ITEM, item.content, item.line)
        if item.children:
            yield from _block(item.children, place)


def _table(table: Table | Diary, place: _Place) -> Iterator[Passage]:
    yield place.of(Kind.CAPTION, table.caption, table.line)
    for cell in table.header:
        yield place.of(Kind.HEADER, cell, table.line)
    rows = table.rows if isinstance(table, Table) else tuple((label,) for label in table.labels)
    for row in rows:
        for at, cell in enumerate(row):
            yield place.of(Kind.CELL if at else Kind.HEADER, cell, table.line)
