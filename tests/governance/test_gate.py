"""What a build makes of what is overdue, unsigned or stale, and that it is made again for it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from handoutpress.checks.linter import Linter
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import PAPERS
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Severity
from handoutpress.governance.recording import Credit, record, sign
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.gate import check_words
from handoutpress.press.make import job_of, make
from handoutpress.press.plan import PrintRun, Request, plan
from handoutpress.workspace import Workspace
from tests.governance.conftest import SHELF

if TYPE_CHECKING:
    from tests.governance.conftest import Edit

DAY = datetime.date(2026, 12, 1)
LATE = datetime.date(2028, 1, 2)
PLAIN = Request(brands=("plain",), editions=("leaflet",))


@cache
def theme() -> Theme:
    """Return the shipped theme, which the library does not change."""
    return Theme.find(Workspace(SHELF))


@cache
def recipe() -> Recipe:
    return Recipe.of(theme())


@pytest.fixture(autouse=True)
def _one_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the program's own files once: they are in the recipe of every run."""
    known = recipe()
    monkeypatch.setattr(Recipe, "of", lambda _: known)


def run(workspace: Workspace, day: datetime.date = DAY, request: Request = PLAIN) -> PrintRun:
    return plan(load_catalogue(workspace), request, theme(), day)


def made(run: PrintRun) -> dict[str, list[str]]:
    """Return the marks of what a run makes, by the name of the file."""
    return {
        artifact.path.rpartition("/")[2]: [
            str(mark) for handout in artifact.handouts for mark in handout.marks
        ]
        for artifact in run.artifacts
    }


def told(run: PrintRun) -> list[str]:
    return [f"{d.severity}[{d.code}] {d.location}" for d in run.diagnostics]


def fingerprints(run: PrintRun) -> dict[str, str]:
    return {artifact.path: artifact.fingerprint for artifact in run.artifacts}


def setting(workspace: Workspace, **values: str) -> None:
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    workspace.write_whole("publish.toml", f'papers = ["a4"]\n[governance]\n{lines}'.encode())


@pytest.fixture
def good(shelf: Workspace) -> Workspace:
    """Return a library in which all is signed and recorded."""
    record(shelf, "tablets", "es", (), Credit(""))
    sign(shelf, "tablets", "es", (), ("R. Reader", "RN"), DAY)
    return shelf


EN, ES = "tablets.en.leaflet-a4.pdf", "tablets.es.leaflet-a4.pdf"
FACTS = "handouts/tablets/handout.yaml"


def test_what_is_good_is_made_without_a_mark(good: Workspace) -> None:
    assert made(run(good)) == {EN: [], ES: []}
    assert told(run(good)) == []


def test_the_words_of_what_is_refused_are_checked(good: Workspace) -> None:
    late = run(good, LATE)
    assert late.artifacts == ()
    found = check_words(late, Linter(today=LATE)).diagnostics
    assert {"L601", "L426"} <= {d.code for d in found}
    spanish = run(good, LATE, replace(PLAIN, langs=("es",)))
    assert [h.lang for h in spanish.refused] == ["es"]


def test_what_is_overdue_is_refused(good: Workspace) -> None:
    late = run(good, LATE)
    assert made(late) == {}
    assert told(late) == [f"error[G001] {FACTS}:4"] * 2
    assert made(run(good, LATE - datetime.timedelta(days=1))) == {EN: [], ES: []}


@pytest.mark.parametrize(("value", "marks"), [("stamp", ["overdue"]), ("warn", [])])
def test_or_stamped_or_only_told(good: Workspace, value: str, marks: list[str]) -> None:
    setting(good, overdue=value)
    late = run(good, LATE)
    assert made(late) == {EN: marks, ES: marks}
    assert told(late) == [f"warning[G001] {FACTS}:4"] * 2


def test_a_leaflet_is_made_again_on_the_day_that_it_becomes_overdue_and_only_then(
    good: Workspace,
) -> None:
    setting(good, overdue="stamp")
    days = [datetime.date(2027, 1, 1), datetime.date(2028, 1, 1), LATE, datetime.date(2029, 1, 1)]
    found = [fingerprints(run(good, day)) for day in days]
    assert found[0] == found[1] != found[2] == found[3]
    assert not set(found[1].values()) & set(found[2].values())


def test_a_draft_is_stamped_or_refused(shelf: Workspace) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    assert made(run(shelf)) == {EN: [], ES: ["draft"]}
    setting(shelf, unsigned="refuse")
    refused = run(shelf)
    assert made(refused) == {EN: []}
    assert told(refused) == ["error[G002] handouts/tablets/es.md"]


def test_a_draft_handout_is_a_draft_in_every_language(good: Workspace, edit: Edit) -> None:
    setting(good, unsigned="refuse")
    edit("handout.yaml", "state: signed", "state: draft")
    assert told(run(good)) == [f"error[G002] {FACTS}:4"] * 2


def test_stale_words_of_safety_are_refused_in_that_language(good: Workspace, edit: Edit) -> None:
    edit("en.md", "200 mg", "400 mg")
    stale = run(good)
    assert made(stale) == {EN: []}
    (found,) = stale.diagnostics
    assert (found.code, found.severity) == ("L802", Severity.ERROR)
    assert "handouts/tablets/en.md:34" in found.message
    assert str(found.location) == "handouts/tablets/es.md:33"
    assert told(run(good, request=replace(PLAIN, langs=("en",)))) == []
    assert made(run(good, request=replace(PLAIN, langs=("en+es",)))) == {}


