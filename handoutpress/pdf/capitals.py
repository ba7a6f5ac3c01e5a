"""Preflight's check that running text and headings are in small letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from handoutpress.design.essentials import bare
from handoutpress.diagnostics import Diagnostic, error, warning
from handoutpress.pdf.layout_checks import quote
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.whence import whence

FEWEST_LETTERS, LONG_WORD, LONGEST_ABBREVIATION = 12, 4, 8
"""Two words of four letters or more, with twelve letters in all, are no abbreviation; nor is one
word of more than eight."""
_WORD = re.compile(r"[^\W\d_]+")


def check_capitals(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P055: no words are in capitals but abbreviations (UKAAF G003).

    A style sheet that makes them so is refused; an author who writes them so is warned. A clinic
    is called what it is called.
    """
    for passage in proof.passages:
        text = " ".join(line.text for line in passage.lines)
        for capitals in blocks_of_capitals(text):
            where = whence(proof, passage.pieces)
            if where is not None and where.file.startswith("brands/"):
                continue
            is_written = not expected.words or bare(capitals) in expected.words
            tell = warning if is_written else error
            mend = "write them in small letters; stress is bold"
            if not is_written:
                mend = "let `text-transform` be `none` in the style sheet"
            told = f"page {passage.lines[0].page + 1}: {quote(capitals)} is printed in capitals"
            yield tell("P055", told, where, mend)


def blocks_of_capitals(text: str) -> Iterator[str]:
    """Yield the runs of words of a text that are in capitals, and more than an abbreviation.

    Letters that have no capitals, as those of Arabic, end a run.
    """
    for part in _without_case(text).split("\n"):
        for is_run, words in groupby(part.split(" "), key=_is_capitals):
            run = " ".join(words)
            if is_run and _is_block(_WORD.findall(run)):
                yield run


def _without_case(text: str) -> str:
    """Return a text with a new line for each letter that has no capital."""
    letters = unicodedata.normalize("NFC", text)
    return "".join("\n" if c.isalpha() and c.lower() == c.upper() else c for c in letters)


def _is_capitals(word: str) -> bool:
    letters = "".join(_WORD.findall(word))
    return len(letters) > 1 and letters.isupper()


def _is_block(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) >= LONG_WORD]
    if len(long) > 1:
        return sum(map(len, words)) >= FEWEST_LETTERS
    return any(len(word) > LONGEST_ABBREVIATION for word in words)
