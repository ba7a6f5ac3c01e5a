"""What a run comes to before anything is done, and that looking changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from handoutpress.press.build import build
from handoutpress.press.lock import only_press
from handoutpress.press.plan import Request, plan
from handoutpress.press.schedule import Schedule, look_ahead
from handoutpress.workspace import Workspace
from tests.press import fakes


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when everything in a folder was changed, and how large it is."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
    }


def test_it_counts_what_is_to_make_to_keep_and_to_remove(tmp_path: Path) -> None:
    workspace = fakes.workspace(tmp_path)
    opening = fakes.opening(fakes.honest)
    first = fakes.run(tmp_path, fakes.handout("cold"), fakes.handout("flu"))
    build(first, workspace, jobs=1, opening=opening)
    second = fakes.run(tmp_path, fakes.handout("cold"), fakes.handout("mumps"))
    before = state(tmp_path)
    ahead = look_ahead(second, workspace, jobs=8)
    assert state(tmp_path) == before
    assert [artifact.name for artifact in ahead.todo] == ["mumps"] * 3
    assert {path.split("/")[2] for path in ahead.current} == {"cold"}
    assert {path.split("/")[2] for path in ahead.stale} == {"flu"}
    assert ahead.processes == 3
    assert ahead.summary() == (
        "3 to make (no estimate yet of the time), 3 current, 3 to remove, 0 warnings"
    )
    told: list[Schedule] = []
    report = build(second, workspace, jobs=1, planned=told.append, opening=opening)
    assert set(report.made) == {artifact.path for artifact in ahead.todo} == set(ahead.why)
    assert (report.current, report.removed) == (ahead.current, ahead.stale)
    assert [schedule.why for schedule in told] == [ahead.why]


def test_looking_makes_no_folder_and_waits_for_no_press(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout())
    workspace = Workspace(tmp_path)
    look_ahead(run, workspace)
    assert not (tmp_path / "output").exists()
    with only_press(workspace):
        assert len(look_ahead(run, workspace).todo) == 3


def test_what_cannot_be_made_is_named_by_its_folder(tmp_path: Path) -> None:
    shelf = fakes.catalogue(
        fakes.handout("cold"), diagnostics=(fakes.broken("flu"), fakes.broken("bad"))
    )
    run = plan(shelf, Request(), fakes.theme(tmp_path))
    ahead = look_ahead(run, Workspace(tmp_path))
    assert ahead.broken == ("handouts/bad", "handouts/flu")
    assert ", nothing of handouts/bad, handouts/flu, " in ahead.summary()
    assert not ahead.findings.is_good(strict=False)


def test_the_processes_are_as_many_as_there_is_work(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout())
    workspace = Workspace(tmp_path)
    assert look_ahead(run, workspace, jobs=2).processes == 2
    assert look_ahead(run, workspace).processes == min(3, os.cpu_count() or 1)
    build(run, workspace, jobs=1, opening=fakes.opening(fakes.honest))
    assert look_ahead(run, workspace, jobs=2).processes == 1
