"""Printed words lead back to the line that they were written at; the program's own lead nowhere."""

from __future__ import annotations

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EDITIONS
from handoutpress.design.origins import Origins
from handoutpress.design.setting import set_brand, set_handout
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Location
from handoutpress.workspace import Workspace

WORDS, BRAND = "handouts/specimen/en.md", "brands/specimen/brand.yaml"


@pytest.fixture
def origins(specimen: Workspace, theme: Theme) -> Origins:
    catalogue = load_catalogue(specimen)
    handout = next(h for h in catalogue.handouts if (h.slug, h.lang) == ("specimen", "en"))
    brand = next(b for b in catalogue.brands if b.slug == "specimen")
    neighbours = catalogue.neighbours(handout)
    job = Job(set_handout(handout), set_brand(brand), EDITIONS["leaflet"], theme, neighbours)
    return Origins((job,))


@pytest.mark.parametrize(
    ("words", "block", "place"),
    [
        ("Every kind of block & mark", "", f"{WORDS}:2"),
        ("The second point has a “quoted” word & an ampersand.", "", f"{WORDS}:6"),
        ("ampersand.", "The second point has a “quoted” word & an ampersand.", f"{WORDS}:6"),
        ("right away", "Urgent: Get help right away", f"{WORDS}:12"),
        ("any of these is true:", "Call 999 if any of these is true:", f"{WORDS}:13"),
        ("Call", "Call 01632\u00a0960000 for all else.", f"{WORDS}:18"),
        ("01632\u00a0960000", "Call 01632\u00a0960000 for all else.", f"{BRAND}:5"),
        ("line after", "A specimen shows a glyph at work, line after line, and", f"{WORDS}:28"),
        ("The shape of", "glyph: The shape of one letter & no other.", f"{WORDS}:27"),
        ("What can cause it? 2", "", f"{WORDS}:40"),
        ("Mild", "", f"{WORDS}:59"),
        ("step two", "", f"{WORDS}:48"),
        ("Specimen Clinic North", "", f"{BRAND}:17"),
        ("example.org/clinic", "", f"{BRAND}:9"),
        ("Institute of Specimens", "", "handouts/specimen/handout.yaml:19"),
        ("Tuesday", "", f"{WORDS}:122"),
        ("About this leaflet", "", "None"),
        ("Where this information comes from", "", "None"),
        ("Page 2 of 6", "", "None"),
        ("7", "", "None"),
        ("•", "", "None"),
    ],
)
def test_words_are_found(origins: Origins, words: str, block: str, place: str) -> None:
    assert str(origins.find(words, block)) == place


@pytest.mark.parametrize(("nth", "line"), [(0, 54), (1, 151), (7, 151)])
def test_of_blocks_that_say_the_same_each_has_its_own_line(
    origins: Origins, nth: int, line: int
) -> None:
    found = origins.find("What makes the letters.", nth=nth)
    assert found == Location(WORDS, line)


def test_nothing_is_known_of_a_file_alone() -> None:
    assert Origins().find("Every kind of block & mark") is None
    assert Origins().file is None
