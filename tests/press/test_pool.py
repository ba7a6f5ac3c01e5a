"""Workers: what one file may take, and when a fresh process goes on with the work."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from handoutpress.content.edition import Finished
from handoutpress.content.settings import LimitSettings
from handoutpress.diagnostics import ExportError
from handoutpress.press.memory import release, resident_mb
from handoutpress.press.plan import Artifact, PrintRun
from handoutpress.press.pool import make_in_workers
from handoutpress.press.schedule import look_ahead
from handoutpress.press.worker import Making, Opening, make_here
from handoutpress.workspace import Workspace
from tests.press import fakes

LIMITS = LimitSettings()
BRIEF = LimitSettings(seconds=2)
NARROW = LimitSettings(memory_mb=500)
needs_limit = pytest.mark.skipif(sys.platform != "linux", reason="needs a system that holds to it")


def books(folder: Path, *slugs: str) -> tuple[Artifact, ...]:
    """Return an e-book of each slug."""
    handouts = (fakes.handout(slug) for slug in slugs)
    return fakes.run(folder, *handouts, editions=("epub",)).artifacts


def variants(folder: Path, count: int) -> tuple[Artifact, ...]:
    """Return the same words for so many clinics."""
    brands = (fakes.brand(f"clinic-{number}") for number in range(1, count))
    asked = {"editions": ("leaflet",), "papers": ("a4",)}
    return fakes.run(folder, fakes.handout(), *brands, **asked).artifacts


def in_order(folder: Path, run: PrintRun) -> tuple[Artifact, ...]:
    """Return the artifacts of a run as a build makes them."""
    return look_ahead(run, Workspace(folder)).todo


def sorted_out(making: Making) -> tuple[list[str], list[str]]:
    """Return the slugs of what was made, and what is told of what was not."""
    made: list[str] = []
    told: list[str] = []
    for artifact, outcome in making:
        if isinstance(outcome, Finished):
            made.append(artifact.handout.slug)
        else:
            told.extend(str(diagnostic) for diagnostic in outcome.diagnostics)
    return sorted(made), told


def pids(artifacts: Sequence[Artifact]) -> list[int]:
    """Return which process made each of these, with one worker at a time and in their order."""
    done = list(make_in_workers(artifacts, fakes.opening(fakes.signer), 1, LIMITS))
    assert [artifact for artifact, _ in done] == list(artifacts)
    return [int(outcome.data) for _, outcome in done if isinstance(outcome, Finished)]


def test_what_hangs_fails_alone(tmp_path: Path) -> None:
    artifacts = books(tmp_path, "cold", "flu", "slow", "tetanus")
    made, told = sorted_out(make_in_workers(artifacts, fakes.opening(fakes.sleeper), 2, BRIEF))
    assert made == ["cold", "flu", "tetanus"]
    assert told == [
        "handouts/slow/en.md: error[B024]: output/plain/slow/slow.en.epub took longer than 2 s, so "
        "its worker was ended\n"
        "  hint: look in its source for a very long table or list, or a drawing of many lines\n"
        "  hint: `seconds` in publish.toml under `[limits]` gives each file more time"
    ]


def test_the_last_one_may_hang_too(tmp_path: Path) -> None:
    opening = fakes.opening(fakes.sleeper)
    made, told = sorted_out(make_in_workers(books(tmp_path, "cold", "slow"), opening, 1, BRIEF))
    assert (made, len(told)) == (["cold"], 1)


def test_a_worker_that_does_not_come_up_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoutpress.press.worker.START_S", 1)
    opening: Opening = fakes.Sleepyhead(60)
    start = time.monotonic()
    made, told = sorted_out(make_in_workers(books(tmp_path, "cold"), opening, 1, LIMITS))
    # Not after the time that a file may take, which is more than the sleeper sleeps.
    assert time.monotonic() - start < 50
    assert made == []
    assert told == [
        "handouts/cold/en.md: error[B026]: the worker for output/plain/cold/cold.en.epub did not "
        "start: after 1 s it was not up\n"
        "  hint: give the machine less to do, or use fewer workers: `--jobs 1` makes files without "
        "any"
    ]


def test_a_file_of_many_words_waits_for_no_worker_that_does_not_come_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoutpress.press.worker.START_S", 1)
    # More than a pipe takes before somebody reads it.
    run = fakes.run(tmp_path, fakes.handout(digest="1" * (1 << 20)), editions=("epub",))
    opening: Opening = fakes.Sleepyhead(60)
    start = time.monotonic()
    made, told = sorted_out(make_in_workers(run.artifacts, opening, 1, LIMITS))
    assert time.monotonic() - start < 50
    assert (made, len(told)) == ([], 1)


def test_a_file_of_many_words_reaches_its_worker(tmp_path: Path) -> None:
    things = (fakes.handout(slug, digest="1" * (1 << 20)) for slug in ("cold", "flu", "mumps"))
    run = fakes.run(tmp_path, *things, editions=("epub",))
    opening = fakes.opening(fakes.honest)
    assert len(sorted_out(make_in_workers(run.artifacts, opening, 2, LIMITS))[0]) == 3


def test_workers_that_never_start_end_the_work(tmp_path: Path) -> None:
    opening: Opening = fakes.Stillborn(0)
    artifacts = books(tmp_path, "cold", "flu", "mumps", "tetanus")
    making = make_in_workers(artifacts, opening, 1, LIMITS)
    # The worker, and then another one.
    for slug in ("cold", "flu"):
        artifact, outcome = next(making)
        assert artifact.handout.slug == slug
        assert "did not start: it died (exit code 3)" in str(outcome)
    with pytest.raises(ExportError, match="no worker process starts"):
        next(making)


def test_coming_up_is_not_part_of_the_time(tmp_path: Path) -> None:
    opening: Opening = fakes.Sleepyhead(BRIEF.seconds + 1)
    assert sorted_out(make_in_workers(books(tmp_path, "cold"), opening, 1, BRIEF)) == (["cold"], [])


@needs_limit
def test_what_needs_more_memory_than_it_may_have_fails_alone(tmp_path: Path) -> None:
    artifacts = books(tmp_path, "bad", "cold")
    opening = fakes.opening(fakes.glutton)
    made, told = sorted_out(make_in_workers(artifacts, opening, 1, NARROW))
    assert made == ["cold"]
    assert told == [
        "handouts/bad/en.md: error[B025]: the memory did not suffice for "
        "output/plain/bad/bad.en.epub\n"
        "  hint: look in its source for a very large picture or a very long table\n"
        "  hint: `memory_mb` in publish.toml under `[limits]` says how much a worker may take"
    ]
    assert sorted_out(make_in_workers(artifacts, opening, 1, LIMITS)) == (["bad", "cold"], [])


def test_memory_that_is_short_in_this_process_is_told_too(tmp_path: Path) -> None:
    def starve(artifact: Artifact) -> Finished:
        raise MemoryError

    ((_, outcome),) = make_here(books(tmp_path, "cold"), lambda: starve)
    assert isinstance(outcome, ExportError)
    assert [d.code for d in outcome.diagnostics] == ["B025"]


def test_after_many_files_a_fresh_worker_goes_on_with_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoutpress.press.worker.LIFE", 3)
    things = fakes.handout("cold"), fakes.handout("flu"), fakes.brand("north")
    # The first worker ends between a leaflet and its book.
    made = pids(in_order(tmp_path, fakes.run(tmp_path, *things, papers=("a4",))))
    assert list(Counter(made).values()) == [3, 3, 2]


def test_a_large_worker_is_replaced_once_that_is_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifacts = variants(tmp_path, 2)
    monkeypatch.setattr("handoutpress.press.worker.RESIDENT_MB", -1)
    assert len(set(pids(artifacts))) == 1
    monkeypatch.setattr("handoutpress.press.worker.WORTH_S", 0)
    assert len(set(pids(artifacts))) == 2


def test_a_leaflet_and_its_book_have_one_maker(tmp_path: Path) -> None:
    brands = (fakes.brand(f"clinic-{number}") for number in range(4))
    run = fakes.run(tmp_path, fakes.handout(), *brands, papers=("a4",))
    done = make_in_workers(in_order(tmp_path, run), fakes.opening(fakes.signer), 2, LIMITS)
    makers = {(a.brand.slug, o.data) for a, o in done if isinstance(o, Finished)}
    assert len(makers) == 5


def test_nobody_but_the_book_is_told_of_pages(tmp_path: Path) -> None:
    both = in_order(tmp_path, fakes.run(tmp_path, fakes.handout(), papers=("a4",)))
    done = [outcome for _, outcome in make_here(both, fakes.opening(fakes.pager))]
    told = [(o.data, o.page_map) for o in done if isinstance(o, Finished)]
    assert told == [(b"None", None), (b"7", None)]


@needs_limit
def test_the_memory_that_a_process_has_is_known() -> None:
    before = resident_mb()
    ballast = b"x" * (64 << 20)
    assert before > 10
    assert resident_mb() >= before + 32
    assert ballast


@needs_limit
def test_what_is_of_no_more_use_is_given_back() -> None:
    gc.disable()
    try:
        pages: list[object] = [[b"x" * 5000] for _ in range(10_000)]
        pages.append(pages)
        full = resident_mb()
        del pages
        assert resident_mb() >= full - 5
        release()
        assert resident_mb() < full - 30
    finally:
        gc.enable()
