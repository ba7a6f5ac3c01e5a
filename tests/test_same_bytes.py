"""Same inputs, same bytes: the specimen workspace, built twice in very different surroundings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BUILD = "from handoutpress.cli import main; main()"
NEAR = {"TZ": "UTC", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
FAR = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LANG": "es_ES", "LC_ALL": "C"}
LONG_AGO = 1_000_000_000


def build(folder: Path, jobs: int, umask: int, extra: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a build of the English artifacts of one brand in a copy of the specimen workspace."""
    environment = {**os.environ, **extra, "PYTHONPATH": str(TESTS.parent)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    options = ["build", "--brand", "specimen", "--lang", "en", "--jobs", str(jobs)]
    options += ["--edition", "leaflet,epub,pack"]
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, *options],
        cwd=folder,
        env=environment,
        umask=umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def made(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file under output/ that is handed out."""
    files = [path for path in (folder / "output").rglob("*") if path.suffix in {".pdf", ".epub"}]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.skipif(sys.platform == "win32", reason="TZ and umask are of POSIX")
def test_time_place_language_and_order_change_no_byte(tmp_path: Path) -> None:
    folders = [tmp_path / "near", tmp_path / "a folder far away, ñ"]
    for folder in folders:
        shutil.copytree(TESTS / "specimen", folder)
    for path in folders[1].rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    builds = [build(folders[0], 1, 0o022, NEAR), build(folders[1], 2, 0o077, FAR)]
    for running in builds:
        said, _ = running.communicate(timeout=300)
        assert running.returncode == 0, said
    near, far = map(made, folders)
    assert len(near) == 6
    assert near == far
    entries, others = (json.loads((f / "output/manifest.json").read_bytes()) for f in folders)
    assert entries == others
    assert {entry["path"]: entry["sha256"] for entry in entries["artifacts"]} == near
