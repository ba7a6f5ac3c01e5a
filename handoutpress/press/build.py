"""A run, carried out: what is current is skipped, the rest is made, written whole and recorded."""

from __future__ import annotations

import errno
import functools
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from handoutpress.content.settings import LimitSettings
from handoutpress.diagnostics import Diagnostic, ExportError, Location, PressError, error
from handoutpress.native import require_libraries
from handoutpress.pdf import stock
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.gate import Gate
from handoutpress.press.lock import only_press
from handoutpress.press.make import CHANGED, is_unchanged, open_shop
from handoutpress.press.manifest import (
    MANIFEST,
    UNKNOWN,
    Entry,
    read_manifest,
    write_manifest,
)
from handoutpress.press.plan import Artifact, PrintRun
from handoutpress.press.pool import make_in_workers
from handoutpress.press.proofs import PROOFS
from handoutpress.press.report import Findings, Report
from handoutpress.press.schedule import Schedule, look_ahead
from handoutpress.press.target import StoreError, Target
from handoutpress.press.timings import TIMINGS, Stopwatch
from handoutpress.press.worker import Begin, Making, Opening, Outcome, make_here
from handoutpress.press.writing import Writing
from handoutpress.workspace import OUTPUT, Workspace

SAVE_EVERY_S = 3.0
"""How much of a long run a pulled plug may cost at least: files made since are made again."""
SAVES_APART = 20
"""Saves are so many times as far apart as one takes: that of some 100,000 files takes seconds."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What a disk says that will refuse every further file too."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: it removed a file, begins with one, made it, or failed to."""

    path: str
    outcome: Literal["removed", "begun", "made", "failed"]
    done: int
    """So many of the files to make are made, or have failed."""
    total: int
    said: tuple[Diagnostic, ...] = ()
    """What was found while it was made."""


Progress = Callable[[Step], None]


def build(
    run: PrintRun,
    workspace: Workspace,
    *,
    jobs: int | None = None,
    force: bool = False,
    target: Target | None = None,
    cluster: str | None = None,
    planned: Callable[[Schedule], None] = lambda schedule: None,
    progress: Progress = lambda step: None,
    opening: Opening | None = None,
    gate: Gate | None = None,
) -> Report:
    """Make what is not current and return what was done.

    `jobs` is the number of workers (the machine's cores by default, never more than there is to
    make). With 1, or for one artifact, this process does the work, and the run's limits do not
    hold: they are a worker's. With `cluster`, the address of a scheduler, that cluster's workers
    make all of it. The files and their manifest go to `target`, or else to the workspace. `planned`
    hears what the run comes to before anything is done,
    `progress` each step of it. Trouble with one artifact stops no other. Ctrl-C ends the run
    early with what was finished recorded, as does whatever `progress` raises, which passes.
    What does not pass the `gate`, because its words have errors, is not made.
    ExportError if nothing at all can be written.
    """
    start = time.monotonic()
    is_elsewhere = cluster is not None
    with only_press(workspace):
        schedule = look_ahead(
            run,
            workspace,
            jobs=jobs,
            force=force,
            target=target,
            is_elsewhere=is_elsewhere,
            gate=gate,
        )
        todo = schedule.todo
        if todo and not opening:
            # Told once, where every artifact would fail of the same, and before anything is done.
            require_libraries()
        planned(schedule)
        if schedule.proofs:
            schedule.proofs.save(schedule.known)
        ledger = _Ledger(workspace, target or workspace, run.recipe, dict(schedule.known))
        ledger.said.extend(schedule.findings.diagnostics)
        is_sure = functools.partial(is_unchanged, workspace.root, run.recipe)
        with ledger.closing((lambda: True) if opening else is_sure):
            ledger.remove(schedule.stale, progress, len(todo))
            if force:
                # It may be the libraries of the system that have changed, of which no recipe knows.
                stock.empty(workspace)
            shop = opening or functools.partial(open_shop, workspace.root, run.recipe)
            if cluster is None:
                makers = functools.partial(_make_on_this_machine, schedule, shop, run.limits)
            else:
                makers = functools.partial(_make_on_cluster, schedule, cluster, workspace, run)
            ledger.carry_out(schedule, makers, progress)
        if ledger.made:
            stock.prune(workspace)
    return ledger.report(schedule, time.monotonic() - start)


def _make_on_this_machine(
    schedule: Schedule, opening: Opening, limits: LimitSettings, begin: Begin
) -> Making:
    if schedule.has_workers and schedule.processes:
        return make_in_workers(schedule.todo, opening, schedule.processes, limits, begin)
    return make_here(schedule.todo, opening, begin)


def _make_on_cluster(
    schedule: Schedule, address: str, workspace: Workspace, run: PrintRun, begin: Begin
) -> Making:
    # Here, for most builds need none of it.
    from handoutpress.press.cluster import make_on_cluster
    from handoutpress.press.kit import Kit

    kit = Kit.of(workspace, run.recipe)
    return make_on_cluster(schedule.todo, kit, address, run.limits, begin)


