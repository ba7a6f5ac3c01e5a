"""Plain text to sentences and words, as a reader would count them.

A number, an address or a fact of the clinic is one word. Words in a script without spaces, such as
Chinese, are not counted: no rule here asks for their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handoutpress.checks.passages import FACT

_ADDRESS = (
    r"https?://[^\s<>]{1,200}[\w/]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:com|edu|example|gov|info|int|net|org|uk|eu|es|mx)\b(?:/[\w/.-]*\w)?"
)
_NUMBER = r"\d+(?:[.,:/\u00a0]\d+)*(?:[ \u00a0]?°[ \u00a0]?[CF]\b)?"
_LETTERS = r"[^\W\d_]+(?:\.[^\W\d_](?:\.|\b))*"
WORD = re.compile(
    rf"{_ADDRESS}|(?:{_NUMBER}|{_LETTERS})(?:['’\-\u2010\u2011](?:{_NUMBER}|[^\W\d_]+))*|{FACT}"
)
"""A word, with the hyphens and apostrophes in it; a number, an address, a fact of the clinic."""
_END = re.compile(r"([.!?…؟۔。！？]+)[\"'”’»)\]]*(\s+|$|(?<=[。！？]))")
_PLAIN_WORD = re.compile(WORD.pattern.removeprefix(f"{_ADDRESS}|"))
_ADDRESS_SIGN = re.compile(r"\w\.\w|@|://")
SPACED = ("en", "es", "de", "it", "sv", "da", "nb", "no", "fr", "pt", "nl", "pl", "vi", "so", "ht")
"""Languages whose words can be counted by their spaces."""
_LONGER = {"vi": 1.5, "es": 1.25, "it": 1.25, "fr": 1.25, "pt": 1.25, "ht": 1.25}
"""How many more words a language needs for the same; Vietnamese has a space in each of them."""
_LETTERS_A_WORD = 1.7
"""Letters of Chinese or Japanese that say as much as an English word."""
_OPENS = re.compile(r"[\"'“‘«(\[¿¡]*")
_ENGLISH = "dr mr mrs ms prof st jr sr vs approx dept inc ltd e.g i.e eg ie cf"
_SPANISH = "dr dra sr sra srta prof profa ud uds vd vds aprox p ej av d.ª ee tel"
_ABBREVIATIONS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "de": frozenset(("dr", "prof", "z.b", "z", "b", "d.h", "u.a", "ca", "bzw", "ggf", "evtl")),
    "it": frozenset(("dr", "dott", "sig", "sig.ra", "prof", "es", "pag")),
}
_BEFORE_NUMBERS = frozenset(["no", "nr", "n", "núm", "pág", "fig", "p", "pp", "art", "vol"])
"""Words that are cut short only before a number: `No. 5`."""
_SHORT_WORDS = frozenset({"i", "a"})
"""Letters that are words, and may end a sentence."""


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    found: list[str] = _pattern(text, 0, len(text)).findall(text)
    return found


def words_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the words of a part of a text, with their places."""
    return _pattern(text, start, end).finditer(text, start, end)


def _pattern(text: str, start: int, end: int) -> re.Pattern[str]:
    # Addresses are looked for only where there is a sign of one: that takes most of the time.
    return WORD if _ADDRESS_SIGN.search(text, start, end) else _PLAIN_WORD


def stretched(limit: float, lang: str) -> int:
    """Return a number of English words as that of another language that says as much."""
    return round(limit * _LONGER.get(lang.partition("-")[0], 1))


def size(text: str, lang: str) -> int:
    """Return how many words a text has; of Chinese or Japanese, how many English ones it makes."""
    if lang.partition("-")[0] in ("zh", "ja"):
        return round(sum(map(str.isalnum, text)) / _LETTERS_A_WORD)
    return len(words_of(text))


def split_sentences(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence of a text.

    A full stop ends none after an abbreviation (`Dr.`), after a letter that stands for a name
    (`J. Smith`), inside a number, or before a small letter.
    """
    start = 0
    known = _ABBREVIATIONS.get(lang.partition("-")[0], frozenset())
    for match in _END.finditer(text):
        if _is_end(text, match, known):
            yield start, match.start(2)
            start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _is_end(text: str, match: re.Match[str], known: frozenset[str]) -> bool:
    rest = text[match.end() :]
    if not rest:
        return True
    opened = _OPENS.match(rest)
    first = rest[opened.end() if opened else 0 :][:1]
    if first.islower():
        return False
    if match[1] != ".":
        return True
    before = re.search(r"[\w.ª]+$", text[: match.start()])
    word = before[0].casefold() if before else ""
    if word in _BEFORE_NUMBERS and first.isdigit():
        return False
    is_initial = len(word) == 1 and word.isalpha() and word not in _SHORT_WORDS
    return word not in known and not (is_initial and first.isupper())


def is_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does; a heading or a point of a list need not."""
    return bool(re.search(r"[.!?…:؟。！？：][\"'”’»)\]]*$", text.rstrip()))
