"""What this machine has and lacks to make handouts, and the command that mends it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass

from handoutpress.design.fonts import absent_families, families, prepare_fontconfig
from handoutpress.diagnostics import Diagnostic, error
from handoutpress.native import missing_libraries, pango_version, told_missing

SCRIPTS = ("en", "el", "ar", "he", "hi", "bn", "zh")
"""A language of every script that the program's own fonts are for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, what was found, and the trouble with it if there is any."""

    subject: str
    found: str
    trouble: Diagnostic | None = None


def doctor_report() -> tuple[Finding, ...]:
    """Return what was found on this machine; nothing is changed, and nothing is asked elsewhere."""
    looks: tuple[Callable[[], Finding], ...] = (_python, _libraries, _fonts, _cache)
    return tuple(look() for look in looks)


def _python() -> Finding:
    return Finding("Python", f"{platform.python_version()}, {sys.executable}")


def _libraries() -> Finding:
    missing = missing_libraries()
    if missing:
        return Finding("libraries", "not complete", told_missing(missing))
    return Finding("libraries", f"Pango {pango_version()}, HarfBuzz with its subset library")


def _fonts() -> Finding:
    absent = sorted({family for lang in SCRIPTS for family in absent_families(lang)})
    if not absent:
        return Finding(
            "fonts", ", ".join(dict.fromkeys(f for lang in SCRIPTS for f in families(lang)))
        )
    what = f"the program's own fonts are not complete: {', '.join(absent)}"
    mend = (
        "get the program anew, with its folder styles/fonts and the packages it is installed with"
    )
    return Finding("fonts", "not complete", error("D003", what, None, mend))


def _cache() -> Finding:
    try:
        return Finding("font list", str(prepare_fontconfig()))
    except OSError as fault:
        what = f"the list of fonts cannot be written: {fault.strerror}: {fault.filename}"
        mend = "let this user write to a cache or a temporary folder"
        return Finding("font list", "cannot be written", error("D005", what, None, mend))
