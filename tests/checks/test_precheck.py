"""The pre-check tables: answers come from the rules, and what takes a person says so."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from handoutpress.checks.linter import Linter, Result
from handoutpress.checks.precheck import Answer, Answered, Table, precheck
from handoutpress.checks.precheck_items import ITEMS
from handoutpress.checks.registry import all_rules
from handoutpress.content.settings import CheckSettings
from handoutpress.content.sources import read_handout
from handoutpress.workspace import Workspace

CORPUS = Workspace(Path(__file__).parents[1] / "lint/corpus")


def checked(slug: str, lang: str = "en", linter: Linter | None = None) -> Result:
    return (linter or Linter()).check_handout(read_handout(CORPUS, slug, lang))


def answers(result: Result) -> dict[str, Answered]:
    return {each.item.source: each for table in precheck(result) for each in table.answers}


def test_there_are_the_items_of_both_instruments_and_no_rule_that_is_none() -> None:
    sources = [item.source for items in ITEMS.values() for item in items]
    pemat = [n for n in range(1, 27) if n not in (13, 14)]  # those are for sound and film
    assert sources == [f"PEMAT {n}" for n in pemat] + [f"CCI {n}" for n in range(1, 21)]
    codes = {code for items in ITEMS.values() for item in items for code in item.codes}
    assert codes <= set(all_rules())
    for items in ITEMS.values():
        for item in items:
            assert item.codes or item.has or item.is_for_people, item.source


def test_findings_speak_against_an_item() -> None:
    found = answers(checked("07-diabetes-feet"))
    assert found["PEMAT 1"].answer is Answer.DISAGREE
    assert [each.code for each in found["PEMAT 1"].found] == ["L201"]
    assert found["PEMAT 20"].answer is Answer.AGREE
    assert found["PEMAT 2"].answer is Answer.PERSON


def test_what_is_not_there_is_not_asked() -> None:
    short, tables = answers(checked("10-plaster-cast")), answers(checked("28-insulin"))
    assert short["PEMAT 11"].answer is Answer.NOT_APPLICABLE  # less than a page
    assert short["PEMAT 19"].answer is Answer.NOT_APPLICABLE  # no table
    assert tables["PEMAT 19"].answer is Answer.DISAGREE
    assert short["PEMAT 24"].answer is Answer.NOT_APPLICABLE
    assert answers(checked("11-salt"))["PEMAT 24"].answer is Answer.PERSON
    assert short["CCI 15"].answer is Answer.NOT_APPLICABLE
    assert answers(checked("05-flu-shot"))["CCI 15"].answer is Answer.DISAGREE


def test_a_program_may_disagree_where_only_a_person_agrees() -> None:
    assert answers(checked("04-consent-form"))["CCI 11"].answer is Answer.DISAGREE
    assert answers(checked("05-flu-shot"))["CCI 11"].answer is Answer.PERSON


def test_a_rule_that_is_off_or_cannot_read_the_language_decides_nothing() -> None:
    off = Linter(CheckSettings(rules={"L201": "off"}))
    assert answers(checked("07-diabetes-feet", linter=off))["PEMAT 1"].answer is Answer.PERSON
    result = checked("07-diabetes-feet")
    arabic = dataclasses.replace(result.handout, lang="ar")
    assert answers(Linter().check_handout(arabic))["PEMAT 1"].answer is Answer.PERSON


def test_what_is_silenced_does_not_count_against_it(tmp_path: Path) -> None:
    handout = read_handout(CORPUS, "07-diabetes-feet", "en")
    silence = {"rule": "L201", "reason": "the series has its own title page"}
    front = handout.front.model_copy(update={"silence": (_silence(silence),)})
    result = Linter().check_handout(dataclasses.replace(handout, front=front))
    answered = answers(result)["PEMAT 1"]
    assert answered.answer is Answer.AGREE
    assert [each.code for each in answered.silenced] == ["L201"]


def _silence(said: dict[str, str]) -> object:
    from handoutpress.content.record import FrontMatter

    whole = FrontMatter.model_validate({"title": "T", "summary": "S", "silence": [said]})
    return whole.silence[0]


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ((Answer.AGREE, Answer.AGREE, Answer.AGREE, Answer.DISAGREE), 75),
        ((Answer.AGREE, Answer.PERSON, Answer.NOT_APPLICABLE), 100),
        ((Answer.PERSON, Answer.NOT_APPLICABLE), None),
    ],
)
def test_the_share_is_agrees_in_a_hundred_of_what_was_decided(
    said: tuple[Answer, ...], share: float | None
) -> None:
    item = ITEMS["Actionability"][0]
    table = Table("A", tuple(Answered(item, answer) for answer in said))
    assert table.share == share
