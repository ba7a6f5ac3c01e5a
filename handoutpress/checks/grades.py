"""Formulas of readability: what is counted, and what each language's own formula makes of it.

No formula knows whether words make sense, and one made for a language says nothing of another. So
there is none here for a language without one that was fitted to readers of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

LEAST_SENTENCES = 30
"""SMOG is fitted to samples of 30 sentences (McLaughlin 1969)."""
MANY_SYLLABLES = 3
LONG_LETTERS = 6
"""A word of more letters is long (LIX, Wiener Sachtextformel)."""


@lru_cache(maxsize=20_000)
def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of some sentences."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    polysyllables: int = 0
    """Words of three syllables and more."""
    monosyllables: int = 0
    letters: int = 0
    long_words: int = 0
    """Words of more than six letters."""

    @classmethod
    def of(cls, sentences: Iterable[Iterable[str]], syllables: Callable[[str], int]) -> Counts:
        """Return the counts of sentences, each its words."""
        lines = [list(words) for words in sentences]
        words = [word for line in lines for word in line]
        spoken = [syllables(word) for word in words]
        lengths = [_letters(word) for word in words]
        return cls(
            sentences=sum(map(bool, lines)),
            words=len(words),
            syllables=sum(spoken),
            polysyllables=sum(count >= MANY_SYLLABLES for count in spoken),
            monosyllables=sum(count == 1 for count in spoken),
            letters=sum(lengths),
            long_words=sum(length > LONG_LETTERS for length in lengths),
        )

    @property
    def words_a_sentence(self) -> float:
        """The mean length of a sentence in words."""
        return self.words / max(1, self.sentences)

    @property
    def syllables_a_word(self) -> float:
        """The mean length of a word in syllables."""
        return self.syllables / max(1, self.words)


def flesch_kincaid(counts: Counts) -> float:
    """Return the US school grade of English words (Kincaid 1975)."""
    return 0.39 * counts.words_a_sentence + 11.8 * counts.syllables_a_word - 15.59


def smog(counts: Counts) -> float:
    """Return the SMOG grade of English words (McLaughlin 1969); reliable from 30 sentences on."""
    return 1.0430 * math.sqrt(counts.polysyllables * 30 / max(1, counts.sentences)) + 3.1291


def fernandez_huerta(counts: Counts) -> float:
    """Return the ease of Spanish words, 0 to 100 (Fernández Huerta 1959, as corrected by Law)."""
    return 206.84 - 60 * counts.syllables_a_word - 1.02 * counts.words_a_sentence


def szigriszt(counts: Counts) -> float:
    """Return the perspicuity of Spanish words, 0 to 100 (Szigriszt-Pazos 1993; INFLESZ scale)."""
    return 206.835 - 62.3 * counts.syllables_a_word - counts.words_a_sentence


def gulpease(counts: Counts) -> float:
    """Return the ease of Italian words, 0 to 100 (GULP 1988)."""
    return 89 + (300 * counts.sentences - 10 * counts.letters) / max(1, counts.words)


def wiener(counts: Counts) -> float:
    """Return the school grade of German words (first Wiener Sachtextformel, Bamberger 1984)."""
    share = 100 / max(1, counts.words)
    return (
        0.1935 * share * counts.polysyllables
        + 0.1672 * counts.words_a_sentence
        + 0.1297 * share * counts.long_words
        - 0.0327 * share * counts.monosyllables
        - 0.875
    )


def lix(counts: Counts) -> float:
    """Return the LIX of Scandinavian words (Björnsson 1968): 30 is easy, 60 very hard."""
    return counts.words_a_sentence + 100 * counts.long_words / max(1, counts.words)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a language, and which way is harder."""

    name: str
    value: Callable[[Counts], float]
    is_grade: bool
    """Whether more is harder; else more is easier."""
    least_sentences: int = 1
    """With fewer, what comes out is no more than a hint."""


_FLESCH_KINCAID = Formula("Flesch-Kincaid grade", flesch_kincaid, is_grade=True)
_SMOG = Formula("SMOG grade", smog, is_grade=True, least_sentences=LEAST_SENTENCES)
_LIX = Formula("LIX", lix, is_grade=True)
FORMULAS: Mapping[str, tuple[Formula, ...]] = {
    "en": (_FLESCH_KINCAID, _SMOG),
    "es": (
        Formula("Szigriszt-Pazos (INFLESZ)", szigriszt, is_grade=False),
        Formula("Fernández Huerta", fernandez_huerta, is_grade=False),
    ),
    "it": (Formula("Gulpease", gulpease, is_grade=False),),
    "de": (Formula("Wiener Sachtextformel", wiener, is_grade=True),),
    "sv": (_LIX,),
    "da": (_LIX,),
    "nb": (_LIX,),
    "no": (_LIX,),
}
"""The formulas of each language, by the first part of its tag; the first is the one to go by."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a formula made of some words."""

    name: str
    value: float
    is_reliable: bool


def grades(counts: Counts, lang: str) -> tuple[Grade, ...]:
    """Return what the formulas of a language say; none for a language without one, or no words."""
    known = FORMULAS.get(lang.partition("-")[0], ()) if counts.words else ()
    return tuple(
        Grade(each.name, each.value(counts), counts.sentences >= each.least_sentences)
        for each in known
    )
