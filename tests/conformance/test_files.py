"""Every file that the repository builds, before each outside checker; and a spoiled one.

The spoiled file shows, at each run, that the gate still bites.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.conformance.checkers import CHECKERS, UNSEEN, Checker, Findings, Ledger

pytestmark = pytest.mark.conformance


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.name)
def test_files_pass(
    checker: Checker, artifacts: tuple[Path, ...], ledger: Ledger, tmp_path: Path
) -> None:
    require(checker, ledger)
    files = checker.choose(artifacts)
    assert files, f"the build made no {checker.suffix} file"
    spoiled = tmp_path / f"spoiled{checker.suffix}"
    SPOILERS[checker.name](min(files, key=lambda file: file.stat().st_size), spoiled)
    findings = checker.run([*files, spoiled])
    bites = any(not found.startswith(UNSEEN) for found in findings.pop(spoiled))
    ledger.lines[checker.name] = summary(findings, bites)
    assert bites, f"{checker.name} passes a spoiled file"
    assert {file: found for file, found in findings.items() if found} == {}


def require(checker: Checker, ledger: Ledger) -> None:
    """Skip where a checker is missing; fail in continuous integration."""
    lacking = checker.missing()
    if lacking is None:
        return
    ledger.lines[checker.name] = f"MISSING: {lacking}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{checker.name} is missing: {lacking}")
    pytest.skip(f"{checker.name} is missing: {lacking}")


def summary(findings: Findings, bites: bool) -> str:
    """Return a checker's line of the table."""
    number = sum(len(found) for found in findings.values())
    seed = "seeded fault found" if bites else "SEEDED FAULT PASSED"
    verdict = "ok" if bites and not number else "FAILED"
    return f"{verdict}: {len(findings)} files, {number} findings, {seed}"


def cut_short(good: Path, spoiled: Path) -> None:
    """Lose the end of a file, and with it the PDF's table of contents."""
    spoiled.write_bytes(good.read_bytes()[:-400])


def forget_language(good: Path, spoiled: Path) -> None:
    """Take the language away from a PDF."""
    with pikepdf.open(good) as pdf:
        del pdf.Root.Lang
        pdf.save(spoiled)


def forget_colours(good: Path, spoiled: Path) -> None:
    """Take away what a PDF's colours mean."""
    with pikepdf.open(good) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(spoiled)


def leave_a_file(good: Path, spoiled: Path) -> None:
    """Put a file into a book that does not list it: it is only advised against."""
    shutil.copy(good, spoiled)
    with zipfile.ZipFile(spoiled, "a") as book:
        book.writestr("EPUB/left.txt", "left")


def compress_the_type(good: Path, spoiled: Path) -> None:
    """Compress the first file of a book, so that nobody can tell what it is by its bytes."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(spoiled, "w") as target:
        for item in source.infolist():
            squeezed = item.filename == "mimetype"
            way = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
            target.writestr(item, source.read(item), way)


def forget_languages(good: Path, spoiled: Path) -> None:
    """Take the languages out of a book's pages."""

    def forget(name: str, data: bytes) -> bytes:
        return data.replace(b" lang=", b" data-lang=").replace(b" xml:lang=", b" data-xml-lang=")

    rewrite(
        good,
        spoiled,
        lambda name, data: forget(name, data) if name.endswith(".xhtml") else data,
    )


def rewrite(good: Path, spoiled: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Copy a book, file by file in its order, with each changed, or left out when it is None."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(spoiled, "w") as target:
        for item in source.infolist():
            data = change(item.filename, source.read(item))
            if data is not None:
                target.writestr(item, data)


SPOILERS: dict[str, Callable[[Path, Path], None]] = {
    "qpdf": cut_short,
    "page-validation": forget_language,
    "veraPDF ua1": forget_language,
    "veraPDF 2a": forget_colours,
    "EPUBCheck": leave_a_file,
    "epubcheck-ts": compress_the_type,
    "Ace": forget_languages,
}
