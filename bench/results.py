"""What was measured as a table for a terminal, as RESULTS.md and as JSON."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.measure import Figure, Row

PACKAGES = ("weasyprint", "typst", "pikepdf", "pydyf", "ebooklib", "jinja2", "lxml", "fonttools")
LESSONS = Path(__file__).parent / "lessons.md"
"""What profiles have taught, in words; it goes behind the figures."""


def facts() -> dict[str, str]:
    """Return the machine, the versions and the day."""
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "load at the end": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def as_table(figures: Sequence[Figure]) -> str:
    """Return the figures for a terminal."""
    lines: list[str] = []
    for figure in figures:
        lines += ["", figure.name, f"  to reach: {figure.wanted}"]
        lines += [f"  {row.what:<62} {_value(row):>16}  {row.note}".rstrip() for row in figure.rows]
    return "\n".join(lines) + "\n"


def as_markdown(figures: Sequence[Figure], how: str, before: str = "") -> str:
    """Return RESULTS.md: machine, figures, and what was learned. `how` says what was run.

    The figures in `before`, an earlier RESULTS.md, that were not measured again are kept.
    """
    about = facts()
    kept = {found[1]: found[0].strip() for found in _SECTION.finditer(before)}
    when = (
        f"Measured by `{how}`, {about.pop('date')}, load {about.pop('load at the end')} at the end."
    )
    now = {figure.name[0]: _section(figure, when) for figure in figures}
    head = (
        "# Bench results\n\n"
        "Each figure is of one run, and says which. The machine is shared with other work: compare"
        " the rows of one figure with each other, and not with another day's.\n\n"
    )
    head += "\n".join(f"- {name}: {value}" for name, value in about.items())
    sections = (text for _, text in sorted({**kept, **now}.items()))
    return "\n\n".join((head, *sections, LESSONS.read_text("utf-8")))


_SECTION = re.compile(r"^## (\d)\. .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
"""A figure in RESULTS.md, by its number."""


def _section(figure: Figure, when: str) -> str:
    lines = [f"## {figure.name}", "", when, "", f"To reach: {figure.wanted}.", ""]
    lines += ["| | measured | |", "| --- | ---: | --- |"]
    lines += [f"| {row.what} | {_value(row)} | {row.note} |" for row in figure.rows]
    return "\n".join((*lines, "", *figure.said))


def as_record(figures: Sequence[Figure], how: str) -> dict[str, Any]:
    """Return the figures as plain data."""
    return {"run": how, **facts(), "figures": [asdict(figure) for figure in figures]}


def _value(row: Row) -> str:
    if row.value is None:
        return "-"
    number = f"{row.value:.2f}" if row.value < 100 else f"{row.value:.0f}"
    return f"{number} {row.unit}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
