"""A run as a page that anybody can open: what was made, what was not and why, and how it looks."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import quote

from lxml import etree
from lxml.html import builder

from handoutpress.diagnostics import Diagnostic, PressError, Severity, one_line
from handoutpress.press.html_page import hints_of, number, table, whole_page
from handoutpress.press.manifest import Entry
from handoutpress.press.report import Report
from handoutpress.workspace import Workspace

TITLE = "Handout Press: report"
"""What tells the page of an earlier run from a file that somebody wants."""
MOST_ROWS = 500
"""So many files, and so much trouble, are listed: a page of a million rows opens nowhere."""
MOST_PREVIEWS = 24
PREVIEW_PX = 220
"""How wide a preview is; an e-book's cover is made smaller by the browser."""
COVER = "EPUB/cover.png"
_STYLE = """
.previews { display: flex; flex-wrap: wrap; gap: 1.5rem; padding: 0; list-style: none }
.previews li { width: 14rem } .previews img { width: 100%; border: 1px solid #999 }
"""


def report_page(
    report: Report, entries: Mapping[str, Entry], workspace: Workspace, name: str
) -> bytes:
    """Return the page of a run as HTML that needs no other file; its links lead to the files.

    `entries` are those of the manifest after the run, `name` is where the page will stand in the
    workspace. A file that cannot be read has no preview.
    """
    there = [entries[path] for path in (*report.made, *report.current) if path in entries]
    up = "../" * name.count("/")
    content = (
        builder.H1("What was made"),
        builder.P(report.summary()),
        *_trouble(report),
        *_overview(there),
        *_previews(_one_of_each(there), workspace, up),
        *_files(there, frozenset(report.made), up),
    )
    return whole_page(TITLE, _STYLE, content)


def _trouble(report: Report) -> Iterator[etree._Element]:
    said = sorted(report.findings.diagnostics, key=lambda each: each.severity is not Severity.ERROR)
    lost = (*report.failed, *report.unreached)
    if lost:
        yield builder.H2("What was not made")
        tried = frozenset(report.failed)
        reasons = ("it failed" if path in tried else "the run ended before" for path in lost)
        yield table(("File", "Why"), _told_rest(zip(lost, reasons, strict=True), len(lost)))
    if said:
        yield builder.H2("What was found")
        rows = (_row_of(diagnostic) for diagnostic in said)
        yield table(("Where", "What", "What to do"), _told_rest(rows, len(said)))


def _row_of(told: Diagnostic) -> tuple[object, ...]:
    what = builder.SPAN(one_line(f"{told.severity} {told.code}: {told.message}"))
    if told.severity is Severity.ERROR:
        what.set("class", "error")
    return str(told.location or ""), what, hints_of(told)


def _overview(entries: Sequence[Entry]) -> Iterator[etree._Element]:
    """Yield a table of how many files each handout has of each edition."""
    if not entries:
        return
    counts = Counter((entry.handout, entry.edition) for entry in entries)
    handouts = list(dict.fromkeys(entry.handout for entry in entries))
    editions = list(dict.fromkeys(entry.edition for entry in entries))
    yield builder.H2("What is there")
    rows = ((slug, *(counts[slug, name] for name in editions)) for slug in handouts)
    yield table(("Handout", *editions), _told_rest(rows, len(handouts)), numbers=editions)


def _one_of_each(entries: Iterable[Entry]) -> list[Entry]:
    """Return a file of each handout, language and edition: one clinic's stands for all."""
    kinds = {(entry.handout, entry.language, entry.edition): entry for entry in entries}
    return list(kinds.values())


def _previews(entries: Sequence[Entry], workspace: Workspace, up: str) -> Iterator[etree._Element]:
    shown = islice(_pictures(entries, workspace), MOST_PREVIEWS)
    items = [
        builder.LI(
            builder.A(
                builder.IMG(src=f"data:image/png;base64,{b64encode(picture).decode()}", alt=""),
                builder.BR(),
                f"{entry.handout}, {entry.language}, {entry.edition}, {entry.brand}",
                href=up + quote(entry.path),
            )
        )
        for entry, picture in shown
    ]
    if items:
        yield builder.H2("How it looks")
        yield builder.UL(builder.CLASS("previews"), *items)


def _pictures(entries: Iterable[Entry], workspace: Workspace) -> Iterator[tuple[Entry, bytes]]:
    from handoutpress.pdf.picture import first_page

    for entry in entries:
        try:
            data = workspace.read(entry.path)
            if entry.format == "pdf":
                yield entry, first_page(data, PREVIEW_PX)
            else:
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    yield entry, book.read(COVER)
        except (PressError, zipfile.BadZipFile, KeyError, RuntimeError):
            # PDFium raises the last where a file is no PDF any more.
            continue


def _files(entries: Sequence[Entry], made: frozenset[str], up: str) -> Iterator[etree._Element]:
    if not entries:
        return
    yield builder.H2("All files")
    rows = (
        (
            builder.A(entry.path, href=up + quote(entry.path)),
            "made" if entry.path in made else "was current",
            "" if entry.pages is None else entry.pages,
            number(f"{entry.bytes / 1000:.0f} KB"),
        )
        for entry in entries
    )
    heads = ("File", "State", "Pages", "Size")
    yield table(heads, _told_rest(rows, len(entries)), numbers=heads[2:])


def _told_rest(rows: Iterable[Sequence[object]], count: int) -> Iterator[Sequence[object]]:
    """Yield as many rows as the page has room for, and say how many there are besides."""
    yield from islice(rows, MOST_ROWS)
    if count > MOST_ROWS:
        yield (f"and {count - MOST_ROWS} more: output/manifest.json and `--json` list all",)
