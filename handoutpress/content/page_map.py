"""What stands on which page of a printed file: what an e-book's list of pages is made from."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\s\u3040-\u30ff\u3400-\u9fff]+")
"""What a page can begin with: a word, or a letter of a script that puts no space between words."""


Place = tuple[tuple[int, int], ...]
"""Where some words stand: of each the passage, and which of its words it is."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one section, in one language, that stand on one page."""

    page: int
    """Counted from 1, as it is printed."""
    section: str
    """The anchor of the innermost section; empty for what stands in none."""
    lang: str
    """Two languages stand beside each other, and turn the page at words of their own."""
    words: tuple[str, ...]
    """As `word_key` gives them."""
    handout: str = ""
    """The slug of the leaflet of a pack that it stands in; empty of a file that is one leaflet, and
    of a pack's own pages."""

    @property
    def place(self) -> tuple[int, str, str, str]:
        """Where the words stand."""
        return self.page, self.section, self.lang, self.handout


@dataclass(frozen=True, slots=True)
class PageMap:
    """A file's pages, and its words in the order of the source."""

    pages: int
    passages: tuple[Passage, ...]
    blank: frozenset[int] = frozenset()
    """The pages that are of paper alone: no e-book lists one that is blank, or for notes."""

    @property
    def listed(self) -> tuple[int, ...]:
        """The pages that an e-book lists."""
        return tuple(page for page in range(1, self.pages + 1) if page not in self.blank)

    def places(self, texts: Iterable[str]) -> tuple[Place, ...]:
        """Return where each of some texts stands, each searched behind the one before.

        One that is not there has no place.
        """
        words = [
            (word, passage, at)
            for passage, held in enumerate(self.passages)
            for at, word in enumerate(held.words)
        ]
        start, found = 0, []
        for text in texts:
            sought = [word for _, word in words_in(text)]
            many = len(sought)
            starts = range(start, len(words) - many + 1)
            shown = (n for n in starts if [word for word, *_ in words[n : n + many]] == sought)
            at = next(shown, None)
            end = start if at is None else at + many
            found.append(tuple(words[n][1:] for n in range(end if at is None else at, end)))
            start = end
        return tuple(found)

    def filled(
        self, parts: Mapping[str, Sequence[Passage]], numbers: Iterable[tuple[Place, str]]
    ) -> PageMap:
        """Return the map of shared pages with a clinic's words in it.

        `parts` are what stands for the word that `part_key` gives of their name. Each of `numbers`
        has as many words as its place, or no place.
        """
        put: dict[int, dict[int, str]] = defaultdict(dict)
        for place, number in numbers:
            if place:
                for (held, at), (_, word) in zip(place, words_in(number), strict=True):
                    put[held][at] = word
        passages: list[Passage] = []
        for held, passage in enumerate(self.passages):
            if held in put:
                words = (put[held].get(at, word) for at, word in enumerate(passage.words))
                passage = replace(passage, words=tuple(words))
            for piece in _pieces(passage, parts):
                _append(piece, passages)
        return replace(self, passages=tuple(passages))


def _pieces(passage: Passage, parts: Mapping[str, Sequence[Passage]]) -> Iterator[Passage]:
    """Yield a passage cut where parts of a letterhead stand, and these."""
    if parts.keys().isdisjoint(passage.words):
        yield passage
        return
    start = 0
    for at in (at for at, word in enumerate(passage.words) if word in parts):
        yield replace(passage, words=passage.words[start:at])
        for part in parts[passage.words[at]]:
            yield replace(passage, lang=part.lang, words=part.words)
        start = at + 1
    yield replace(passage, words=passage.words[start:])


def _append(passage: Passage, passages: list[Passage]) -> None:
    """Add a passage to some: to the last one's words where it goes on with that."""
    if not passage.words:
        return
    if passages and passage.place == passages[-1].place:
        passages[-1] = replace(passage, words=passages[-1].words + passage.words)
    else:
        passages.append(passage)


def words_in(text: str) -> list[tuple[int, str]]:
    """Return each word of a text with where it starts, to be compared with others."""
    return [(found.start(), word_key(found[0])) for found in _WORD.finditer(text)]


def picture_key(alternative: str) -> str:
    """Return what stands for a picture among words."""
    return f"[{word_key(alternative)}]"


def part_key(name: str) -> str:
    """Return what stands for a part of a letterhead among words; no word is like it."""
    return f"\0{name}"


def word_key(text: str) -> str:
    """Return a word as it can be compared: without case, ligatures and what is not drawn."""
    shown = (c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", "".join(shown)).casefold()
