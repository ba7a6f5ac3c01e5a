"""Files on their way to a store: several at a time, each recorded, however the run ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from handoutpress.diagnostics import ExportError
from handoutpress.press.build import Step, build
from handoutpress.press.target import StoreError
from handoutpress.workspace import Workspace
from tests.press import fakes
from tests.press.test_build import epubs, listed

PATIENCE_S = 30
NAMES = ("cold", "cough", "flu", "mumps")


class SlowStore(Workspace):
    """A store that answers when so many files are on their way to it as it takes at a time."""

    at_once = 3

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.all_here = threading.Barrier(self.at_once)

    def write_whole(self, name: str, data: bytes) -> None:
        """Write, when all are here."""
        if name.endswith(".epub") and "mumps" not in name:
            self.all_here.wait(PATIENCE_S)
        super().write_whole(name, data)


def test_a_store_gets_several_files_at_a_time(tmp_path: Path) -> None:
    run, told = epubs(tmp_path, *NAMES), list[Step]()
    store = SlowStore(tmp_path)
    report = build(
        run, store, target=store, jobs=1, progress=told.append, opening=fakes.opening(fakes.honest)
    )
    assert report.made == tuple(artifact.path for artifact in run.artifacts)
    assert listed(tmp_path) == set(report.made)
    assert [step.done for step in told if step.outcome == "made"] == [1, 2, 3, 4]


def test_what_is_on_its_way_when_a_run_ends_is_recorded(tmp_path: Path) -> None:
    run, store = epubs(tmp_path, *NAMES[:3]), SlowStore(tmp_path)

    def stop(step: Step) -> None:
        if step.outcome == "begun" and step.path == run.artifacts[-1].path:
            threading.Thread(target=store.all_here.wait, args=(PATIENCE_S,)).start()
            raise KeyboardInterrupt

    report = build(
        run, store, target=store, jobs=1, progress=stop, opening=fakes.opening(fakes.honest)
    )
    assert report.is_interrupted
    assert report.made == tuple(artifact.path for artifact in run.artifacts[:2])
    assert listed(tmp_path) == set(report.made)


@pytest.mark.skipif(sys.platform == "win32", reason="no process signals itself there")
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_while_a_store_is_waited_for_loses_no_file(tmp_path: Path, times: int) -> None:
    class Late(Workspace):
        at_once = 2

        def write_whole(self, name: str, data: bytes) -> None:
            for _ in range(times if "cold" in name else 0):
                time.sleep(0.3)
                os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)
            super().write_whole(name, data)

    run, store = epubs(tmp_path, *NAMES), Late(tmp_path)
    report = build(run, store, target=store, jobs=1, opening=fakes.opening(fakes.honest))
    assert report.is_interrupted
    assert report.made == tuple(artifact.path for artifact in run.artifacts[:2])
    assert listed(tmp_path) == set(report.made)


def test_a_file_that_cannot_be_written_fails_alone(tmp_path: Path) -> None:
    class Refusing(Workspace):
        at_once = 3

        def write_whole(self, name: str, data: bytes) -> None:
            if "flu" in name:
                raise ExportError([fakes.broken(name)])
            super().write_whole(name, data)

    run, store = epubs(tmp_path, *NAMES), Refusing(tmp_path)
    report = build(run, store, target=store, jobs=1, opening=fakes.opening(fakes.honest))
    assert [path for path in report.failed if "flu" in path] == list(report.failed)
    assert len(report.made) == 3
    assert listed(tmp_path) == set(report.made)


def test_a_store_that_refuses_is_told_of_once(tmp_path: Path) -> None:
    class Refusing(Workspace):
        at_once = 3

        def write_whole(self, name: str, data: bytes) -> None:
            if name.endswith(".epub"):
                raise StoreError([fakes.broken(name)])
            super().write_whole(name, data)

    run, store = epubs(tmp_path, *NAMES), Refusing(tmp_path)
    report = build(run, store, target=store, jobs=1, opening=fakes.opening(fakes.honest))
    assert not report.made
    assert len(report.failed) + len(report.unreached) == len(NAMES)
    assert len(report.findings.diagnostics) == 1
