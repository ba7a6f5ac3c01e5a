"""The linter beside the labels of corpus/: what it finds rightly, what wrongly, what it misses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from handoutpress.checks.linter import Linter
from handoutpress.checks.registry import FAMILIES, all_rules
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.report import has_errors
from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.workspace import Workspace

CORPUS = Path(__file__).parent / "corpus"
TODAY = datetime.date(2026, 6, 1)
_LABEL = re.compile(
    r"(?P<code>L\d{3}) (?P<files>[\w.,-]+?)(?::(?P<lines>[\d,]+))? (?P<why>\S.*)", re.DOTALL
)
_TEXT = re.compile(r"handouts/(\d\d)-")
FIRST_FRESH = 43
"""No rule was mended by the texts from this number on."""
_QUOTED = re.compile(r"“([^”]+)”")


@dataclass(frozen=True)
class Label:
    """What somebody said is wrong."""

    folder: str
    text: str
    code: str
    files: frozenset[str]
    lines: frozenset[int]
    """Where it may be told; anywhere in the file when there is none."""
    word: str
    """What the message must quote; empty for anything."""

    def fits(self, found: Diagnostic) -> bool:
        """Say whether a finding tells of it."""
        place = found.location
        if place is None or found.code != self.code:
            return False
        folder, _, file = place.file.rpartition("/")
        return (
            folder == self.folder
            and file in self.files
            and (not self.lines or place.line in self.lines)
            and self.word in found.message.casefold()
        )


@dataclass(frozen=True)
class Measure:
    """A family's findings and labels, of rules that warn or stop."""

    found: tuple[Diagnostic, ...]
    false: tuple[Diagnostic, ...]
    """Those that no label speaks of."""
    labels: tuple[Label, ...]
    missed: tuple[Label, ...]

    @property
    def precision(self) -> float:
        """The share of the findings that are right."""
        return 1 - len(self.false) / len(self.found) if self.found else 1

    @property
    def recall(self) -> float:
        """The share of the problems that are found."""
        return 1 - len(self.missed) / len(self.labels) if self.labels else 1


def labels() -> Iterator[Label]:
    """Yield the labels of all texts and brands."""
    for path in sorted(CORPUS.glob("*/*/labels.txt")):
        folder = path.parent.relative_to(CORPUS).as_posix()
        for text in path.read_text("utf-8").splitlines():
            if text and not text.startswith("#"):
                match = _LABEL.fullmatch(text)
                assert match, f"{folder}: {text}"
                quoted = _QUOTED.search(match["why"])
                yield Label(
                    folder,
                    text,
                    match["code"],
                    frozenset(match["files"].split(",")),
                    frozenset(map(int, match["lines"].split(",")))
                    if match["lines"]
                    else frozenset(),
                    quoted[1].casefold() if quoted else "",
                )


@cache
def found() -> tuple[Diagnostic, ...]:
    """Return what the rules say of the corpus, infos too."""
    catalogue = load_catalogue(Workspace.find(CORPUS))
    assert not has_errors(catalogue.diagnostics), catalogue.diagnostics
    linter = replace(Linter.of(catalogue), today=TODAY)
    return linter.check(catalogue.handouts, catalogue.brands).diagnostics


def measure(digit: str, *, fresh: bool = False) -> Measure:
    """Return how the rules of a family do, by the first digit of their codes.

    What is only worth knowing is left out on both sides: it warns nobody. `fresh` leaves out the
    texts that rules were mended by.
    """
    rules = all_rules()
    said = [label for label in labels() if label.code[1] == digit]
    told = [d for d in found() if d.code[1] == digit and d.severity is not Severity.INFO]
    kept = [s for s in said if rules[s.code].severity is not Severity.INFO]
    if fresh:
        told = [d for d in told if d.location and _is_fresh(d.location.file)]
        kept = [label for label in kept if _is_fresh(label.folder)]
    return Measure(
        tuple(told),
        tuple(d for d in told if not any(label.fits(d) for label in kept)),
        tuple(kept),
        tuple(label for label in kept if not any(label.fits(d) for d in told)),
    )


def _is_fresh(path: str) -> bool:
    number = _TEXT.match(path)
    return number is not None and int(number[1]) >= FIRST_FRESH


def table(*, fresh: bool = False) -> str:
    """Return a table of docs/checks.md."""
    lines = [
        "| Family | Problems | Found | Recall | Findings | Wrong | Precision |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for digit, name in FAMILIES.items():
        m = measure(digit, fresh=fresh)
        if m.labels or m.found:
            found_of, wrong = len(m.labels) - len(m.missed), len(m.false)
            recall, precision = f"{100 * m.recall:.0f} %", f"{100 * m.precision:.0f} %"
            cells = (len(m.labels), found_of, recall, len(m.found), wrong, precision)
            lines.append(f"| L{digit}: {name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)
