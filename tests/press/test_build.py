"""The run: what is made, what is left alone, and what happens when things go wrong."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from handoutpress.content.edition import Finished
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ExportError, Location, PressError, Severity, warning
from handoutpress.pdf.stock import Stock
from handoutpress.press import fingerprint, lock, make
from handoutpress.press.build import Step, build, clean
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.lock import only_press
from handoutpress.press.manifest import MANIFEST, Entry, read_manifest, write_manifest
from handoutpress.press.plan import Artifact, PrintRun, Request, plan
from handoutpress.press.proofs import PROOFS
from handoutpress.press.report import Report
from handoutpress.press.worker import Maker
from handoutpress.workspace import Workspace
from tests.press import fakes

COLD = "output/plain/cold/cold.en.epub"
RECORDS = {MANIFEST, PROOFS}
"""What a build writes for itself; proofs are kept only of files that have lain for a while."""


def epubs(folder: Path, *slugs: str) -> PrintRun:
    """Return a run of one e-book for each slug."""
    return fakes.run(folder, *(fakes.handout(slug) for slug in slugs), editions=("epub",))


def whole(folder: Path, *slugs: str) -> PrintRun:
    """Return the full default run over these handouts: three files each."""
    return fakes.run(folder, *(fakes.handout(slug) for slug in slugs))


def go(
    folder: Path, run: PrintRun, maker: Maker = fakes.honest, jobs: int = 1, force: bool = False
) -> Report:
    """Build a run with a maker."""
    opening = fakes.opening(maker)
    return build(run, Workspace(folder), jobs=jobs, force=force, opening=opening)


def listed(folder: Path) -> set[str]:
    """Return the paths in the manifest, once each is proved to be what is on the disk."""
    workspace = Workspace(folder)
    entries, said = read_manifest(workspace)
    assert not said
    assert all(entry.is_there(workspace) for entry in entries.values())
    return set(entries)


def on_disk(folder: Path) -> set[str]:
    """Return all files under output/."""
    found = (path for path in (folder / "output").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


def test_a_second_build_has_nothing_to_do(tmp_path: Path) -> None:
    run = whole(tmp_path, "cold")
    first = go(tmp_path, run)
    assert first.summary().startswith("3 made, 0 current, 0 failed, 0 warnings in ")
    assert on_disk(tmp_path) == {*first.made, MANIFEST}
    manifest = (tmp_path / MANIFEST).stat()
    second = go(tmp_path, run, fakes.refuser)
    assert (second.made, second.current) == ((), first.made)
    assert second.is_good(strict=True)
    now = (tmp_path / MANIFEST).stat()
    # That it was read changes its stat too.
    assert (now.st_ino, now.st_mtime_ns) == (manifest.st_ino, manifest.st_mtime_ns)


def test_force_makes_everything_again(tmp_path: Path) -> None:
    run = epubs(tmp_path, "cold")
    go(tmp_path, run)
    assert go(tmp_path, run, force=True).made == (COLD,)


def test_only_what_changed_is_made(tmp_path: Path) -> None:
    go(tmp_path, epubs(tmp_path, "cold", "flu"))
    changed = (fakes.handout("cold"), fakes.handout("flu", digest="2"))
    report = go(tmp_path, fakes.run(tmp_path, *changed, editions=("epub",)))
    assert report.made == ("output/plain/flu/flu.en.epub",)
    assert report.current == (COLD,)


@pytest.mark.parametrize("harm", ["missing", "longer", "same length", "a folder"])
def test_a_touched_output_is_made_again(tmp_path: Path, harm: str) -> None:
    run = epubs(tmp_path, "cold")
    go(tmp_path, run)
    path = tmp_path / COLD
    good = path.read_bytes()
    path.unlink()
    if harm == "a folder":
        path.mkdir()
        report = go(tmp_path, run)
        assert report.failed == (COLD,)
        assert [d.code for d in report.findings.diagnostics] == ["B001"]
        return
    if harm != "missing":
        path.write_bytes(good + b"x" if harm == "longer" else good[::-1])
    assert go(tmp_path, run).made == (COLD,)
    assert path.read_bytes() == good


def test_one_failure_stops_no_other_and_is_tried_again(tmp_path: Path) -> None:
    run = epubs(tmp_path, "bad", "cold")
    report = go(tmp_path, run, fakes.refuser)
    assert report.failed == ("output/plain/bad/bad.en.epub",)
    assert report.made == (COLD,)
    assert not report.is_good(strict=False)
    assert listed(tmp_path) == {COLD}
    assert go(tmp_path, run).made == ("output/plain/bad/bad.en.epub",)


def test_more_clinics_than_a_worker_keeps_letterheads_for_take_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoutpress.press.schedule.CLINICS_AT_ONCE", 2)
    clinics = [fakes.brand(slug) for slug in ("a", "b", "c")]
    asked = {"brands": ("a", "b", "c"), "editions": ("leaflet", "epub"), "papers": ("a4",)}
    run = fakes.run(tmp_path, fakes.handout("cold"), fakes.handout("flu"), *clinics, **asked)
    steps: list[Step] = []
    opening = fakes.opening(fakes.honest)
    build(run, Workspace(tmp_path), jobs=1, progress=steps.append, opening=opening)
    made = [Path(step.path) for step in steps if step.outcome == "made"]
    turns = [f"{path.parts[1]} {path.parts[2]}" for path in made[::2]]
    assert turns == ["a cold", "b cold", "a flu", "b flu", "c cold", "c flu"]
    assert [path.suffix for path in made] == [".pdf", ".epub"] * 6


def test_a_step_says_what_was_found(tmp_path: Path) -> None:
    seen: list[Step] = []
    opening = fakes.opening(fakes.refuser)
    run = epubs(tmp_path, "bad", "cold")
    build(run, Workspace(tmp_path), jobs=1, progress=seen.append, opening=opening)
    said = [(step.outcome, [d.code for d in step.said]) for step in seen]
    assert said == [("begun", []), ("failed", ["P001"]), ("begun", []), ("made", [])]


def test_a_failure_leaves_the_last_good_file(tmp_path: Path) -> None:
    go(tmp_path, epubs(tmp_path, "bad"))
    good = on_disk(tmp_path)
    changed = fakes.run(tmp_path, fakes.handout("bad", digest="2"), editions=("epub",))
    assert go(tmp_path, changed, fakes.refuser).failed
    assert on_disk(tmp_path) == good
    assert len(listed(tmp_path)) == 1


def test_warnings_hold_while_their_file_does(tmp_path: Path) -> None:
    run = whole(tmp_path, "cold")
    first = go(tmp_path, run, fakes.warner)
    assert first.findings.count(Severity.WARNING) == 1
    second = go(tmp_path, run, fakes.refuser)
    assert second.findings == first.findings
    assert second.is_good(strict=False)
    assert not second.is_good(strict=True)


# --- Stale files ---


def test_a_full_build_removes_what_nobody_wants_any_more(tmp_path: Path) -> None:
    go(tmp_path, whole(tmp_path, "cold", "flu"))
    (tmp_path / "output/plain/flu/notes.txt").write_text("mine")
    seen: list[Step] = []
    opening = fakes.opening(fakes.honest)
    run = whole(tmp_path, "cold")
    report = build(run, Workspace(tmp_path), jobs=1, progress=seen.append, opening=opening)
    assert len(report.removed) == 3
    assert [(step.path, step.outcome) for step in seen] == [(p, "removed") for p in report.removed]
    assert ", 3 removed, " in report.summary()
    assert {p for p in on_disk(tmp_path) if "flu" in p} == {"output/plain/flu/notes.txt"}
    assert len(listed(tmp_path)) == 3


def test_a_filtered_build_keeps_the_others(tmp_path: Path) -> None:
    go(tmp_path, whole(tmp_path, "cold", "flu"))
    report = go(tmp_path, epubs(tmp_path, "cold"))
    assert report.removed == ()
    assert len(listed(tmp_path)) == 6


def test_a_plain_build_keeps_other_editions_and_says_when_they_are_old(tmp_path: Path) -> None:
    go(tmp_path, fakes.run(tmp_path, fakes.handout("cold"), editions=("trifold", "booklet")))
    same = go(tmp_path, whole(tmp_path, "cold"))
    assert same.removed == ()
    assert same.findings.diagnostics == ()
    changed = go(tmp_path, fakes.run(tmp_path, fakes.handout("cold", digest="2")))
    (told,) = changed.findings.diagnostics
    assert (told.code, len(listed(tmp_path))) == ("B032", 7)
    assert "and 3 more files" in told.message


def test_a_broken_handout_loses_no_file(tmp_path: Path) -> None:
    go(tmp_path, whole(tmp_path, "cold", "flu"))
    shelf = fakes.catalogue(fakes.handout("cold"), diagnostics=(fakes.broken("flu"),))
    report = go(tmp_path, plan(shelf, Request(), fakes.theme(tmp_path)))
    assert report.removed == ()
    assert not report.is_good(strict=False)
    assert len(listed(tmp_path)) == 6


def test_a_corrupt_manifest_costs_a_build_and_no_more(tmp_path: Path) -> None:
    run = whole(tmp_path, "cold")
    made = go(tmp_path, run).made
    (tmp_path / MANIFEST).write_bytes(b'{"artifacts": [')
    report = go(tmp_path, run)
    assert report.made == made
    assert [d.code for d in report.findings.diagnostics] == ["B010"]
    assert listed(tmp_path) == set(made)


def test_clean_removes_what_the_manifest_lists(tmp_path: Path) -> None:
    made = go(tmp_path, whole(tmp_path, "cold")).made
    (tmp_path / "output/mine.txt").write_text("mine")
    assert clean(Workspace(tmp_path)) == (*made, MANIFEST)
    assert on_disk(tmp_path) == {"output/mine.txt"}
    assert clean(Workspace(tmp_path)) == ()


def test_clean_trusts_no_foreign_manifest(tmp_path: Path) -> None:
    go(tmp_path, epubs(tmp_path, "cold"))
    whole_file = json.loads((tmp_path / MANIFEST).read_text())
    whole_file["artifacts"][0]["path"] = "output/x/../../publish.toml"
    (tmp_path / MANIFEST).write_text(json.dumps(whole_file))
    with pytest.raises(ExportError, match="B011"):
        clean(Workspace(tmp_path))
    assert (tmp_path / "publish.toml").exists()


# --- Workers ---


def test_workers_make_the_same_as_one_process(tmp_path: Path) -> None:
    run = whole(tmp_path, "cold", "flu")
    seen: list[Step] = []
    opening = fakes.opening(fakes.refuser)
    report = build(run, Workspace(tmp_path), jobs=2, progress=seen.append, opening=opening)
    manifest = (tmp_path / MANIFEST).read_bytes()
    assert len(report.made) == 6
    ended = [step for step in seen if step.outcome != "begun"]
    assert [step.done for step in ended] == [1, 2, 3, 4, 5, 6]
    order = [(step.path, step.outcome) for step in seen]
    for path in report.made:
        assert order.index((path, "begun")) < order.index((path, "made"))
    assert {step.total for step in seen} == {6}
    go(tmp_path, run, force=True)
    assert (tmp_path / MANIFEST).read_bytes() == manifest


def test_a_worker_that_dies_fails_its_own_file_alone(tmp_path: Path) -> None:
    run = epubs(tmp_path, "bad", "cold", "flu", "mumps")
    report = go(tmp_path, run, fakes.crasher, jobs=2)
    assert report.failed == ("output/plain/bad/bad.en.epub",)
    assert len(report.made) == 3
    assert str(report.findings.diagnostics[0]).startswith(
        "handouts/bad/en.md: error[B022]: the worker died (exit code 3) "
        "while making output/plain/bad/bad.en.epub\n"
    )
    assert listed(tmp_path) == set(report.made)


@pytest.mark.parametrize("trouble", ["dies", "is refused"])
def test_a_build_without_any_worker_ends_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    def refuse(process: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    if trouble == "is refused":
        monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    slugs = ("a", "b", "c", "d", "e", "f")
    run = epubs(tmp_path, *slugs)
    report = build(run, Workspace(tmp_path), jobs=2, opening=fakes.Stillborn(0))
    told = report.findings.diagnostics
    assert {d.code for d in told} == {"B026"}
    assert len(report.failed) == (0 if trouble == "is refused" else len(told) - 1)
    assert len(report.failed) + len(report.unreached) == len(slugs)
    assert report.unreached
    assert not report.is_good(strict=False)


INTERRUPTED_RUN = """
import os, signal, sys, threading
from pathlib import Path
sys.path[:0] = {path!r}
from tests.press import fakes
from handoutpress.press.build import build
from handoutpress.workspace import Workspace

