"""Preflight's check that a finished PDF says all that no edition may lose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from handoutpress.design.essentials import Essential, bare, lost, told_lost
from handoutpress.diagnostics import Diagnostic, Location, warning
from handoutpress.pdf.proof import Expected, Proof

SEARCHABLE = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""The scripts whose words come out of a PDF in the order in which they are read."""

REORDERING = frozenset({"LRE", "LRO", "RLE", "RLO", "LRI", "RLI", "FSI"})
"""The bidirectional classes of characters that order what follows them otherwise."""


def check_parity(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P025: urgent callouts, doses and numbers stand word for word in the tagged text.

    P026 where a script's words cannot be searched for: then their numbers are.
    """
    yield from faults_of(proof.text(proof.root), expected.essentials)


def faults_of(text: str, essentials: Sequence[Essential]) -> Iterator[Diagnostic]:
    """Yield the same for a part of a PDF, given as its tagged text."""
    hidden = [essential for essential in essentials if not is_searchable(essential.text)]
    if any(_runs_leftwards(essential.text) for essential in hidden):
        # On such a page the words of other scripts come out in the wrong order too.
        hidden = list(essentials)
    clear = [essential for essential in essentials if essential not in hidden]
    for gone in (*lost(clear, text), *_lost_numbers(hidden, text)):
        yield told_lost("P025", gone)
    for first in hidden[:1]:
        yield warning(
            "P026",
            f"{len(hidden)} urgent lines and doses were compared by their numbers alone",
            Location(first.file, first.line),
            "the words of this script cannot be searched in a PDF: read them on the page",
        )


def is_searchable(text: str) -> bool:
    """Say whether a text comes out of a PDF in the order in which it is read."""
    if any(unicodedata.bidirectional(letter) in REORDERING for letter in text):
        return False
    # As it is compared: the sign for micro is a Greek letter, that of `2º` a Latin one.
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", text))
    return all(unicodedata.name(letter, "").startswith(SEARCHABLE) for letter in letters)


def _runs_leftwards(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def says(text: str, word: str) -> bool:
    """Say whether a page's text has a word, in whatever order its script's letters come out.

    A word that runs leftwards comes out of a PDF turned round, save for the letters that share a
    glyph: so its letters are looked for side by side, in any order.
    """
    if is_searchable(word):
        return word in " ".join(text.split())
    letters, wanted = _letters(text), sorted(_letters(word))
    ends = range(len(wanted), len(letters) + 1)
    return any(sorted(letters[end - len(wanted) : end]) == wanted for end in ends)


def _letters(text: str) -> str:
    """Return a text's letters alone, each in its plain form."""
    return "".join(filter(str.isalpha, bare(text)))


def _lost_numbers(wanted: Iterable[Essential], text: str) -> Iterator[Essential]:
    """Yield what has a number that the text has not; such a text has lost its spaces too."""
    for essential in wanted:
        if any(number not in text for number in re.findall(r"\d+", essential.text)):
            yield essential
