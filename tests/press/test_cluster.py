"""A cluster of real processes, and an object store: the same files come out, whatever dies."""

from __future__ import annotations

import functools
import hashlib
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.settings import LimitSettings
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ExportError
from handoutpress.press import cluster as engine
from handoutpress.press.build import build, clean
from handoutpress.press.cluster import make_on_cluster
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.kit import Kit, UnlikeError
from handoutpress.press.manifest import MANIFEST
from handoutpress.press.plan import Artifact, PrintRun, Request, plan
from handoutpress.press.target import Store
from handoutpress.press.verify import verify
from handoutpress.scaffold import new_brand, new_workspace
from handoutpress.workspace import Workspace
from tests.press import fakes
from tests.press.services import DaskCluster, dask_cluster, one_more_worker, s3_server
from tests.press.test_pool import LIMITS, books, sorted_out, variants

URL, COPY = "s3://shelf/clinics/all", "s3://shelf/copy"
NOWHERE = "tcp://127.0.0.1:9"
"""Where nobody listens: the port of a service that machines have given up."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Return a running cluster."""
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="module")
def bucket() -> Iterator[pytest.MonkeyPatch]:
    """Lead to an S3 server that has an empty bucket."""
    with s3_server() as settings, pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        place = f"{settings['AWS_ENDPOINT_URL']}/shelf"
        urllib.request.urlopen(urllib.request.Request(place, method="PUT")).close()
        yield patch


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace of one handout and some clinics, and all of it made on this machine."""
    folder = tmp_path_factory.mktemp("clinics")
    new_workspace(folder)
    workspace = Workspace(folder)
    new_brand(workspace, "north", "en", None)
    report = build(planned(workspace), workspace, jobs=1)
    assert not report.failed
    return workspace


def planned(workspace: Workspace, **asked: tuple[str, ...]) -> PrintRun:
    """Return the plan of a workspace's leaflets and books."""
    request = Request(**{"papers": ("a4",), **asked})
    return plan(load_catalogue(workspace), request, Theme.find(workspace))


def listed(workspace: Workspace) -> list[str]:
    """Return the paths that a manifest lists."""
    return [entry["path"] for entry in json.loads(workspace.read(MANIFEST))["artifacts"]]


def digests(files: Workspace | Store, paths: list[str]) -> dict[str, str]:
    """Return the sha256 of files as they lie there."""
    return {path: hashlib.sha256(files.read(path)).hexdigest() for path in paths}


def test_what_a_killed_worker_had_in_hand_is_made_elsewhere(
    cluster: DaskCluster, bucket: pytest.MonkeyPatch, clinics: Workspace
) -> None:
    code = "from handoutpress.cli import main; main()"
    asked = ("--paper", "a4", "--json", "--cluster", cluster.address, "--target", URL)
    command = [sys.executable, "-c", code, "-C", str(clinics.root), "build", *asked]
    events = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as press:
        assert press.stdout
        for line in press.stdout:
            events.append(json.loads(line))
            if events[-1]["event"] == "made" and cluster.mortal.poll() is None:
                cluster.mortal.kill()
                cluster.mortal.wait()
    paths = listed(clinics)
    made = [event["path"] for event in events if event["event"] == "made"]
    assert len(paths) == 6
    assert sorted(made) == sorted(paths)
    assert events[-1] == {**events[-1], "event": "summary", "failed": 0, "exit_code": 0}
    store = Store.at(URL)
    assert store.read(MANIFEST) == clinics.read(MANIFEST)
    assert digests(store, paths) == digests(clinics, paths)


def test_a_store_is_built_verified_and_cleaned_as_a_folder_is(
    bucket: pytest.MonkeyPatch, clinics: Workspace
) -> None:
    for path in (*listed(clinics), MANIFEST):
        Store.at(COPY).write_whole(path, clinics.read(path))
    run = planned(clinics, editions=("epub",), brands=("plain",))
    book = run.artifacts[0].path
    assert build(run, clinics, jobs=1, target=Store.at(COPY)).current == (book,)
    Store.at(COPY).remove(book)
    assert [f.code for f in verify(Store.at(COPY))[1]] == ["B040"]
    assert build(run, clinics, jobs=1, target=Store.at(COPY)).made == (book,)
    assert verify(Store.at(COPY)) == (tuple(listed(clinics)), ())
    assert digests(Store.at(COPY), [book]) == digests(clinics, [book])
    other = f"{book}.txt"
    Store.at(COPY).write_whole(other, b"somebody's own")
    assert [f.code for f in verify(Store.at(COPY))[1]] == ["B042"]
    assert len(clean(clinics, Store.at(COPY))) == 7
    assert Store.at(COPY).exists(other)
    assert clinics.exists(book)


def test_a_store_that_refuses_ends_the_build(
    bucket: pytest.MonkeyPatch, clinics: Workspace
) -> None:
    with pytest.raises(ExportError, match=r"B062.*s3://elsewhere cannot be read or written"):
        build(planned(clinics), clinics, jobs=1, target=Store.at("s3://elsewhere"))


