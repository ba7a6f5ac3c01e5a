"""A process that makes one artifact at a time, held to its limits: a failure names its culprit."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import NamedTuple, Protocol, TypeAlias

from handoutpress.content.edition import Finished
from handoutpress.content.page_map import PageMap
from handoutpress.diagnostics import Diagnostic, ExportError, Location, PressError, error
from handoutpress.press.line import Receiver, Sender
from handoutpress.press.memory import limit_memory, release, resident_mb
from handoutpress.press.plan import Artifact
from handoutpress.workspace import SETTINGS_FILE

Maker: TypeAlias = Callable[[Artifact], Finished]
"""What makes an artifact; PressError when it cannot."""
Opening: TypeAlias = Callable[[], Maker]
"""What a worker calls once to get its Maker. It crosses to the worker by pickle."""
Begin: TypeAlias = Callable[[Artifact], None]
"""What hears that an artifact is begun."""
Outcome: TypeAlias = Finished | PressError
Making: TypeAlias = Generator[tuple[Artifact, Outcome], None, None]
"""What is done, as it is done; closing it ends the work."""

PATIENCE_S = 0.5
"""How long a worker that was told to end may take before it is killed."""
START_S = 120.0
"""How long a worker may take to come up; only then the time of its first artifact begins."""
LIFE = 2000
"""How many artifacts a worker makes: what an engine forgets to free ends with it. The next one lays
out its group's shared pages again, which takes the time of some hundred variants."""
RESIDENT_MB, WORTH_S = 250, 60.0
"""How much memory ends a worker, and how long it has to have worked by then: the fonts of some
languages alone take as much, and a fresh worker costs some seconds."""
LONG_S = 1.0
"""What takes longer was laid out, and leaves much room behind: to give it back takes a tenth of
that time."""
ROOM = f"in {SETTINGS_FILE} under `[limits]`"
"""Where to give artifacts more."""

ALONE = "give the machine less to do, or use fewer workers: `--jobs 1` makes files without any"
"""What to do where workers do not start."""


class StarvedError(ExportError):
    """There was not the memory to make an artifact."""


def make_here(
    artifacts: Iterable[Artifact], opening: Opening, begin: Begin = lambda artifact: None
) -> Making:
    """Yield each artifact with its file or its trouble, made in this process one by one.

    `begin` hears of each before it is made. An e-book is told the pages that it lists, if these
    were made just before: not twice.
    """
    maker: Maker | None = None
    printed = ""
    page_map: PageMap | None = None
    for artifact in artifacts:
        begin(artifact)
        wanted = artifact
        if artifact.printed and artifact.printed.fingerprint == printed:
            wanted = replace(artifact, page_map=page_map)
        try:
            maker = maker or opening()
            outcome: Outcome = maker(wanted)
        except PressError as trouble:
            outcome = trouble
        except MemoryError:
            outcome = StarvedError([_starved(artifact)])
        if isinstance(outcome, Finished) and outcome.page_map:
            printed, page_map = artifact.fingerprint, outcome.page_map
            # It holds every word of the file: nobody else is to carry or keep it.
            outcome = replace(outcome, page_map=None)
        if isinstance(outcome, Finished) and (outcome.seconds or 0.0) > LONG_S:
            release()
        yield artifact, outcome


class Process(Protocol):
    """What is asked of a process, however it was started."""

    @property
    def exitcode(self) -> int | None:
        """How it ended: minus a signal, or its status; None while it runs."""
        ...

    def join(self, timeout: float) -> None:
        """Wait until it has ended, or for so many seconds."""
        ...

    def is_alive(self) -> bool:
        """Whether it runs."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def kill(self) -> None:
        """End it."""
        ...


Start: TypeAlias = Callable[[Opening, int], tuple[Process, Connection]]
"""What starts a process that serves an Opening with so many megabytes, and a line to it. OSError
where the system does not let it."""


def spawned(opening: Opening, memory_mb: int) -> tuple[Process, Connection]:
    """Start a process of Python's own, which is deaf to Ctrl-C: its parent hears it and ends it."""
    # Spawned, not forked: the engines' native libraries do not survive a fork, and it is
    # the one way that every system has.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, opening, memory_mb), daemon=True)
    with _interrupts_held():
        process.start()
    # Only when nobody else holds the far end does a worker's death show as an end of file.
    theirs.close()
    return process, ours


@dataclass(slots=True)
class Share:
    """What one worker goes on with."""

    bundle: deque[Artifact] = field(default_factory=deque)
    """What it alone makes next: a leaflet and its e-book, which needs to know its pages."""
    group: deque[deque[Artifact]] = field(default_factory=deque)
    """The bundles of the same words, of which others may take some."""

    def __bool__(self) -> bool:
        return bool(self.bundle or self.group)


class _Made(NamedTuple):
    """What a worker says when it has finished; when it has come up, it says None."""

    outcome: Outcome
    resident_mb: int


