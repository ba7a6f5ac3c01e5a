"""The running text of finished pages: its paragraphs and list items, line by line.

A block is cut into lines by where its words stand, whichever elements they are in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from handoutpress.pdf.printed import Box, Piece, around
from handoutpress.pdf.tagtree import BLOCKS, HEADINGS, Content, Element, has_tag, parts

RUNNING = ("P", "LBody")
"""The blocks that are read line after line."""
_APART = ("Table", "Caption", "Figure", "TOC")
"""What is looked up, and not read line after line."""
SAME_LINE = 0.5
"""Words stand on one line where their feet differ by less, of their size: a raised number too."""
COLUMN_GAP = 1.6
"""Words with more between them, of their size, are of two columns; a space is a fourth of it."""
WIDE = 2
"""A character of East Asia takes the room of so many letters (WCAG 2.2, 1.4.8: 40 for 80)."""


_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@dataclass(frozen=True)
class Line:
    """A line of a block."""

    pieces: tuple[Piece, ...]

    @property
    def page(self) -> int:
        """The page's index, from 0."""
        return self.pieces[0].page

    @property
    def foot(self) -> float:
        """How high its letters stand on the page."""
        return self.pieces[0].start[1]

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join("".join(piece.text for piece in self.pieces).split())

    @cached_property
    def box(self) -> Box:
        """The bounds of its letters."""
        return around([piece.box for piece in self.pieces])

    @cached_property
    def characters(self) -> int:
        """How many letters it has room for: marks take none, characters of East Asia two."""
        return sum(_room(letter) for letter in self.text)


@dataclass(frozen=True)
class Passage:
    """A block of running text, or a heading, with its lines in reading order."""

    element: Element
    parent: Element
    """What holds it in the tag tree."""
    lines: tuple[Line, ...]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All that it is drawn in."""
        return tuple(piece for line in self.lines for piece in line.pieces)

    @cached_property
    def size_pt(self) -> float:
        """The size of most of its letters."""
        sizes: dict[float, int] = {}
        for piece in self.pieces:
            size = round(piece.size_pt, 1)
            sizes[size] = sizes.get(size, 0) + len(piece.text)
        return max(sizes, key=lambda size: sizes[size])

    @cached_property
    def is_title(self) -> bool:
        """Whether it is a heading, or as bold as one."""
        return has_tag(self.element, *HEADINGS) or all(piece.face.is_bold for piece in self.pieces)

    @cached_property
    def is_wide(self) -> bool:
        """Whether its characters are those of East Asia: all as wide, and cut anywhere."""
        text = "".join(line.text for line in self.lines)
        return sum(_room(letter) == WIDE for letter in text) * 2 > len(text)

    def stretches(self) -> Iterator[tuple[Line, ...]]:
        """Yield the lines that stand under each other: of each page, and of each column."""
        stretch = [self.lines[0]]
        for above, below in pairwise(self.lines):
            if above.page != below.page or below.foot >= above.foot:
                yield tuple(stretch)
                stretch = []
            stretch.append(below)
        yield tuple(stretch)

    def drops(self) -> Iterator[tuple[Line, float]]:
        """Yield each line that stands under another one of its page, and how far below it."""
        for stretch in self.stretches():
            for above, below in pairwise(stretch):
                yield below, above.foot - below.foot


def read_passages(
    root: Element, page_numbers: Mapping[tuple[int, int], int], printed: Iterable[Piece]
) -> tuple[Passage, ...]:
    """Return the running text and the headings of a tag tree, in reading order.

    `page_numbers` are the indexes of the pages, by their objects.
    """
    found: dict[tuple[int, int], list[Piece]] = {}
    for piece in printed:
        found.setdefault(piece.key, []).append(piece)
    return tuple(_Reader(page_numbers, found).under(root))


@dataclass(frozen=True, slots=True)
class _Reader:
    page_numbers: Mapping[tuple[int, int], int]
    found: Mapping[tuple[int, int], list[Piece]]

    def under(self, holder: Element) -> Iterator[Passage]:
        for part in parts(holder):
            if isinstance(part, Content) or has_tag(part, *_APART):
                continue
            if has_tag(part, *RUNNING, *HEADINGS):
                pieces = list(self._own(part))
                if pieces:
                    yield Passage(part, holder, tuple(_lines(pieces)))
            yield from self.under(part)

    def _own(self, block: Element) -> Iterator[Piece]:
        """Yield the pieces of a block without those of the blocks in it, nor of a picture."""
        for part in parts(block):
            if isinstance(part, Content):
                page = self.page_numbers.get(part.page.objgen, -1)
                yield from self.found.get((page, part.mcid), ())
            elif not has_tag(part, *BLOCKS, *_APART, "L"):
                yield from self._own(part)


def directions(lines: Iterable[Line]) -> frozenset[str]:
    """Return the directions that letters of some lines run in: `ltr`, `rtl` or both."""
    kinds = {unicodedata.bidirectional(letter) for line in lines for letter in line.text}
    return frozenset(_DIRECTIONS[kind] for kind in kinds & _DIRECTIONS.keys())


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    line: list[Piece] = []
    for piece in pieces:
        if line and not (_is_level(line[0], piece) and _is_near(line[-1], piece)):
            yield Line(tuple(line))
            line = []
        line.append(piece)
    yield Line(tuple(line))


def _is_level(one: Piece, other: Piece) -> bool:
    drop = abs(one.start[1] - other.start[1])
    return one.page == other.page and drop < SAME_LINE * max(one.size_pt, other.size_pt)


def _is_near(one: Piece, other: Piece) -> bool:
    """Say whether two pieces on a line belong together, and are not of two columns."""
    gap = max(one.box.left, other.box.left) - min(one.box.right, other.box.right)
    return gap < COLUMN_GAP * max(one.size_pt, other.size_pt)


def _room(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in ("W", "F") else 1
