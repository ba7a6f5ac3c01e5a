"""Same inputs, same bytes: the workspaces built twice in very different surroundings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

TESTS = Path(__file__).parent
SPECIMEN = TESTS / "specimen"
A4 = ("--paper", "a4")
EDITIONS = ("--edition", "leaflet,epub,pack")
REPOSITORY = TESTS.parent
SOURCES = ("publish.toml", "handouts", "brands", "templates", "styles")
BUILD = "from handoutpress.cli import main; main()"
NEAR = {"TZ": "UTC", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
FAR = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LANG": "es_ES", "LC_ALL": "C"}
LONG_AGO = 1_000_000_000
PATIENCE_S = 3600
"""For the build of every file, which takes long, one core and others beside it."""
FAMILY = "Atkinson Hyperlegible"
"""The family of which the far machine has a font of its own."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is built twice."""

    name: str
    source: Path
    options: tuple[str, ...]
    files: int


CASES = (
    Case("specimen", SPECIMEN, ("--brand", "specimen", "--lang", "en", *EDITIONS), 6),
    Case(
        "what is imposed",
        REPOSITORY,
        (
            *("ice-and-heat", "--brand", "meadowbrook", "--lang", "es"),
            *("--edition", "trifold,booklet,shop", *A4),
        ),
        3,
    ),
    Case(
        "other scripts",
        REPOSITORY,
        ("back-spasms", "--brand", "plain", "--lang", "ar,zh-Hans", *EDITIONS, *A4),
        4,
    ),
)
EVERY = Case("every file", REPOSITORY, ("--edition", "all", "--paper", "all"), 0)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With `--every-file`, build all that can be made, and not a choice of it."""
    cases = [EVERY] if metafunc.config.getoption("--every-file") else CASES
    metafunc.parametrize("case", cases, ids=lambda case: case.name)


def build(
    folder: Path, options: Sequence[str], jobs: int, umask: int, extra: Mapping[str, str]
) -> subprocess.Popen[str]:
    """Start a build in a copy of a workspace."""
    environment = {**os.environ, **extra, "PYTHONPATH": str(REPOSITORY)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, "build", *options, "--jobs", str(jobs)],
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


def copy(source: Path, folder: Path) -> None:
    """Copy a workspace's sources."""
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
        elif (source / name).exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(source / name, folder / name)


def homestead(home: Path) -> dict[str, str]:
    """Make a home whose user has another font of the same family; return what names it."""
    fonts = home / ".local/share/fonts"
    fonts.mkdir(parents=True)
    with TTFont(REPOSITORY / "styles/fonts/NotoSans-Bold.ttf") as font:
        for identifier in (1, 4, 16):
            font["name"].setName(FAMILY, identifier, 3, 1, 0x409)
        font.save(fonts / "own.ttf")
    return {"HOME": str(home), "XDG_DATA_HOME": str(home / ".local/share")}


@pytest.mark.skipif(sys.platform == "win32", reason="TZ and umask are of POSIX")
def test_time_place_language_fonts_and_order_change_no_byte(case: Case, tmp_path: Path) -> None:
    folders = [tmp_path / "near", tmp_path / "a folder far away, ñ"]
    for folder in folders:
        copy(case.source, folder)
    for path in folders[1].rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    far = {**FAR, **homestead(tmp_path / "home")}
    builds = [
        build(folders[0], case.options, 1, 0o022, NEAR),
        build(folders[1], case.options, 2, 0o077, far),
    ]
    for running in builds:
        said, _ = running.communicate(timeout=PATIENCE_S)
        assert running.returncode == 0, said
    here, there = map(made, folders)
    assert len(here) == case.files or (case is EVERY and here)
    assert here == there
    entries, others = (json.loads((f / "output/manifest.json").read_bytes()) for f in folders)
    assert entries == others
    assert {entry["path"]: entry["sha256"] for entry in entries["artifacts"]} == here
