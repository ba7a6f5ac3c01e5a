"""Silences: findings that somebody has given a reason against, and silences that nothing needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handoutpress.checks.registry import Finding, Found, Rule, all_rules, at, nearest, rule
from handoutpress.checks.subject import Subject
from handoutpress.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that is not told, and why."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class _Silence:
    rule: str
    reason: str
    line: int
    """Where it is written."""
    first: int
    last: int
    is_whole: bool
    """Whether it is for the whole handout, its record too."""

    def covers(self, found: Diagnostic, file: str) -> bool:
        where = found.location
        if found.code != self.rule or where is None:
            return False
        return self.is_whole or (
            where.file == file and self.first <= (where.line or 0) <= self.last
        )


def heard(
    subject: Subject, said: Sequence[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Silenced, ...], list[tuple[Rule, Finding]]]:
    """Return what is still said, what is silenced, and what is to say of the silences themselves.

    A silence of a rule that is off, or that cannot read the language, is not one that nothing
    needs: a copy to translate has those of the original.
    """
    silences = tuple(_silences(subject))
    kept: list[Diagnostic] = []
    silenced: list[Silenced] = []
    needed: set[_Silence] = set()
    for found in said:
        covering = [s for s in silences if s.covers(found, subject.handout.file)]
        needed.update(covering)
        if covering:
            silenced.append(Silenced(found, covering[0].reason))
        else:
            kept.append(found)
    rules, levels = all_rules(), subject.checks.rules
    unused = [
        (rules["L001"], _unused(silence))
        for silence in silences
        if silence not in needed
        and silence.rule in rules
        and rules[silence.rule].reads(subject.handout.lang)
        and levels.get(silence.rule) != "off"
    ]
    return tuple(kept), tuple(silenced), unused


def _silences(subject: Subject) -> Iterator[_Silence]:
    handout = subject.handout
    for at_, said in enumerate(handout.front.silence):
        line = handout.front_lines.get(f"silence[{at_}]", handout.front_lines.get("silence", 1))
        yield _Silence(said.rule, said.reason, line, 1, 1, is_whole=True)
    for block in handout.silences:
        place = (block.line, block.first, block.last)
        yield _Silence(block.rule, block.reason, *place, is_whole=False)


def _unused(silence: _Silence) -> Finding:
    return at(
        silence.line,
        f"{silence.rule} finds nothing here that this silence is for",
        "delete the silence, or put it right above the block that the rule speaks of",
    )


@rule("L001", "a silence that nothing needs", "house")
def unused_silence(subject: Subject) -> Found:
    """Say nothing: what the rules found is known only when all were asked (`heard`)."""
    yield from ()


@rule("L002", "a silence names no rule", "house", Severity.ERROR)
def silence_of_no_rule(subject: Subject) -> Found:
    """A silence with a slip in its code would silence nothing, and nobody would know."""
    known = all_rules()
    for silence in _silences(subject):
        if silence.rule not in known:
            yield at(silence.line, f"there is no rule `{silence.rule}`", nearest(silence.rule))