if __name__ == "__main__":
    # Whoever runs the tests in the background has Ctrl-C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = Path({folder!r})
    slugs = ("aches", "slow", "slow-too")
    run = fakes.run(folder, *(fakes.handout(s) for s in slugs), editions=("epub",))
    def stop(step):
        if step.outcome == "made":
            # As a terminal does it: to the whole group, in the middle of the next file.
            threading.Timer(0.2, lambda: os.killpg(0, signal.SIGINT)).start()
    opening = fakes.opening(fakes.sleeper)
    report = build(run, Workspace(folder), jobs={jobs}, progress=stop, opening=opening)
    print(report.is_interrupted, report.seconds < 20, report.summary())
"""


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_soon_and_keeps_what_was_finished(tmp_path: Path, jobs: int) -> None:
    script = tmp_path / "run.py"
    script.write_text(INTERRUPTED_RUN.format(path=sys.path, folder=str(tmp_path), jobs=jobs))
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=50, start_new_session=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith(
        "True True 1 made, 0 current, 0 failed, 2 not reached, 0 warnings"
    )
    assert listed(tmp_path) == {"output/plain/aches/aches.en.epub"}
    rest = go(tmp_path, epubs(tmp_path, "aches", "slow", "slow-too"), jobs=jobs)
    assert (len(rest.made), len(rest.current)) == (2, 1)
    assert listed(tmp_path) == {*rest.made, *rest.current} == on_disk(tmp_path) - RECORDS


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_done_is_recorded_though_nobody_listens_any_more(tmp_path: Path, jobs: int) -> None:
    def hang_up(step: Step) -> None:
        if step.outcome == "made":
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    run = epubs(tmp_path, "cold", "flu", "mumps")
    opening = fakes.opening(fakes.honest)
    with pytest.raises(BrokenPipeError):
        build(run, Workspace(tmp_path), jobs=jobs, progress=hang_up, opening=opening)
    assert len(listed(tmp_path)) == 1
    assert listed(tmp_path) == on_disk(tmp_path) - RECORDS


def test_what_was_removed_is_recorded_though_nobody_listens_any_more(tmp_path: Path) -> None:
    def hang_up(step: Step) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    go(tmp_path, whole(tmp_path, "cold", "flu"))
    run, opening = whole(tmp_path, "cold"), fakes.opening(fakes.honest)
    with pytest.raises(BrokenPipeError):
        build(run, Workspace(tmp_path), jobs=1, progress=hang_up, opening=opening)
    assert len(listed(tmp_path)) == 5
    assert listed(tmp_path) == on_disk(tmp_path) - RECORDS


# --- The disk ---


class FullDisk(Workspace):
    """A disk that takes one file and no more."""

    def write_whole(self, name: str, data: bytes) -> None:
        """Write, or fail as Workspace does."""
        if name != COLD and name != MANIFEST:
            reason = OSError(errno.ENOSPC, "No space left on device")
            raise ExportError([fakes.broken("x")]) from reason
        super().write_whole(name, data)


def test_a_full_disk_stops_the_run_and_keeps_what_is_there(tmp_path: Path) -> None:
    run = epubs(tmp_path, "cold", "flu", "mumps")
    report = build(run, FullDisk(tmp_path), jobs=1, opening=fakes.opening(fakes.honest))
    assert report.made == (COLD,)
    assert len(report.failed) == len(report.unreached) == 1
    assert [d.code for d in report.findings.diagnostics] == ["S001", "B023"]
    assert listed(tmp_path) == {COLD}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 64 KB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    can = shutil.which("mount") and os.geteuid() == 0
    if not can or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount a disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_loses_no_old_file(tiny_disk: Path) -> None:
    run = epubs(tiny_disk, "cold", "flu")
    first = go(tiny_disk, run)
    old = {path: (tiny_disk / path).read_bytes() for path in on_disk(tiny_disk)}
    full = go(tiny_disk, run, fakes.hefty, force=True, jobs=2)
    assert (full.made, len(full.failed), len(full.unreached)) == ((), 1, 1)
    told = full.findings.diagnostics
    assert [d.code for d in told] == ["B001", "B023"]
    assert told[0].message == f"{full.failed[0]} cannot be written: no space left on device"
    assert {path: (tiny_disk / path).read_bytes() for path in on_disk(tiny_disk)} == old
    assert go(tiny_disk, run).current == first.made


def test_a_write_that_finds_no_room_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = epubs(tmp_path, "cold", "flu", "mumps")
    first = go(tmp_path, run)
    old = {path: (tmp_path / path).read_bytes() for path in on_disk(tmp_path)}

    def refuse(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("handoutpress.workspace.os.fsync", refuse)
        full = go(tmp_path, run, force=True)
    assert (full.made, len(full.failed), len(full.unreached)) == ((), 1, 2)
    assert [d.code for d in full.findings.diagnostics] == ["B001", "B023"]
    assert {path: (tmp_path / path).read_bytes() for path in on_disk(tmp_path)} == old
    assert go(tmp_path, run).current == first.made


def test_a_manifest_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(workspace: Workspace, entries: object) -> None:
        raise ExportError([fakes.broken("x")])

    monkeypatch.setattr("handoutpress.press.build.write_manifest", refuse)
    report = go(tmp_path, epubs(tmp_path, "cold"))
    assert not report.is_good(strict=False)


def test_the_manifest_is_saved_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoutpress.press.build.SAVE_EVERY_S", 0)
    monkeypatch.setattr("handoutpress.press.build.SAVES_APART", 0)
    sizes: list[int] = []

    def look(step: Step) -> None:
        entries, _ = read_manifest(Workspace(tmp_path))
        sizes.append(len(entries))

    run = epubs(tmp_path, "cold", "flu", "mumps")
    opening = fakes.opening(fakes.honest)
    build(run, Workspace(tmp_path), jobs=1, progress=look, opening=opening)
    # Each file begins and is made; it is in the manifest when the next one begins.
    assert sizes == [0, 0, 1, 1, 2, 2]


def test_a_save_that_takes_long_is_not_made_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoutpress.press.build.SAVE_EVERY_S", 0)
    monkeypatch.setattr("handoutpress.press.build.SAVES_APART", 1_000_000)
    saves: list[int] = []

    def save(workspace: Workspace, entries: Collection[Entry]) -> None:
        saves.append(len(entries))
        time.sleep(0.02)
        write_manifest(workspace, entries)

    monkeypatch.setattr("handoutpress.press.build.write_manifest", save)
    go(tmp_path, epubs(tmp_path, "cold", "flu", "mumps", "tetanus"))
    # The first, by which it is known how long one takes, and the last.
    assert saves == [1, 4]


def test_a_second_ctrl_c_does_not_undo_what_the_first_one_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(workspace: Workspace, entries: Collection[Entry]) -> None:
        signal.raise_signal(signal.SIGINT)
        write_manifest(workspace, entries)

    def interrupt(artifact: Artifact) -> Finished:
        if artifact.handout.slug == "flu":
            raise KeyboardInterrupt
        return fakes.honest(artifact)

    monkeypatch.setattr("handoutpress.press.build.write_manifest", save)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        report = go(tmp_path, epubs(tmp_path, "cold", "flu"), interrupt)
    finally:
        signal.signal(signal.SIGINT, before)
    assert report.is_interrupted
    assert listed(tmp_path) == {COLD} == on_disk(tmp_path) - RECORDS


def test_two_builds_do_not_mix(tmp_path: Path) -> None:
    run = epubs(tmp_path, "cold")
    with only_press(Workspace(tmp_path)), pytest.raises(ExportError, match="B031"):
        go(tmp_path, run)
    assert go(tmp_path, run).made == (COLD,)
    assert not (tmp_path / lock.LOCK).exists()


HELD_RUN = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from tests.press import fakes
from handoutpress.diagnostics import ExportError
from handoutpress.press.build import build
from handoutpress.workspace import Workspace

if __name__ == "__main__":
    folder = Path({folder!r})
    slugs = ("cold", "flu", "mumps")
    run = fakes.run(folder, *(fakes.handout(s) for s in slugs), editions=("epub",))
    def hold(step):
        if step.done == 1:
            print("has begun", flush=True)
            sys.stdin.readline()
    opening = fakes.opening(fakes.honest)
    try:
        report = build(run, Workspace(folder), jobs=2, progress=hold, opening=opening)
        print(len(report.made), "made")
    except ExportError as trouble:
        print(trouble)
"""


