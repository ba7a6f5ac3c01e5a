"""A run's files made by the workers of a Dask cluster: the only home of `distributed`.

Bodies and letterheads are tasks of their own, which further clinics' files depend on: what one
worker has laid out goes to the others with the work. All else stays here: what is to make, what is
written, what is recorded. So a worker that is lost loses no file, for the cluster does its work
again elsewhere, and a file that comes twice is written once.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import pickle
import queue
import re
import threading
import time
import warnings
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from handoutpress.content.settings import LimitSettings
from handoutpress.diagnostics import Diagnostic, ExportError, Location, error
from handoutpress.press import workplace
from handoutpress.press.kit import HeadOnly, UnlikeError
from handoutpress.press.plan import Artifact
from handoutpress.press.pool import GLANCE_S, bundled
from handoutpress.press.worker import Begin, Making, Outcome
from handoutpress.press.workplace import Done, Supply

if TYPE_CHECKING:
    from distributed import Client, Future

    Answers = queue.SimpleQueue[tuple[Any, Exception | None]]

ADDRESS = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
REACH_S = 10.0
"""How long the scheduler may take to be reached, or to answer where the line to it is broken."""
ANSWER_S = 120.0
"""How long it may take where the line holds: a busy one answers late."""
WORKERS_S = 30.0
"""How long a cluster may be without a worker: that of a laptop's comes up in some seconds."""
LOOK_S = 2.0
"""How often it is looked at how many workers there are."""
AHEAD = 2
"""So many tasks for each thread of the cluster are there at once: the words of a handout go with
each, and are not to fill the scheduler's memory."""
BATCH = 25
"""A task has at most so many clinics' files of the same words: each costs the scheduler some ms."""
SHARES = 4
"""And so few that each thread gets several, for they do not take equally long."""
HEADS = 600
"""How many clinics' letterheads the cluster keeps: those of the clinics that are served at once
(`press.schedule`), and some more."""
PACKAGE = "distributed"
START = "start it as docs/commands.md says, on a machine that this one reaches"


def check_address(address: str) -> None:
    """Raise ExportError B051 for what is no scheduler's address, B050 without what speaks to it."""
    if not ADDRESS.fullmatch(address):
        hint = "it is like `tcp://10.0.0.1:8786`: what `dask scheduler` says when it starts"
        raise ExportError([error("B051", f"{address!r} is no address of a scheduler", None, hint)])
    _engine()


def make_on_cluster(
    artifacts: Sequence[Artifact],
    supply: Supply,
    address: str,
    limits: LimitSettings,
    begin: Begin = lambda artifact: None,
) -> Making:
    """Yield each artifact with its file or its trouble as they finish, made by a Dask cluster.

    `begin` hears of each when it is given to the cluster. Limits hold as in the pool. However the
    caller leaves, what is not finished is cancelled. ExportError where nobody could make the
    others: B052 the scheduler is not to be reached, B053 there are no workers, UnlikeError B054 one
    of them would make other bytes, B055 the scheduler is lost, B056 the cluster cannot do the work.
    """
    check_address(address)
    with _connected(address) as client:
        run = _Run(client, supply, limits, _groups(artifacts, supply), begin)
        try:
            yield from run.making()
        finally:
            run.cancel()