def test_or_stamped(good: Workspace, edit: Edit) -> None:
    before = fingerprints(run(good))
    setting(good, stale="stamp")
    assert fingerprints(run(good)) == before
    edit("en.md", "200 mg", "400 mg")
    stale = run(good)
    assert made(stale) == {EN: [], ES: ["stale", "draft"]}
    assert told(stale) == ["warning[L802] handouts/tablets/es.md:33"]
    assert fingerprints(stale)[f"output/plain/tablets/{ES}"] not in before.values()


def test_other_stale_words_are_only_told(good: Workspace, edit: Edit) -> None:
    edit("en.md", "Drink a glass", "Drink a cup")
    stale = run(good)
    assert made(stale) == {EN: [], ES: ["draft"]}
    assert told(stale) == ["warning[L803] handouts/tablets/es.md:33"]


def test_a_section_of_safety_that_is_missing_is_refused(good: Workspace, edit: Edit) -> None:
    edit("en.md", "## When do I", "## More {#more role=treatment}\n\nTake 5 mg.\n\n## When do I")
    assert told(run(good)) == ["error[L802] handouts/tablets/es.md:1"]
    edit("en.md", "Take 5 mg", "Take care")
    assert told(run(good)) == ["warning[L803] handouts/tablets/es.md:1"]


def test_the_words_of_a_machine_need_somebody_who_signs_them(shelf: Workspace) -> None:
    record(shelf, "tablets", "es", (), Credit("", is_machine=True))
    setting(shelf, stale="stamp")
    assert made(run(shelf)) == {EN: []}
    assert {line.partition(" ")[0] for line in told(run(shelf))} == {"error[L805]"}
    assert len(run(shelf).diagnostics) == 3
    who = ("R. Reader", "RN")
    sign(shelf, "tablets", "es", ("front.callouts", "dose", "get-help"), who, DAY)
    assert made(run(shelf)) == {EN: [], ES: ["draft"]}


def test_a_signature_for_other_words_is_told(good: Workspace, edit: Edit) -> None:
    edit("es.md", "Beba un vaso", "Beba otro vaso")
    assert told(run(good)) == ["warning[L804] handouts/tablets/es.md:33"]
    assert made(run(good))[ES] == ["draft"]


def test_a_signature_without_a_record_is_told(shelf: Workspace, edit: Edit) -> None:
    review = "review: {state: signed, by: 'R. R., RN', on: 2026-01-02}\ntranslator:"
    edit("es.md", "translator:", review)
    assert told(run(shelf)) == ["warning[L801] handouts/tablets/es.md:8"]
    assert made(run(shelf)) == {EN: [], ES: []}


def test_a_translation_without_its_original_is_refused(good: Workspace, edit: Edit) -> None:
    edit("en.md", "{#dose role", "{#dose rule")
    assert "error[L808] handouts/tablets/es.md" in told(run(good))
    assert made(run(good)) == {}


def test_what_the_original_does_not_have_is_told(good: Workspace, edit: Edit) -> None:
    edit("en.md", "#get-help)", "#dose)")
    edit("en.md", "{#get-help role", "{#call role")
    codes = [d.code for d in run(good).diagnostics]
    assert codes.count("L806") == 1
    assert codes.count("L802") == 1


def test_a_pack_is_not_made_without_one_that_was_refused(good: Workspace, edit: Edit) -> None:
    text = b'papers = ["a4"]\n[packs.p]\ntitle = {en = "P", es = "P"}\nhandouts = ["tablets"]\n'
    good.write_whole("publish.toml", text)
    pack = replace(PLAIN, editions=("pack",))
    assert len(run(good, request=pack).artifacts) == 4
    edit("en.md", "200 mg", "400 mg")
    assert {a.lang for a in run(good, request=pack).artifacts} == {"en"}
    good.write_whole("publish.toml", text + b'[governance]\nstale = "stamp"\n')
    marks = [a.pack.marks for a in run(good, request=pack).artifacts if a.pack and a.lang == "es"]
    assert marks == [("stale", "draft")] * 2


@pytest.mark.parametrize("edition", ["booklet"])
def test_every_edition_says_each_mark(good: Workspace, edit: Edit, edition: str) -> None:
    """Preflight looks for the marks on each page: a file without one is not made."""
    setting(good, stale="stamp", overdue="stamp")
    edit("en.md", "200 mg", "400 mg")
    request = replace(PLAIN, editions=(edition,), langs=("es",))
    (artifact,) = run(good, LATE, request).artifacts
    finished = make(artifact, theme())
    assert not [d for d in finished.diagnostics if d.severity is Severity.ERROR]


def test_who_signed_each_part_is_printed(good: Workspace) -> None:
    from handoutpress.design.typeset import typeset_leaflet

    (artifact,) = run(good, request=replace(PLAIN, langs=("es",))).artifacts
    html = typeset_leaflet(job_of(artifact.typeset(), theme()), PAPERS["a4"]).html
    assert "R. Reader, RN" in html
    assert "1 de diciembre de 2026" in html
    assert 'class="draft"' not in html