@pytest.fixture
def held_run(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Return what starts a build that goes on, once it has made a file, when it is given a line."""
    script = tmp_path / "run.py"
    script.write_text(HELD_RUN.format(path=sys.path, folder=str(tmp_path)))
    with contextlib.ExitStack() as stack:

        def start() -> subprocess.Popen[str]:
            pipe = subprocess.PIPE
            command = [sys.executable, str(script)]
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
            stack.callback(process.kill)
            return stack.enter_context(process)

        yield start


def test_two_builds_at_once_do_not_mix(
    tmp_path: Path, held_run: Callable[[], subprocess.Popen[str]]
) -> None:
    first = held_run()
    assert first.stdout
    assert first.stdout.readline() == "has begun\n"
    said, _ = held_run().communicate(timeout=50)
    assert said.startswith("output: error[B031]: another build is writing here\n  hint: wait")
    said, _ = first.communicate("\n", timeout=50)
    assert said == "3 made\n"
    run = epubs(tmp_path, "cold", "flu", "mumps")
    assert len(go(tmp_path, run).current) == 3
    assert listed(tmp_path) == on_disk(tmp_path) - RECORDS


def test_a_build_that_was_killed_is_gone_on_with(
    tmp_path: Path, held_run: Callable[[], subprocess.Popen[str]]
) -> None:
    first = held_run()
    assert first.stdout
    assert first.stdout.readline() == "has begun\n"
    first.kill()
    first.wait()
    report = go(tmp_path, epubs(tmp_path, "cold", "flu", "mumps"))
    assert report.is_good(strict=True)
    assert len(listed(tmp_path)) == 3
    assert listed(tmp_path) == on_disk(tmp_path) - RECORDS


def test_an_output_folder_that_is_no_folder_is_told(tmp_path: Path) -> None:
    run = epubs(tmp_path, "cold")
    (tmp_path / "output").write_text("")
    with pytest.raises(ExportError, match=r"B030[^\n]*\n  hint: rename or delete `output`"):
        go(tmp_path, run)


def test_an_output_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "output").symlink_to(outside)
    with pytest.raises(PressError, match="W002"):
        go(inside, epubs(inside, "cold"))
    assert list(outside.iterdir()) == []


# --- Engines ---


def test_an_engine_that_breaks_is_told_for_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> Finished:
        raise ValueError("a box\nfell over")

    monkeypatch.setattr(make, "_make", explode)
    artifact = epubs(tmp_path, "cold").artifacts[0]
    with pytest.raises(ExportError) as caught:
        make.make(artifact, fakes.theme(tmp_path))
    said = caught.value.diagnostics[0]
    assert said.message == f"the engine failed on {COLD}: ValueError: a box fell over"
    monkeypatch.setenv(make.DEBUG, "1")
    with pytest.raises(ExportError, match="in explode"):
        make.make(artifact, fakes.theme(tmp_path))


def test_an_engine_that_lacks_memory_is_no_engine_that_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starve(*_: object) -> Finished:
        raise MemoryError

    monkeypatch.setattr(make, "_make", starve)
    with pytest.raises(MemoryError):
        make.make(epubs(tmp_path, "cold").artifacts[0], fakes.theme(tmp_path))


def test_what_preflight_says_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = Location("templates/leaflet.html", 3)
    said = (warning("P021", "page 2 is empty"), warning("T010", "x"), warning("P002", "y", where))
    monkeypatch.setattr(make, "_make", lambda *_: Finished(b"x", 1, said))
    artifact, theme = epubs(tmp_path, "cold").artifacts[0], fakes.theme(tmp_path)
    found = make.make(artifact, theme).diagnostics
    assert [d.location for d in found] == [Location(COLD), None, where]

    def refuse(*_: object) -> Finished:
        raise ExportError(said[:1])

    monkeypatch.setattr(make, "_make", refuse)
    with pytest.raises(ExportError) as caught:
        make.make(artifact, theme)
    assert caught.value.diagnostics == found[:1]


def test_a_theme_that_changed_since_the_plan_is_refused(tmp_path: Path) -> None:
    fakes.workspace(tmp_path)
    recipe = Recipe.of(Theme.find(Workspace(tmp_path)))
    assert callable(make.open_shop(tmp_path, recipe))
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "tokens.css").write_text(":root {}")
    with pytest.raises(ExportError, match="B020"):
        make.open_shop(tmp_path, recipe)


def test_a_program_that_changed_since_the_plan_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes.workspace(tmp_path)
    recipe = Recipe.of(Theme.find(Workspace(tmp_path)))
    monkeypatch.setattr(fingerprint, "code_digest", lambda: "edited")
    with pytest.raises(ExportError, match="B020"):
        make.open_shop(tmp_path, recipe)


def test_what_was_made_while_the_program_changed_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = fakes.workspace(tmp_path)
    request = Request(editions=("epub",))
    run = plan(fakes.catalogue(fakes.handout()), request, Theme.find(workspace))
    monkeypatch.setattr("handoutpress.press.build.open_shop", lambda *_: fakes.honest)
    monkeypatch.setattr("handoutpress.press.build.require_libraries", lambda: None)

    def edit(step: Step) -> None:
        monkeypatch.setattr(fingerprint, "code_digest", lambda: "edited")

    digest = fingerprint.code_digest
    stock = Stock(workspace, "recipe", b"key")
    stock.put("laid out", "while it changed")
    told = build(run, workspace, jobs=1, progress=edit).findings.diagnostics
    assert [d.code for d in told] == ["B020"]
    assert stock.get(str, "while it changed") is None
    monkeypatch.setattr(fingerprint, "code_digest", digest)
    again = build(run, workspace, jobs=1)
    assert again.made == (COLD,)
    assert not again.findings.diagnostics
    assert build(run, workspace, jobs=1).current == (COLD,)


def test_what_was_made_while_the_theme_became_unreadable_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("handoutpress.press.build.open_shop", lambda *_: fakes.honest)
    monkeypatch.setattr("handoutpress.press.build.require_libraries", lambda: None)
    monkeypatch.setattr("handoutpress.press.build.is_unchanged", refuse)
    run = epubs(tmp_path, "cold")
    told = build(run, Workspace(tmp_path), jobs=1).findings.diagnostics
    assert [d.code for d in told] == ["B020"]
    assert listed(tmp_path) == {COLD}


def test_a_manifest_entry_of_a_link_is_not_current(tmp_path: Path) -> None:
    run = epubs(tmp_path, "cold")
    go(tmp_path, run)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.write_bytes((tmp_path / COLD).read_bytes())
    (tmp_path / COLD).unlink()
    (tmp_path / COLD).symlink_to(elsewhere)
    assert go(tmp_path, run).made == (COLD,)
    assert not (tmp_path / COLD).is_symlink()
