"""What a page of checks tells of one handout in one language, gathered before it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handoutpress.checks.linter import Linter, Outcome, Result
from handoutpress.checks.precheck import Table, precheck
from handoutpress.checks.trend import Trend, trend_of
from handoutpress.content.handout import Section
from handoutpress.content.release import last_release
from handoutpress.design.direction import Direction
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, SourceError
from handoutpress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sheet:
    """A handout in one language with all that was found in its files."""

    result: Result
    said: tuple[Diagnostic, ...]
    """What was found in its words, its pages and its handout.yaml."""
    text: str
    """Its language file."""
    record_text: str
    """Its handout.yaml."""
    trend: Trend | None
    lost: tuple[Diagnostic, ...]
    """Why its last release could not be read."""
    tables: tuple[Table, ...]
    """The pre-check."""

    @property
    def name(self) -> str:
        """Its slug and language, as ids and file names begin."""
        return f"{self.result.handout.slug}.{self.result.handout.lang}"

    @property
    def title(self) -> str:
        """Its title."""
        return self.result.handout.front.title

    @property
    def direction(self) -> Direction:
        """The way its words run."""
        return words_for(self.result.handout.lang)[0].direction

    def of_words(self) -> tuple[Diagnostic, ...]:
        """Return what was found in its language file."""
        file = self.result.handout.file
        return tuple(d for d in self.said if d.location and d.location.file == file)

    def of_record(self) -> tuple[Diagnostic, ...]:
        """Return what was found in its handout.yaml."""
        file = self.result.subject.record_file
        return tuple(d for d in self.said if d.location and d.location.file == file)

    def sections(self) -> Iterator[tuple[Section, int]]:
        """Yield each section and part with the number of findings between it and the next."""
        lines = [d.location.line or 1 for d in self.of_words() if d.location]
        sections = list(self.result.handout.all_sections())
        ends = [section.line for section in sections[1:]] + [self.text.count("\n") + 2]
        for section, end in zip(sections, ends, strict=True):
            yield section, sum(section.line <= line < end for line in lines)


def sheets(
    outcome: Outcome, said: Iterable[Diagnostic], workspace: Workspace, linter: Linter
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Return a sheet for each handout that was checked, and what was found elsewhere.

    Raises SourceError where a file cannot be read any more.
    """
    found = tuple(said)
    made = tuple(_sheet(result, found, workspace, linter) for result in outcome.results)
    told = {each for sheet in made for each in sheet.said}
    return made, tuple(each for each in found if each not in told)


def _sheet(
    result: Result, said: tuple[Diagnostic, ...], workspace: Workspace, linter: Linter
) -> Sheet:
    handout, record = result.handout, result.subject.record_file
    own = (handout.file, record)
    trend, lost = None, tuple[Diagnostic, ...]()
    try:
        released = last_release(workspace, handout)
        trend = trend_of(result, released, linter) if released else None
    except SourceError as trouble:
        lost = trouble.diagnostics
    sheet = Sheet(
        result,
        tuple(each for each in said if each.location and each.location.file in own),
        _text(workspace, handout.file),
        _text(workspace, record),
        trend,
        lost,
        precheck(result),
    )
    result.subject.forget()  # a workspace has thousands: what a page needs of it is made anew
    return sheet


def _text(workspace: Workspace, name: str) -> str:
    return workspace.read(name).decode("utf-8-sig", "replace")
