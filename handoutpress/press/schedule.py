"""What a run comes to, before anything is done: what is to make and why, to keep, to remove."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoutpress.diagnostics import Diagnostic, Location, Severity, warning
from handoutpress.press.manifest import Entry, read_manifest
from handoutpress.press.proofs import Proofs
from handoutpress.press.reasons import FORCED, Why, why
from handoutpress.press.report import Findings, folder_of
from handoutpress.press.target import Target
from handoutpress.press.timings import Estimate, estimate, read_timings
from handoutpress.program import command
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.press.gate import Gate
    from handoutpress.press.plan import Artifact, PrintRun

CLINICS_AT_ONCE = 500
"""So many clinics' files of each handout are made before those of the others: a worker keeps some
more letterheads (`pdf.variant`), for one language and edition at a time."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a run comes to. Paths are relative to the workspace, each list but `todo` is sorted."""

    todo: tuple[Artifact, ...]
    """What is to make, in the order in which it is made."""
    why: Mapping[str, Why]
    """The reasons for each of these, by path."""
    current: tuple[str, ...]
    """Already there, made of the same inputs."""
    stale: tuple[str, ...]
    """Files of earlier runs that nobody could ask for any more."""
    broken: tuple[str, ...]
    """The folders of handouts and brands, or other sources, whose errors keep files from being
    made."""
    processes: int | None
    """How many make the files; None where these are a cluster's."""
    has_workers: bool
    """Whether processes of their own make the files, and not the one that plans them."""
    estimate: Estimate
    findings: Findings
    """What the sources, the manifest and the files that are current say."""
    known: Mapping[str, Entry]
    """The entries of the manifest, by path."""
    proofs: Proofs | None
    """Which files were proved to be current; None where they are in a store."""

    def lines(self, explain: bool) -> Iterator[str]:
        """Yield the path of each file that is to make, and why."""
        for artifact in self.todo:
            why = ", ".join(map(str, self.why[artifact.path]))
            yield f"{artifact.path}: {why}" if explain else artifact.path

    def summary(self) -> str:
        """Return the line that a dry run ends with."""
        cost = f" ({self.estimate})" if self.todo else ""
        counts = [f"{len(self.todo)} to make{cost}", f"{len(self.current)} current"]
        if self.stale:
            counts.append(f"{len(self.stale)} to remove")
        if self.broken:
            counts.append(f"nothing of {', '.join(self.broken)}")
        return f"{', '.join(counts)}, {self.findings.counted(Severity.WARNING)}"


def look_ahead(
    run: PrintRun,
    workspace: Workspace,
    *,
    jobs: int | None = None,
    force: bool = False,
    target: Target | None = None,
    is_elsewhere: bool = False,
    gate: Gate | None = None,
) -> Schedule:
    """Return what a run comes to; nothing is changed, and no engine imported.

    Its files go to `target`, or else to the workspace. `is_elsewhere` says that other machines make
    them, of which nothing is known here. What does not pass the gate is not to be made: its last
    good files stay.
    """
    target = target or workspace
    known, told = read_manifest(target)
    stale, outdated = _others(run, known)
    proofs = Proofs.of(workspace) if target is workspace else None
    files = proofs or target
    found = {a.path: why(a, known.get(a.path), run.recipe, files) for a in run.artifacts}
    current = tuple(path for path, reasons in found.items() if not reasons and not force)
    reasons = {p: reasons or FORCED for p, reasons in found.items() if reasons or force}
    warnings = (said for path in current for said in known[path].preflight.warnings)
    wanted = tuple(artifact for artifact in run.artifacts if artifact.path in reasons)
    passed, said = gate.passing(wanted) if gate else (wanted, ())
    todo = _in_order(passed)
    processes = max(1, min(jobs or os.cpu_count() or 1, len(todo)))
    timings = {} if is_elsewhere else read_timings(workspace)
    found_before = (*run.diagnostics, *said, *told, *outdated, *warnings)
    return Schedule(
        todo=todo,
        why={artifact.path: reasons[artifact.path] for artifact in todo},
        current=current,
        stale=stale,
        broken=_broken((*run.diagnostics, *said)),
        processes=None if is_elsewhere else processes,
        has_workers=jobs != 1 and len(todo) > 1,
        estimate=estimate(todo, timings, processes),
        findings=Findings(tuple(dict.fromkeys(found_before))),
        known=known,
        proofs=proofs,
    )


def _others(
    run: PrintRun, known: Mapping[str, Entry]
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return what nobody could ask for any more, of the files that a run does not make.

    Those of further editions and papers stay: with it comes B032 (warning) where these are old.
    """
    others = known.keys() - {artifact.path for artifact in run.artifacts}
    if not run.possible or not others:
        return (), ()
    marks = run.possible()
    stale = tuple(sorted(others - marks.keys()))
    return stale, tuple(_outdated(known, others & marks.keys(), marks))


def _outdated(
    known: Mapping[str, Entry], paths: Iterable[str], marks: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield B032 (warning) where files of further editions and papers, which stay, are old."""
    old = sorted(path for path in paths if known[path].fingerprint != marks[path])
    if old:
        many = f" and {len(old) - 1} more files" if len(old) > 1 else ""
        fault = f"this file{many} of other editions or papers are older than what is in them"
        hint = f"`{command('build --edition all --paper all')}` makes every edition"
        yield warning("B032", fault, Location(old[0]), hint)


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


def _broken(said: Sequence[Diagnostic]) -> tuple[str, ...]:
    """Return the folders of the sources in which there are errors, or the files."""
    faults = (d for d in said if d.severity is Severity.ERROR and d.location)
    names = ("/".join(filter(None, folder_of(d))) or str(d.location) for d in faults)
    return tuple(sorted(set(names)))
