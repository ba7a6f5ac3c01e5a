"""Worker processes that share the work of a run: what has the same words goes to one of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from multiprocessing.connection import wait
from operator import attrgetter

from handoutpress.content.settings import LimitSettings
from handoutpress.diagnostics import ExportError, error
from handoutpress.press.plan import Artifact
from handoutpress.press.worker import (
    ALONE,
    Begin,
    Making,
    Opening,
    Outcome,
    Share,
    Start,
    Worker,
    dismiss,
    spawned,
)

GLANCE_S = 0.5
"""How often the wait for workers looks up: to see who is late, and because there are systems where
Ctrl-C does not end a wait."""
LONGEST_GLANCE_S = 2.0
"""What counts at most of the time between two looks: while a build was stopped, as Ctrl-Z does it,
its workers were too."""


def make_in_workers(
    artifacts: Sequence[Artifact],
    opening: Opening,
    count: int,
    limits: LimitSettings,
    begin: Begin = lambda artifact: None,
) -> Making:
    """Yield each artifact with its file or its trouble as they finish, made by `count` processes.

    `begin` hears of each when a worker is hired for it, or goes on with it. However the caller
    leaves, the workers are gone within a second. Raises as `Crew.make`.
    """
    with closing(Crew(opening, limits, count)) as crew:
        yield from crew.make(artifacts, begin)


class Crew:
    """The workers and what is still to make."""

    def __init__(
        self, opening: Opening, limits: LimitSettings, count: int, start: Start = spawned
    ) -> None:
        self.opening = opening
        self.limits = limits
        self.count = count
        self.start = start
        self.work = _Work(())
        self.begin_with: Begin = lambda artifact: None
        self.false_starts = 0
        """So many workers in a row did not come up."""
        self.workers: list[Worker] = []
        self.looked_at = 0.0

    def make(self, artifacts: Sequence[Artifact], begin: Begin = lambda artifact: None) -> Making:
        """Yield each artifact with its file or its trouble as they finish.

        What has the same words stands together, and one worker goes on with it, for it lays these
        words out once. An artifact has failed, and says how, whose worker dies, is late, or lacks
        memory; a new worker takes the old one's place, as it does when that one has made many. The
        workers stay for what is made next. ExportError B026 where no worker starts at all.
        """
        self.work = _Work(artifacts)
        self.begin_with = begin
        self.looked_at = time.monotonic()
        for worker in tuple(self.workers):
            worker.is_spent = not worker.process.is_alive()
            self.go_on(worker)
        while self.work.is_left and len(self.workers) < self.count:
            self._hire(Share())
        while self.is_busy:
            for worker, finished in self.look():
                # Before the file is written, so that the worker does not wait for the disk.
                self.go_on(worker)
                yield finished

    def close(self) -> None:
        """Send the workers away."""
        dismiss(self.workers)

    @property
    def is_busy(self) -> bool:
        """Whether a worker is making something."""
        return any(worker.artifact for worker in self.workers)

    def look(self) -> Iterator[tuple[Worker, tuple[Artifact, Outcome]]]:
        """Wait a little and yield who has finished, or failed, and what."""
        if self.false_starts > self.count:
            # Each of them, and then another one: the others would fare no better.
            raise ExportError([error("B026", "no worker process starts", None, ALONE)])
        busy = [worker for worker in self.workers if worker.artifact]
        ready = wait([worker.connection for worker in busy], GLANCE_S)
        now = time.monotonic()
        lasted, self.looked_at = min(now - self.looked_at, LONGEST_GLANCE_S), now
        for worker in busy:
            worker.seconds += lasted
            is_ready = worker.connection in ready
            finished = worker.take() if is_ready else worker.end_late(self.limits.seconds)
            if worker.is_up:
                self.false_starts = 0
            if finished:
                self.false_starts += not worker.is_up
                yield worker, finished

    def go_on(self, worker: Worker) -> None:
        """Give a worker something to make, or a new one in its place."""
        if not worker.is_spent:
            self._give(worker)
            return
        self.workers.remove(worker)
        dismiss([worker])
        if worker.share or self.work.is_left:
            self._hire(worker.share)

    def _hire(self, share: Share) -> None:
        worker = Worker.hire(self.start, self.opening, self.limits.memory_mb, share)
        self.workers.append(worker)
        self._give(worker)

    def _give(self, worker: Worker) -> None:
        if artifact := self.work.next_of(worker.share):
            self.begin_with(artifact)
            worker.give(artifact)


class _Work:
    """What is still to make, in groups of the same words."""

    def __init__(self, artifacts: Sequence[Artifact]) -> None:
        groups = groupby(artifacts, key=attrgetter("words_key"))
        self.fresh = deque(bundled(group) for _, group in groups)
        self.begun: list[deque[deque[Artifact]]] = []

    @property
    def is_left(self) -> bool:
        """Whether there is something that no worker has begun."""
        return bool(self.fresh) or any(self.begun)

    def next_of(self, share: Share) -> Artifact | None:
        """Return the next of a share, which gets a fresh group, or of the longest that is left."""
        if not share:
            share.group = self._group()
        if share.group and not share.bundle:
            share.bundle = share.group.popleft()
        return share.bundle.popleft() if share.bundle else None

    def _group(self) -> deque[deque[Artifact]]:
        if self.fresh:
            self.begun.append(self.fresh.popleft())
            return self.begun[-1]
        self.begun = [group for group in self.begun if group]
        return max(self.begun, key=len, default=deque())


def bundled(group: Iterable[Artifact]) -> deque[deque[Artifact]]:
    """Put together what one clinic gets of the same words."""
    return deque(deque(bundle) for _, bundle in groupby(group, key=lambda each: each.brand.slug))
