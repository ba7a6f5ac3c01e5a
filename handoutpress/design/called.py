"""Phone numbers in running words, told from other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

GAP = "\0"
"""Stands in a text where an edition may print more than the words."""
LONG_NUMBER = r"\+?\(?\d[\d() \u00a0./-]{5,}\d"
"""What is written as a phone number is; `has_digits_of_one` tells it from a shorter number."""
_CALLED = re.compile(rf"{LONG_NUMBER}|\b(?:911|999|112|111|988)\b")
"""What may be a phone number that is typed, and not a link; or a short one to call."""
_LEAST_DIGITS = 7
"""Of a phone number that is not a short one."""
_DAYS = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b\d{4}[-–/]\d{4}\b|\b\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})\b"
)
"""Days and years, which are no phone numbers."""
_COUNTS = re.compile(
    r"[1-9]\d?(?:[ \u00a0]\d{1,2})+"  # 10 20 30 40
    r"|[1-9]\d{0,2}(?:[ \u00a0.]\d{3})+"  # 1 234 567
    r"|\d+\.\d+"
)
"""Numbers in a row, a large number, a decimal: no phone numbers, as these begin with 0, + or (."""
_PHONES = re.compile(r"[1-9]\d{2}(?:[ \u00a0]\d{3}){2}|\d{3}\.\d{4}")
"""What looks like a count and is called: 912 345 678 (Spain, Poland), 555.0111."""
_IN_PAIRS = frozenset({"da", "fo", "nb", "nn", "no"})
"""The languages of countries whose phone numbers are pairs of digits, the first not 0."""


def numbers_in(words: str, lang: str) -> Iterator[str]:
    """Yield the phone numbers that are typed in words of a language; no days, no counts."""
    for number in _CALLED.findall(_DAYS.sub(GAP, words)):
        if (has_digits_of_one(number) and not _is_count(number, lang)) or number.isdigit():
            yield number


def has_digits_of_one(number: str) -> bool:
    """Say whether a number has enough digits to be called."""
    return sum(map(str.isdigit, number)) >= _LEAST_DIGITS


def _is_count(number: str, lang: str) -> bool:
    in_pairs = lang.split("-")[0] in _IN_PAIRS and re.fullmatch(r"(?:\d\d\W){3}\d\d", number)
    return bool(_COUNTS.fullmatch(number)) and not (in_pairs or _PHONES.fullmatch(number))
