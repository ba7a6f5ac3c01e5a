"""A small handout for two clinics that differ in a phone number and in their names."""

from __future__ import annotations

from dataclasses import replace

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from tests.conftest import MakeWorkspace
from tests.golden.made import brand_of, handout_of, job_for, opened

HANDOUT = {
    "handouts/visit/handout.yaml": """\
id: HP-9
version: "1.0"
published: 2026-01-02
owner: A team
review: {state: draft, due: 2028-01-02}
sources:
  - id: one
    publisher: A body
    title: A page
    url: https://example.org/a
    date: 2025
    accessed: 2026-01-01
""",
    "handouts/visit/en.md": """\
---
title: Your visit
summary: What to bring to your visit, and whom to call.
---

## What should I bring? {#bring role=overview priority=1}

WORDS

Bring your list of medicines. [@one]
""",
    "brands/hill/brand.yaml": """\
name: Hill Clinic
contacts: {phone: "01632 960123", emergency: "999"}
country: GB
""",
    "brands/dale/brand.yaml": """\
name: Dale Clinic
contacts: {phone: "01632 960456", emergency: "999"}
country: GB
""",
}


def two_clinics(
    make_workspace: MakeWorkspace, words: str, edition: str = "leaflet", **files: str
) -> tuple[Job, Job]:
    """Return the jobs of both for the handout with some words in it; `files` are put beside it."""
    written = {name: text.replace("WORDS", words) for name, text in {**HANDOUT, **files}.items()}
    workspace = make_workspace(written)
    catalogue, theme = load_catalogue(workspace), Theme.find(workspace)
    like = job_for(opened("samples"), "ice-and-heat", "plain", "en", edition)
    hill, dale = (
        replace(
            like,
            handout=handout_of(catalogue, "visit", "en"),
            brand=brand_of(catalogue, name),
            theme=theme,
            neighbours={},
        )
        for name in ("hill", "dale")
    )
    return hill, dale
