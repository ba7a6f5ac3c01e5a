"""Trouble as data: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a Diagnostic is."""

    ERROR = "error"
    """The file concerned cannot be made, or would be wrong."""
    WARNING = "warning"
    """The file is made; `--strict` makes it fail."""
    INFO = "info"
    """Worth knowing: nothing fails of it, and a build does not say it."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a workspace file: its path in the workspace, and 1-based line and column."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One piece of trouble. Codes are stable: never reused, never renumbered.

    `message` is lower case, has no full stop and says what is wrong; each hint says what to do.
    """

    code: str
    severity: Severity
    message: str
    location: Location | None = None
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        lines = [f"{place}{self.severity}[{self.code}]: {self.message}"]
        lines += [f"  hint: {hint}" for hint in self.hints]
        return "\n".join(lines)


def error(code: str, message: str, location: Location | None = None, *hints: str) -> Diagnostic:
    """Return an error."""
    return Diagnostic(code, Severity.ERROR, message, location, hints)


def warning(code: str, message: str, location: Location | None = None, *hints: str) -> Diagnostic:
    """Return a warning."""
    return Diagnostic(code, Severity.WARNING, message, location, hints)


class PressError(Exception):
    """The base of the family; carries at least one Diagnostic."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[PressError], tuple[tuple[Diagnostic, ...]]]:
        # Exceptions cross the worker pool's process boundary; the default pickles str(self).
        return type(self), (self.diagnostics,)


class SourceError(PressError):
    """A handout, a brand or a setting is wrong."""


class ThemeError(PressError):
    """A template or a style sheet is wrong."""


class ExportError(PressError):
    """An engine could not produce the file, or preflight refused it."""


def one_line(text: str) -> str:
    """Return a text as one line that can be printed, whatever is in it."""
    if text.isprintable():  # as nearly all are, and to ask letter by letter takes its time
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
