"""What stands on which page of a printed file: what an e-book's list of pages is made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\s\u3040-\u30ff\u3400-\u9fff]+")
"""What a page can begin with: a word, or a letter of a script that puts no space between words."""


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

    def filled(
        self, parts: Mapping[str, Sequence[Passage]], numbers: Sequence[tuple[str, str]]
    ) -> PageMap:
        """Return the map of shared pages with a clinic's words in it.

        `parts` are what stands for the word that `part_key` gives of their name. Of each of
        `numbers` the first is searched behind the one before, and has as many words as the second.
        """
        words = [one for passage in self.passages for one in _one_by_one(passage, parts)]
        at = 0
        for blank, number in numbers:
            sought, put = ([word for _, word in words_in(text)] for text in (blank, number))
            many = len(sought)
            starts = range(at, len(words) - many + 1)
            shown = [word for *_, word in words]
            found = next((n for n in starts if shown[n : n + many] == sought), None)
            if found is not None:
                at = found + many
                words[found:at] = (
                    (passage, word) for (passage, _), word in zip(words[found:at], put, strict=True)
                )
        grouped = groupby(words, key=lambda one: replace(one[0], words=()))
        passages = (replace(key, words=tuple(word for _, word in held)) for key, held in grouped)
        return replace(self, passages=tuple(passages))


def _one_by_one(
    passage: Passage, parts: Mapping[str, Sequence[Passage]]
) -> Iterator[tuple[Passage, str]]:
    """Yield each word of a passage with what it is in; for a part of a letterhead, its own."""
    for word in passage.words:
        if word not in parts:
            yield passage, word
        for part in parts.get(word, ()):
            within = replace(passage, lang=part.lang)
            yield from ((within, own) for own in part.words)


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
