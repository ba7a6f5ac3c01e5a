"""Reading: numbers that a reader would have to work out."""

from __future__ import annotations

import re

from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.sentences import split_sentences
from handoutpress.checks.subject import Subject

_SPOKEN = ("en", "es")
_PERCENT = re.compile(
    r"\b\d+(?:[.,]\d+)?(?:\s|\u00a0)?(?:%|percent\b|per cent\b|por ciento\b)", re.IGNORECASE
)
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|half|un[ao]?|dos|tres|cuatro|cinco)"
)
_COUNT = re.compile(
    rf"\b{_NUMBER} (?:in|out of|of every|in every|of|de cada|de) (?:every )?\d[\d,.]*",
    re.IGNORECASE,
)
_CHANCE = re.compile(
    rf"\b{_NUMBER} (?:in|out of|de cada) (?:every )?([1-9][\d,.]*)\b"
    r"|\b(?:of (?:every )?|de cada )([1-9][\d,.]*) (?:people|adults|women|men|children|personas)\b",
    re.IGNORECASE,
)
_NO_CHANCE = re.compile(
    r"\s*(?:days?|weeks?|months?|years?|hours?|minutes?|mg|ml|steps?|%)\b", re.I
)
_STRENGTH = re.compile(
    r"\s*(?:gel|cream|ointment|solution|lotion|alcohol|crema|pomada|solución)\b", re.IGNORECASE
)
_WHOLE = re.compile(r"(?:100|0)(?![\d.,])")
"""All or nothing: there is nothing to work out."""
_SUM = re.compile(
    r"\b(?:multiply|divide|subtract|calculate|add up|work out) (?:your|the|this|that|it|by|how)\b"
    r"|\b(?:multiplique|divida|reste|calcule|sume) (?:su|el|la|los|las|por|entre)\b",
    re.IGNORECASE,
)


@rule("L130", "a percentage without the numbers behind it", "PE9", langs=_SPOKEN)
def bare_percentage(subject: Subject) -> Found:
    """`10 in 100 people` is understood by more readers than `10 %`."""
    for passage, match in subject.scan(_PERCENT, "%", "cent", "ciento"):
        if (
            _WHOLE.match(match[0])
            or _COUNT.search(_around(passage.text, match.start(), subject.lang))
            or _STRENGTH.match(passage.text, match.end())
        ):
            continue
        hint = "say how many of how many, such as 10 in 100 people; or give the figure itself"
        if subject.lang == "es":
            hint = "diga cuántas de cuántas, como 10 de cada 100 personas; o dé la cifra"
        yield at(
            passage.line_at(match.start()), f"“{match[0]}” is left for the reader to work out", hint
        )


def _around(text: str, at_: int, lang: str) -> str:
    """Return the sentence in which a letter stands, with the one after it."""
    spans = list(split_sentences(text, lang))
    first = next(n for n, (_, end) in enumerate(spans) if at_ < end)
    return text[spans[first][0] : spans[min(first + 1, len(spans) - 1)][1]]


@rule("L131", "chances out of different numbers", "PE9", langs=_SPOKEN)
def different_wholes(subject: Subject) -> Found:
    """`1 in 20` and `3 in 1,000` cannot be compared at a glance."""
    first: dict[str, str] = {}
    for passage, match in subject.scan(_CHANCE, " in ", "of ", "de cada "):
        whole = (match[1] or match[2]).rstrip(".,")
        is_chance = not _NO_CHANCE.match(passage.text, match.end())
        if not is_chance or passage.section is None or passage.wording != "standard":
            continue
        before = first.setdefault(passage.section.anchor, whole)
        if whole != before:
            message = f"a chance out of {whole}, where another is out of {before}"
            hint = "count all chances of a section out of the same number, such as 100"
            yield at(passage.line_at(match.start()), message, hint)


@rule("L132", "the reader is asked to do sums", "PE9", langs=_SPOKEN)
def sums(subject: Subject) -> Found:
    """The handout does the sums, in a table or an example."""
    cues = ("mult", "divid", "subtr", "calcul", "add up", "work out", "reste", "sume")
    for passage, match in subject.scan(_SUM, *cues):
        message = f"“{match[0]}” asks the reader to do sums"
        hint = "do the sum for the reader: give a table, or an example in numbers"
        yield at(passage.line_at(match.start()), message, hint)
