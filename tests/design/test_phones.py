"""Phone numbers: as each country writes them, as a phone dials them, and which are none."""

from __future__ import annotations

import pytest

from handoutpress.content.brand import Brand, BrandFile
from handoutpress.design.phones import as_written, dialled, wrong_numbers
from handoutpress.design.setting import set_brand

WRITTEN = [
    ("303-555-0119", "US", "(303) 555-0119", "tel:+1-303-555-0119"),
    ("01632960000", "GB", "01632 960000", "tel:+44-1632-960000"),
    ("612345678", "ES", "612 34 56 78", "tel:+34-612-34-56-78"),
    ("+44 20 79460123", "US", "+44 20 7946 0123", "tel:+44-20-7946-0123"),
    ("+442079460123", None, "+44 20 7946 0123", "tel:+44-20-7946-0123"),
    ("(303) 555.0119", None, "(303) 555.0119", "tel:3035550119"),
    ("911", "US", "911", "tel:911"),
    ("NHS 111", "GB", "NHS 111", "tel:111"),
    ("01632 960000 (ask for Ann)", "GB", "01632 960000 (ask for Ann)", "tel:01632960000"),
    ("12345678901234", "US", "12345678901234", "tel:12345678901234"),
    ("303-555-0119", "QQ", "303-555-0119", "tel:3035550119"),
    ("ask at the desk", "US", "ask at the desk", None),
]


@pytest.mark.parametrize(("number", "country", "written", "address"), WRITTEN)
def test_a_number_is_written_and_dialled_as_its_country_does(
    number: str, country: str | None, written: str, address: str | None
) -> None:
    assert as_written(number, country) == written
    assert dialled(number, country) == address


def brand(country: str | None, phone: str) -> Brand:
    """Return a brand with two phone numbers, of which the first is given."""
    facts = {
        "name": "Elm Clinic",
        "contacts": {"phone": phone, "emergency": "911"},
        "sites": [{"name": "North", "phone": "303-555-0120"}],
        "country": country,
    }
    lines = {"contacts.phone": 3, "sites[0].phone": 7, "country": 9}
    file = "brands/elm/brand.yaml"
    return Brand("elm", BrandFile.model_validate(facts), file=file, lines=lines)


def test_a_brands_numbers_are_set_for_print_and_no_line_breaks_them() -> None:
    facts = set_brand(brand("US", "303 555 0119")).facts
    assert facts is not None
    assert facts.contacts.phone == "(303)\u00a0555-0119"
    assert facts.sites[0].phone == "(303)\u00a0555-0120"
    assert facts.contacts.emergency == "911"


def test_words_beside_a_number_go_on_in_the_next_line() -> None:
    facts = set_brand(brand("US", "0800 123 456 (press 2 for the nurse)")).facts
    assert facts is not None
    assert facts.contacts.phone == "0800\u00a0123\u00a0456\u00a0(press 2 for the nurse)"


def test_a_number_of_too_few_digits_is_told_at_its_line() -> None:
    (told,) = wrong_numbers(brand("US", "303 555 011"))
    assert str(told).startswith(
        "brands/elm/brand.yaml:3: warning[C011]: 303 555 011 cannot be a phone number of US"
    )
    assert wrong_numbers(set_brand(brand("US", "303 555 0119"))) == ()
    assert wrong_numbers(brand(None, "303 555 011")) == ()


@pytest.mark.parametrize("country", ["US", None])
def test_a_phone_number_without_a_digit_is_told_at_its_line(country: str | None) -> None:
    (told,) = wrong_numbers(brand(country, "call me"))
    assert str(told).startswith(
        "brands/elm/brand.yaml:3: warning[C011]: call me is no phone number: it has no digits"
    )


def test_a_number_is_told_as_it_was_typed() -> None:
    (told,) = wrong_numbers(set_brand(brand("US", "303 555 011")))
    assert "303 555 011 cannot be" in told.message


def test_a_country_that_is_none_is_told_at_its_line() -> None:
    (told,) = wrong_numbers(brand("QQ", "303 555 0119"))
    assert str(told).startswith("brands/elm/brand.yaml:9: warning[C011]: no country QQ is known")
