"""How long files took to make, kept beside the manifest: what an estimate is made of.

The manifest is the same for the same inputs; no two builds take the same time.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handoutpress.diagnostics import PressError
from handoutpress.workspace import OUTPUT, Workspace

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.press.plan import Artifact

TIMINGS = f"{OUTPUT}/.timings.json"
REMEMBERED = 200
"""Earlier files count as much as so many at most: the figures follow the machine."""
MOST = 1_000_000_000
"""No more files, and no more seconds, are believed."""
BRIEF_S = 90
"""So much is told in seconds, more in minutes."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How many files of a kind were made, and how long that took one process."""

    files: int
    seconds: float

    def plus(self, files: int, seconds: float) -> Timing:
        """Return it with more files."""
        return Timing(self.files + files, self.seconds + seconds)

    def faded(self) -> Timing:
        """Return the same mean, of no more files than are remembered."""
        files = min(self.files, REMEMBERED)
        return Timing(files, self.seconds * files / self.files)


Timings = Mapping[str, Timing]
"""By kind."""


class Kinds:
    """Tells which kind each artifact of a run is: what takes about as long is of one kind."""

    def __init__(self) -> None:
        self._begun: set[tuple[str, ...]] = set()

    def of(self, artifact: Artifact) -> str:
        """Return the kind of the next artifact: a further clinic's is composed, the first's not."""
        form = "pdf" if artifact.paper else "epub"
        key = (*artifact.words_key, form)
        place = "further" if key in self._begun else "first"
        self._begun.add(key)
        languages = "two languages" if artifact.second else "one language"
        return f"{artifact.edition.name}, {form}, {languages}, {place}"


@dataclass(slots=True)
class Stopwatch:
    """Notes how long the files of a run took."""

    noted: dict[str, Timing] = field(default_factory=dict)
    kinds: Kinds = field(default_factory=Kinds)

    def note(self, artifact: Artifact, seconds: float | None) -> None:
        """Note a file; `seconds` is None where nobody has measured it."""
        kind = self.kinds.of(artifact)
        if seconds is not None:
            self.noted[kind] = self.noted.get(kind, Timing(0, 0)).plus(1, seconds)

    def save(self, workspace: Workspace) -> None:
        """Add what was noted to what is remembered; an estimate is worth no trouble."""
        if not self.noted:
            return
        timings = {kind: timing.faded() for kind, timing in read_timings(workspace).items()}
        for kind, timing in self.noted.items():
            timings[kind] = timings.get(kind, Timing(0, 0)).plus(timing.files, timing.seconds)
        record = {kind: [t.files, round(t.seconds, 3)] for kind, t in sorted(timings.items())}
        with contextlib.suppress(PressError):
            workspace.write_whole(TIMINGS, f"{json.dumps(record, indent=2)}\n".encode())


def read_timings(workspace: Workspace) -> Timings:
    """Return what earlier builds noted; nothing of a file that is not one of ours."""
    try:
        record = json.loads(workspace.read(TIMINGS))
        return {kind: _timing(*pair) for kind, pair in record.items()}
    except (PressError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _timing(files: object, seconds: object) -> Timing:
    if not isinstance(files, int) or not isinstance(seconds, int | float):
        raise ValueError("no numbers")
    if type(files) is bool or not 0 < files < MOST or not 0 <= seconds < MOST:
        raise ValueError("numbers that no clock has shown")
    return Timing(files, float(seconds))


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long a run may take, as far as earlier builds have shown."""

    seconds: float | None
    """None where nothing of what is to make was made before."""
    unknown: tuple[str, ...] = ()
    """The editions of which that is true, beside those of which it is not."""

    def __str__(self) -> str:
        if self.seconds is None:
            return "no estimate yet of the time"
        minutes = self.seconds / 60
        near = f"{math.ceil(self.seconds)}s" if self.seconds < BRIEF_S else f"{minutes:.0f} min"
        more = f", not counting {', '.join(self.unknown)}" if self.unknown else ""
        return f"about {near}{more}"


def estimate(artifacts: Iterable[Artifact], timings: Timings, processes: int) -> Estimate:
    """Return how long artifacts would take a number of processes, made in this order."""
    kinds, total, known = Kinds(), 0.0, 0
    unknown: dict[str, None] = {}
    for artifact in artifacts:
        kind = kinds.of(artifact)
        first = kind.replace("further", "first")
        if timing := timings.get(kind) or timings.get(first):
            total += timing.seconds / timing.files
            known += 1
        else:
            unknown[artifact.edition.name] = None
    if unknown and not known:
        return Estimate(None)
    return Estimate(total / processes, tuple(unknown))
