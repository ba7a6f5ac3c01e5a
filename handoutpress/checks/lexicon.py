"""Words and phrases that are looked for in a text, all of them in one go over its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

TOKEN = re.compile(r"[^\W_]+(?:[-'’\u2010\u2011][^\W_]+)*")
_PLURALS: Mapping[str, tuple[str, ...]] = {"en": ("s", "es"), "es": ("s", "es")}
_CONJUGATED: Mapping[str, str] = {
    "ar": "a an ado ada ados adas ando ará arán aron",
    "er": "e en ido ida idos idas iendo erá erán",
    "ir": "e en ido ida idos idas iendo irá irán",
}
"""The forms in which leaflets have Spanish verbs, by the ending of the infinitive."""


class Token(NamedTuple):
    """A word of a text in small letters, and where it stands."""

    word: str
    start: int
    end: int


class Hit(NamedTuple):
    """A place of a text where an entry of a lexicon stands."""

    entry: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text."""
    return tuple(Token(m[0].casefold(), m.start(), m.end()) for m in TOKEN.finditer(text))


@dataclass(frozen=True)
class Lexicon:
    """Entries by the words that they are made of."""

    forms: Mapping[tuple[str, ...], str]
    firsts: Mapping[str, int]
    """By its first word, how many words the longest entry has."""

    def find(self, words: tuple[Token, ...]) -> Iterator[Hit]:
        """Yield where entries stand in a text; of two that begin together, the longer one."""
        firsts, past = self.firsts, 0
        for at, first in enumerate(words):
            most = firsts.get(first.word, 0)
            if not most or at < past:
                continue
            for size in range(min(most, len(words) - at), 0, -1):
                entry = self.forms.get(tuple(token.word for token in words[at : at + size]))
                if entry:
                    yield Hit(entry, words[at].start, words[at + size - 1].end)
                    past = at + size
                    break

    def entry_of(self, text: str) -> str:
        """Return the entry that a whole text is; empty for none."""
        return self.forms.get(tuple(token.word for token in tokens(text)), "")


def plurals(word: str, lang: str) -> Iterator[str]:
    """Yield the plurals of a noun."""
    for ending in _PLURALS.get(lang, ()):
        yield word + ending
    if lang == "en" and word.endswith("y"):
        yield f"{word[:-1]}ies"
    if lang == "es" and word.endswith("ión"):
        yield f"{word[:-2]}ones"


def verb_forms(word: str, lang: str) -> Iterator[str]:
    """Yield what a regular verb becomes; of a word that is no verb, forms that nobody writes."""
    if lang == "en":
        y_stem = word[:-1] + "i" if word.endswith("y") else word
        e_stem = word.removesuffix("e")
        yield from (f"{y_stem}es", f"{word}s", f"{word.removesuffix('e')}ing")
        yield f"{e_stem}ed" if e_stem != word else f"{y_stem}ed"
    if lang == "es":
        for ending, forms in _CONJUGATED.items():
            if word.endswith(ending):
                yield from (word[: -len(ending)] + form for form in forms.split())


@lru_cache(maxsize=64)
def lexicon(
    entries: tuple[str, ...],
    lang: str,
    forms_of: Callable[[str, str], Iterator[str]] = plurals,
) -> Lexicon:
    """Return a lexicon of entries, each with its other spellings after `|` and its other forms."""
    forms: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for spelling in entry.split("|"):
            words = tuple(token.word for token in tokens(spelling))
            if words:
                forms.setdefault(words, entry)
                for form in forms_of(words[-1], lang):
                    forms.setdefault((*words[:-1], form), entry)
    firsts: dict[str, int] = {}
    for words in forms:
        firsts[words[0]] = max(firsts.get(words[0], 0), len(words))
    return Lexicon(forms, firsts)
