"""What no edition may lose: the urgent callouts, the doses and the phone numbers of a handout.

Every finished file is searched for them, word for word, before it is written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from handoutpress.content.brand import Brand, BrandFile
from handoutpress.content.handout import (
    Callout,
    Checklist,
    Citation,
    ClinicField,
    Definition,
    Diary,
    Figure,
    Handout,
    HandoutLink,
    Inline,
    Link,
    ListItem,
    Paragraph,
    Section,
    Slot,
    Table,
    Text,
    WriteIn,
)
from handoutpress.content.rewording import urgent_callouts
from handoutpress.content.walk import nodes
from handoutpress.design.called import GAP, numbers_in
from handoutpress.design.clinic import ClinicValue, clinic_values
from handoutpress.design.doses import has_dose
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.recent import HANDOUTS, remembered

NUMBERS = ("emergency", "phone", "out_of_hours")
"""The clinic's facts that a patient may have to call."""
KEPT_WORDS = 16384
"""Of so many words it is remembered what they are compared by: each file has mostly the same."""
BETWEEN = 240
"""Letters that may come between two parts of one text: a source's number, a printed address."""
_Passage: TypeAlias = tuple[tuple[Inline, ...], int]
"""Some words and their line."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
MIRRORED = "("
"""Stands for every sign of a pair, such as brackets and `<`."""
JOINER = "\u034f"
"""Stands in a PDF for a part of a letter, and is not read."""


@dataclass(frozen=True, slots=True)
class Essential:
    """A text that stands in every edition."""

    what: str
    """What it is, as a message names it."""
    text: str
    file: str
    line: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The runs of words that follow each other, without any space."""
        return tuple(filter(None, (unturned(bare(part)) for part in self.text.split(GAP))))


def essentials(handout: Handout, brand: Brand) -> tuple[Essential, ...]:
    """Return what every edition of a handout for a clinic must say word for word, each once."""
    found = _Finder.of(handout, brand)
    return tuple(
        dict.fromkeys((*found.urgent(), *found.doses(), *found.numbers(), *clinic_numbers(brand)))
    )


def held_lines(handout: Handout, brand: Brand) -> frozenset[int]:
    """Return the lines of doses and phone numbers, which go where their section goes.

    Urgent callouts stand by themselves, and the clinic's numbers in its panel.
    """
    found = _Finder.of(handout, brand)
    return frozenset(e.line for e in (*found.doses(), *found.numbers()))


def clinic_numbers(brand: Brand) -> Iterator[Essential]:
    """Yield the numbers that a clinic gives."""
    if brand.facts:
        for key, number in _panel(brand.facts):
            yield Essential("the clinic's number", number, brand.file, brand.lines.get(key, 1))


def lost(wanted: Iterable[Essential], text: str) -> Iterator[Essential]:
    """Yield what a finished file's text does not hold; how it is spaced does not matter."""
    wanted = tuple(wanted)
    runs = [_compared(word) for word in text.split()]
    printed = "".join(runs)
    breaks = {*accumulate(map(len, runs))} - _inside_numbers(wanted, printed)
    for essential in wanted:
        if not _stands_in(essential.parts, printed, breaks):
            yield essential


@lru_cache(maxsize=KEPT_WORDS)
def _compared(word: str) -> str:
    return unturned(bare(word))


def told_lost(code: str, essential: Essential) -> Diagnostic:
    """Return the error that an essential is lost, with the code of the file's format."""
    shown = " ".join(essential.text.replace(GAP, " ").split())
    return error(
        code,
        f"the finished file lost {essential.what}: {shown}",
        Location(essential.file, essential.line),
        "every edition says it word for word: say it so in the `::: short` and `::: easy` "
        "words too, or mend the template",
    )


def _inside_numbers(wanted: Iterable[Essential], printed: str) -> set[int]:
    """Return the places inside whole phone numbers: `999` is not in `0800 999 123`."""
    numbers = {n for e in wanted for n in e.parts if not any(map(str.isalpha, n))}
    return {
        at
        for number in numbers
        for end in _ends(number, printed, frozenset())
        for at in range(end - len(number) + 1, end)
    }


def _stands_in(parts: Iterable[str], printed: str, breaks: Set[int]) -> bool:
    """Say whether runs of words follow each other; all their places are tried, each once."""
    starts = [range(len(printed) + 1)]
    for part in parts:
        ends = [end for end in _ends(part, printed, breaks) if _is_near(end - len(part), starts)]
        starts = [range(end, end + BETWEEN + 1) for end in ends]
    return bool(starts)


def _is_near(start: int, ranges: Sequence[range]) -> bool:
    """Say whether a place is in one of some ranges, which are sorted and of one length."""
    at = bisect_right(ranges, start, key=lambda each: each.start)
    return at > 0 and start in ranges[at - 1]


def _ends(part: str, printed: str, breaks: Set[int]) -> Iterator[int]:
    """Yield where a run of words ends; a number is not the end or start of a longer one."""
    start = printed.find(part)
    while start >= 0:
        end = start + len(part)
        if not any(_is_cut(printed, at) and at not in breaks for at in (start, end)):
            yield end
        start = printed.find(part, start + 1)


def _is_cut(printed: str, at: int) -> bool:
    """Say whether there is a digit on both sides of a place."""
    return printed[at - 1 : at].isdecimal() and printed[at : at + 1].isdecimal()


def bare(text: str) -> str:
    """Return a text as it can be compared: without spaces, ligatures and what is not drawn."""
    shown = (c for c in text if unicodedata.category(c) != "Cf" and c != JOINER)
    return "".join(unicodedata.normalize("NFKC", "".join(shown)).split())


