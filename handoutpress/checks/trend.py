"""The figures of a handout's words, and how they have gone since its last release."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handoutpress.checks.linter import Linter, Result
from handoutpress.checks.registry import FAMILIES
from handoutpress.checks.sentence_rules import too_long
from handoutpress.content.release import Released


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a handout in one language."""

    words: int
    """Of its whole sentences, as the formulas are fed them."""
    sentences: int
    long_sentences: int
    """Those over the limit of words."""
    grades: Mapping[str, float]
    """What the formulas of its language make of the whole."""
    findings: Mapping[str, int]
    """How many findings there are of each family of rules, by its name; infos too."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Figures of a release beside those of today, by the rules of today."""

    name: str
    on: datetime.date
    version: str
    then: Figures
    now: Figures


def figures_of(result: Result) -> Figures:
    """Return the figures of a handout that was checked."""
    counts, grades = result.figures[""]
    families = Counter(FAMILIES[each.code[1]] for each in result.diagnostics)
    return Figures(
        counts.words,
        counts.sentences,
        sum(1 for _ in too_long(result.subject)),
        {grade.name: grade.value for grade in grades},
        {name: families[name] for name in FAMILIES.values()},
    )


def trend_of(result: Result, released: Released, linter: Linter) -> Trend:
    """Return how a handout's figures have gone since a release."""
    then = figures_of(linter.check_handout(released.handout))
    facts = released.facts
    return Trend(facts.name, facts.on, facts.version, then, figures_of(result))


def lines_of(trend: Trend) -> Iterator[tuple[str, float, float]]:
    """Yield the name of each figure with its value then and now; families without findings not."""
    then, now = trend.then, trend.now
    for name in (*now.grades, *(name for name in then.grades if name not in now.grades)):
        yield name, round(then.grades.get(name, 0), 1), round(now.grades.get(name, 0), 1)
    yield "Words in whole sentences", then.words, now.words
    yield "Sentences", then.sentences, now.sentences
    yield "Sentences over the limit", then.long_sentences, now.long_sentences
    for name, count in now.findings.items():
        if count or then.findings[name]:
            yield f"Findings: {name}", then.findings[name], count
