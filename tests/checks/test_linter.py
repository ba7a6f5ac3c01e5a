"""What settings, silences and glossaries do to what the rules say; and what they leave as it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from handoutpress.checks.linter import Linter, Result
from handoutpress.checks.passages import FACT, Kind, passages
from handoutpress.checks.registry import all_rules
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.settings import CheckSettings, Thresholds
from handoutpress.design.setting import set_handout
from handoutpress.diagnostics import Severity, SourceError

if TYPE_CHECKING:
    from tests.conftest import MakeWorkspace

FACTS = """\
id: SA-001
version: "1.0"
published: 2026-01-01
review: {state: draft, due: 2028-01-01}
owner: Test library
contact: library@example.org
sources:
  - {id: first, title: A, publisher: B, url: "https://example.org/", date: 2025,
     accessed: 2025-12-01}
"""
WORDS = """\
---
title: A sample
summary: This leaflet is for adults. It tells you what to do.
{front}---

## What is it? {{#overview role=overview}}

{body}
"""


def check(
    make: MakeWorkspace, body: str, front: str = "", settings: str = "", **more: str
) -> Result:
    """Return what the rules say of a handout of some words."""
    files = {
        "publish.toml": settings,
        "handouts/sample/handout.yaml": FACTS,
        "handouts/sample/en.md": WORDS.format(body=body, front=front),
        **more,
    }
    catalogue = load_catalogue(make(files))
    assert not catalogue.diagnostics
    linter = replace(Linter.of(catalogue), today=datetime.date(2026, 6, 1))
    return linter.check_handout(catalogue.handouts[0])


def told(result: Result, code: str) -> list[int | None]:
    """Return the lines at which a rule found something."""
    return [d.location.line for d in result.diagnostics if d.code == code and d.location]


# --- Silences ---

TWICE = "Rest the the leg.\nWalk on on and on."


def test_a_silence_is_for_the_block_under_it(make_workspace: MakeWorkspace) -> None:
    body = f"<!-- silence L126: it is a song -->\n{TWICE}\n\n{TWICE}"
    result = check(make_workspace, body)
    assert told(result, "L126") == [12, 13]
    assert [(s.diagnostic.code, s.reason) for s in result.silenced] == [
        ("L126", "it is a song")
    ] * 2
    assert told(result, "L001") == []


def test_a_silence_above_a_container_is_for_all_of_it(make_workspace: MakeWorkspace) -> None:
    box = f"::: note A a note\n{TWICE}\n\n- and and this\n:::"
    result = check(make_workspace, f"<!-- silence L126: it is a song -->\n{box}\n\n{TWICE}")
    assert told(result, "L126") == [16, 17]


def test_a_silence_is_of_one_rule_alone(make_workspace: MakeWorkspace) -> None:
    result = check(make_workspace, f"<!-- silence L125: he or she -->\n{TWICE}")
    assert told(result, "L126") == [9, 10]
    assert told(result, "L001") == [8]


def test_two_silences_may_stand_above_a_block(make_workspace: MakeWorkspace) -> None:
    both = "<!-- silence L126: a song -->\n<!-- silence L125: a name -->"
    result = check(make_workspace, f"{both}\nHe/she and and I.")
    assert not told(result, "L126") + told(result, "L125") + told(result, "L001")


def test_a_silence_in_the_front_matter_is_for_the_handout_and_its_record(
    make_workspace: MakeWorkspace,
) -> None:
    front = (
        "silence:\n  - {rule: L126, reason: a song}\n  - {rule: L610, reason: no code is made}\n"
    )
    result = check(make_workspace, f"{TWICE}\n\n{TWICE}", front)
    assert not told(result, "L126") + told(result, "L610") + told(result, "L001")
    assert len(result.silenced) == 5


def test_a_silence_of_a_rule_that_is_off_is_not_told(make_workspace: MakeWorkspace) -> None:
    off = '[check]\nrules = {L126 = "off"}\n'
    result = check(make_workspace, "<!-- silence L126: a song -->\nRest.", settings=off)
    assert told(result, "L001") == []


def test_a_silence_prints_nothing(make_workspace: MakeWorkspace) -> None:
    plain = check(make_workspace, "Rest.\n\n- a\n- b").handout
    body = "<!-- silence L126: a song -->\nRest.\n\n<!-- silence L221: so -->\n- a\n- b"
    silent = check(make_workspace, body).handout
    first, second = ([p.text for p in passages(each)] for each in (plain, silent))
    assert first == second
    assert set_handout(silent).silences == silent.silences


# --- Settings ---


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_a_rule_is_as_bad_as_the_settings_say(make_workspace: MakeWorkspace, level: str) -> None:
    settings = f'[check.rules]\nL126 = "{level}"\n'
    result = check(make_workspace, TWICE, settings=settings)
    assert {d.severity for d in result.diagnostics if d.code == "L126"} == {Severity(level)}
    assert result.has_errors is (level == "error")


def test_a_rule_that_is_off_says_nothing(make_workspace: MakeWorkspace) -> None:
    assert (
        told(check(make_workspace, TWICE, settings='[check]\nrules = {L126 = "off"}'), "L126") == []
    )


def test_every_finding_rule_can_be_off(make_workspace: MakeWorkspace) -> None:
    off = "[check.rules]\n" + "".join(f'{code} = "off"\n' for code in all_rules())
    assert check(make_workspace, TWICE, settings=off).diagnostics == ()


def test_a_threshold_moves_the_line(make_workspace: MakeWorkspace) -> None:
    body = "Rest your leg for a day and then walk a bit."
    assert told(check(make_workspace, body), "L108") == []
    short = "[check.thresholds]\nsentence_words = 9\n"
    assert told(check(make_workspace, body, settings=short), "L108") == [8]


def test_a_rule_that_is_not_there_is_told_with_its_line(make_workspace: MakeWorkspace) -> None:
    files = {"publish.toml": '[check.rules]\nL108 = "off"\nL1O9 = "off"\n'}
    catalogue = load_catalogue(make_workspace(files))
    with pytest.raises(SourceError) as error:
        Linter.of(catalogue)
    (found,) = error.value.diagnostics
    assert (found.code, str(found.location)) == ("W014", "publish.toml:3")
    assert found.hints[0].startswith("did you mean `L1")


def test_the_thresholds_are_in_use() -> None:
    assert CheckSettings().thresholds == Thresholds()


# --- Terms ---


def test_a_known_term_needs_no_meaning(make_workspace: MakeWorkspace) -> None:
    body = "You may have edema. You may need an MRI."
    assert len(check(make_workspace, body).diagnostics) > 1
    result = check(make_workspace, body, settings='[check]\nknown = ["oedema", "MRI"]\n')
    assert not told(result, "L120") + told(result, "L121")


def test_a_workspace_has_terms_of_its_own(make_workspace: MakeWorkspace) -> None:
    terms = "terms:\n  en:\n    foot orthosis|orthotic insole: an insole\n    edema: puffy skin\n"
    body = "Wear your foot orthoses or\northotic insoles. It eases edema."
    result = check(make_workspace, body, **{"glossary.yaml": terms})
    assert told(result, "L120") == [9, 9]
    hints = [d.hints[0] for d in result.diagnostics if d.code == "L120"]
    assert "an insole" in hints[0]
    assert "puffy skin" in hints[1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("terms:\n  en:\n    edema: [a]\n", "glossary.yaml:3"),
        ("terms:\n  english: {edema: swelling}\n", "glossary.yaml:2"),
        ("term: {}\n", "glossary.yaml:1"),
        ("terms: [\n", "glossary.yaml:2"),
    ],
)
def test_a_wrong_glossary_is_told_with_its_line(
    make_workspace: MakeWorkspace, text: str, place: str
) -> None:
    catalogue = load_catalogue(make_workspace({"glossary.yaml": text}))
    assert str(catalogue.diagnostics[0].location) == place
    assert catalogue.glossary == {}


# --- What the rules read ---


def test_each_letter_keeps_its_line(make_workspace: MakeWorkspace) -> None:
    body = "One line,\n**two** lines [@first]\nand {clinic.phone}.\n\n- a point\n  goes on"
    subject = check(make_workspace, body).subject
    paragraph = next(subject.said(Kind.PARAGRAPH))
    assert paragraph.text == f"One line, two lines and {FACT}."
    lines = [paragraph.line_at(paragraph.text.index(word)) for word in ("One", "two", "and", FACT)]
    assert lines == [8, 9, 10, 10]
    point = next(subject.said(Kind.ITEM))
    assert point.line_at(point.text.index("goes")) == 13


def test_where_a_word_may_be_cut_is_no_part_of_it(make_workspace: MakeWorkspace) -> None:
    subject = check(make_workspace, "An anti\u00adhista\u00admine helps.").subject
    assert subject.graded[-1].words == ("An", "antihistamine", "helps")
    assert told(check(make_workspace, "An anti\u00adhista\u00admine helps."), "L120") == [8]


def test_words_of_another_language_are_not_counted(make_workspace: MakeWorkspace) -> None:
    subject = check(make_workspace, "We say [buenos días]{lang=es} to you.").subject
    assert subject.graded[-1].words == ("We", "say", "to", "you")


def test_a_section_has_its_own_figures(make_workspace: MakeWorkspace) -> None:
    body = "Rest a bit.\n\n## And then? {#then role=self-care}\n\nWalk a bit. Then rest."
    figures = check(make_workspace, body).figures
    assert {name: counts.words for name, (counts, _) in figures.items()} == {
        "": 19,
        "overview": 3,
        "then": 5,
    }
    assert [grade.name for grade in figures["then"][1]] == ["Flesch-Kincaid grade", "SMOG grade"]


def test_shipped_terms_are_many(make_workspace: MakeWorkspace) -> None:
    from handoutpress.content.glossary import shipped_words

    for lang in ("en", "es"):
        words = shipped_words(lang)
        assert words
        assert len(words.terms) >= 150
        both: Mapping[str, str] = {**words.terms, **words.plainer}
        spellings = [s.strip() for entry in both for s in entry.split("|")]
        assert len(spellings) == len(set(spellings))


def test_the_day_is_that_of_every_other_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert Linter().today == datetime.date(2030, 3, 17)


# --- Whom a leaflet is for ---


@pytest.mark.parametrize(
    ("title", "lines"),
    [("Pain relief after your baby is born", []), ("Pain relief for your baby", [8])],
)
def test_a_mothers_dose_is_not_her_childs(
    make_workspace: MakeWorkspace, title: str, lines: list[int]
) -> None:
    words = WORDS.format(body="Take 200 mg every 6 hours.", front="").replace("A sample", title)
    result = check(make_workspace, "", **{"handouts/sample/en.md": words})
    assert told(result, "L427") == lines