def _engine() -> Any:
    """Return the package; ExportError B050 where it is not installed."""
    try:
        import distributed
    except ImportError as fault:
        hint = "`pip install .[cluster]`, here and on each machine of the cluster"
        what = f"a cluster needs the package {PACKAGE}, which cannot be imported: {fault}"
        raise ExportError([error("B050", what, None, hint)]) from fault
    return distributed


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    engine = _engine()
    import dask

    settings = {"distributed.comm.timeouts.connect": f"{REACH_S:g}s"}
    # Versions are compared where files are made, and large orders are cut small here.
    with dask.config.set(settings), _silence(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client = engine.Client(address, timeout=REACH_S, set_as_default=False)
        except (OSError, ValueError, RuntimeError, TimeoutError) as fault:
            what = f"the scheduler at {address} cannot be reached"
            raise ExportError([error("B052", what, None, START)]) from fault
        try:
            yield client
        finally:
            with contextlib.suppress(ExportError):
                _answer(client, client.close)


def _answer(client: Client, ask: Callable[[], Any]) -> Any:
    """Return what a client answers when it is asked; ExportError B055 where it does not, or breaks.

    One that has lost its scheduler may close itself at any moment, and whoever asks it just then
    waits for ever.
    """
    answers: Answers = queue.SimpleQueue()

    def waiting() -> None:
        try:
            answers.put((ask(), None))
        except Exception as fault:
            answers.put((None, fault))

    threading.Thread(target=waiting, daemon=True).start()
    answer, fault = _heard(client, answers)
    if fault:
        # Whatever a broken line makes of itself, and there are many ways.
        raise ExportError([_lost()]) from fault
    return answer


def _heard(client: Client, answers: Answers) -> tuple[Any, Exception | None]:
    """Wait for an answer as long as the line holds, and it is worth to."""
    end = time.monotonic() + ANSWER_S
    while True:
        try:
            return answers.get(timeout=REACH_S)
        except queue.Empty as fault:
            if client.status != "running" or time.monotonic() > end:
                return None, fault


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Let nothing be logged: what is to be said of a lost line, a diagnostic says."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@dataclass(eq=False, slots=True)
class _Group:
    """The same words for several clinics."""

    bundles: deque[deque[Artifact]]
    """What each clinic gets of them: one task makes all of it, so that the e-book is told the
    leaflet's pages."""
    is_shared: bool
    """Whether clinics share pages."""
    body: Future | None = None
    """The shared pages, once they are laid out."""


def _groups(artifacts: Iterable[Artifact], supply: Supply) -> Iterator[_Group]:
    for _, group in itertools.groupby(artifacts, key=attrgetter("words_key")):
        bundles = bundled(group)
        yield _Group(bundles, supply.shares_pages(bundles[0][0]))


@dataclass(eq=False, slots=True)
class _Task:
    """Files that are made on the cluster."""

    artifacts: tuple[Artifact, ...]
    future: Future
    held: tuple[Future, ...] = ()
    """What they are made of, or come with."""
    opens: _Group | None = None
    """The words whose further files can be made once these are."""
    is_alone: bool = False
    """Whether nothing else can be the cause when its worker dies."""


@dataclass(eq=False)
class _Run:
    """The work of one run on its way through a cluster."""

    client: Client
    supply: Supply
    limits: LimitSettings
    fresh: Iterator[_Group]
    begin: Begin
    open: deque[_Group] = field(default_factory=deque)
    """Those whose shared pages are laid out, or that have none."""
    suspects: deque[tuple[Artifact, ...]] = field(default_factory=deque)
    """What workers that died had in hand once too often. A cluster blames all of it alike, so each
    is tried again when all else is done, with nothing beside it."""
    running: dict[str, _Task] = field(default_factory=dict)
    """By the key of its future."""
    awaited: dict[tuple[str, str], Artifact] = field(default_factory=dict)
    """What has not come yet, by path and fingerprint."""
    heads: OrderedDict[object, Future] = field(default_factory=OrderedDict)
    arrived: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    threads: int = 0
    looked_at: float = 0.0
    staffed_at: float = 0.0
    """When there was a worker."""

    def making(self) -> Making:
        """Yield what is done, as it is done."""
        self.staffed_at = time.monotonic()
        self._wait_for_workers()
        order = pickle.dumps((self.supply, self.limits))
        self.bench = self._submit(workplace.open_bench, order)
        self._feed()
        while self.running:
            with contextlib.suppress(queue.Empty):
                task = self.running.pop(self.arrived.get(timeout=GLANCE_S), None)
                yield from self._results(task) if task else ()
            self._look()
            self._feed()

    def cancel(self) -> None:
        """Give up what is not finished."""
        futures = [task.future for task in self.running.values()]
        if futures:
            with contextlib.suppress(ExportError):
                _answer(self.client, functools.partial(self.client.cancel, futures, force=True))

    def _wait_for_workers(self) -> None:
        while not self.threads:
            self._look()
            if not self.threads:
                time.sleep(GLANCE_S)

    def _look(self) -> None:
        """Count the workers at times; ExportError B053 after a while without one."""
        now = time.monotonic()
        if now - self.looked_at < LOOK_S and self.threads:
            return
        self.threads = sum(_answer(self.client, self.client.nthreads).values())
        self.looked_at = now
        if self.threads:
            self.staffed_at = now
        elif now - self.staffed_at > WORKERS_S:
            what = f"the cluster has had no worker for {WORKERS_S:g} s"
            raise ExportError([error("B053", what, None, f"{START}: `dask worker`")])

    def _feed(self) -> None:
        """Give the cluster as much as keeps it busy."""
        while len(self.running) < AHEAD * max(self.threads, 1):
            if group := next((group for group in self.open if group.bundles), None):
                self._make_further(group)
            elif group := next(self.fresh, None):
                self._begin(group)
            elif self.suspects and not self.running:
                self._make(self.suspects.popleft(), (), is_alone=True)
                break
            else:
                break
            self.open = deque(group for group in self.open if group.bundles)

    def _begin(self, group: _Group) -> None:
        """Begin with some words: where clinics share their pages, with the first clinic's."""
        if not group.is_shared or len(group.bundles) == 1:
            self.open.append(group)
            return
        artifacts = tuple(group.bundles.popleft())
        heads = self._heads(artifacts)
        laid = self._order(workplace.lay_body, artifacts, heads)
        group.body = self._submit(workplace.parcel_of, laid)
        done = self._submit(workplace.done_of, laid)
        self._run(_Task(artifacts, done, (laid, *heads), opens=group))

    def _make_further(self, group: _Group) -> None:
        """Make files of some words, for several clinics at once where there are many."""
        share = len(group.bundles) // (SHARES * max(self.threads, 1))
        count = min(BATCH, share) if group.is_shared else 1
        some = [group.bundles.popleft() for _ in range(min(max(count, 1), len(group.bundles)))]
        artifacts = tuple(itertools.chain.from_iterable(some))
        parcels = self._heads(artifacts) if group.body else ()
        self._make(artifacts, (group.body, *parcels) if group.body else ())

    def _make(
        self,
        artifacts: tuple[Artifact, ...],
        parcels: tuple[Future, ...],
        is_alone: bool = False,
    ) -> None:
        future = self._order(workplace.make, artifacts, parcels)
        self._run(_Task(artifacts, future, parcels, is_alone=is_alone))

    def _heads(self, artifacts: Iterable[Artifact]) -> tuple[Future, ...]:
        """Return the letterheads of the clinics of some files, which are laid out once."""
        found: dict[object, Future] = {}
        for artifact in artifacts:
            laid = artifact.printed or artifact
            if artifact.brand.is_plain or artifact.brand.slug in found:
                continue  # where no clinic is named, the handout's number is: it suits no other
            key = (artifact.brand.slug, laid.lang, laid.edition.name, laid.paper)
            if key not in self.heads:
                order = (HeadOnly.of(artifact),)
                self.heads[key] = self._order(workplace.lay_letterhead, order, ())
            self.heads.move_to_end(key)
            found[artifact.brand.slug] = self.heads[key]
        while len(self.heads) > HEADS:
            self.heads.popitem(last=False)
        return tuple(found.values())

    def _order(
        self, what: Any, artifacts: tuple[Artifact, ...], parcels: tuple[Future, ...]
    ) -> Future:
        return self._submit(what, self.bench, pickle.dumps(artifacts), *parcels)

    def _submit(self, what: Any, *given: object) -> Future:
        # Not pure: no two orders are one, whatever the cluster has seen of earlier runs.
        return self.client.submit(what, *given, pure=False)

    def _run(self, task: _Task) -> None:
        for artifact in task.artifacts:
            # One that is tried again was begun before.
            if (artifact.path, artifact.fingerprint) not in self.awaited:
                self.awaited[artifact.path, artifact.fingerprint] = artifact
                self.begin(artifact)
        self.running[task.future.key] = task
        task.future.add_done_callback(lambda future: self.arrived.put(future.key))

    def _results(self, task: _Task) -> Iterator[tuple[Artifact, Outcome]]:
        if task.opens:
            self.open.append(task.opens)
        killed = _engine().KilledWorker
        if task.future.status == "finished":
            try:
                fetched = self._fetched(task.future)
            except killed as fault:
                yield from self._failed(task, fault)
                return
            for done in fetched:
                artifact = self.awaited.pop((done.path, done.fingerprint), None)
                if isinstance(done.outcome, UnlikeError):
                    raise done.outcome
                if artifact:
                    yield artifact, done.outcome
            return
        if task.future.status != "error":
            raise ExportError([_lost()])
        yield from self._failed(task, _answer(self.client, task.future.exception))

    def _failed(self, task: _Task, fault: BaseException) -> Iterator[tuple[Artifact, Outcome]]:
        """Try files alone that were made together, or yield what they have failed of."""
        if not isinstance(fault, _engine().KilledWorker):
            raise ExportError([_unable(fault)])
        for key in [key for key, head in self.heads.items() if head.status == "error"]:
            del self.heads[key]
        if task.opens:
            task.opens.body = None
        if not task.is_alone:
            self.suspects.extend(tuple(each) for each in bundled(task.artifacts))
            return
        for artifact in task.artifacts:
            if self.awaited.pop((artifact.path, artifact.fingerprint), None):
                yield artifact, ExportError([_killed(artifact)])

    def _fetched(self, future: Future) -> tuple[Done, ...]:
        """Return a result; it is made again where its worker is lost before it could be fetched."""
        while True:
            try:
                done: tuple[Done, ...] = future.result(timeout=LOOK_S)
                return done
            except TimeoutError:
                self.looked_at = 0.0
                self._look()
            except _engine().KilledWorker:
                raise
            except Exception as fault:
                raise ExportError([_lost()]) from fault


def _lost() -> Diagnostic:
    hint = "look at the scheduler and the network, then build again: what is written is kept"
    return error("B055", "the scheduler of the cluster was lost", None, hint)


def _unable(fault: BaseException | None) -> Diagnostic:
    said = " ".join(f"{type(fault).__name__}: {fault}".split())
    hint = "install the same Handout Press on the scheduler's and each worker's machine"
    return error("B056", f"the cluster cannot do the work: {said}", None, hint)


def _killed(artifact: Artifact) -> Diagnostic:
    message = f"several workers of the cluster died while making {artifact.path}"
    hint = "if memory ran out: give each worker more, or fewer threads"
    return error("B022", message, Location(artifact.source), hint)
