"""Figure 3: handouts x clinics x (leaflet, EPUB), as a whole build with one and two workers."""

from __future__ import annotations

from pathlib import Path

from bench.generator import make_workspace
from bench.measure import Figure, Row, publish


def measure(folder: Path, quick: bool) -> Figure:
    """Return wall time, rate and peak memory of the build, once with each number of workers."""
    handouts, brands = (2, 10) if quick else (10, 100)
    root = folder / "matrix"
    make_workspace(root, handouts, brands, alike=True)
    files = handouts * (brands + 1) * 2
    one, two = (publish(root, "build", "--force", "--jobs", str(jobs)) for jobs in (1, 2))
    return Figure(
        f"3. {handouts} handouts x {brands} clinics x (leaflet, EPUB)",
        "two workers are 1.8 times as fast as one, each under 300 MB",
        (
            Row("one worker", one.wall_s, "s", f"{files / one.wall_s:.2f} files a second"),
            Row("- largest process", one.peak_mb, "MB"),
            Row(
                "two workers",
                two.wall_s,
                "s",
                f"{files / two.wall_s:.2f} files a second, {one.wall_s / two.wall_s:.2f} x one",
            ),
            Row("- largest process", two.peak_mb, "MB"),
            Row("processor time, one worker", one.cpu_s, "s"),
            Row("processor time, two workers", two.cpu_s, "s"),
        ),
        (
            f"{files} files: the unbranded ones are made too. One try by the clock, which a busy"
            " machine falsifies: two workers get no two cores where others take them.",
            "Handouts and clinics are generated; the clinics are alike.",
        ),
    )
