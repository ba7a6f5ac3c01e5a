"""Preflight's check of words that the end of a line or of a page cuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from handoutpress.design.essentials import bare
from handoutpress.diagnostics import Diagnostic, Location, error, warning
from handoutpress.pdf.actual_text import SOFT_HYPHEN
from handoutpress.pdf.passages import Line, Passage
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.whence import whence

MANY_CUTS = 3
"""So many words of a page may be cut where words may be cut at all (house)."""
HYPHENS = ("-", "\u2010")
_HINT = "say it in shorter words, or take the soft hyphen out of it"


@dataclass(frozen=True, slots=True)
class _Cut:
    """A word that is cut, though a line has room for it."""

    line: Line
    """The line that ends in it."""
    word: str
    by_style: bool
    """Whether no soft hyphen of the author's is what cuts it."""
    by_page: bool


def check_split_words(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P050: no word is cut by a page, nor where words stay whole, nor are many of a page.

    A word that is longer than a line has to be cut.
    """
    whole = expected.clear_print.keeps_words_whole
    many: dict[int, list[_Cut]] = {}
    for cut in (cut for passage in proof.passages for cut in _cuts(passage, expected)):
        if whole and cut.by_style:
            hint = "take `hyphens: auto` out of the style sheet"
            yield error("P050", _told(cut, "by the style sheet"), _where(proof, cut), hint)
        elif cut.by_page:
            yield warning("P050", _told(cut, "by the end of the page"), _where(proof, cut), _HINT)
        elif whole:
            yield warning("P050", _told(cut, "by the end of a line"), _where(proof, cut), _HINT)
        else:
            many.setdefault(cut.line.page, []).append(cut)
    for page, cuts in many.items():
        if len(cuts) > MANY_CUTS:
            told = f"page {page + 1}: {len(cuts)} words are cut by the ends of lines, such as "
            yield warning("P050", f'{told}"{cuts[0].word}"', _where(proof, cuts[0]), _HINT)


def _told(cut: _Cut, how: str) -> str:
    return f'page {cut.line.page + 1}: "{cut.word}" is cut {how}'


def _where(proof: Proof, cut: _Cut) -> Location | None:
    return whence(proof, cut.line.pieces[-1:])


def _cuts(passage: Passage, expected: Expected) -> Iterator[_Cut]:
    """Yield the words of a passage that are cut, if a line has room for the whole word."""
    room = max(line.characters for line in passage.lines)
    for line, below in pairwise(passage.lines):
        end, start = line.text.split()[-1], below.text.split()[0]
        is_soft = end.endswith(SOFT_HYPHEN)
        if is_soft or _is_broken(end, start, expected.words):
            word = end[:-1] + start
            if len(word) <= room and not start.endswith(SOFT_HYPHEN):
                yield _Cut(line, word, not is_soft, below.page != line.page)


def _is_broken(end: str, start: str, words: str) -> bool:
    """Say whether a line ends in a hyphen that the words of the page source do not have."""
    if not end.endswith(HYPHENS):
        return False
    first, rest = bare(end[:-1]), bare(start)
    return first + rest in words and f"{first}{end[-1]}{rest}" not in words
