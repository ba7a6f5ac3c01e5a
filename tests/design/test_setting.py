"""Marks and spaces by language: what changes, what stays, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoutpress.content.brand import Brand, BrandFile, in_language
from handoutpress.content.handout import Handout, Link
from handoutpress.content.sources import read_handout
from handoutpress.content.walk import nodes, words
from handoutpress.design.essentials import essentials, lost
from handoutpress.design.setting import set_brand, set_handout, set_text
from tests.conftest import MakeWorkspace

SAMPLE = Path(__file__).parents[1] / "content" / "base" / "handouts" / "sample"
GAP = "~"
"""Shows a no-break space."""


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", 'Say "back pain" now.', "Say “back pain” now."),
        ("en", "\"He said 'no' to me.\"", "“He said ‘no’ to me.”"),
        ("en", '"He said "no" to me."', "“He said ‘no’ to me.”"),
        (
            "en",
            "Don't. The patient's, the patients' own.",
            "Don’t. The patient’s, the patients’ own.",
        ),
        ("en", "'Tis the '90s.", "’Tis the ’90s."),
        ("en", "('a' or \"b\"), \"c\"; rock 'n' roll", "(‘a’ or “b”), “c”; rock ‘n’ roll"),
        ("en", "He is 5' 6\" tall, or 5'6\".", "He is 5' 6\" tall, or 5'6\"."),
        ("en", 'A lone " stays, and so does "this', 'A lone " stays, and so does "this'),
        ("en", "Already “set” and ‘so’.", "Already “set” and ‘so’."),
        ("en", "\"Is it 'it'?\"", "“Is it ‘it’?”"),
        ("es", 'Diga "dolor".', "Diga “dolor”."),
        ("es-US", 'Diga "dolor".', "Diga «dolor»."),
        ("fr", 'Dites "l\'eau" !', "Dites «~l’eau~»~!"),
        ("fr-CA", 'Dites "eau" ! Et : oui', "Dites «~eau~» ! Et~: oui"),
        ("fr-CH", 'Dites "eau"', "Dites «eau»"),
        ("de", "\"Sag 'nein' dazu\"", "„Sag ‚nein‘ dazu“"),
        ("pl", 'Mów "nie".', "Mów „nie”."),
        ("ru", 'Скажите "нет".', "Скажите «нет»."),
        ("pt", '"Dor"', "«Dor»"),
        ("pt-BR", '"Dor"', "“Dor”"),
        ("ar", 'قل "نعم" الآن', "قل ”نعم“ الآن"),
        ("he", 'צה"ל אמר "כן".', 'צה"ל אמר ”כן”.'),
        ("zh-Hans", "搜索\"背痛\"，然后读'它'。", "搜索“背痛”，然后读‘它’。"),
        ("zh-Hant", '搜尋"背痛"。', "搜尋「背痛」。"),
        ("vi", 'Tìm "đau lưng".', "Tìm “đau lưng”."),
    ],
)
def test_quotation_marks_are_those_of_the_language(lang: str, text: str, expected: str) -> None:
    assert set_text(text, lang).replace("\u00a0", GAP) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "en",
            "Take 20 mg or 2.5 ml, at 7 am or 8 p.m.",
            "Take 20~mg or 2.5~ml, at 7~am or 8~p.m.",
        ),
        ("en", "See page 3, on day 2 or in week 20.", "See page~3, on day~2 or in week~20."),
        ("en", "20 minutes, 5 people, 3 gowns, a day", "20 minutes, 5 people, 3 gowns, a day"),
        ("en", "+1 555 010 0199, or (206) 555-0142", "+1~555~010~0199, or (206)~555-0142"),
        ("en", "10 000 people in 2012 and 2019, 5 %", "10~000 people in 2012 and 2019, 5~%"),
        ("en", "London SE1 0ZZ, SW1A 1AA; ward B2 3 up", "London SE1~0ZZ, SW1A~1AA; ward B2 3 up"),
        ("en", "Ask Dr. Smith or Mrs Jones.", "Ask Dr.~Smith or Mrs~Jones."),
        ("es", "De 7 a. m. a 7 p. m., paso 3, 20 mg", "De 7~a.~m. a 7~p.~m., paso~3, 20~mg"),
        ("fr", "Page 3 : non ? « Oui »", "Page~3~: non~? «~Oui~»"),
        ("pl", "Idź i w domu z psem", "Idź i~w~domu z~psem"),
        ("ru", "Идите в дом и к врачу, 20 мг", "Идите в~дом и~к~врачу, 20~мг"),
        ("ar", "خذوا 20 مغ، الصفحة 3", "خذوا 20~مغ، الصفحة~3"),
        ("ar", "من 9 صباحًا إلى 5 مساءً، 5 مرات", "من 9~صباحًا إلى 5~مساءً، 5 مرات"),
        ("vi", "Uống 20 mg, trang 3", "Uống 20~mg, trang~3"),
        ("vi", "8 giờ sáng, 30 phút, 5 người", "8~giờ sáng, 30~phút, 5 người"),
        ("pl", "8 godz. i 5 osób", "8~godz. i~5 osób"),
        ("zh-Hans", "服用 20 毫克", "服用 20~毫克"),
    ],
)
def test_lines_do_not_break_where_that_hurts(lang: str, text: str, expected: str) -> None:
    assert set_text(text, lang).replace("\u00a0", GAP) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زوروا 111.nhs.uk، الآن", "زوروا [111.nhs.uk]، الآن"),
        ("اتصلوا على +1 555 010 0199.", "اتصلوا على [+1~555~010~0199]."),
        ("خذوا 20 دقيقة و 3.5 أو 1/2.", "خذوا 20 دقيقة و 3.5 أو 1/2."),
    ],
)
def test_numbers_and_addresses_keep_their_order_in_arabic(text: str, expected: str) -> None:
    done = set_text(text, "ar")
    assert done.translate({0x2066: "[", 0x2069: "]", 0xA0: GAP}) == expected
    assert set_text(done, "ar") == done


def test_setting_twice_changes_nothing() -> None:
    once = set_text('"C\'est 20 mg" : "oui" !', "fr")
    assert set_text(once, "fr") == once


WORDS = """---
title: A "small" one
summary: It's 5 mg.
glance: ["See page 3."]
keywords: ["a 'key'"]
---

