"""A run read through without an engine: what the design would say of every page of it."""

from __future__ import annotations

from collections.abc import Iterator

from handoutpress.content.edition import Paper
from handoutpress.content.pack import Pack
from handoutpress.content.report import in_order
from handoutpress.design.clinic import missing_facts
from handoutpress.design.doses import added_doses
from handoutpress.design.easy_read import typeset_easy
from handoutpress.design.glyphs import missing_glyphs, missing_in_title
from handoutpress.design.imprint import untranslated
from handoutpress.design.packing import PackJob, typeset_pack
from handoutpress.design.phones import wrong_numbers
from handoutpress.design.stylesheet import check_sheets
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import typeset_leaflet
from handoutpress.diagnostics import Diagnostic, PressError
from handoutpress.press.make import job_of
from handoutpress.press.plan import Artifact, PrintRun


def proofread(run: PrintRun, theme: Theme) -> tuple[Diagnostic, ...]:
    """Return all that reading, fonts, colours and templates say, by file and line, each once."""
    return in_order([*run.diagnostics, *check_sheets(theme), *_said(run, theme)])


def _said(run: PrintRun, theme: Theme) -> Iterator[Diagnostic]:
    read: set[tuple[str, ...]] = set()
    for artifact in (planned.typeset() for planned in run.artifacts):
        for handout, neighbours in artifact.spoken:
            words = (handout.slug, handout.lang, artifact.brand.slug)
            if words not in read:
                yield from missing_glyphs(handout, artifact.brand, neighbours.values())
                yield from missing_facts(handout, artifact.brand)
                yield from added_doses(handout)
                yield from untranslated(artifact.brand, handout.lang)
                yield from wrong_numbers(artifact.brand)
            read.add(words)
        # The papers differ in size only: one of them is as good as all to find what is wrong.
        pages = (artifact.name, artifact.lang, artifact.brand.slug, artifact.edition.name)
        if artifact.paper and pages not in read:
            yield from _typeset(artifact, artifact.paper, theme)
            read.add(pages)


def _typeset(artifact: Artifact, paper: Paper, theme: Theme) -> tuple[Diagnostic, ...]:
    try:
        if artifact.pack:
            return _typeset_pack(artifact.pack, artifact, paper, theme)
        job = job_of(artifact, theme)
        typeset = typeset_easy if artifact.edition.is_easy else typeset_leaflet
        return typeset(job, paper).diagnostics
    except PressError as trouble:
        return trouble.diagnostics


def _typeset_pack(
    pack: Pack, artifact: Artifact, paper: Paper, theme: Theme
) -> tuple[Diagnostic, ...]:
    """Typeset a pack's own pages: its leaflets are read for themselves."""
    job = PackJob(pack, artifact.brand, artifact.edition, theme, artifact.neighbours)
    pages = [1] * len(pack.members)
    source = typeset_pack(job, paper, pages, pages, opening=1)
    return (*missing_in_title(pack), *source.diagnostics)
