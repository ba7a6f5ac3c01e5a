"""Two languages of a handout as one: what corresponds stands together, what has no words once.

A pair is one paragraph, list or callout in both languages. What is looked at or written on by hand
(figure, table, diary, boxes, lines) is shared: it stands once, and each of its words twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import ClassVar, TypeAlias, cast

from handoutpress.content.handout import (
    WORST_FIRST,
    Block,
    Break,
    Callout,
    Checklist,
    Diary,
    Figure,
    Handout,
    Inline,
    Language,
    ListItem,
    Role,
    Section,
    Slot,
    Stamp,
    Table,
    Term,
    Text,
    WriteIn,
)
from handoutpress.content.labels import whole_labels
from handoutpress.content.walk import plain_text
from handoutpress.design.links import second_anchor
from handoutpress.design.spacing import NO_BREAK
from handoutpress.design.spreads import LETTERS_OF_A_PANEL, lines_of_text, terms_of
from handoutpress.design.words import words_for

COLUMN = 38
"""Characters in a line of one of two columns."""
MOST_LINES = 16
"""A pair of so many lines is never cut by a page."""
SHORT_PAIR = 24
"""A label and its meaning of so many characters are never parted by a line."""
SVG = "image/svg+xml"
Words: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A run in one of the languages: `side` is 0 or 1."""

    kind: ClassVar[str] = "voice"
    side: int
    content: Words
    anchor: str = ""
    """Where pointers in this language lead, if that is here and not where both begin."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks in the first language, and what they are in the second; one may be lacking."""

    kind: ClassVar[str] = "pair"
    sides: tuple[tuple[Block, ...], tuple[Block, ...]]

    @property
    def lead(self) -> str:
        """The kind of the first block."""
        return next(block.kind for side in self.sides for block in side)

    @property
    def is_long(self) -> bool:
        """Whether a page may cut it."""
        return any(map(_is_long, self.sides))


@dataclass(frozen=True, slots=True)
class Shared:
    """A block that stands once, its words in both languages, with the terms of each."""

    kind: ClassVar[str] = "shared"
    block: Block
    terms: tuple[tuple[Term, ...], tuple[Term, ...]]


Part: TypeAlias = Pair | Shared


