"""A run, carried out: what is current is skipped, the rest is made, written whole and recorded."""

from __future__ import annotations

import errno
import functools
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal

from handoutpress.content.edition import Finished
from handoutpress.content.settings import LimitSettings
from handoutpress.diagnostics import (
    Diagnostic,
    ExportError,
    Location,
    PressError,
    error,
    warning,
)
from handoutpress.native import require_libraries
from handoutpress.pdf import stock
from handoutpress.press.lock import only_press
from handoutpress.press.make import CHANGED, is_unchanged, open_shop
from handoutpress.press.manifest import MANIFEST, Entry, read_manifest, write_manifest
from handoutpress.press.plan import OUTPUT, Artifact, PrintRun
from handoutpress.press.pool import Making, Opening, make_here, make_in_workers
from handoutpress.press.report import Findings, Report
from handoutpress.program import command
from handoutpress.workspace import Workspace

SAVE_EVERY_S = 3.0
"""How much of a long run a pulled plug may cost: files made since are made again."""
CLINICS_AT_ONCE = 500
"""So many clinics' files of each handout are made before those of the others: a worker keeps some
more letterheads (`pdf.variant`), for one language and edition at a time."""
UNKNOWN = ""
"""A fingerprint that no artifact has."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What a disk says that will refuse every further file too."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: it begins with an artifact, or has made one, or failed to."""

    path: str
    outcome: Literal["begun", "made", "failed"]
    done: int
    total: int


Progress = Callable[[Step], None]


def build(
    run: PrintRun,
    workspace: Workspace,
    *,
    jobs: int | None = None,
    force: bool = False,
    progress: Progress = lambda step: None,
    opening: Opening | None = None,
) -> Report:
    """Make what is not current and return what was done.

    `jobs` is the number of workers (the machine's cores by default, never more than there is to
    make). With 1, or for one artifact, this process does the work, and the run's limits do not
    hold: they are a worker's. Trouble with one artifact stops no other. Ctrl-C ends the run
    early with what was finished recorded. ExportError if nothing at all can be written.
    """
    start = time.monotonic()
    with only_press(workspace):
        known, said = read_manifest(workspace)
        ledger = _Ledger(workspace, known, [*run.diagnostics, *said])
        if run.possible:
            ledger.look_over(run.artifacts, run.possible)
        todo = ledger.sort_out(run.artifacts, force)
        if todo and not opening:
            # Told once and at once, where every artifact would fail of the same.
            require_libraries()
        if force:
            # It may be the libraries of the system that have changed, which no recipe knows of.
            stock.empty(workspace)
        shop = opening or functools.partial(open_shop, workspace.root, run.recipe)
        ledger.carry_out(todo, _making(todo, shop, jobs, run.limits), progress)
        if ledger.made and not opening and not is_unchanged(workspace.root, run.recipe):
            ledger.doubt()
        ledger.save()
        if ledger.made:
            stock.prune(workspace)
    return ledger.report(todo, time.monotonic() - start)


def _making(
    todo: Sequence[Artifact], opening: Opening, jobs: int | None, limits: LimitSettings
) -> Making:
    if jobs == 1 or len(todo) <= 1:
        return make_here(todo, opening)
    return make_in_workers(todo, opening, min(jobs or os.cpu_count() or 1, len(todo)), limits)


