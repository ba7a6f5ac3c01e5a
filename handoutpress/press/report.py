"""What a run did, for a person in one line and for a program as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.press.manifest import as_record


def folder_of(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return the first two parts of a diagnostic's file: `handouts`, `back-spasms`."""
    parts = diagnostic.location.file.split("/") if diagnostic.location else []
    return (parts[0], parts[1]) if len(parts) > 2 else ("", "")


@dataclass(frozen=True, slots=True)
class Findings:
    """What reading has said, each thing once."""

    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics are this bad."""
        return sum(d.severity is severity for d in self.diagnostics)

    def is_good(self, strict: bool) -> bool:
        """Whether all is well; a warning is trouble enough when strict."""
        return not (self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))

    def summary(self) -> str:
        """Return the line that a check ends with."""
        return f"{self.counted(Severity.ERROR)}, {self.counted(Severity.WARNING)}"

    def counted(self, severity: Severity) -> str:
        """Return `1 warning`, `2 warnings`."""
        number = self.count(severity)
        return f"{number} {severity}" if number == 1 else f"{number} {severity}s"

    def record(self) -> dict[str, Any]:
        """Return the object that `check --json` prints."""
        return {"diagnostics": [as_record(d) for d in self.diagnostics]}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run. Paths are relative to the workspace, each list is sorted."""

    made: tuple[str, ...]
    current: tuple[str, ...]
    """Already there, made of the same inputs."""
    failed: tuple[str, ...]
    unreached: tuple[str, ...]
    """Not tried, because the run was interrupted or the disk is full."""
    removed: tuple[str, ...]
    """Files of earlier runs that the workspace no longer asks for."""
    findings: Findings
    """Those of current files too, for they still hold."""
    seconds: float
    is_interrupted: bool

    def is_good(self, strict: bool) -> bool:
        """Whether all that was asked for is there; a warning is trouble enough when strict."""
        whole = not (self.failed or self.unreached or self.is_interrupted)
        return whole and self.findings.is_good(strict)

    def summary(self) -> str:
        """Return the line that a run ends with."""
        counts = [f"{len(self.made)} made", f"{len(self.current)} current"]
        counts.append(f"{len(self.failed)} failed")
        if self.unreached:
            counts.append(f"{len(self.unreached)} not reached")
        if self.removed:
            counts.append(f"{len(self.removed)} removed")
        if self.findings.count(Severity.ERROR):
            counts.append(self.findings.counted(Severity.ERROR))
        counts.append(self.findings.counted(Severity.WARNING))
        return f"{', '.join(counts)} in {self.seconds:.1f}s"

    def record(self) -> dict[str, Any]:
        """Return its numbers as plain data."""
        return {
            "made": len(self.made),
            "current": len(self.current),
            "failed": len(self.failed),
            "unreached": len(self.unreached),
            "removed": len(self.removed),
            "seconds": round(self.seconds, 3),
            "interrupted": self.is_interrupted,
        }
