"""Running something in a process of its own and saying what it took."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from handoutpress.design.fonts import prepare_fontconfig

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "styles" / "fonts"
HAS_TYPST = importlib.util.find_spec("typst") is not None
NO_TYPST = "not measured: `pip install typst` into this environment to have it"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured."""

    what: str
    value: float | None
    unit: str
    note: str = ""
    """What it is held against, or why there is no value."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of one question, and what is wanted of it."""

    name: str
    wanted: str
    rows: tuple[Row, ...]
    said: tuple[str, ...]
    """What one has to know to read the rows."""


class Spent(NamedTuple):
    """What a process took, with all that it has started."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """Of its largest process."""
    out: str


def run(argv: Sequence[str | Path]) -> Spent:
    """Run a command to its end and return what it took; an error of it is an error here."""
    # The same fonts for everybody.
    env = {**os.environ, "FONTCONFIG_FILE": str(prepare_fontconfig())}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), env.get("PYTHONPATH", "")])
    with tempfile.TemporaryFile("w+") as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*map(str, argv)], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=told, text=True
        )
        assert process.stdout
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise RuntimeError(f"{argv} ended with {process.returncode}:\n{told.read()}")
    cpu_s = usage.ru_utime + usage.ru_stime
    return Spent(wall_s, cpu_s, usage.ru_maxrss / 1024, out)


def module(name: str, *args: str | Path) -> list[float]:
    """Run a module of the bench and return the numbers that it prints."""
    numbers: list[float] = json.loads(run([sys.executable, "-m", f"bench.{name}", *args]).out)
    return numbers


def publish(workspace: Path, *args: str) -> Spent:
    """Run the program in a workspace."""
    return run([sys.executable, ROOT / "publish.py", "-C", workspace, *args])


def best(tries: int, once: Callable[[], Spent]) -> Spent:
    """Return the try of which nothing else on the machine took the most."""
    return min((once() for _ in range(tries)), key=lambda spent: spent.wall_s)


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the slope and the start of the line nearest to some points, and R squared."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    around = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / around
    start = mean_y - slope * mean_x
    left = sum((y - start - slope * x) ** 2 for x, y in points)
    whole = sum((y - mean_y) ** 2 for _, y in points)
    return slope, start, 1 - left / whole if whole else 1.0
