"""The list that a reader gathers one file's problems in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from handoutpress.diagnostics import Diagnostic, Location, Severity, error, warning


@dataclass(slots=True)
class Report:
    """The problems of one source file, in the order they are found."""

    file: str
    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, line: int | None, *hints: str) -> None:
        """Add an error at a 1-based line."""
        self.found.append(error(code, message, Location(self.file, line), *filter(None, hints)))

    def warning(self, code: str, message: str, line: int | None, *hints: str) -> None:
        """Add a warning at a 1-based line."""
        self.found.append(warning(code, message, Location(self.file, line), *filter(None, hints)))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add problems found elsewhere on behalf of this file."""
        self.found.extend(diagnostics)

    @property
    def has_errors(self) -> bool:
        """Whether anything found forbids the use of the file."""
        return has_errors(self.found)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether one of the diagnostics is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics without repeats, by file and line; one place keeps its finding order."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=_place))


def _place(found: Diagnostic) -> tuple[str, int, int]:
    where = found.location
    return (where.file, where.line or 0, where.column or 0) if where else ("", 0, 0)


def choose(word: str, known: Iterable[str], what: str = "") -> str:
    """Return a hint for a word that is not known: the close match, else all that is known."""
    names = list(known)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if not names:
        return f"there are no {what} yet" if what else ""
    return "use one of: " + ", ".join(f"`{name}`" for name in names)
