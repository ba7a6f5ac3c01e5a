"""What changes the hash of a block, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.fingerprints import parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.kept import read_kept
from handoutpress.content.report import Report
from handoutpress.content.sources import read_handout
from handoutpress.workspace import Workspace

SHELF = Path(__file__).parent.parent / "governance" / "shelf"
WORKSPACE = Workspace(SHELF)
TEXT = (SHELF / "handouts" / "tablets" / "en.md").read_text("utf-8")


def hashes(handout: Handout) -> dict[str, str]:
    return {part.key: part.hash for part in parts_of(handout)}


@pytest.fixture(scope="module")
def handout() -> Handout:
    return read_handout(WORKSPACE, "tablets", "en")


def changed(handout: Handout, *edits: tuple[str, str]) -> set[str]:
    """Return the parts whose hash is another one after some edits of the words."""
    text = TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    read = read_kept(text, handout, Report("en.md"))
    assert read
    before, after = hashes(handout), hashes(read)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@pytest.mark.parametrize(
    "edits",
    [
        [("They ease pain and bring", "They ease pain\nand   bring")],
        [('"pain"', "\u201cpain\u201d")],
        [("[@first] They are for\n", "[@first] They are for ")],
        [("- You find", "-   You find")],
        [("\n\n### And", "\n\n\n\n### And")],
        [("| Adults | 1 tablet |", "|Adults|1 tablet|")],
        [("role=treatment}", "role=treatment priority=1}")],
        [('adults]{def="People of 18', 'ad\u00adults]{def="People  of 18')],
        [("title: Taking your tablets", 'title: "Taking your  tablets"')],
    ],
)
def test_how_it_is_typed_changes_nothing(handout: Handout, edits: list[tuple[str, str]]) -> None:
    assert changed(handout, *edits) == set()


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (("200 mg", "400 mg"), "dose"),
        (("**200 mg**", "200 mg"), "dose"),
        (("half a tablet", "1 tablet"), "dose"),
        (("Leave it out", "Take it"), "dose"),
        (("1. Drink a glass of water.\n2. Swallow the tablet whole.", "1. Swallow it."), "dose"),
        (("People of 18", "People of 16"), "overview"),
        (("(picture:medicine)", "(picture:pharmacist)"), "overview"),
        (("- ![A bottle of pills]", "- ![A bottle]"), "overview"),
        ((" [@first]", ""), "overview"),
        (("What are they?", "What is it?"), "overview"),
        (("{clinic.phone}", "{clinic.emergency}"), "get-help"),
        (("Your face swells", "Your lips swell"), "front.callouts"),
        (("::: urgent", "::: caution"), "front.callouts"),
        (("with food.\n  - Never", "with water.\n  - Never"), "front.glance"),
        (("tablets, pain]", "tablets]"), "front.keywords"),
    ],
)
def test_words_change_their_part_alone(handout: Handout, edit: tuple[str, str], part: str) -> None:
    assert changed(handout, edit) == {part}


def test_a_hash_stays_the_same_in_later_versions_of_the_program(handout: Handout) -> None:
    """Records of translations hold them: a program that makes others makes all of them stale."""
    found = hashes(handout)
    assert found["front.title"] == "e0b1ecc11f18"
    assert found["dose"] == "5f2c9120cb51"
    assert found["overview"] == "3409673d6ca5"


def test_the_language_and_the_slug_are_no_words(handout: Handout) -> None:
    assert hashes(replace(handout, slug="other", lang="en-GB")) == hashes(handout)
