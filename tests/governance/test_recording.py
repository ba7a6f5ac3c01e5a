"""The record of a translation: what makes a part stale, and what a signature is worth."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.handout import Handout
from handoutpress.content.sources import read_handout
from handoutpress.content.standing import Standing, State
from handoutpress.diagnostics import SourceError
from handoutpress.governance.critical import changed_reasons
from handoutpress.governance.recording import Credit, record, sign
from handoutpress.governance.translations import (
    standings,
    state_data,
    state_lines,
    worklist,
    worklist_data,
    worklist_lines,
)
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit

RECORD = "handouts/tablets/translations/es.yaml"
KEPT = "handouts/tablets/translations/kept"
DAY = datetime.date(2026, 12, 1)
WHO = ("R. Reader", "RN, certified interpreter")


def standing(workspace: Workspace) -> Standing:
    (found,) = standings(load_catalogue(workspace), ("tablets",))
    return found


def states(workspace: Workspace, *not_state: State) -> dict[str, str]:
    """Return the parts that are in other states than those named."""
    return {p.key: str(p.state) for p in standing(workspace).parts if p.state not in not_state}


def recorded(workspace: Workspace, *keys: str, by: str = "", machine: bool = False) -> None:
    record(workspace, "tablets", "es", keys, Credit(by, machine))


def spanish(workspace: Workspace) -> Handout:
    """Return the translation as the catalogue has it, which knows who signed it."""
    return next(h for h in load_catalogue(workspace).handouts if h.lang == "es")


def test_nobody_knows_what_a_translation_without_a_record_was_made_from(shelf: Workspace) -> None:
    assert {*states(shelf).values()} == {"unrecorded"}


def test_a_record_makes_all_of_it_current(shelf: Workspace) -> None:
    made = record(shelf, "tablets", "es", (), Credit(""))
    assert made[-1] == RECORD
    assert states(shelf, State.CURRENT) == {}
    text = shelf.read(RECORD).decode()
    assert text.count('translator: "T. Traductora"') == 8
    assert "reviewer" not in text
    assert record(shelf, "tablets", "es", (), Credit("")) == (RECORD,)
    assert shelf.read(RECORD).decode() == text


def test_changed_words_make_their_sections_stale_and_no_others(
    shelf: Workspace, edit: Edit
) -> None:
    recorded(shelf)
    edit("en.md", "when you take them early", "when you\ntake them soon")
    edit("en.md", "They ease pain and bring", "They ease pain\nand bring")
    assert states(shelf, State.CURRENT) == {"overview": "stale"}
    edit("en.md", "200 mg", "400 mg")
    assert states(shelf, State.CURRENT) == {"overview": "stale", "dose": "stale"}
    recorded(shelf, "overview")
    assert states(shelf, State.CURRENT) == {"dose": "stale"}


@pytest.mark.parametrize(
    ("old", "new", "part", "why"),
    [
        ("200 mg", "400 mg", "dose", ("dose",)),
        ("half a tablet", "no tablet", "dose", ("dose",)),
        ("Drink a glass", "Drink a cup", "dose", ()),
        ("Your face swells", "Your lips swell", "front.callouts", ("urgent box", "number to call")),
        ("My next appointment", "My appointment", "get-help", ("when to get help",)),
        ("early.", "early.\n\nCall [us](tel:+12065550142).", "overview", ("number to call",)),
        ("early.", "early.\n\nCall 999.", "overview", ("number to call",)),
        ("early.", "early.\n\n::: caution Take care\nNever.\n:::", "overview", ("caution box",)),
        ("They ease pain and bring", "They take pain and bring", "overview", ()),
        (
            "Take **200 mg** every six hours, with food.\n\n",
            "",
            "dose",
            ("what was taken out or changed",),
        ),
        ("Never take more than", "Never take 3 tablets or more than", "front.glance", ("dose",)),
    ],
)
def test_what_is_a_matter_of_safety(
    shelf: Workspace, edit: Edit, old: str, new: str, part: str, why: tuple[str, ...]
) -> None:
    recorded(shelf)
    edit("en.md", old, new)
    (stale,) = (p for p in standing(shelf).parts if p.state is State.STALE)
    assert stale.key == part
    assert changed_reasons(stale, "en") == why


def test_the_order_of_doses_is_a_matter_of_safety(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    edit("en.md", "Take **200 mg** every six hours, with food.\n\n", "")
    edit("en.md", "\n::: table", "\nTake **200 mg** every six hours, with food.\n\n::: table")
    (stale,) = (p for p in standing(shelf).parts if p.state is State.STALE)
    assert stale.added == ()
    assert stale.removed == ()
    assert "dose" in changed_reasons(stale, "en")


def test_a_section_that_the_translation_lacks_is_missing(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    edit("en.md", "## When do I", "## Storing {#store role=self-care}\n\nKeep dry.\n\n## When do I")
    assert states(shelf, State.CURRENT) == {"store": "missing"}
    lines = list(state_lines([standing(shelf)]))
    assert lines[1].split() == ["tablets", "es", "8", "0", "1", "0", "9"]
    assert lines[2] == "  store: missing"
    with pytest.raises(SourceError, match=r"L820.*no section `store`"):
        recorded(shelf, "store")


def test_a_section_that_the_original_lost_is_a_stray(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    edit("en.md", "#get-help)", "#dose)")
    edit("en.md", "{#get-help role", "{#call role")
    assert standing(shelf).strays == ("get-help",)
    assert states(shelf, State.CURRENT) == {"dose": "stale", "call": "missing"}


def test_a_signature_is_for_the_very_words(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    assert spanish(shelf).is_draft
    sign(shelf, "tablets", "es", ("dose",), WHO, DAY)
    assert standing(shelf).unsigned == 7
    assert spanish(shelf).is_draft
    sign(shelf, "tablets", "es", (), WHO, DAY)
    review = spanish(shelf).translation_review
    assert review
    assert (review.by, review.on) == ("R. Reader, RN, certified interpreter", DAY)
    assert not spanish(shelf).is_draft
    assert standing(shelf).unsigned == 0
    edit("es.md", "Beba un vaso", "Beba\nun vaso")
    assert not spanish(shelf).is_draft
    edit("es.md", "de agua", "de leche")
    assert spanish(shelf).is_draft
    assert [p.key for p in standing(shelf).parts if not p.is_signed] == ["dose"]


def test_words_beside_the_parts_of_the_original_are_signed_by_nobody(
    shelf: Workspace, edit: Edit
) -> None:
    recorded(shelf)
    sign(shelf, "tablets", "es", (), WHO, DAY)
    assert not spanish(shelf).is_draft
    new = "## Nueva {#new role=causes}\n\nTome **9 g**.\n\n## ¿Cómo las tomo?"
    edit("es.md", "## ¿Cómo las tomo?", new)
    assert spanish(shelf).is_draft


def test_words_of_a_machine_stay_so_until_somebody_else_translates(shelf: Workspace) -> None:
    def made_by() -> set[str | None]:
        found = standing(shelf).parts
        return {part.entry.made_by for part in found if part.entry}

    recorded(shelf, by="A program", machine=True)
    recorded(shelf, by="A  program")
    assert made_by() == {"machine"}
    recorded(shelf, by="A. Person")
    assert made_by() == {None}


def test_nobody_signs_on_a_day_that_is_still_to_come(shelf: Workspace) -> None:
    recorded(shelf)
    with pytest.raises(SourceError, match="L824"):
        sign(shelf, "tablets", "es", (), WHO, datetime.date(2026, 12, 3))
    assert standing(shelf).unsigned == 8


def test_a_signature_stays_when_what_it_is_for_is_recorded_again(
    shelf: Workspace, edit: Edit
) -> None:
    recorded(shelf)
    sign(shelf, "tablets", "es", (), WHO, DAY)
    recorded(shelf, by="Somebody else")
    assert standing(shelf).unsigned == 0
    edit("en.md", "Drink a glass", "Drink a cup")
    recorded(shelf)
    assert [p.key for p in standing(shelf).parts if not p.is_signed] == ["dose"]


def test_what_is_stale_cannot_be_signed(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    before = shelf.read(RECORD)
    edit("en.md", "200 mg", "400 mg")
    with pytest.raises(SourceError, match=r"es\.md:33: error\[L823\]: `dose` was made from other"):
        sign(shelf, "tablets", "es", (), WHO, DAY)
    assert shelf.read(RECORD) == before
    sign(shelf, "tablets", "es", ("overview",), WHO, DAY)
    assert standing(shelf).unsigned == 7


@pytest.mark.parametrize(
    ("slug", "lang", "section", "by", "said"),
    [
        ("tablet", "es", "", "", "L820.*no words of `tablet`\n.*`tablets`"),
        ("../tablets", "es", "", "", "L820"),
        ("tablets", "fr", "", "", "L820.*not there in `fr`"),
        ("tablets", "en", "", "", "L820.*was written in"),
        ("tablets", "es", "doses", "", "L820.*no section `doses`\n.*`dose`"),
        ("tablets", "es", "", "\x1b[2J", "L822"),
    ],
)
def test_what_cannot_be_recorded(
    shelf: Workspace, slug: str, lang: str, section: str, by: str, said: str
) -> None:
    keys = (section,) if section else ()
    with pytest.raises(SourceError, match=said):
        record(shelf, slug, lang, keys, Credit(by))
    assert not shelf.exists("handouts/tablets/translations")


def test_who_translated_has_to_be_said(shelf: Workspace, edit: Edit) -> None:
    edit("es.md", "translator: T. Traductora\n", "")
    with pytest.raises(SourceError, match="L822"):
        recorded(shelf)
    recorded(shelf, by="A.  Machine", machine=True)
    text = shelf.read(RECORD).decode()
    assert text.count('translator: "A. Machine"\n    made_by: machine') == 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("parts:", "parts: [", "S010"),
        ("language: es", "language: fr", r"es\.yaml:3: error\[L807\].*`language` is fr"),
        ("source_language: en", "source_language: es", "L807"),
        ("  dose:", "  Dose!:", "S022"),
        ("  dose:\n    source: '", "  dose:\n    source: 'x", "S022"),
        ("  dose:\n    source: 'PIN", "  dose:\n    source: '0000", "L807.*`dose` do not belong"),
        ("translator:", "translater:", "S020"),
        ("parts:", "more: &a 1\nparts:", "S012"),
    ],
)
def test_a_record_that_was_edited_by_hand_is_refused(
    shelf: Workspace, old: str, new: str, said: str
) -> None:
    recorded(shelf)
    text = shelf.read(RECORD).decode()
    at = text.index("  dose:\n    source: '") + len("  dose:\n    source: '")
    pin = text[at : at + 4]
    old = old.replace("PIN", pin)
    assert old in text
    shelf.write_whole(RECORD, text.replace(old, new, 1).encode())
    with pytest.raises(SourceError, match=said):
        read_handout(shelf, "tablets", "es")
    assert [h.lang for h in load_catalogue(shelf).handouts] == ["en"]
    with pytest.raises(SourceError, match="L821"):
        recorded(shelf, "dose")
    recorded(shelf)
    assert shelf.read(RECORD).decode() == text


def test_a_record_of_no_translation_is_told(shelf: Workspace) -> None:
    recorded(shelf)
    for lang in ("fr", "en"):
        shelf.write_whole(f"handouts/tablets/translations/{lang}.yaml", shelf.read(RECORD))
    found = [str(d) for d in load_catalogue(shelf).diagnostics]
    assert [text.partition(":")[0] for text in found] == [
        f"handouts/tablets/translations/{lang}.yaml" for lang in ("en", "fr")
    ]
    assert all("warning[L809]" in text for text in found)


def test_the_words_that_a_record_speaks_of_are_kept_as_long_as_it_does(
    shelf: Workspace, edit: Edit
) -> None:
    recorded(shelf)
    first = shelf.files(KEPT)
    edit("en.md", "200 mg", "400 mg")
    edit("en.md", "What are they?", "What is it?")
    recorded(shelf, "overview")
    assert len(shelf.files(KEPT)) == 2
    assert {*first} < {*shelf.files(KEPT)}
    recorded(shelf, "dose")
    assert len(shelf.files(KEPT)) == 1
    assert first != shelf.files(KEPT)


def test_a_worklist_shows_the_old_words_the_new_ones_and_the_translation(
    shelf: Workspace, edit: Edit
) -> None:
    recorded(shelf)
    edit("en.md", "They ease pain and bring", "They take pain and bring")
    edit("en.md", "200 mg", "400 mg")
    dose, overview = worklist(shelf, [standing(shelf)])
    assert (dose.key, dose.safety) == ("dose", ("dose",))
    assert (overview.key, overview.safety) == ("overview", ())
    assert dose.before
    assert "**200 mg**" in dose.before
    assert "**400 mg**" in dose.now
    assert "Tome **200 mg**" in dose.translation
    assert "Take **[-200-]{+400+} mg** every" in dose.changes
    assert dose.now.startswith("## How do I take them?")
    assert dose.now.endswith("[when to call](#get-help).")
    text = "\n".join(worklist_lines([dose]))
    assert "It is stale, a matter of safety (dose)." in text
    assert worklist_data([dose])[0]["state"] == "stale"


def test_without_a_copy_of_the_old_words_a_worklist_says_so(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    edit("en.md", "200 mg", "400 mg")
    for name in shelf.files(KEPT):
        shelf.remove(f"{KEPT}/{name}")
    (task,) = worklist(shelf, [standing(shelf)])
    assert task.before is None
    assert "The words that it was made from are not kept." in worklist_lines([task])


def test_the_state_as_data_has_every_part(shelf: Workspace, edit: Edit) -> None:
    recorded(shelf)
    sign(shelf, "tablets", "es", ("overview",), WHO, DAY)
    edit("en.md", "200 mg", "400 mg")
    (data,) = state_data([standing(shelf)])
    assert (data["current"], data["stale"], data["unsigned"]) == (7, 1, 7)
    by_key = {part["part"]: part for part in data["parts"]}
    assert by_key["dose"]["safety"] == ["dose"]
    assert by_key["dose"]["source_hash"] != by_key["dose"]["made_from_hash"]
    assert by_key["overview"]["reviewer"] == {
        "by": "R. Reader",
        "qualification": "RN, certified interpreter",
        "on": "2026-12-01",
    }


def test_a_name_that_is_not_there_is_told(shelf: Workspace) -> None:
    with pytest.raises(SourceError, match=r"L820.*`tablet`\n.*`tablets`"):
        standings(load_catalogue(shelf), ("tablet",))
    with pytest.raises(SourceError, match=r"L820.*`fr`"):
        standings(load_catalogue(shelf), (), ("fr",))
