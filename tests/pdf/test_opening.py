"""Page 1 of a leaflet holds its contents list, set closer where it must be."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from handoutpress.content.edition import EDITIONS, PAPERS, Paper
from handoutpress.content.handout import Handout
from handoutpress.design.setting import set_brand, set_handout
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.typeset import Job, Typeset, typeset_leaflet
from handoutpress.pdf import opening
from handoutpress.pdf.engine import Laid
from handoutpress.pdf.leaflet import fits
from handoutpress.pdf.opening import CALLOUTS, CONTENTS, Opening
from tests.golden.made import job_for, opened

CASES = [
    ("back-spasms", "en", "harbor-light", "letter", "close"),
    ("back-spasms", "es", "plain", "a4", "close"),
    ("back-spasms", "ar", "st-brigid-and-the-holy-cross", "letter", "close"),
    ("back-spasms", "vi", "plain", "letter", "closest"),
    ("anti-inflammatories", "en", "plain", "letter", ""),
]
"""The fullest first pages of the samples, one that is not full, and how each is set."""


def as_printed(job: Job) -> Job:
    """Return a job with its words as they are printed."""
    return replace(job, handout=set_handout(job.handout), brand=set_brand(job.brand))


def opening_alone(job: Job, page: Paper, fit: Tokens, **more: object) -> Typeset:
    """Return a page source without what follows the contents list, which is quickly laid out."""
    source = typeset_leaflet(job, page, fit, **more)
    return replace(source, html=f"{source.html.partition('<main>')[0]}</body></html>")


def laid_out(job: Job, page: Paper) -> Laid:
    """Return the first pages with the first of the gaps."""
    gaps = fits(job)
    return Opening(job, page, gaps, opening_alone).lay_out(next(iter(gaps)))


def lengthened(handout: Handout, times: int) -> Handout:
    """Return a handout that says the words of its callouts several times."""
    callouts = tuple(replace(each, blocks=each.blocks * times) for each in handout.callouts)
    return replace(handout, callouts=callouts)


@pytest.mark.parametrize(("slug", "lang", "brand", "paper", "closeness"), CASES)
def test_page_1_holds_the_contents_list(
    slug: str, lang: str, brand: str, paper: str, closeness: str
) -> None:
    job = as_printed(job_for(opened("samples"), slug, brand, lang))
    laid = laid_out(job, PAPERS[paper])
    assert CONTENTS in laid.anchors[0]
    found = [each for each in ("closest", "close") if f"opening--{each}" in laid.source.html]
    assert (found or [""])[0] == closeness


def test_a_page_1_that_is_too_full_in_any_case_is_not_set_closer() -> None:
    job = as_printed(job_for(opened("samples"), "back-spasms"))
    job = replace(job, handout=lengthened(job.handout, 2))
    laid = laid_out(job, PAPERS["a4"])
    assert CONTENTS in laid.anchors[1]
    assert "opening--close" not in laid.source.html


def test_pages_laid_out_again_with_the_same_gaps_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pages for notes are counted on the first ones; with other gaps, page 1 is set otherwise."""
    asked: list[object] = []

    def laid(source: object) -> SimpleNamespace:
        fit, way = cast(tuple[float, dict[str, object]], source)
        asked.append((fit, dict(way)))
        has_room = fit < 1.12 and not way
        return SimpleNamespace(anchors=({CALLOUTS: 1},) if has_room else ({}, {CALLOUTS: 1}))

    monkeypatch.setattr(opening, "lay_out", laid)
    job = as_printed(job_for(opened("samples"), "ice-and-heat"))
    job = replace(job, edition=EDITIONS["booklet"])
    gaps: dict[float, Tokens] = {fit: {"fit": str(fit)} for fit in (1.0, 1.12)}

    def typeset(job: Job, page: Paper, fit: Tokens, **way: object) -> Typeset:
        return cast(Typeset, (float(fit["fit"]), way))

    found = opening.Opening(job, PAPERS["a4"], gaps, typeset)
    for fit in gaps:
        found.lay_out(fit)
    asked.clear()
    found.lay_out(1.0)
    found.lay_out(1.12)
    assert asked == [(1.0, {}), (1.12, {"picture_first": True})]
