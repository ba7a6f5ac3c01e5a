"""A handout that cannot be made in some editions: each says where and why, the others are made."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Severity
from handoutpress.press.build import build
from handoutpress.press.plan import Request, plan
from handoutpress.press.report import Report
from tests.conftest import SPECIMEN, MakeWorkspace

RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
LONG = "Electroencephalographic"
WORDS = f"""---
title: Hard to print
summary: This leaflet is for tests.
---

## What is hard? {{#hard role=overview priority=1}}

::: table Long words
| Word | {LONG} | {LONG} |
| --- | --- | --- |
| Another | {LONG} | {LONG} |
:::

![A red wall.](figures/wall.png "A photograph that is good enough for a desktop printer.")

{"words " * 1000}
"""
TROUBLE = {
    "large-print-a4.pdf": ("P020", "handouts/hard/en.md:9"),
    "shop-a4.pdf": ("P032", "handouts/hard/en.md:14"),
    "trifold-a4.pdf": ("P027", "handouts/hard/en.md:6"),
}
"""The files that cannot be made; what is told of each, and where."""
GOOD = {"leaflet-a4.pdf", "booklet-a4.pdf", "epub"}


@pytest.fixture
def report(make_workspace: MakeWorkspace) -> Report:
    out = io.BytesIO()
    Image.new("RGB", (800, 300), (180, 60, 20)).save(out, "PNG")
    workspace = make_workspace(
        {
            "handouts/hard/handout.yaml": RECORD,
            "handouts/hard/en.md": WORDS,
            "handouts/hard/figures/wall.png": out.getvalue(),
        }
    )
    catalogue = load_catalogue(workspace)
    assert catalogue.diagnostics == ()
    editions = ("leaflet", "large-print", "booklet", "trifold", "shop", "epub")
    request = Request(editions=editions, papers=("a4",))
    return build(plan(catalogue, request, Theme.find(workspace)), workspace, jobs=1)


def test_what_cannot_be_made_is_told_at_its_line_and_stops_no_other(report: Report) -> None:
    assert names(report.made) == GOOD
    assert names(report.failed) == set(TROUBLE)
    errors = [d for d in report.findings.diagnostics if d.severity is Severity.ERROR]
    assert {(told.code, str(told.location)) for told in errors} == set(TROUBLE.values())
    assert all(told.hints for told in errors)


def names(paths: tuple[str, ...]) -> set[str]:
    return {path.removeprefix("output/plain/hard/hard.en.") for path in paths}