@dataclass(eq=False, slots=True)
class Worker:
    """A process and what it is making."""

    process: Process
    connection: Connection = field(repr=False)
    share: Share
    artifact: Artifact | None = None
    seconds: float = 0.0
    """How long it has been at that, or at coming up."""
    is_up: bool = False
    is_spent: bool = False
    """Whether it is dead, or has to make room for a new one."""
    made: int = 0
    sender: Sender = field(default_factory=Sender, repr=False)
    hired_at: float = field(default_factory=time.monotonic)

    @classmethod
    def hire(cls, start: Start, opening: Opening, memory_mb: int, share: Share) -> Worker:
        """Start a process; ExportError B026 where the system does not let it."""
        try:
            process, connection = start(opening, memory_mb)
        except OSError as fault:
            message = f"no worker process can be started: {fault.strerror or fault}"
            raise ExportError([error("B026", message, None, ALONE)]) from fault
        return cls(process, connection, share)

    def give(self, artifact: Artifact) -> None:
        """Let it make an artifact, as soon as it is up; `take` tells if it dies before or after."""
        self.artifact, self.seconds = artifact, 0.0
        if self.is_up:
            self._send()

    def _send(self) -> None:
        """Hand over the artifact to a worker that reads, for what is large waits for that."""
        with contextlib.suppress(OSError):
            assert self.artifact is not None
            self.connection.send_bytes(self.sender.packed(self.artifact))

    def take(self) -> tuple[Artifact, Outcome] | None:
        """Return what the worker made of its artifact; None when it only says that it is up."""
        assert self.artifact is not None
        try:
            said: _Made | None = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(PATIENCE_S)
            how = _ending(self.process.exitcode)
            if self.is_up:
                return self._end(_died(self.artifact, how))
            return self._end(_not_up(self.artifact, f"it died ({how})"))
        if said is None:
            self.is_up, self.seconds = True, 0.0
            self._send()
            return None
        artifact, self.artifact = self.artifact, None
        self.made += 1
        is_old = self.made >= LIFE
        is_large = said.resident_mb > RESIDENT_MB and time.monotonic() - self.hired_at >= WORTH_S
        self.is_spent = is_old or is_large or isinstance(said.outcome, StarvedError)
        return artifact, said.outcome

    def end_late(self, seconds: float) -> tuple[Artifact, Outcome] | None:
        """End a worker that takes more time than it may, and return what has failed of it."""
        assert self.artifact is not None
        if self.seconds <= (seconds if self.is_up else START_S):
            return None
        if self.is_up:
            return self._end(_late(self.artifact, seconds))
        return self._end(_not_up(self.artifact, f"after {START_S:g} s it was not up"))

    def _end(self, told: Diagnostic) -> tuple[Artifact, Outcome]:
        assert self.artifact is not None
        dismiss([self])
        artifact, self.artifact = self.artifact, None
        self.is_spent = True
        return artifact, ExportError([told])


def serve(connection: Connection, opening: Opening, memory_mb: int) -> None:
    """Make artifacts until the parent closes the connection, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory_mb)
    # No memory even to send a file ends the worker, and the parent tells that.
    with contextlib.suppress(EOFError, OSError, MemoryError):
        connection.send(None)
        for _, outcome in make_here(_received(connection), opening):
            connection.send(_Made(outcome, resident_mb()))


def _received(connection: Connection) -> Iterator[Artifact]:
    """Yield what comes to be made, until EOFError says that nobody is there any more."""
    receiver = Receiver()
    while True:
        yield receiver.unpacked(connection.recv_bytes())


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


def dismiss(crew: Iterable[Worker]) -> None:
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


def _ending(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"signal {signal.Signals(-exitcode).name}"
    return f"exit code {exitcode}"


def _died(artifact: Artifact, how: str) -> Diagnostic:
    message = f"the worker died ({how}) while making {artifact.path}"
    hint = f"if memory ran out: `memory_mb` {ROOM} gives it more, and `--jobs 1` needs the least"
    return error("B022", message, Location(artifact.source), hint)


def _not_up(artifact: Artifact, how: str) -> Diagnostic:
    message = f"the worker for {artifact.path} did not start: {how}"
    return error("B026", message, Location(artifact.source), ALONE)


def _late(artifact: Artifact, seconds: float) -> Diagnostic:
    message = f"{artifact.path} took longer than {seconds:g} s, so its worker was ended"
    look = "look in its source for a very long table or list, or a drawing of many lines"
    more = f"`seconds` {ROOM} gives each file more time"
    return error("B024", message, Location(artifact.source), look, more)


def _starved(artifact: Artifact) -> Diagnostic:
    message = f"the memory did not suffice for {artifact.path}"
    look = "look in its source for a very large picture or a very long table"
    more = f"`memory_mb` {ROOM} says how much a worker may take"
    return error("B025", message, Location(artifact.source), look, more)
