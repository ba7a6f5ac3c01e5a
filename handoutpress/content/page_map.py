"""What stands on which page of a printed file: what an e-book's list of pages is made from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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


def words_in(text: str) -> list[tuple[int, str]]:
    """Return each word of a text with where it starts, to be compared with others."""
    return [(found.start(), word_key(found[0])) for found in _WORD.finditer(text)]


def picture_key(alternative: str) -> str:
    """Return what stands for a picture among words."""
    return f"[{word_key(alternative)}]"


def word_key(text: str) -> str:
    """Return a word as it can be compared: without case, ligatures and what is not drawn."""
    shown = (c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", "".join(shown)).casefold()
