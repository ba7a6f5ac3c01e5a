"""What has errors in its words is not made, and its last good files stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoutpress.checks.linter import Linter
from handoutpress.content.catalogue import Catalogue, load_catalogue
from handoutpress.diagnostics import Severity
from handoutpress.press.gate import Gate, check_words
from handoutpress.press.plan import Request, plan
from handoutpress.press.schedule import look_ahead
from tests.golden.made import theme

if TYPE_CHECKING:
    from handoutpress.workspace import Workspace
    from tests.conftest import MakeWorkspace

FACTS = """\
id: {id}
version: "1.0"
published: 2026-01-01
review: {{state: draft, due: 2028-01-01}}
owner: Test library
sources:
  - {{id: first, title: A, publisher: B, url: "https://example.org/", date: 2025,
     accessed: 2025-12-01}}
"""
WORDS = """\
---
title: A sample
summary: This leaflet is for adults. It tells you what to do.
---

## What is it? {{#overview role=overview}}

{body} [@first]
"""
BRAND = 'name: Elm\ncontacts: {{phone: "555 0100", emergency: "{number}"}}\ncountry: GB\n'
PACK = '[packs.both]\ntitle = {en = "Both"}\nhandouts = ["good", "bad"]\n'


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    return make_workspace(
        {
            "publish.toml": f'papers = ["a4"]\n{PACK}',
            "handouts/good/handout.yaml": FACTS.format(id="A-1"),
            "handouts/good/en.md": WORDS.format(body="Rest a bit."),
            "handouts/bad/handout.yaml": FACTS.format(id="A-2"),
            "handouts/bad/en.md": WORDS.format(body="Take 1.0 mg."),
            "brands/elm/brand.yaml": BRAND.format(number="999"),
            "brands/oak/brand.yaml": BRAND.format(number="911"),
        }
    )


def gate_of(catalogue: Catalogue) -> Gate:
    """Return the gate of a workspace."""
    return Gate(Linter.of(catalogue))


def test_what_has_errors_is_not_to_be_made(workspace: Workspace) -> None:
    catalogue = load_catalogue(workspace)
    run = plan(catalogue, Request(), theme())
    assert {a.brand.slug for a in run.artifacts} == {"plain", "elm", "oak"}
    schedule = look_ahead(run, workspace, gate=gate_of(catalogue))
    made = {(artifact.brand.slug, artifact.name) for artifact in schedule.todo}
    assert made == {("plain", "good"), ("elm", "good")}
    assert schedule.broken == ("brands/oak", "handouts/bad")
    assert set(schedule.why) == {artifact.path for artifact in schedule.todo}
    assert not schedule.findings.is_good(strict=False)
    # A bad handout or brand is no reason to remove what was made of it before.
    assert schedule.stale == ()


def test_a_pack_is_made_only_where_all_of_it_is_good(workspace: Workspace) -> None:
    catalogue = load_catalogue(workspace)
    run = plan(catalogue, Request(editions=("pack",), brands=("plain",)), theme())
    assert run.artifacts
    assert look_ahead(run, workspace, gate=gate_of(catalogue)).todo == ()


def test_warnings_let_it_be_made_and_infos_are_left_to_check(workspace: Workspace) -> None:
    catalogue = load_catalogue(workspace)
    run = plan(catalogue, Request(("good",), brands=("elm",)), theme())
    passed, said = gate_of(catalogue).passing(run.artifacts)
    assert passed == run.artifacts
    assert {d.severity for d in said} == {Severity.WARNING}
    all_said = check_words(run, Linter.of(catalogue)).diagnostics
    assert {d.severity for d in all_said} == {Severity.WARNING, Severity.INFO}
    assert {*said} == {d for d in all_said if d.severity is Severity.WARNING}


def test_what_is_current_is_not_read_again(workspace: Workspace) -> None:
    catalogue = load_catalogue(workspace)
    assert gate_of(catalogue).passing(()) == ((), ())


def test_a_check_is_of_what_was_asked_for(workspace: Workspace) -> None:
    catalogue = load_catalogue(workspace)
    run = plan(catalogue, Request(("good",), brands=("elm",)), theme())
    outcome = check_words(run, Linter.of(catalogue))
    assert [result.handout.slug for result in outcome.results] == ["good"]
    assert set(outcome.brands) == {"elm"}
