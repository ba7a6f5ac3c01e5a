"""What `build --json` tells while it works: each event an object of plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.press.manifest import as_record
from handoutpress.press.report import Findings, Report

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.press.build import Step
    from handoutpress.press.schedule import Schedule

Event: TypeAlias = dict[str, Any]


class Events:
    """Hands the events of one build to `emit` as they happen, each diagnostic once."""

    def __init__(self, emit: Callable[[Event], None] | None) -> None:
        """Hand them to nobody where `emit` is None."""
        self._hears = emit is not None
        self._emit = emit or (lambda event: None)
        self._told: dict[Diagnostic, None] = {}

    def planned(self, schedule: Schedule) -> None:
        """Tell what the run comes to."""
        if not self._hears:  # a list of a hundred thousand files
            return
        self._emit(
            {
                "event": "plan",
                "make": [
                    {"path": a.path, "why": [reason.record() for reason in schedule.why[a.path]]}
                    for a in schedule.todo
                ],
                "current": list(schedule.current),
                "remove": list(schedule.stale),
                "broken": list(schedule.broken),
                "processes": schedule.processes,
                "estimate_seconds": schedule.estimate.seconds,
                "estimate_lacks": list(schedule.estimate.unknown),
            }
        )
        self.found(schedule.findings.diagnostics)

    def step(self, step: Step) -> None:
        """Tell how far it has come, and what was found on the way."""
        self._emit(
            {"event": step.outcome, "path": step.path, "done": step.done, "total": step.total}
        )
        self.found(step.said)

    def found(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Tell the diagnostics that were not told before."""
        for diagnostic in diagnostics:
            if diagnostic not in self._told:
                self._told[diagnostic] = None
                self._emit({"event": "diagnostic", **as_record(diagnostic)})

    def closed(self, exit_code: int, report: Report | None = None) -> None:
        """Tell that this was all; `report` is what a build has done, where one was carried out."""
        found = Findings(tuple(self._told))
        self._emit(
            {
                "event": "summary",
                **(report.record() if report else {}),
                "errors": found.count(Severity.ERROR),
                "warnings": found.count(Severity.WARNING),
                "exit_code": exit_code,
            }
        )
