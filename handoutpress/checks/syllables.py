"""How many syllables a word has, in the languages whose formulas count them. Nothing is fetched.

English words are counted by a rule, and those that it counts wrongly are looked up: they come from
the CMU Pronouncing Dictionary (tools/syllables.py). Spanish and German are counted by rule alone:
they are written as they are spoken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

_EXCEPTIONS = Path(__file__).parents[1] / "wordlists" / "syllables.en.txt"
_SPOKEN: Mapping[str, int] = {"nsaid": 2, "copd": 4, "mrsa": 2, "gerd": 1, "snri": 4, "ssri": 4}
"""Abbreviations that are no words of the dictionary, and are not always spelled out."""


@cache
def _exceptions() -> Mapping[str, int]:
    """Return the syllables of each word that the rule counts wrongly."""
    lines = (line.split() for line in _EXCEPTIONS.read_text("utf-8").split("\n"))
    return {word: int(line[0]) for line in lines if line and line[0] != "#" for word in line[1:]}


@cache
def english(word: str) -> int:
    """Return the syllables of an English word; a hyphen parts it, a number has one."""
    parts = [part for part in re.split(r"[-\u2010\u2011]", word.replace("’", "'")) if part]
    return max(1, sum(map(_english_part, parts)))


def _english_part(word: str) -> int:
    if not any(map(str.isalpha, word)) or "." in word.rstrip("."):
        return 1
    letters = re.sub("'?s$", "", word)
    word = word.lower()
    if spelled := _SPOKEN.get(letters.lower()):
        return spelled
    for known, more in simpler(word):
        if count := _exceptions().get(known):
            return count + more
    if letters.isupper() and 1 < len(letters) <= 5:
        return len(letters) + 2 * letters.count("W")
    return english_rule(word)


def simpler(word: str) -> list[tuple[str, int]]:
    """Return a word, and its simpler forms with the syllables that are lost: `relievers`."""
    forms = [(word, 0)]
    if word.endswith("'s"):
        forms.append((word[:-2], 0))
    if word.endswith("s") and not word.endswith("ss"):
        hisses = re.search(r"(?:[cgszx]|[cs]h)es$", word)
        forms.append((word[:-1], 1 if hisses else 0))
    for british, american in (("our", "or"), ("aem", "em"), ("oed", "ed"), ("ise", "ize")):
        if british in word:
            forms.append((word.replace(british, american), 0))
    return forms


def english_rule(word: str) -> int:
    """Return the syllables of an English word by its letters.

    Count groups of vowels; a silent e, es or ed at the end is none.
    """
    plain = re.sub(r"[^a-z]", "", word)
    plain = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy])le$", "", plain)
    plain = re.sub(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouycgszxh])es$", "", plain)
    groups = re.findall(r"[aeiouy]+", plain)
    apart = re.findall(r"i[ao](?!u)|eo|ua(?!g)|uous|ying", plain)
    joined = re.findall(r"(?:[ct]|ss)i(?:on|al|ou|an)|gio|gia", plain)
    return max(1, len(groups) + len(apart) - len(joined))


@cache
def spanish(word: str) -> int:
    """Return the syllables of a Spanish word (RAE, Ortografía 2010, II.3).

    Two strong vowels, or a weak one with an accent beside a strong one, are two syllables; an h
    between vowels does not part them, and the u of `que` and `gue` is silent.
    """
    plain = re.sub(r"qu(?=[eéií])", "q", word.lower())
    plain = re.sub(r"gu(?=[eéií])", "g", plain)
    plain = re.sub(r"y\b", "i", plain)
    plain = re.sub(r"(?<=[aeiouáéíóú])h(?=[aeiouáéíóú])", "", plain)
    groups = re.findall(r"[aeiouáéíóúü]+", plain)
    return max(1, len(groups) + sum(map(_hiatuses, groups)))


def _hiatuses(group: str) -> int:
    pairs = itertools.pairwise(group)
    return sum(
        (first in "aeoáéó" and second in "aeoáéó")
        or (first in "íú" and second in "aeoáéó")
        or (first in "aeoáéó" and second in "íú")
        or first == second
        for first, second in pairs
    )


@cache
def german(word: str) -> int:
    """Return the syllables of a German word: its vowels, two that sound as one being one."""
    pairs = r"ei|ie|au|eu|äu|ai|ey|ay|aa|ee|oo|[aeiouyäöü]"
    return max(1, len(re.findall(pairs, word.lower())))


COUNTERS: Mapping[str, Callable[[str], int]] = {
    "en": english,
    "es": spanish,
    "de": german,
}
"""How the syllables of a language are counted, by the first part of its tag."""
