"""Worker processes, each making one artifact at a time: one that dies names its own culprit."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from operator import attrgetter
from typing import TypeAlias

from handoutpress.content.edition import Finished
from handoutpress.diagnostics import Diagnostic, ExportError, Location, PressError, error
from handoutpress.press.plan import Artifact

Maker: TypeAlias = Callable[[Artifact], Finished]
"""What makes an artifact; PressError when it cannot."""
Opening: TypeAlias = Callable[[], Maker]
"""What a worker calls once to get its Maker. It crosses to the worker by pickle."""
Outcome: TypeAlias = Finished | PressError
Making: TypeAlias = Generator[tuple[Artifact, Outcome], None, None]
"""What is done, as it is done; closing it ends the work."""

GLANCE_S = 0.5
"""How often the wait for workers looks up, for systems where Ctrl-C does not end a wait."""
PATIENCE_S = 0.5
"""How long a worker that was told to end may take before it is killed."""


def make_here(artifacts: Iterable[Artifact], opening: Opening) -> Making:
    """Yield each artifact with its file or its trouble, made in this process one by one."""
    maker: Maker | None = None
    for artifact in artifacts:
        try:
            maker = maker or opening()
            outcome: Outcome = maker(artifact)
        except PressError as trouble:
            outcome = trouble
        yield artifact, outcome


def make_in_workers(
    artifacts: Sequence[Artifact],
    opening: Opening,
    count: int,
    prepared: Callable[[Artifact], Artifact],
) -> Making:
    """Yield each artifact with its file or its trouble as they finish, made by `count` processes.

    What has the same words stands together, and one worker goes on with it, for it lays these words
    out once. `prepared` gives an artifact what is known when its turn comes. An artifact whose
    worker dies has failed, and says how; a new worker takes the dead one's place. However the
    caller leaves, the workers are gone within a second.
    """
    work = _Work(artifacts)
    crew = [_Worker.hire(opening) for _ in range(count)]
    try:
        for worker in crew:
            work.give(worker, prepared)
        while busy := {worker.connection: worker for worker in crew if worker.artifact}:
            for connection in wait(list(busy), GLANCE_S):
                worker = busy[connection]  # type: ignore[index]  # typed for any kind of handle
                finished = worker.take()
                if worker.is_dead:
                    crew.remove(worker)
                    worker = _Worker.hire(opening)
                    crew.append(worker)
                work.give(worker, prepared)
                yield finished
    finally:
        _dismiss(crew)


class _Work:
    """What is still to make, in groups of the same words."""

    def __init__(self, artifacts: Sequence[Artifact]) -> None:
        groups = (deque(group) for _, group in groupby(artifacts, key=attrgetter("words_key")))
        self.fresh = deque(groups)
        self.begun: list[deque[Artifact]] = []

    def give(self, worker: _Worker, prepared: Callable[[Artifact], Artifact]) -> None:
        """Give a worker the next of its group, of a fresh one, or of the longest that is left."""
        if not worker.group:
            worker.group = self._group()
        if worker.group:
            worker.give(prepared(worker.group.popleft()))

    def _group(self) -> deque[Artifact]:
        if self.fresh:
            self.begun.append(self.fresh.popleft())
            return self.begun[-1]
        self.begun = [group for group in self.begun if group]
        return max(self.begun, key=len, default=deque())


@dataclass(eq=False, slots=True)
class _Worker:
    """A process and what it is making."""

    process: SpawnProcess
    connection: Connection = field(repr=False)
    artifact: Artifact | None = None
    group: deque[Artifact] = field(default_factory=deque, repr=False)
    """What it goes on with: artifacts of the same words."""
    is_dead: bool = False

    @classmethod
    def hire(cls, opening: Opening) -> _Worker:
        """Start a process that is deaf to Ctrl-C: its parent hears it and ends it."""
        # Spawned, not forked: the engines' native libraries do not survive a fork, and it is
        # the one way that every system has.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, opening), daemon=True)
        with _interrupts_held():
            process.start()
        # Only when nobody else holds the far end does a worker's death show as an end of file.
        theirs.close()
        return cls(process, ours)

    def give(self, artifact: Artifact) -> None:
        """Hand over an artifact; `take` tells if the worker was dead already."""
        self.artifact = artifact
        with contextlib.suppress(OSError):
            self.connection.send(artifact)

    def take(self) -> tuple[Artifact, Outcome]:
        """Return what the worker made of its artifact."""
        assert self.artifact is not None
        artifact, self.artifact = self.artifact, None
        try:
            outcome: Outcome = self.connection.recv()
        except (EOFError, OSError):
            self.is_dead = True
            self.process.join(PATIENCE_S)
            outcome = ExportError([_died(artifact, self.process.exitcode)])
            _dismiss([self])
        return artifact, outcome


def serve(connection: Connection, opening: Opening) -> None:
    """Make artifacts until the parent closes the connection, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        for _, outcome in make_here(iter(connection.recv, None), opening):
            connection.send(outcome)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a child starts; the child inherits the hold, we get it afterwards.

    Without this a Ctrl-C that meets a worker in its start-up prints a traceback for each.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    # Python's helper process lifts the hold when it starts (until 3.12): so it starts first.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _dismiss(crew: Iterable[_Worker]) -> None:
    """End workers: the idle by closing their line, the busy at once."""
    crew = list(crew)
    for worker in crew:
        if worker.artifact:
            worker.process.terminate()
        worker.connection.close()
    for worker in crew:
        worker.process.join(PATIENCE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join(PATIENCE_S)


def _died(artifact: Artifact, exitcode: int | None) -> Diagnostic:
    if exitcode is not None and exitcode < 0:
        how = f"signal {signal.Signals(-exitcode).name}"
    else:
        how = f"exit code {exitcode}"
    message = f"the worker died ({how}) while making {artifact.path}"
    hint = "if the machine ran out of memory, `--jobs 1` needs the least"
    return error("B022", message, Location(artifact.source), hint)
