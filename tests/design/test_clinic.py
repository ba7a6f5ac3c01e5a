"""What is printed where a clinic says something, and where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoutpress.content.brand import Brand, BrandFile, Contacts, Hours
from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.clinic import ClinicValue, missing_facts, reached
from handoutpress.workspace import Workspace


def clinic(contacts: Contacts) -> Brand:
    return Brand("elm", BrandFile(name="Elm", contacts=contacts), file="brands/elm/brand.yaml")


FULL = Contacts(
    phone="01632 960001",
    emergency="999",
    out_of_hours="111",
    email="a@elm.example",
    web="https://elm.example",
    address=("1 Elm Road",),
    hours=(Hours(days="Monday", times="9 to 5"),),
)


def test_a_fact_that_the_words_need_and_the_clinic_lacks_is_told_once(specimen: Workspace) -> None:
    handout = next(h for h in load_catalogue(specimen).handouts if h.slug == "specimen")
    brand = clinic(FULL.model_copy(update={"out_of_hours": None}))
    (told,) = missing_facts(handout, brand)
    assert str(told).startswith(f"{handout.file}:")
    assert "warning[C002]: the words name {clinic.out_of_hours}, which brands/elm/brand.yaml" in (
        str(told)
    )
    assert missing_facts(handout, clinic(FULL)) == ()
    assert missing_facts(replace(handout, sections=(), callouts=()), brand) == ()


def test_the_unbranded_leaflet_is_general_on_purpose(specimen: Workspace) -> None:
    for handout in load_catalogue(specimen).handouts:
        assert missing_facts(handout, Brand.plain()) == ()


@pytest.mark.parametrize(
    ("contact", "text", "href"),
    [
        ("us@example.org", "us@example.org", "mailto:us@example.org"),
        ("https://example.org/ask/", "example.org/ask", "https://example.org/ask/"),
        ("Ask us@example.org", "Ask us@example.org", None),
        ("us@example", "us@example", None),
    ],
)
def test_an_address_for_questions_is_opened(contact: str, text: str, href: str | None) -> None:
    assert reached(contact) == ClinicValue(text, href)