def unturned(text: str) -> str:
    """Return a text with one sign for all that are mirrored in words that run leftwards.

    PDFium gives back the other of a pair for what stands on a line with such words.
    """
    return "".join(MIRRORED if unicodedata.mirrored(letter) else letter for letter in text)


def _standard(section: Section) -> Section:
    """Return a section with its standard words: its other wordings are measured against them."""
    parts = tuple(map(_standard, section.subsections))
    return replace(section, subsections=parts, short=(), easy=())


@dataclass(frozen=True, slots=True)
class _Passages:
    """Where a handout may say an essential, each with its line: the same for every clinic."""

    urgent: tuple[_Passage, ...]
    sentences: tuple[_Passage, ...]
    """What may name a dose, but for rows of tables."""
    rows: tuple[tuple[tuple[tuple[Inline, ...], ...], int], ...]
    calls: tuple[_Passage, ...]
    """The words of links that call a number."""
    numbers: tuple[Essential, ...]
    """The numbers that an author typed."""


@remembered(HANDOUTS)
def _passages(handout: Handout) -> _Passages:
    """Return these places in a handout's standard words: to walk all of them takes its time."""
    standard = (handout.callouts, tuple(map(_standard, handout.sections)))
    all_nodes = tuple(nodes(standard))
    texts = tuple(_texts(standard))
    return _Passages(
        urgent=tuple(_lines_of(urgent_callouts(standard))),
        sentences=(*texts, *_titles(standard)),
        rows=tuple(
            (row, _line_of(row, table.line))
            for table in all_nodes
            if isinstance(table, Table)
            for row in table.rows
        ),
        calls=tuple(
            (node.content, node.line)
            for node in all_nodes
            if isinstance(node, Link) and node.href.startswith("tel:")
        ),
        numbers=tuple(
            Essential("a phone number", number, handout.file, line)
            for content, line in texts
            for number in numbers_in(_typed(content), handout.lang)
        ),
    )


def _lines_of(callouts: Iterable[Callout]) -> Iterator[_Passage]:
    for callout in callouts:
        yield callout.title, callout.line
        for content, line in (*_texts(callout.blocks), *_labels(callout.blocks)):
            if content:
                yield content, line


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the essentials of one file, with the clinic's facts in their places."""

    file: str
    passages: _Passages
    clinic: Mapping[str, ClinicValue]

    @classmethod
    def of(cls, handout: Handout, brand: Brand) -> _Finder:
        clinic = clinic_values(brand.facts, words_for(handout.lang)[0])
        return cls(handout.file, _passages(handout), clinic)

    def urgent(self) -> Iterator[Essential]:
        for content, line in self.passages.urgent:
            yield self._essential("a line of an urgent box", content, line)

    def doses(self) -> Iterator[Essential]:
        for content, line in self.passages.sentences:
            for sentence in _SENTENCE.split(self._words(content)):
                if has_dose(sentence):
                    yield Essential("a dose", sentence, self.file, line)
        for row, line in self.passages.rows:
            words = GAP.join(map(self._words, row))
            if has_dose(words):
                yield Essential("a dose", words, self.file, line)

    def numbers(self) -> Iterator[Essential]:
        for content, line in self.passages.calls:
            yield self._essential("a phone number", content, line)
        yield from self.passages.numbers

    def _essential(self, what: str, content: tuple[Inline, ...], line: int) -> Essential:
        return Essential(what, self._words(content), self.file, line)

    def _words(self, content: object) -> str:
        """Return words as they are printed, with gaps where an edition may add to them."""
        if isinstance(content, Text):
            return content.text
        if isinstance(content, ClinicField):
            return self.clinic[content.name].text
        if isinstance(content, Citation):
            return GAP
        if isinstance(content, tuple):
            return "".join(map(self._words, content))
        inner = self._words(getattr(content, "content", ()))
        return inner + GAP if isinstance(content, (Link, HandoutLink)) else inner


def _texts(part: object) -> Iterator[_Passage]:
    """Yield the paragraphs, items and meanings of a part, with their lines."""
    for node in nodes(part):
        match node:
            case Paragraph(content, line) | ListItem(content, line):
                yield content, line
            case Definition(meaning=content, line=line):
                yield content, line


def _titles(part: object) -> Iterator[_Passage]:
    """Yield what stands over something in a part, with its line: headings, titles, captions."""
    for node in nodes(part):
        match node:
            case Section(heading=content, line=line) | WriteIn(prompt=content, line=line):
                yield content, line
            case Callout(title=content, line=line) | Definition(term=content, line=line):
                yield content, line
            case (
                Figure(caption=content, line=line)
                | Table(caption=content, line=line)
                | Diary(caption=content, line=line)
            ):
                yield content, line
    yield from _labels(part)


def _typed(content: tuple[Inline, ...]) -> str:
    """Return words without what the clinic's facts and the program put between them."""
    return GAP.join(node.text for node in nodes(content) if isinstance(node, Text))


def _labels(part: object) -> Iterator[_Passage]:
    """Yield what stands before the boxes to tick and the gaps to fill of a part, with its line."""
    for node in nodes(part):
        match node:
            case Checklist(title=content, line=line) | Slot(label=content, line=line):
                yield content, line


def _line_of(row: object, default: int) -> int:
    lines = [node.line for node in nodes(row) if isinstance(node, Text)]
    return min(lines, default=default)


def _panel(facts: BrandFile) -> Iterator[tuple[str, str]]:
    """Yield the numbers of the clinic's panel, each after its key path in brand.yaml."""
    for name in NUMBERS:
        if number := getattr(facts.contacts, name):
            yield f"contacts.{name}", number
    for index, site in enumerate(facts.sites):
        if site.phone:
            yield f"sites[{index}].phone", site.phone
