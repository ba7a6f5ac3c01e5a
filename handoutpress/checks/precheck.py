"""What reviewers ask of a handout, as far as a program can answer: before people judge it.

The items are modelled on those of PEMAT-P (AHRQ) and of the CDC Clear Communication Index, in our
own words. An answer comes from the findings of rules, or from what the handout has; what takes a
person says so. The share of a table is never a PEMAT or a CDC score.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handoutpress.checks.linter import Result
from handoutpress.checks.precheck_items import ITEMS, Item
from handoutpress.checks.registry import all_rules
from handoutpress.diagnostics import Diagnostic


class Answer(StrEnum):
    """What can be said of an item."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_APPLICABLE = "not applicable"
    PERSON = "needs a person"


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with its answer."""

    item: Item
    answer: Answer
    found: tuple[Diagnostic, ...] = ()
    """The findings that speak against it."""
    silenced: tuple[Diagnostic, ...] = ()
    """Findings that somebody gave a reason against."""


@dataclass(frozen=True, slots=True)
class Table:
    """The items of one question, such as understandability."""

    name: str
    answers: tuple[Answered, ...]

    def count(self, answer: Answer) -> int:
        """Return how many items have an answer."""
        return sum(each.answer is answer for each in self.answers)

    @property
    def decided(self) -> int:
        """How many items apply and could be answered."""
        return self.count(Answer.AGREE) + self.count(Answer.DISAGREE)

    @property
    def share(self) -> float | None:
        """Agrees in a hundred of the items that were decided; None when none was."""
        return 100 * self.count(Answer.AGREE) / self.decided if self.decided else None


def precheck(result: Result) -> tuple[Table, ...]:
    """Return the tables of understandability, actionability and clear communication."""
    return tuple(
        Table(name, tuple(_answered(item, result) for item in items))
        for name, items in ITEMS.items()
    )


def _answered(item: Item, result: Result) -> Answered:
    if item.applies and not item.applies(result.subject):
        return Answered(item, Answer.NOT_APPLICABLE)
    found = tuple(each for each in result.diagnostics if each.code in item.codes)
    silenced = tuple(s.diagnostic for s in result.silenced if s.diagnostic.code in item.codes)
    return Answered(item, _answer(item, result, bool(found)), found, silenced)


def _answer(item: Item, result: Result, is_against: bool) -> Answer:
    has = item.has(result.subject) if item.has else None
    if is_against or has is False:
        return Answer.DISAGREE
    is_asked = any(_is_asked(code, result) for code in item.codes)
    # Signs are no proof where a person has to look; what is there, or not, is one.
    return Answer.AGREE if (is_asked or has) and not item.is_for_people else Answer.PERSON


def _is_asked(code: str, result: Result) -> bool:
    """Say whether a rule is on, and can read the language."""
    rule, levels = all_rules().get(code), result.subject.checks.rules
    return rule is not None and levels.get(code) != "off" and rule.reads(result.handout.lang)
