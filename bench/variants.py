"""Figure 2: the flagship for many clinics, ours against a WeasyPrint loop and a Typst loop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.content import Opened, write_page, write_typst
from bench.generator import FLAGSHIP, make_workspace
from bench.measure import FONTS, HAS_TYPST, NO_TYPST, Figure, Row, module

BEFORE = "ice-and-heat"
"""The handout that clinics have had before, where their letterheads are known."""
A_LAYOUT = 0.5
"""A file that took more than this share of WeasyPrint's time had its pages laid out for it: a
letterhead is one page of fourteen."""


def measure(folder: Path, quick: bool, variants: int) -> Figure:
    """Return the rates for clinics that are alike, and for some of every kind."""
    alike, varied = folder / "alike", folder / "varied"
    make_workspace(alike, 0, variants, alike=True)
    make_workspace(varied, 0, 6 if quick else max(12, variants // 10))
    weasyprint = _weasyprint(folder, alike, 4 if quick else 20)
    typst = _typst(folder, alike) if HAS_TYPST else None
    runs = {
        "ours, clinics met for the first time": module("loop_ours", alike, FLAGSHIP),
        "ours, clinics whose letterhead is known": module("loop_ours", alike, FLAGSHIP, BEFORE),
        "ours, clinics of every kind, met for the first time": module(
            "loop_ours", varied, FLAGSHIP
        ),
    }
    rows = [Row("WeasyPrint loop", 1 / weasyprint, "files a CPU s")]
    if typst:
        rows.append(Row("Typst loop", 1 / typst, "files a CPU s"))
    else:
        rows.append(Row("Typst loop", None, "files a CPU s", NO_TYPST))
    for what, seconds in runs.items():
        rows += _rates(what, seconds, weasyprint, typst)
    return Figure(
        f"2. The flagship for {variants} clinics",
        "40 times the WeasyPrint loop and 6 times the Typst loop, per core",
        tuple(rows),
        (
            "Each loop is one process, and its processor time is counted, so a busy machine"
            " changes little. WeasyPrint and Typst are warm; page sources are written out"
            " beforehand and not counted. WeasyPrint's is the best of its files, Typst's the"
            " median. Ours counts everything, the first layouts too.",
            "The median file is what a long run comes to, where clinics are alike.",
            "Alike are clinics whose panel and head take the same lines; of every kind are clinics"
            " with one to four lines of hours, further sites, long names, no logo, or of another"
            " country.",
        ),
    )


def _weasyprint(folder: Path, root: Path, count: int) -> float:
    """Return the seconds that WeasyPrint takes for a page source: the best of some."""
    opened = Opened.of(root, FLAGSHIP)
    step = max(1, len(opened.artifacts) // count)
    for number, artifact in enumerate(opened.artifacts[::step][:count]):
        write_page(artifact, opened.theme, folder / "pages" / f"{number:03d}")
    return min(module("loop_weasyprint", folder / "pages"))


def _typst(folder: Path, root: Path) -> float:
    opened = Opened.of(root, FLAGSHIP)
    document = write_typst(opened.artifacts, opened.theme, folder / "typst")
    return median(module("loop_typst", document, FONTS))


def _rates(
    what: str, seconds: Sequence[float], weasyprint: float, typst: float | None
) -> tuple[Row, Row]:
    whole, middle = sum(seconds) / len(seconds), median(seconds)
    laid = sum(s > A_LAYOUT * weasyprint for s in seconds)
    note = f"{_times(whole, weasyprint, typst)}; {laid} of {len(seconds)} had pages laid out"
    return (
        Row(what, 1 / whole, "files a CPU s", note),
        Row("- the median file", 1 / middle, "files a CPU s", _times(middle, weasyprint, typst)),
    )


def _times(each: float, weasyprint: float, typst: float | None) -> str:
    said = f"{weasyprint / each:.1f} x WeasyPrint"
    return f"{said}, {typst / each:.1f} x Typst" if typst else said
