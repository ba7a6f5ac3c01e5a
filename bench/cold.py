"""Figure 1: one leaflet, as somebody at a command line waits for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.content import BRANDS, Opened, write_page, write_typst
from bench.generator import FLAGSHIP, make_workspace
from bench.measure import FONTS, HAS_TYPST, NO_TYPST, Figure, Row, Spent, best, publish, run

TYPST = """
import sys, typst
document, root, fonts, brand, out = sys.argv[1:]
typst.compile(document, out, root=root, font_paths=[fonts], ignore_system_fonts=True,
              sys_inputs={"brand": brand}, pdf_standards=["ua-1"])
"""
"""What `typst compile` does: the package from PyPI has no command."""


def measure(folder: Path, quick: bool) -> Figure:
    """Return what the commands take for the flagship of one clinic."""
    tries = 2 if quick else 5
    root = folder / "cold"
    make_workspace(root, 0, 1, alike=True)
    opened = Opened.of(root, FLAGSHIP)
    artifact = opened.artifacts[0]
    page = write_page(artifact, opened.theme, folder / "cold-page")
    brand = ("--brand", artifact.brand.slug, "--edition", "leaflet")
    ours = best(tries, lambda: publish(root, "build", FLAGSHIP, *brand, "--force"))
    out = folder / "cold.pdf"
    command = (sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", page, out)
    theirs = best(tries, lambda: run(command))
    rows = [
        Row("`publish.py build`: found, checked, composed, written", ours.cpu_s, "CPU s"),
        Row("`weasyprint`, on the same page source", theirs.cpu_s, "CPU s", _ratio(theirs, ours)),
    ]
    if HAS_TYPST:
        document = write_typst(opened.artifacts, opened.theme, folder / "cold-typst")
        given = json.loads((document.parent / BRANDS).read_text("utf-8"))[0]
        argv = (sys.executable, "-c", TYPST, document, document.parent, FONTS, given, out)
        typst = best(tries, lambda: run(argv))
        rows.append(Row("`typst.compile`", typst.cpu_s, "CPU s", _ratio(typst, ours)))
    else:
        rows.append(Row("`typst.compile`", None, "CPU s", NO_TYPST))
    return Figure(
        "1. One leaflet, cold command",
        "nothing; it says what a check and a choice of gaps cost",
        tuple(rows),
        (
            f"Best of {tries} tries by the clock: {ours.wall_s:.1f} s ours, {theirs.wall_s:.1f} s"
            " WeasyPrint.",
            "Ours lays the pages out for several widths of its gaps, sets tags right and reads the"
            " finished file back; the two others lay out once and check nothing.",
        ),
    )


def _ratio(other: Spent, ours: Spent) -> str:
    return f"ours takes {ours.cpu_s / other.cpu_s:.2f} times as long"
