"""What no edition may lose is found in the source, and missed where it is not in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.handout import (
    Callout,
    CalloutKind,
    Checklist,
    Handout,
    ListItem,
    Slot,
    Text,
)
from handoutpress.content.rewording import urgent_callouts
from handoutpress.content.sources import read_handout
from handoutpress.design.called import numbers_in
from handoutpress.design.doses import added_doses
from handoutpress.design.essentials import Essential, essentials, lost, told_lost
from tests.conftest import SPECIMEN, MakeWorkspace
from tests.golden.made import brand_of, handout_of, opened


def sample(slug: str) -> Handout:
    return handout_of(opened("samples"), slug)


def clinic(slug: str) -> Brand:
    return brand_of(opened("samples"), slug)


def texts(what: str, slug: str, brand: str) -> list[str]:
    found = essentials(sample(slug), clinic(brand))
    return [" ".join(e.text.replace("\0", " / ").split()) for e in found if what in e.what]


def test_urgent_boxes_count_line_by_line_with_the_clinics_numbers() -> None:
    lines = texts("urgent", "back-spasms", "meadowbrook")
    assert lines[0] == "Get help right away"
    assert lines[1].startswith("Call 911 or go to an emergency department")
    assert "You have chest pain." in lines


def test_doses_count_in_tables_row_by_row() -> None:
    doses = texts("dose", "anti-inflammatories", "plain")
    assert len(doses) == 2
    assert doses[0].startswith("Ibuprofen 200 mg tablets / 1 tablet (200 mg).")


def test_every_number_of_the_clinic_counts() -> None:
    numbers = texts("number", "back-spasms", "st-brigid-and-the-holy-cross")
    assert {"999", "020 7946 0123", "NHS 111", "01632 960456"} == set(numbers)


def test_a_number_of_the_clinic_is_located_in_its_file() -> None:
    brand = clinic("st-brigid-and-the-holy-cross")
    of_brand = [e for e in essentials(sample("back-spasms"), brand) if e.file == brand.file]
    named = {e.text: brand.file and e.line for e in of_brand}
    assert named["01632 960456"] == brand.lines["sites[1].phone"]


def test_the_other_wordings_are_not_measured_against_themselves() -> None:
    handout = sample("back-spasms")
    bare = urgent_callouts(handout.callouts)
    assert [callout.line for callout in bare] == [13]


TEXT = "Call 911 now. Ibuprofen 200 mg tablets [1] at most 6 tablets (1,200 mg)"


@pytest.mark.parametrize(
    ("wanted", "is_there"),
    [
        ("Call 911 now.", True),
        ("Call  911\nnow.", True),
        ("Call 999 now.", False),
        ("91", False),
        ("911", True),
        ("1", True),
        ("Ibuprofen 200 mg tablets\0at most 6 tablets", True),
        ("at most 6 tablets\0Ibuprofen 200 mg tablets", False),
        ("(1,200 mg", True),
        ("00 mg)", False),
    ],
)
def test_words_are_missed_when_they_are_not_there(wanted: str, is_there: bool) -> None:
    essential = Essential("a dose", wanted, "a.md", 3)
    assert ([*lost([essential], TEXT)] == []) is is_there


@pytest.mark.parametrize(
    ("printed", "is_there"),
    [
        ("Alder Falls, CO 80199 988 24 hours a day", True),
        ("Call 988, 24/7", True),
        ("Call 19880", False),
        ("Call 0800 988 123", False),
    ],
)
def test_a_number_ends_where_a_word_does(printed: str, is_there: bool) -> None:
    number, other = (Essential("a phone number", n, "a.md", 3) for n in ("988", "0800 988 123"))
    assert (number not in lost([number, other], printed)) is is_there


def test_many_short_cells_are_searched_for_in_no_time() -> None:
    row = "\0".join(["a", "a", "a", "a", "5 mg", "lost"])
    text = "a a b a a a 5 mg " * 400
    assert [*lost([Essential("a dose", row, "a.md", 3)], text)]


def test_boxes_to_tick_and_gaps_in_an_urgent_box_count_too() -> None:
    title, label = ((Text(words, 9),) for words in ("Tick what you have", "Call this number"))
    item = ListItem((Text("Chest pain", 9),), 9)
    blocks = (Checklist(title, (item,), 9), Slot(label, 9))
    callout = Callout(CalloutKind.URGENT, (Text("Now", 8),), blocks, 8)
    handout = replace(sample("back-spasms"), callouts=(callout,), sections=())
    lines = {e.text for e in essentials(handout, clinic("plain")) if "urgent" in e.what}
    assert lines == {"Now", "Tick what you have", "Chest pain", "Call this number"}


def test_what_is_lost_is_told_at_the_line_of_the_source() -> None:
    told = told_lost("P025", Essential("a dose", "300 mg\0twice", "handouts/a/en.md", 7))
    first, hint = str(told).split("\n")
    assert first == "handouts/a/en.md:7: error[P025]: the finished file lost a dose: 300 mg twice"
    assert "::: short" in hint


@pytest.mark.parametrize(
    ("sentence", "is_dose"),
    [
        ("Do not take more than 6 tablets in 24 hours.", True),
        ("Take half a tablet at night.", True),
        ("Take 1 puff every 4 hours.", True),
        ("Inject 10 units before breakfast.", True),
        ("Take 5 mL after food.", True),
        ("Tome media pastilla por la noche.", True),
        ("Uống một viên mỗi ngày.", True),
        ("Take two 200-mg tablets.", True),
        ("Take the 500\u2011mg kind.", True),
        ("每次吃 2 片。", True),
        ("Find the milligrams in one tablet.", False),
        ("Use ice for 20 minutes each time.", False),
        ("Busque cuántos miligramos (mg) tiene una tableta.", False),
        ("Tome una tableta si le duele.", True),
        ("Puede usar solo un parche al día.", True),
        ("No use calor sobre un parche con medicina.", False),
        ("Lea esto antes de tomar una tableta.", False),
        ("Walk for 30 minutes or more.", False),
    ],
)
def test_a_dose_is_a_number_with_what_a_medicine_is_measured_in(
    read: Callable[[str], Handout], sentence: str, is_dose: bool
) -> None:
    found = [e.text for e in essentials(read(sentence), Brand.plain()) if e.what == "a dose"]
    assert found == [sentence] * is_dose


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Call the nurse line on (503) 555-0111.", "(503) 555-0111"),
        ("Ring 020 7946 0123 at night.", "020 7946 0123"),
        ("Call 911 at once.", "911"),
        ("Some 30,000 trials were there on 2026-11-22, and 1,200 in 2019-2021.", None),
        ("Count 10 20 30 40 and on.", None),
        ("There were 1 234 567 people, 12.345.678 the year after.", None),
        ("It began on 22/11/2026 and ended on 3.12.2026.", None),
        ("Pi is 3.14159265.", None),
        ("Llame al 912 345 678.", "912 345 678"),
        ("Appelez le 01 23 45 67 89.", "01 23 45 67 89"),
        ("Call 555.0111 or write.", "555.0111"),
        ("Call +45 12 34 56 78.", "+45 12 34 56 78"),
    ],
)
def test_a_number_that_is_typed_counts_too(
    read: Callable[[str], Handout], sentence: str, number: str | None
) -> None:
    found = [e.text for e in essentials(read(sentence), Brand.plain()) if "number" in e.what]
    assert found == ([number] if number else [])


def test_an_article_in_a_title_is_no_dose(read: Callable[[str], Handout]) -> None:
    title = "::: checklist Busque estas cosas antes de tomar una tableta\n- Una\n:::"
    assert essentials(read(title), Brand.plain()) == ()


def test_danish_numbers_are_pairs() -> None:
    assert [*numbers_in("Ring 22 33 44 55 nu", "da")] == ["22 33 44 55"]
    assert [*numbers_in("Ring 22 33 44 55 nu", "en")] == []


@pytest.mark.parametrize(
    "block",
    [
        '![Alt.](figures/bar.svg "Take 5 mg of it.")',
        "::: checklist Take 5 mg of it.\n- Done\n:::",
        "::: slot\nTake 5 mg of it.\n:::",
        "::: note Take 5 mg of it.\nWords.\n:::",
        "::: table Take 5 mg of it.\n| A | B |\n| --- | --- |\n| c | d |\n:::",
        "::: write-in {lines=3}\nTake 5 mg of it.\n:::",
        "Words.\n\n### Take 5 mg of it.\n\nWords.",
    ],
)
def test_a_dose_counts_wherever_it_stands(read: Callable[[str], Handout], block: str) -> None:
    found = [e.text for e in essentials(read(block), Brand.plain()) if e.what == "a dose"]
    assert found == ["Take 5 mg of it."]


@pytest.mark.parametrize(
    ("short", "told"),
    [
        ("Take 200 mg.", None),
        ("Take two pills, 1,200 mg a day.", None),
        ("Take 1 or 2 tablets.", None),
        ("Use ice for 20 minutes.", None),
        ("Take 400 mg.", "400 mg"),
        ("Take three tablets.", "3"),
        ("Take 1 to 3 tablets.", "3"),
        ("Take 200 mcg.", "200 mcg"),
        ("Take two 200-mg tablets.", None),
        ("Take one 200 mg tablet.", None),
        ("Take three 200-mg tablets.", "3"),
        ("Take one 400-mg tablet.", "400 mg"),
    ],
)
def test_a_dose_that_only_other_words_have_is_told(
    read: Callable[[str], Handout], short: str, told: str | None
) -> None:
    standard = "Take one tablet (200 mg). At most 2 tablets, 1 200 mg, in a day."
    handout = read(f"::: short\n{short}\n:::\n\n{standard}\n\n### More\n\nWords.")
    messages = [str(found).split("\n")[0] for found in added_doses(handout)]
    assert messages == (
        [
            f"handouts/a/en.md:9: warning[S134]: `::: short` says a dose of {told}, which the "
            "standard words of its section do not have"
        ]
        if told
        else []
    )


def test_the_samples_say_one_dose_in_all_their_words() -> None:
    assert [d for handout in opened("samples").handouts for d in added_doses(handout)] == []


@pytest.fixture
def read(make_workspace: MakeWorkspace) -> Callable[[str], Handout]:
    """Return a function that reads a handout of one sentence."""

    def handout(sentence: str) -> Handout:
        record = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
        words = "---\ntitle: T\nsummary: S.\n---\n\n## A? {#a role=overview}\n\n"
        figure = (SPECIMEN / "handouts/specimen/figures/bar.svg").read_bytes()
        files = {
            "handouts/a/handout.yaml": record.encode(),
            "handouts/a/en.md": (words + sentence).encode(),
            "handouts/a/figures/bar.svg": figure,
        }
        return read_handout(make_workspace(files), "a", "en")

    return handout


def test_a_bracket_that_a_reader_of_pdfs_turned_is_no_loss() -> None:
    dose = Essential("a dose", "Take 20 mg (2 tablets).", "handouts/a/en.md", 4)
    assert list(lost([dose], "Take 20 mg )2 tablets(.")) == []
    assert list(lost([dose], "Take 20 mg 2 tablets.")) == [dose]
