"""How long files took, and the estimate that is made of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.edition import Finished
from handoutpress.press.build import build, clean
from handoutpress.press.plan import Artifact
from handoutpress.press.timings import REMEMBERED, TIMINGS, Estimate, Stopwatch, estimate
from handoutpress.press.timings import read_timings as read
from handoutpress.workspace import Workspace
from tests.press import fakes

BRANDS = [fakes.brand(name, paper="a4") for name in ("north", "south", "west")]
LEAFLETS = {"editions": ("leaflet",), "papers": ("a4",)}
FIRST, FURTHER = (f"leaflet, pdf, one language, {place}" for place in ("first", "further"))


def clocked(artifact: Artifact) -> Finished:
    """Make a file that is said to have taken ten seconds, or one for a further clinic."""
    seconds = 10.0 if artifact.brand.slug == "north" else 1.0
    return replace(fakes.honest(artifact), seconds=seconds)


def go(folder: Path, *slugs: str) -> Workspace:
    """Make leaflets for four clinics."""
    run = fakes.run(folder, *map(fakes.handout, slugs), *BRANDS, **LEAFLETS)
    build(run, Workspace(folder), jobs=1, opening=fakes.opening(clocked))
    return Workspace(folder)


def test_the_first_clinic_is_told_from_the_further_ones(tmp_path: Path) -> None:
    timings = read(go(tmp_path, "cold", "flu"))
    found = {kind: (timing.files, timing.seconds) for kind, timing in timings.items()}
    assert found == {FIRST: (2, 20.0), FURTHER: (6, 6.0)}


def test_an_estimate_is_of_what_was_noted(tmp_path: Path) -> None:
    workspace = go(tmp_path, "cold")
    artifacts = fakes.run(tmp_path, *map(fakes.handout, "abc"), *BRANDS, **LEAFLETS).artifacts
    # Three handouts, each for four clinics: ten seconds for the first one, one for each other.
    in_turn = sorted(artifacts, key=lambda a: a.words_key)
    assert estimate(in_turn, read(workspace), 1) == Estimate(39.0)
    assert estimate(in_turn, read(workspace), 2) == Estimate(19.5)
    assert str(Estimate(19.5)) == "about 20s"
    assert str(Estimate(300)) == "about 5 min"
    assert estimate([], read(workspace), 1) == Estimate(0.0)


def test_what_was_never_made_has_no_estimate(tmp_path: Path) -> None:
    artifacts = fakes.run(tmp_path, fakes.handout(), editions=("leaflet", "epub")).artifacts
    assert estimate(artifacts, {}, 2) == Estimate(None)
    assert str(Estimate(None)) == "no estimate yet of the time"
    partly = estimate(artifacts, read(go(tmp_path, "cold")), 1)
    assert partly == Estimate(20.0, ("epub",))
    assert str(partly) == "about 20s, not counting epub"


def test_the_figures_follow_the_machine(tmp_path: Path) -> None:
    workspace = go(tmp_path, "cold")
    record = {FIRST: [100_000, 500_000.0]}
    workspace.write_whole(TIMINGS, json.dumps(record).encode())
    (artifact, *_) = fakes.run(tmp_path, fakes.handout(), **LEAFLETS).artifacts
    watch = Stopwatch()
    watch.note(artifact, 1.0)
    watch.save(workspace)
    timing = read(workspace)[FIRST]
    assert (timing.files, timing.seconds) == (REMEMBERED + 1, REMEMBERED * 5.0 + 1)


def test_what_nobody_has_measured_leaves_no_file_and_clean_takes_the_rest(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout(), **LEAFLETS)
    build(run, Workspace(tmp_path), jobs=1, opening=fakes.opening(fakes.honest))
    assert not (tmp_path / TIMINGS).exists()
    workspace = go(tmp_path, "flu")
    assert (tmp_path / TIMINGS).exists()
    clean(workspace)
    assert not [path for path in (tmp_path / "output").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"x": 1}',
        '{"x": [1]}',
        '{"x": [1, 2, 3]}',
        '{"x": [0, 1]}',
        '{"x": [1, -1]}',
        '{"x": [1, NaN]}',
        '{"x": [1, 1e999]}',
        '{"x": [true, 1]}',
        '{"x": ["1", 1]}',
        '{"x": [1, 1' + "0" * 400 + "]}",
    ],
)
def test_a_foreign_file_is_no_estimate_and_no_trouble(tmp_path: Path, text: str) -> None:
    workspace = fakes.workspace(tmp_path)
    workspace.write_whole(TIMINGS, text.encode())
    assert read(workspace) == {}
