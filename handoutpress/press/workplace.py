"""A cluster worker's place to work: processes that make files, and a folder of what they lay out.

It needs no cluster to be used or tested: `press.cluster` sends here what is to do. The engines run
in processes of their own, as in the pool, so that a file that hangs, eats the memory or crashes an
engine costs itself alone and no worker of the cluster.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from handoutpress.content.settings import LimitSettings
from handoutpress.pdf import stock
from handoutpress.press.plan import Artifact
from handoutpress.press.pool import Crew
from handoutpress.press.worker import Maker, Opening, Outcome, Process, serve, spawned
from handoutpress.workspace import Workspace

Parcel = Mapping[str, bytes]
"""What was laid out, as the stock keeps it: by name, sealed."""
CARRY = "opening"
"""The file from which a process reads what it is to serve."""

ORPHANED_S = 0.5
"""How long a system may take to tell who has lost a parent, once that one's files are closed."""


class Supply(Protocol):
    """What opens a maker on any machine; it crosses by pickle."""

    def open(self, folder: Path) -> Maker:
        """Return a maker with its stock in a folder."""
        ...

    def shares_pages(self, artifact: Artifact) -> bool:
        """Say whether an artifact is made of pages that may suit further clinics."""
        ...


class Done(NamedTuple):
    """What became of one artifact, which is known by its path and what it is made from."""

    path: str
    fingerprint: str
    outcome: Outcome


class Laid(NamedTuple):
    """Files that were made, and what was laid out for them."""

    done: tuple[Done, ...]
    parcel: Parcel


class Bench:
    """Processes for one run on one worker, one for each thread that the worker works with.

    It ends with whoever holds it: when a cluster forgets a run, however that ended, the processes
    and the folder are gone.
    """

    def __init__(self, supply: Supply, limits: LimitSettings) -> None:
        self.supply = supply
        self.limits = limits
        self.folder = Path(tempfile.mkdtemp(prefix="handoutpress-"))
        self.crews: dict[int, Crew] = {}
        weakref.finalize(self, _clear_away, self.crews, self.folder)

    def __reduce__(self) -> tuple[type[Bench], tuple[Supply, LimitSettings]]:
        # To another machine goes an order to set one up.
        return type(self), (self.supply, self.limits)

    @property
    def workspace(self) -> Workspace:
        """Where its stock is."""
        return Workspace(self.folder)

    def make(self, artifacts: Sequence[Artifact], parcels: Sequence[Parcel]) -> tuple[Done, ...]:
        """Make artifacts of what others have laid out."""
        for parcel in parcels:
            stock.unpack(self.workspace, parcel)
        made = self._crew().make(artifacts)
        return tuple(Done(artifact.path, artifact.fingerprint, done) for artifact, done in made)

    def lay_out(self, artifacts: Sequence[Artifact], parcels: Sequence[Parcel]) -> Laid:
        """Make artifacts, and pack what was laid out for them and was not here before."""
        before = stock.names(self.workspace)
        done = self.make(artifacts, parcels)
        brought = {name for parcel in parcels for name in parcel}
        fresh = stock.names(self.workspace) - before - brought
        return Laid(done, stock.packed(self.workspace, sorted(fresh)))

    def _crew(self) -> Crew:
        """Return the processes of this thread: one."""
        key = threading.get_ident()
        if key not in self.crews:
            opening = functools.partial(self.supply.open, self.folder)
            start = spawned if sys.platform == "win32" else functools.partial(started, self.folder)
            self.crews[key] = Crew(opening, self.limits, 1, start)
        return self.crews[key]


def _clear_away(crews: Mapping[int, Crew], folder: Path) -> None:
    for crew in crews.values():
        crew.close()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Child:
    """A process that Python's own way to start one would refuse to a worker under a nanny."""

    process: subprocess.Popen[bytes]

    @property
    def exitcode(self) -> int | None:
        return self.process.poll()

    def join(self, timeout: float) -> None:
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            return

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()


def started(folder: Path, opening: Opening, memory_mb: int) -> tuple[Process, Connection]:
    """Start a process that serves an Opening, which it reads from a file in a folder.

    A worker under a nanny is daemonic, and such a process may have no children of Python's own
    kind (`multiprocessing`). For POSIX systems alone.
    """
    file = folder / CARRY
    if not file.exists():
        half = folder / f"{CARRY}-{threading.get_ident()}"
        half.write_bytes(pickle.dumps((opening, memory_mb)))
        half.replace(file)
    ours, theirs = multiprocessing.Pipe()
    number = theirs.fileno()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, str(number), str(file)],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=(number,),
            start_new_session=True,  # it is deaf to Ctrl-C: its parent hears it
        )
    return _Child(process), ours


def open_bench(order: bytes) -> Bench:
    """Return the bench of a run; `order` is its supply and its limits, pickled."""
    return Bench(*pickle.loads(order))


def make(bench: Bench, order: bytes, *parcels: Parcel) -> tuple[Done, ...]:
    """Make artifacts of what has been laid out; `order` is these, pickled."""
    return bench.make(pickle.loads(order), parcels)


def lay_body(bench: Bench, order: bytes, *parcels: Parcel) -> Laid:
    """Make the first artifacts of some words, whose pages suit further clinics."""
    return bench.lay_out(pickle.loads(order), parcels)


def lay_letterhead(bench: Bench, order: bytes) -> Parcel:
    """Lay out a clinic's letterhead for the pages of all handouts in one language and edition."""
    return bench.lay_out(pickle.loads(order), ()).parcel


def done_of(laid: Laid) -> tuple[Done, ...]:
    """Return the files that were made: they go to who writes them."""
    return laid.done


def parcel_of(laid: Laid) -> Parcel:
    """Return what was laid out: it goes to who makes further files."""
    return laid.parcel


def _main(number: str, file: str) -> None:
    opening: Any
    watch = functools.partial(_end_with, os.getppid(), Path(file).parent)
    threading.Thread(target=watch, daemon=True).start()
    opening, memory_mb = pickle.loads(Path(file).read_bytes())
    serve(Connection(int(number)), opening, memory_mb)


def _end_with(parent: int, folder: Path) -> None:
    """End when the parent has ended, which holds the far end of standard input."""
    os.read(0, 1)
    time.sleep(ORPHANED_S)
    if os.getppid() != parent:
        # It was killed: nobody else is left to clear away.
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    _main(*sys.argv[1:])