@dataclass(slots=True)
class _Ledger:
    """What is known of output/, or of what stands for it, while a run goes on."""

    workspace: Workspace
    target: Target
    recipe: Recipe
    entries: dict[str, Entry]
    said: list[Diagnostic] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    is_full: bool = False
    unsaved: bool = False
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    saved_at: float = field(default_factory=time.monotonic)
    saving: float = 0.0
    """How many seconds the last save took."""

    @contextmanager
    def closing(self, is_sure: Callable[[], bool]) -> Iterator[None]:
        """Write down what was done, however the work ends: nothing is left that nobody knows of.

        `is_sure` says whether what was made was made from what the run was planned from.
        """
        try:
            yield
        finally:
            # A second Ctrl-C must not undo what the first one keeps: this takes a moment.
            with _deaf():
                try:
                    if self.made and not _holds(is_sure):
                        self.doubt()
                finally:
                    self.save()
                    self.stopwatch.save(self.workspace)

    def remove(self, paths: Iterable[str], progress: Progress, total: int) -> None:
        """Remove files that the manifest lists, `total` others still to make; never any other."""
        for path in paths:
            try:
                self.target.remove(path)
            except PressError as trouble:
                self.said.extend(trouble.diagnostics)
                continue
            del self.entries[path]
            self.removed.append(path)
            self.unsaved = True
            progress(Step(path, "removed", 0, total))

    def carry_out(
        self, schedule: Schedule, makers: Callable[[Begin], Making], progress: Progress
    ) -> None:
        """Make artifacts and write each as it comes; returns early on Ctrl-C, a full disk, or
        where no worker can be started.
        """
        todo = schedule.todo

        def begin(artifact: Artifact) -> None:
            done = len(self.made) + len(self.failed)
            progress(Step(artifact.path, "begun", done, len(todo)))

        def take(artifact: Artifact, outcome: Outcome) -> None:
            before = len(self.said)
            result = self._take(artifact, outcome)
            done, said = len(self.made) + len(self.failed), tuple(self.said[before:])
            progress(Step(artifact.path, result, done, len(todo), said))

        if not todo:
            return
        writing = Writing(self.target)
        try:
            with closing(makers(begin)) as making:
                for artifact, outcome in making:
                    for written in writing.put(artifact, outcome):
                        take(*written)
                    if self.is_full:
                        break
                    self._save_at_times()
            for written in writing.rest():
                take(*written)
        except KeyboardInterrupt:
            self.is_interrupted = True
        except PressError as trouble:
            # Of no file alone: nobody is there to make the others.
            self.said.extend(trouble.diagnostics)
        finally:
            # What is on its way when the run ends early is recorded, though nobody hears of it. A
            # second Ctrl-C would save no time: the process does not end before its threads.
            with _deaf():
                for written in writing.rest():
                    self._take(*written)

    def _take(self, artifact: Artifact, outcome: Outcome) -> Literal["made", "failed"]:
        """Note a file that is written, or what went wrong."""
        if isinstance(outcome, PressError):
            # What refuses one file refuses the others that are on their way: that is told once.
            if not (self.is_full and isinstance(outcome, StoreError)):
                self.said.extend(outcome.diagnostics)
            self.failed.append(artifact.path)
            self._heed(outcome)
            return "failed"
        self.entries[artifact.path] = Entry.of(artifact, outcome, self.recipe)
        self.stopwatch.note(artifact, outcome.seconds)
        self.said.extend(outcome.diagnostics)
        self.made.append(artifact.path)
        self.unsaved = True
        return "made"

    def doubt(self) -> None:
        """Tell that nobody knows from what this run was made: the next one makes it anew."""
        self.said.append(CHANGED)
        stock.empty(self.workspace)
        for path in self.made:
            self.entries[path] = replace(self.entries[path], fingerprint=UNKNOWN)
        self.unsaved = True

    def _heed(self, trouble: PressError) -> None:
        """Note whether the disk, or the store, will refuse every further file too."""
        cause = trouble.__cause__
        if isinstance(trouble, StoreError):
            self.is_full = True
        elif isinstance(cause, OSError) and cause.errno in FULL:
            self.is_full = True
            self.said.append(error("B023", "the disk takes no more, so the build stopped here"))

    def _save_at_times(self) -> None:
        if time.monotonic() - self.saved_at > max(SAVE_EVERY_S, SAVES_APART * self.saving):
            self.save()

    def save(self) -> None:
        """Write the manifest if anything changed; trouble with it is one more diagnostic."""
        if not self.unsaved and self.target.exists(MANIFEST):
            return
        start = time.monotonic()
        try:
            write_manifest(self.target, self.entries.values())
        except ExportError as trouble:
            self.said.extend(trouble.diagnostics)
        self.unsaved = False
        self.saved_at = time.monotonic()
        self.saving = self.saved_at - start

    def report(self, schedule: Schedule, seconds: float) -> Report:
        """Return what was done of a schedule."""
        reached = {*self.made, *self.failed}
        return Report(
            made=tuple(sorted(self.made)),
            current=schedule.current,
            failed=tuple(sorted(self.failed)),
            unreached=tuple(sorted(a.path for a in schedule.todo if a.path not in reached)),
            removed=tuple(self.removed),
            findings=Findings(tuple(dict.fromkeys(self.said))),
            seconds=seconds,
            is_interrupted=self.is_interrupted,
        )


def _holds(is_sure: Callable[[], bool]) -> bool:
    """Say whether something is sure; a theme or a program that cannot be read any more is not."""
    try:
        return is_sure()
    except (PressError, OSError):
        return False


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear no Ctrl-C for a moment."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def clean(workspace: Workspace, target: Target | None = None) -> tuple[str, ...]:
    """Remove every file that the manifest lists, then the manifest, and return what went.

    What is kept of layouts goes too, unless it is a `target` beside the workspace that is cleaned.
    Nothing else there, or under output/, is touched. ExportError when the manifest is not usable.
    """
    place = target or workspace
    with only_press(workspace):
        entries, said = read_manifest(place)
        if said:
            hint = f"look through {OUTPUT}/ and remove by hand what you do not need"
            fault = "the manifest is not usable, so nothing was removed"
            raise ExportError([error("B011", fault, Location(MANIFEST), hint)])
        paths = tuple(p for p in (*sorted(entries), MANIFEST) if place.exists(p))
        for path in paths:
            place.remove(path)
        if target is None:
            workspace.remove(TIMINGS)
            workspace.remove(PROOFS)
            stock.empty(workspace)
    return paths