def test_what_hangs_or_crashes_on_a_cluster_fails_alone(
    cluster: DaskCluster, tmp_path: Path
) -> None:
    on = functools.partial(
        make_on_cluster, address=cluster.address, limits=LimitSettings(seconds=1)
    )
    artifacts = books(tmp_path, "bad", "cold", "flu")
    made, told = sorted_out(on(artifacts, fakes.Supply(fakes.crasher)))
    assert made == ["cold", "flu"]
    assert "error[B022]: the worker died (exit code 3) while making" in told[0]
    made, told = sorted_out(on(books(tmp_path, "cold", "slow"), fakes.Supply(fakes.sleeper)))
    assert made == ["cold"]
    assert "error[B024]: output/plain/slow/slow.en.epub took longer than 1 s" in told[0]


def test_what_kills_workers_of_the_cluster_fails_alone(
    cluster: DaskCluster, tmp_path: Path
) -> None:
    artifacts = books(tmp_path, "bad", "cold")
    made, told = sorted_out(
        make_on_cluster(artifacts, fakes.Supply(fakes.assassin), cluster.address, LIMITS)
    )
    assert made == ["cold"]
    assert told == [
        "handouts/bad/en.md: error[B022]: several workers of the cluster died while making "
        "output/plain/bad/bad.en.epub\n"
        "  hint: if memory ran out: give each worker more, or fewer threads"
    ]


def test_many_clinics_are_made_in_batches(cluster: DaskCluster, tmp_path: Path) -> None:
    artifacts = variants(tmp_path, 80)
    begun: list[str] = []
    supply = fakes.Supply(fakes.honest, is_shared=True)
    making = make_on_cluster(
        artifacts, supply, cluster.address, LIMITS, lambda artifact: begun.append(artifact.path)
    )
    made = [artifact.path for artifact, _ in making]
    assert sorted(made) == sorted(begun) == sorted(artifact.path for artifact in artifacts)


def test_a_worker_that_would_make_other_bytes_makes_nothing(
    cluster: DaskCluster, tmp_path: Path
) -> None:
    workspace = fakes.workspace(tmp_path)
    kit = Kit.of(workspace, Recipe.of(Theme.find(workspace)))
    newer = {**kit.versions, "Python": "4.0", "weasyprint": "71.0"}
    making = make_on_cluster(
        books(tmp_path, "cold"), replace(kit, versions=newer), cluster.address, LIMITS
    )
    here = kit.versions
    said = f"Python is {here['Python']} there and 4.0 here, weasyprint is 70.0 there and 71.0 here"
    with pytest.raises(UnlikeError, match=rf"B054.*{said}"):
        next(making)


def test_a_scheduler_that_nobody_reaches_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "REACH_S", 0.5)
    supply = fakes.Supply(fakes.honest)
    with pytest.raises(ExportError, match=r"B052.*the scheduler at tcp://127.0.0.1:9 cannot be"):
        next(make_on_cluster(books(tmp_path, "cold"), supply, NOWHERE, LimitSettings()))


def test_a_scheduler_that_is_busy_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "REACH_S", 0.02)
    busy, gone = SimpleNamespace(status="running"), SimpleNamespace(status="connecting")
    late = threading.Event()
    threading.Timer(0.1, late.set).start()
    assert engine._answer(busy, late.wait)
    with pytest.raises(ExportError, match=r"B055.*was lost"):
        engine._answer(gone, threading.Event().wait)
    monkeypatch.setattr(engine, "ANSWER_S", 0.05)
    with pytest.raises(ExportError, match=r"B055.*was lost"):
        engine._answer(busy, threading.Event().wait)


def test_workers_and_a_scheduler_that_are_lost_end_the_work(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comes last: nothing is left of the cluster."""
    supply, artifacts = fakes.Supply(fakes.sleeper), books(tmp_path, "slow")

    def lose_workers(artifact: Artifact) -> None:
        lose(cluster.mortal, cluster.nanny)

    def lose_scheduler(artifact: Artifact) -> None:
        lose(cluster.scheduler)

    monkeypatch.setattr(engine, "WORKERS_S", 0.1)
    with pytest.raises(ExportError, match=r"B053.*the cluster has had no worker for 0.1 s"):
        next(make_on_cluster(artifacts, supply, cluster.address, LIMITS, lose_workers))
    monkeypatch.setattr(engine, "WORKERS_S", 60)
    monkeypatch.setattr(engine, "LOOK_S", 0.1)
    monkeypatch.setattr(engine, "REACH_S", 2)
    making = make_on_cluster(artifacts, supply, cluster.address, LIMITS, lose_scheduler)
    with one_more_worker(cluster), pytest.raises(ExportError, match=r"B055.*was lost"):
        next(making)


def lose(*processes: subprocess.Popen[bytes]) -> None:
    """Kill processes."""
    for process in processes:
        process.kill()
        process.wait()