@dataclass(frozen=True, slots=True)
class BothSection:
    """A section in both languages; one that has no counterpart stands alone."""

    heading: Words
    anchor: str
    """Where it begins, and where the first language's pointers lead."""
    anchors: tuple[str, ...]
    """All that lead to it or into it."""
    role: Role
    blocks: tuple[Part, ...]
    subsections: tuple[BothSection, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """A handout in two languages, as templates set it."""

    lang: str
    """The first language: the page's own."""
    marks: tuple[Stamp, ...]
    """What the pages have to say of one language or the other."""
    callouts: tuple[Part, ...]
    sections: tuple[BothSection, ...]


def both(first: Handout, second: Handout) -> Both:
    """Return two languages of a handout as one."""
    merger = _Merger(first, second)
    return Both(
        first.lang,
        tuple(mark for mark in WORST_FIRST if mark in (*first.marks, *second.marks)),
        tuple(merger.blocks(first.callouts, second.callouts)),
        tuple(merger.sections(first.sections, second.sections)),
    )


def joint(*texts: str | None) -> str:
    """Return texts as one, for places that hold one alone: a title, a text alternative."""
    return " / ".join(dict.fromkeys(filter(None, texts)))


@dataclass(frozen=True, slots=True)
class _Merger:
    first: Handout
    second: Handout

    def sections(
        self, first: Sequence[Section], second: Sequence[Section]
    ) -> Iterator[BothSection]:
        for one, other in _aligned(first, second):
            yield self._section(one, other)

    def _section(self, one: Section | None, other: Section | None) -> BothSection:
        subsections = self.sections(
            one.subsections if one else (), other.subsections if other else ()
        )
        parts = tuple(subsections)
        ids = [one.anchor] if one else []
        heading = [Voice(0, one.heading)] if one else []
        if other:
            anchor = second_anchor(self.second.lang, other.anchor)
            # One that stands alone begins at its own anchor.
            heading.append(Voice(1, other.heading, anchor if one else ""))
            ids.append(anchor)
        whole = one or other
        assert whole is not None
        return BothSection(
            _as_words(heading),
            ids[0],
            (*ids, *(anchor for part in parts for anchor in part.anchors)),
            whole.role,
            tuple(self.blocks(one.blocks if one else (), other.blocks if other else ())),
            parts,
        )

    def blocks(self, first: Sequence[Block], second: Sequence[Block]) -> Iterator[Part]:
        """Yield what corresponds, block by block; all beside all where their kinds differ."""
        if list(map(_key, first)) != list(map(_key, second)):
            yield Pair((tuple(first), tuple(second)))
            return
        for one, other in zip(first, second, strict=True):
            shared = self._shared(one, other)
            if shared:
                yield Shared(shared, (terms_of(one), terms_of(other)))
            else:
                yield Pair(((one,), (other,)))

    def _shared(self, one: Block, other: Block) -> Block | None:
        """Return a block with the words of two, or None where it is better read twice."""
        match one, other:
            case Figure(), Figure():
                caption = (*other.caption, *self._labels(one.image))
                return replace(
                    one,
                    alt=joint(one.alt, other.alt),
                    caption=_twice(one.caption, caption),
                )
            case Table(), Table() if _shape(one) == _shape(other):
                return replace(
                    one,
                    caption=_twice(one.caption, other.caption),
                    header=_each_twice(one.header, other.header),
                    rows=tuple(map(_each_twice, one.rows, other.rows)),
                )
            case Diary(), Diary() if _shape(one) == _shape(other):
                return replace(
                    one,
                    caption=_twice(one.caption, other.caption),
                    header=_each_twice(one.header, other.header),
                    labels=_each_twice(one.labels, other.labels),
                )
            case Checklist(), Checklist() if _is_flat(one, other):
                return replace(
                    one,
                    title=_twice(one.title, other.title),
                    items=tuple(map(_item_twice, one.items, other.items)),
                )
            case WriteIn(), WriteIn():
                prompt = _twice(one.prompt, other.prompt)
                return replace(one, prompt=prompt, lines=max(one.lines, other.lines))
            case Slot(), Slot():
                return replace(one, label=_twice(one.label, other.label))
        return None

    def _labels(self, image: str) -> Iterator[Inline]:
        """Yield what the labels of a drawing are in the second language, if they are others.

        A drawing is made for the labels of one language: it is shown in the first one's.
        """
        drawn, meant = self.first.images[image], self.second.images[image]
        if drawn.media_type != SVG or drawn.data == meant.data:
            return
        labels = [whole_labels(image.data) for image in (drawn, meant)]
        spaces = [words_for(each.lang)[0].space for each in (self.first, self.second)]
        pairs = (tuple(map(str.join, spaces, pair)) for pair in zip_longest(*labels, fillvalue=()))
        end: Inline = Break()
        for label, meaning in dict.fromkeys(pairs):
            if label and meaning and label != meaning:
                keep = _unbroken if len(label + meaning) <= SHORT_PAIR else str
                yield end
                yield Language((Text(keep(label), 0),), self.first.lang)
                yield Text(keep(f" = {meaning}"), 0)
                end = Text(" \u00b7 ", 0)


def _unbroken(words: str) -> str:
    return words.replace(" ", NO_BREAK)


def _is_long(blocks: Sequence[Block]) -> bool:
    if any(isinstance(block, Callout) for block in blocks):
        return len(plain_text(tuple(blocks))) > LETTERS_OF_A_PANEL
    return sum(lines_of_text(block, COLUMN) for block in blocks) > MOST_LINES


def _aligned(
    first: Sequence[Section], second: Sequence[Section]
) -> Iterator[tuple[Section | None, Section | None]]:
    """Yield the sections that correspond: in the order of their roles, else by their anchors."""
    places = {section.anchor: place for place, section in enumerate(second)}
    # Where an anchor stands at another place, sections were left out or moved.
    in_place = all(places.get(s.anchor, place) == place for place, s in enumerate(first))
    if in_place and [section.role for section in first] == [section.role for section in second]:
        yield from zip(first, second, strict=True)
        return
    anchors = [[section.anchor for section in sections] for sections in (first, second)]
    matcher = SequenceMatcher(None, anchors[0], anchors[1], autojunk=False)
    for same, start, end, from_, to in matcher.get_opcodes():
        if same == "equal":
            yield from zip(first[start:end], second[from_:to], strict=True)
        else:
            yield from ((section, None) for section in first[start:end])
            yield from ((None, section) for section in second[from_:to])


def _key(block: Block) -> tuple[str, str]:
    """Return what two blocks that correspond have in common."""
    match block:
        case Callout():
            return block.kind, block.callout
        case Figure():
            return block.kind, block.image
    return block.kind, ""


def _shape(block: Table | Diary) -> tuple[int, int]:
    return len(block.header), len(block.rows if isinstance(block, Table) else block.labels)


def _is_flat(one: Checklist, other: Checklist) -> bool:
    nested = any(item.children for item in (*one.items, *other.items))
    return len(one.items) == len(other.items) and not nested


def _item_twice(one: ListItem, other: ListItem) -> ListItem:
    return replace(one, content=_twice(one.content, other.content))


def _each_twice(first: Iterable[Words], second: Iterable[Words]) -> tuple[Words, ...]:
    return tuple(map(_twice, first, second))


def _twice(one: Words, other: Words) -> Words:
    """Return words in both languages; those that are empty are left out."""
    return _as_words(Voice(side, words) for side, words in enumerate((one, other)) if words)


def _as_words(voices: Iterable[Voice]) -> Words:
    """Return runs of both languages where a block holds inlines: templates know them."""
    return cast("Words", tuple(voices))
