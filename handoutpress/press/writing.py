"""Finished files on their way to a target: one by one to a disk, several at a time to a store."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from handoutpress.diagnostics import PressError
from handoutpress.press.plan import Artifact
from handoutpress.press.target import Target
from handoutpress.press.worker import Outcome

Written = tuple[Artifact, Outcome]
"""An artifact and its finished file, or what went wrong with it: in making or in writing."""


class Writing:
    """Writes as many files at a time as a target takes: a store answers late, but to many at once.

    What is not asked back from it may be written or not, so whoever stops calls `rest`.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._pending: deque[Future[Written]] = deque()
        # The threads start when there is something to write.
        self._pool = ThreadPoolExecutor(target.at_once, "writing")

    def put(self, artifact: Artifact, outcome: Outcome) -> Iterator[Written]:
        """Write a file, and yield those that were: in the order in which they came."""
        if self._target.at_once == 1:
            yield self._written(artifact, outcome)
            return
        self._pending.append(self._pool.submit(self._written, artifact, outcome))
        while len(self._pending) >= self._target.at_once:
            yield self._first()

    def rest(self) -> Iterator[Written]:
        """Wait for what is on its way, and yield it."""
        while self._pending:
            yield self._first()
        self._pool.shutdown()

    def _first(self) -> Written:
        """Wait for what was put first, and take it out: only then, for Ctrl-C may end the wait."""
        written = self._pending[0].result()
        self._pending.popleft()
        return written

    def _written(self, artifact: Artifact, outcome: Outcome) -> Written:
        if isinstance(outcome, PressError):
            return artifact, outcome
        try:
            self._target.write_whole(artifact.path, outcome.data)
        except PressError as trouble:
            return artifact, trouble
        return artifact, outcome
