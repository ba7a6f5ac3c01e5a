"""What a checker's program prints is read so that nothing passes unseen. No checker is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conformance.checkers import FONTS_NAMED, read_findings

BOOK = Path("a.epub")


def said(*lines: str) -> list[str]:
    done = subprocess.CompletedProcess([], 0, "\n".join(lines), "out of memory")
    return read_findings(done, [BOOK])[BOOK]


def test_a_book_without_findings_passes() -> None:
    assert said(f"FINDING\t{BOOK}\tUSAGE{FONTS_NAMED}: fonts", f"PASS\t{BOOK}") == []


def test_findings_are_told() -> None:
    assert said(f"FINDING\t{BOOK}\tERROR\tbad", f"FAIL\t{BOOK}") == ["ERROR: bad"]


def test_a_failure_for_no_reason_is_told_beside_what_is_no_finding() -> None:
    lines = f"FINDING\t{BOOK}\tUSAGE{FONTS_NAMED}: fonts", f"FAIL\t{BOOK}"
    assert said(*lines) == ["failed, and did not say why"]


def test_a_book_that_was_not_reached_is_told() -> None:
    assert said("PASS\tb.epub") == ["was not looked at: out of memory"]
