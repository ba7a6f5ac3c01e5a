"""What must come of any workspace: good files, or trouble that says where it is."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pikepdf

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import Booklet, Finished, Trifold
from handoutpress.content.report import has_errors
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, PressError
from handoutpress.press.make import make
from handoutpress.press.plan import Artifact, Request, plan
from handoutpress.workspace import Workspace

Files = Mapping[str, str | bytes]
"""The files of a workspace by name."""
RECORD = """id: HP-001
version: "1.0"
published: 2026-01-01
review: {state: draft, due: 2028-01-01}
owner: Testers
header: {file: figures/a.svg}
sources:
  - id: one
    title: A source
    publisher: P
    url: https://example.org/
    date: 2024
    accessed: 2026-01-01
"""
WORDS = """---
title: A small handout
summary: It is for tests.
header_alt: A square.
---

## What is it? {#what role=overview priority=1}

::: easy
- ![Ice](picture:ice) Use ice.
:::

::: short
A [thing]{def="What it is."}.
:::

It is a [thing]{def="What it is."}. [@one]

![A square.](figures/a.svg "A square.")
"""
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">'
    b'<rect width="90" height="60" fill="currentColor"/></svg>'
)
OWN_FAULTS = frozenset(
    (
        *("P010", "P011", "P012", "P013", "P014", "P016", "P017", "P022", "P029", "P030", "P033"),
        *("P035", "P042"),
    )
)
"""What preflight says where the program is at fault, and neither the words nor the theme."""
WORTH_A_WARNING = ("E040",)
"""What is told of an e-book whose leaflet the words make impossible: it is made all the same."""
BLANK: Files = {
    "publish.toml": "",
    "handouts/it/handout.yaml": RECORD,
    "handouts/it/en.md": WORDS,
    "handouts/it/figures/a.svg": SQUARE,
}
"""A workspace that can be built in every edition."""


def lay_out(folder: Path, files: Files) -> Workspace:
    """Return a workspace of these files over the blank one."""
    for name, content in {**BLANK, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        path.write_bytes(data)
    return Workspace(folder)


def outcomes(workspace: Workspace, request: Request) -> dict[str, tuple[Diagnostic, ...]]:
    """Return what is said of each file that a request means, by its path; each file is checked.

    What is said of no file at all is under the empty path.
    """
    theme = Theme.find(workspace)
    try:
        run = plan(load_catalogue(workspace), request, theme)
    except PressError as trouble:
        return {"": trouble.diagnostics}
    found = {artifact.path: outcome(artifact, theme) for artifact in run.artifacts}
    return {"": run.diagnostics, **found} if run.diagnostics else found


def outcome(artifact: Artifact, theme: Theme) -> tuple[Diagnostic, ...]:
    """Return what is said of an artifact; where there is a file, it is checked from outside."""
    try:
        finished = make(artifact, theme)
    except PressError as trouble:
        return trouble.diagnostics
    assert not has_errors(finished.diagnostics)
    check_file(artifact, finished)
    return finished.diagnostics


def check(found: Iterable[Diagnostic]) -> None:
    """Prove that trouble says where it is, and that it is none of the program's own."""
    for told in found:
        assert told.code not in OWN_FAULTS, told
        assert told.code[0] not in "EB" or told.code in WORTH_A_WARNING, told
        assert told.location or told.code[0] in "CT", told


def check_file(artifact: Artifact, finished: Finished) -> None:
    """Prove that a finished file is what it claims to be."""
    assert finished.checks
    if artifact.paper is None:
        assert finished.data.startswith(b"PK")
        return
    with pikepdf.open(io.BytesIO(finished.data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        is_imposed = isinstance(artifact.edition.making, (Trifold, Booklet))
        assert is_imposed or len(pdf.pages) == finished.pages
    if not artifact.edition.is_for_print:
        assert list(_against(finished.data)) == []


def _against(data: bytes) -> Iterator[str]:
    """Yield what the in-process checker of PDF/UA-1 holds against a file, where it is installed."""
    if importlib.util.find_spec("page"):
        import page

        report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
        for failure in report.failures:
            yield f"{failure.rule_id}: {failure.message}"