@dataclass(slots=True)
class _Ledger:
    """What is known of output/ while a run goes on."""

    workspace: Workspace
    entries: dict[str, Entry]
    said: list[Diagnostic]
    made: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    is_full: bool = False
    unsaved: bool = False
    saved_at: float = field(default_factory=time.monotonic)

    def look_over(
        self, wanted: Sequence[Artifact], possible: Callable[[], Mapping[str, str]]
    ) -> None:
        """Remove the files that the manifest lists and nobody could ask for; never any other.

        Files of further editions and papers stay. B032 (warning) where they are out of date.
        """
        others = self.entries.keys() - {artifact.path for artifact in wanted}
        if not others:
            return
        marks = possible()
        self._remove(sorted(others - marks.keys()))
        old = sorted(p for p in others & marks.keys() if self.entries[p].fingerprint != marks[p])
        if old:
            many = f" and {len(old) - 1} more files" if len(old) > 1 else ""
            fault = f"this file{many} of other editions or papers are older than what is in them"
            hint = f"`{command('build --edition all --paper all')}` makes every edition"
            self.said.append(warning("B032", fault, Location(old[0]), hint))

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                self.workspace.remove(path)
            except PressError as trouble:
                self.said.extend(trouble.diagnostics)
                continue
            del self.entries[path]
            self.removed.append(path)
            self.unsaved = True

    def sort_out(self, artifacts: Sequence[Artifact], force: bool) -> tuple[Artifact, ...]:
        """Note the artifacts that are current and return the others in the order of the making."""
        todo = []
        for artifact in artifacts:
            entry = self.entries.get(artifact.path)
            if entry and not force and self._is_current(entry, artifact):
                self.current.append(entry.path)
                self.said.extend(entry.preflight.warnings)
            else:
                todo.append(artifact)

        return _in_order(todo)

    def _is_current(self, entry: Entry, artifact: Artifact) -> bool:
        same = entry.fingerprint == artifact.fingerprint
        return same and entry.is_on_disk(self.workspace)

    def carry_out(self, todo: Sequence[Artifact], making: Making, progress: Progress) -> None:
        """Make artifacts and write each as it comes; returns early on Ctrl-C or a full disk."""
        try:
            with closing(making):
                for first in todo[:1]:
                    progress(Step(first.path, "begun", 0, len(todo)))
                for done, (artifact, outcome) in enumerate(making, start=1):
                    result = self._take(artifact, outcome)
                    progress(Step(artifact.path, result, done, len(todo)))
                    if self.is_full:
                        break
                    self._save_at_times()
        except KeyboardInterrupt:
            self.is_interrupted = True

    def _take(
        self, artifact: Artifact, outcome: Finished | PressError
    ) -> Literal["made", "failed"]:
        """Write a finished file and its entry, or note what went wrong."""
        try:
            if isinstance(outcome, PressError):
                raise outcome
            self.workspace.write_whole(artifact.path, outcome.data)
        except PressError as trouble:
            self.said.extend(trouble.diagnostics)
            self.failed.append(artifact.path)
            self._heed(trouble.__cause__)
            return "failed"
        self.entries[artifact.path] = Entry.of(artifact, outcome)
        self.said.extend(outcome.diagnostics)
        self.made.append(artifact.path)
        self.unsaved = True
        return "made"

    def doubt(self) -> None:
        """Tell that nobody knows from what this run was made: the next one makes it anew."""
        self.said.append(CHANGED)
        for path in self.made:
            self.entries[path] = replace(self.entries[path], fingerprint=UNKNOWN)
        self.unsaved = True

    def _heed(self, cause: BaseException | None) -> None:
        """Note whether the disk will refuse every further file too."""
        if isinstance(cause, OSError) and cause.errno in FULL:
            self.is_full = True
            self.said.append(error("B023", "the disk takes no more, so the build stopped here"))

    def _save_at_times(self) -> None:
        if time.monotonic() - self.saved_at > SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        """Write the manifest if anything changed; trouble with it is one more diagnostic."""
        if not self.unsaved and self.workspace.exists(MANIFEST):
            return
        try:
            write_manifest(self.workspace, self.entries.values())
        except ExportError as trouble:
            self.said.extend(trouble.diagnostics)
        self.unsaved = False
        self.saved_at = time.monotonic()

    def report(self, todo: Sequence[Artifact], seconds: float) -> Report:
        """Return what was done."""
        reached = {*self.made, *self.failed}
        return Report(
            made=tuple(sorted(self.made)),
            current=tuple(sorted(self.current)),
            failed=tuple(sorted(self.failed)),
            unreached=tuple(sorted(a.path for a in todo if a.path not in reached)),
            removed=tuple(self.removed),
            findings=Findings(tuple(dict.fromkeys(self.said))),
            seconds=seconds,
            is_interrupted=self.is_interrupted,
        )


def _in_order(todo: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """Return artifacts so that what each worker keeps is soon wanted again.

    What has the same words stands together, and an e-book behind the leaflet whose pages it lists.
    Where there are more clinics than a worker keeps letterheads for, all handouts of some come
    before the next.
    """
    todo = tuple(todo)
    slugs = sorted({artifact.brand.slug for artifact in todo})
    turns = {slug: number // CLINICS_AT_ONCE for number, slug in enumerate(slugs)}

    def place(artifact: Artifact) -> tuple[object, ...]:
        edition, paper, name, lang = artifact.words_key
        slug = artifact.brand.slug
        return edition, paper, lang, turns[slug], name, slug, artifact.printed is not None

    return tuple(sorted(todo, key=place))


def clean(workspace: Workspace) -> tuple[str, ...]:
    """Remove every file that the manifest lists, then the manifest, and return what went.

    What is kept of layouts goes too. Nothing else under output/ is touched. ExportError when the
    manifest is not usable.
    """
    with only_press(workspace):
        entries, said = read_manifest(workspace)
        if said:
            hint = f"look through {OUTPUT}/ and remove by hand what you do not need"
            fault = "the manifest is not usable, so nothing was removed"
            raise ExportError([error("B011", fault, Location(MANIFEST), hint)])
        paths = tuple(p for p in (*sorted(entries), MANIFEST) if workspace.exists(p))
        for path in paths:
            workspace.remove(path)
        stock.empty(workspace)
    return paths
