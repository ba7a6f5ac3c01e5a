"""Figure 4: a build with nothing to do, and one after a change, over a large output folder."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from bench.generator import make_workspace
from bench.measure import Figure, Row, Spent, best, publish, run
from handoutpress.pdf.stock import FOLDER


def measure(folder: Path, quick: bool) -> Figure:
    """Return what the real command takes when nothing, a phone number, or a sentence changed."""
    handouts, brands = (5, 49) if quick else (10, 499)
    tries = 2 if quick else 5
    root = folder / "rebuild"
    make_workspace(root, handouts, brands, alike=True)
    run([sys.executable, "-m", "bench.fake_build", root])
    files = handouts * (brands + 1) * 2
    nothing = best(tries, lambda: publish(root, "build"))
    unknown = best(tries, lambda: _forgotten(root))
    _change_phone(sorted((root / "brands").iterdir())[0] / "brand.yaml")
    change = publish(root, "build")
    made = change.out.count("\n")
    return Figure(
        f"4. Building again over {files} files",
        "a build with nothing to do takes about a second at 10,000 files, and a change makes its"
        " clinic's files and no others",
        (
            Row("nothing to do", nothing.wall_s, "s", f"{nothing.cpu_s:.2f} s of processor time"),
            Row("- largest process", nothing.peak_mb, "MB"),
            Row(
                "nothing to do, and no such run known",
                unknown.wall_s,
                "s",
                f"{unknown.cpu_s:.2f} s of processor time",
            ),
            Row(
                "one clinic's phone number changed",
                change.wall_s,
                "s",
                f"{made} files made anew, {change.wall_s / nothing.wall_s:.0f} x nothing to do",
            ),
        ),
        (
            f"`publish.py build`, best of {tries} tries for nothing to do, one for the change."
            " A run with nothing to do is kept, and known again by the next."
            " The files were not laid out one by one: a maker that copies a real leaflet and a"
            " real EPUB, with the path behind it, filled output/ through `press.build`. So"
            " manifest, fingerprints and sizes are those of a real build, and so is the work of"
            " proving each file. The files of the change are made for real.",
        ),
    )


def _forgotten(root: Path) -> Spent:
    """Build where the files are proved, but nothing is kept of the last run."""
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    return publish(root, "build")


def _change_phone(file: Path) -> None:
    text = file.read_text()
    changed = re.sub(r'("phone": "\(\d{3}\) 555-01)\d\d', r"\g<1>99", text, count=1)
    assert changed != text
    file.write_text(changed)
