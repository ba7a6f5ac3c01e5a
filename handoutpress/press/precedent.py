"""A run that found nothing to do, kept with all that it went by, so that the next finds it at once.

To read five hundred clinics and to plan their files takes seconds, to see that not a byte of them
has changed a small part of that. Nothing is believed that is not asked again: every source is read
and hashed, and each file under output/ proved as in every run. Only what follows from the very same
answers is not worked out once more.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import handoutpress
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, PressError, SourceError
from handoutpress.noting import NotingWorkspace, Question
from handoutpress.pdf.stock import Stock
from handoutpress.press.fingerprint import code_digest, digest
from handoutpress.press.lock import only_press
from handoutpress.press.manifest import MANIFEST, MAX_BYTES
from handoutpress.press.proofs import Proofs
from handoutpress.press.report import Findings, Report
from handoutpress.press.schedule import Schedule
from handoutpress.press.timings import estimate
from handoutpress.program import command
from handoutpress.workspace import Workspace

LAST = "the last run that found nothing to do"
"""One is kept, whatever was asked for: each knows all sources and all of its files."""
PACKAGES = (".dist-info", ".egg-info")
"""How the folders end whose names tell what is installed, and in which version."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """What such a run went by, and what it came to."""

    basis: str
    """The hash of what was asked for, and of all that it went by beside the workspace. It is the
    first, so that a precedent of another program has it too, whatever else that keeps."""
    noted: Mapping[Question, bytes]
    """What the workspace was asked, and a hash of each answer; the manifest is among these."""
    files: str
    """A line for each file: its hash, its size and its path. All were current. As a tuple for each
    it would take five times the memory."""
    broken: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Precedents:
    """Finds and keeps the precedent of one request in one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        asked: Mapping[str, Sequence[str]],
        day: datetime.date,
    ) -> None:
        """Take what is asked for, by name, on which day."""
        self.workspace = workspace
        self.noting = NotingWorkspace(workspace)
        """What the sources have to be read through, for a precedent to know of them."""
        self._stock = Stock.of_user(workspace, LAST)
        self._basis = _basis(theme, asked, day) if self._stock else None

    def find(self) -> Schedule | None:
        """Return what the run comes to where that is known to be nothing, else None.

        Nothing is changed.
        """
        kept = self._kept()
        return self._held_against(kept) if kept else None

    def rest(self) -> tuple[Schedule, Report] | None:
        """Return the same, and the report of a build that is done with that, else None.

        ExportError where another press is at work.
        """
        start = time.monotonic()
        kept = self._kept()
        if not kept:
            return None
        with only_press(self.workspace):
            schedule = self._held_against(kept)
            if schedule is None:
                return None
            if schedule.proofs:
                schedule.proofs.save(schedule.proofs.known)
        report = Report(
            made=(),
            current=schedule.current,
            failed=(),
            unreached=(),
            removed=(),
            findings=schedule.findings,
            seconds=time.monotonic() - start,
            is_interrupted=False,
        )
        return schedule, report

    def note_manifest(self) -> None:
        """Note what the manifest says. It is asked again when the run is kept: what was read in
        between is what both times was there.
        """
        with contextlib.suppress(SourceError):
            self.noting.sha256(MANIFEST, MAX_BYTES)

    def keep(self, schedule: Schedule, planned: int) -> None:
        """Keep a run as a precedent, if all files that were planned are current, and the disk takes
        it. It has to be called before another press can change the manifest.
        """
        self.note_manifest()
        is_at_rest = not schedule.stale and len(schedule.current) == planned
        if not (self._stock and self._basis and is_at_rest and self.noting.is_steady):
            return
        if not all(schedule.known[path].sha256.isalnum() for path in schedule.current):
            return  # a manifest says what it likes, and a line is to be read again
        entries = (schedule.known[path] for path in schedule.current)
        files = "\n".join(f"{entry.sha256} {entry.bytes} {entry.path}" for entry in entries)
        said = schedule.findings.diagnostics
        kept = Precedent(self._basis, self.noting.noted, files, schedule.broken, said)
        self._stock.put(kept, LAST)

    def _kept(self) -> Precedent | None:
        kept = self._stock.get(Precedent, LAST) if self._stock and self._basis else None
        return kept if kept and kept.basis == self._basis else None

    def _held_against(self, kept: Precedent) -> Schedule | None:
        """Return what a precedent came to, if that is what the workspace still comes to."""
        if not NotingWorkspace(self.workspace).says(kept.noted):
            return None
        proofs = Proofs.of(self.workspace)
        current = []
        for line in filter(None, kept.files.split("\n")):
            sha256, size, path = line.split(" ", 2)
            if not proofs.has(path, int(size), sha256):
                return None
            current.append(path)
        return Schedule(
            todo=(),
            why={},
            current=tuple(current),
            stale=(),
            broken=kept.broken,
            processes=1,
            has_workers=False,
            estimate=estimate((), {}, 1),
            findings=Findings(kept.diagnostics),
            known={},
            proofs=proofs,
        )


def _basis(theme: Theme, asked: Mapping[str, Sequence[str]], day: datetime.date) -> str | None:
    """Return a hash of what a run goes by beside its workspace; None where it cannot be read."""
    names = [f"{option}={tuple(names)}" for option, names in sorted(asked.items())]
    program = Path(handoutpress.__file__).parent
    try:
        return digest(
            [
                handoutpress.__version__,
                # All of it: what refuses or finds something decides no byte, but what is made.
                code_digest(program, (".",)),
                theme.digest,
                os.environ.get("SOURCE_DATE_EPOCH", ""),
                sys.version,
                # Hints name commands.
                command(""),
                day.isoformat(),
                *names,
                *_installed(),
            ]
        )
    except (PressError, OSError):
        return None


def _installed() -> Iterator[str]:
    """Yield the names of the packages' own folders, which say their versions, where they are found.

    To read their versions takes ten times as long.
    """
    for folder in sys.path:
        with contextlib.suppress(OSError):
            names = sorted(name for name in os.listdir(folder or ".") if name.endswith(PACKAGES))  # noqa: PTH208
            yield from (f"{folder}/{name}" for name in names)