## What's **"it"**? {#overview role=overview}

He said "take **20** mg of [it]{def="A patient's pill."}" [@first]. [Diga "no"]{lang=es}.
Is "{clinic.name}" [at "home"](https://example.org/5)?

![A 'text' alternative.](figures/bar.svg "It's a bar.")

::: table It's a table
| Test | Don't |
| --- | --- |
| 5 mg | it's |
:::
"""
SET = """A “small” one
It’s 5~mg.
See page~3.
a 'key'
What’s
“it”
?
He said “take
20
~mg of
A patient’s pill.
it
”~
.
Diga “no”
. Is “
”
at “home”
?
A 'text' alternative.
It’s a bar.
It’s a table
Test
Don’t
5~mg
it’s
"""


@pytest.fixture
def handout(make_workspace: MakeWorkspace) -> Handout:
    names = ("handout.yaml", "figures/bar.svg")
    files = {f"handouts/sample/{name}": (SAMPLE / name).read_bytes() for name in names}
    workspace = make_workspace({**files, "handouts/sample/en.md": WORDS.encode()})
    return read_handout(workspace, "sample", "en")


def test_every_line_is_set_and_nothing_else(handout: Handout) -> None:
    done = set_handout(handout)
    said = [spoken.text.replace("\u00a0", GAP).strip() for spoken in words(done)]
    assert "\n".join(said).split() == SET.split()
    assert [s.line for s in words(done)] == [s.line for s in words(handout)]
    assert done.images == handout.images
    assert set_handout(done) == done
    (link,) = (node for node in nodes(done.sections) if isinstance(node, Link))
    assert link.href == "https://example.org/5"


def test_the_number_of_a_source_stays_with_the_word_before(make_workspace: MakeWorkspace) -> None:
    names = ("handout.yaml", "figures/bar.svg")
    files = {f"handouts/sample/{name}": (SAMPLE / name).read_bytes() for name in names}
    said = WORDS.partition("He said")[0] + "It helps. [@first] [@first] It is [@first] so.\n"
    workspace = make_workspace({**files, "handouts/sample/en.md": said.encode()})
    done = set_handout(read_handout(workspace, "sample", "en"))
    runs = [run.text.replace("\u00a0", GAP) for run in words(done)]
    assert runs[-4:] == ["It helps.~", "~", " It is~", " so."]


def test_a_set_dose_is_found_in_print_as_it_is_in_the_source(handout: Handout) -> None:
    (dose, *_) = essentials(set_handout(handout), Brand.plain())
    assert dose.text.startswith("He said “take 20\u00a0mg of it")
    printed = "He said “take 20 mg of it” [1]. Diga “no”. Is “your clinic” at “home” (example.org)?"
    assert [e for e in lost([dose], printed) if e] == []


def test_a_brand_is_set_in_each_of_its_languages() -> None:
    facts = BrandFile.model_validate(
        {
            "name": "St Anne's",
            "contacts": {
                "phone": "(206) 555-0142",
                "out_of_hours": "NHS 111",
                "emergency": "999",
                "hours": {
                    "en": [{"days": "Monday", "times": "7 am to 5 pm"}],
                    "fr": [{"days": "Lundi", "times": "9 h : fermé"}],
                },
            },
            "disclaimer": 'Say "so".',
            "sites": [
                {
                    "name": "Anne's",
                    "phone": "0 1",
                    "address": ["Anne's Hill", "Leeds LS1 0ZZ"],
                    "hours": [{"days": "Friday", "times": "9 am"}],
                }
            ],
        }
    )
    done = set_brand(Brand("anne", facts)).facts
    assert done
    assert (done.name, done.disclaimer) == ("St Anne’s", "Say “so”.")
    french, _ = in_language(done.contacts.hours, "fr", "en")
    assert french[0].times == "9\u00a0h\u00a0: fermé"
    assert (done.sites[0].name, done.sites[0].phone) == ("Anne’s", "0\u00a01")
    assert done.sites[0].address == ("Anne’s Hill", "Leeds LS1\u00a00ZZ")
    numbers = done.contacts.phone, done.contacts.out_of_hours, done.contacts.emergency
    assert numbers == ("(206)\u00a0555-0142", "NHS\u00a0111", "999")
    assert set_brand(Brand.plain()) == Brand.plain()
