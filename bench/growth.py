"""Figure 5: time against the number of clinics, and against the number of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from bench.generator import FLAGSHIP, make_workspace, write_handout
from bench.measure import Figure, Row, line, module

TIMES = (1, 2, 4)
"""How often the sections of a handout come."""


def measure(folder: Path, quick: bool) -> Figure:
    """Return the lines of growth, with their slopes."""
    counts = (1, 10, 50) if quick else (1, 10, 100, 1000)
    root = folder / "growth"
    make_workspace(root, 0, counts[-1], alike=True)
    sums = [*accumulate(module("loop_ours", root, FLAGSHIP))]
    by_clinics = [(float(count), sums[count - 1]) for count in counts]
    by_pages = [_pages(folder / "pages-of" / str(times), times) for times in TIMES]
    return Figure(
        "5. Growth",
        "linear in clinics and in pages",
        (
            *_points(by_clinics, "clinics, the flagship for each"),
            _slope(by_clinics, "a further clinic"),
            *_points(by_pages, "pages, unbranded"),
            _slope(by_pages, "a further page"),
        ),
        (
            "Processor time of one process. The points of clinics are sums along one run; the line"
            " is the one of least squares, and where it starts is what the first layouts cost.",
            "Pages are those of one generated handout whose sections come once, twice and four"
            " times.",
        ),
    )


def _pages(root: Path, times: int) -> tuple[float, float]:
    make_workspace(root, 1, 0)
    slug = write_handout(root, 1, times=times)
    pages, seconds = module("loop_pages", root, slug)
    return pages, seconds


def _points(points: Sequence[tuple[float, float]], of: str) -> Iterator[Row]:
    for count, seconds in points:
        yield Row(f"{count:.0f} {of}", seconds, "CPU s")


def _slope(points: Sequence[tuple[float, float]], what: str) -> Row:
    slope, start, fit = line(points)
    return Row(
        f"- {what}", slope * 1000, "CPU ms", f"the line starts at {start:.1f} s; R² = {fit:.3f}"
    )
