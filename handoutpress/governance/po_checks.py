"""What a translated message must not lose: facts of the clinic, sources, doses, pairs of marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handoutpress.content.report import Report
from handoutpress.design.doses import FORM, Amount, amounts
from handoutpress.governance.pofile import Entry

_KEPT = (
    ("L812", re.compile(r"\{\s*clinic\.[a-z_]+\s*\}"), "a fact of the clinic"),
    ("L814", re.compile(r"\[@[^\[\]\n]*\]"), "a source"),
    (
        "L814",
        re.compile(r"\]\(((?:#|figures/|picture:|handout:|tel:)[^)\s]*)"),
        "what a link or a picture leads to",
    ),
)
"""What a translation says as often as the original: the code, its form, and what it is."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_PAIRS = (("[", "]"), ("{", "}"), ("(", ")"))
_COUNTING = frozenset({"en", "es", "vi", "zh"})
"""The languages whose words for numbers `design.doses` knows."""


def check_entry(entry: Entry, lang: str, report: Report) -> None:
    """Report what a translated message has lost, at its line.

    L812 a fact of the clinic, L813 a dose, L814 a source or what a link leads to, L817 a mark
    without its partner.
    """
    for code, form, what in _KEPT:
        said = (Counter(form.findall(text)) for text in (entry.words, entry.translation))
        before, after = said
        for lost in before - after:
            hint = f"write {lost} where it belongs in the translation"
            report.error(code, f"the translation has lost {what}: {lost}", entry.line, hint)
    for amount in _lost_doses(entry, lang):
        shown = amount.number if amount.unit == FORM else f"{amount.number} {amount.unit}"
        hint = "say the same dose; write it in digits, with the same unit"
        message = f"the translation has lost a dose: {shown}"
        report.error("L813", message, entry.line, hint)
    for mark in _unbalanced(entry):
        hint = f"close each {mark} that is opened, as the original does"
        report.error("L817", f"a {mark} of the translation has no partner", entry.line, hint)


def _lost_doses(entry: Entry, lang: str) -> Iterator[Amount]:
    said = set(amounts(entry.translation, articles=True))
    digits = {number.replace(",", ".") for number in _DIGITS.findall(entry.translation)}
    for amount in dict.fromkeys(amounts(entry.words)):
        if amount in said:
            continue
        # The form may be a word that nobody told the program; a number in digits is one anywhere.
        has_other_unit = any(a.number == amount.number and a.unit != amount.unit for a in said)
        if amount.number in digits and not has_other_unit:
            continue
        is_told = (
            amount.unit != FORM or lang.split("-")[0] in _COUNTING or _in_digits(amount, entry)
        )
        if is_told:
            yield amount


def _in_digits(amount: Amount, entry: Entry) -> bool:
    return amount.number in {n.replace(",", ".") for n in _DIGITS.findall(entry.words)}


def _unbalanced(entry: Entry) -> Iterator[str]:
    """Yield each mark that is balanced in the original and not in the translation."""
    text, words = entry.translation, entry.words
    for mark in ("**", "__"):
        if text.count(mark) % 2 and not words.count(mark) % 2:
            yield mark
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing) and words.count(opening) == words.count(
            closing
        ):
            yield opening
