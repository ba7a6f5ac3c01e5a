"""A clinic's phone numbers as its country writes them, and as a phone dials them."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from handoutpress.content.brand import Brand, BrandFile
from handoutpress.diagnostics import Diagnostic, Location, warning

MOST_SHORT = 6
"""The digits of the longest number that is called as it is, in one country: 999, 112, 116 117."""

EMERGENCY = ("999", "911", "112", "000", "111", "119", "110", "118", "995", "190", "100")
"""Emergency numbers that are in use somewhere, for a hint."""


def as_written(number: str, country: str | None) -> str:
    """Return a number as its country writes it.

    One that is typed with its country's code (`+44 ...`) keeps it. One of no country that is known,
    one with words in it and a short one stay as they are.
    """
    found = _read(number, country)
    if found is None:
        return number
    way = PhoneNumberFormat.INTERNATIONAL if _has_code(number) else PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(found, way)


def dialled(number: str, country: str | None) -> str | None:
    """Return a number's `tel:` address, with its country's code where that is known (RFC 3966)."""
    found = _read(number, country)
    if found is not None:
        return phonenumbers.format_number(found, PhoneNumberFormat.RFC3966)
    digits = re.sub(r"[^0-9+]", "", number)
    return f"tel:{digits}" if digits else None


def is_emergency(number: str, country: str) -> bool:
    """Say whether a number, in digits, is an emergency number of a country."""
    return phonenumbers.is_emergency_number(number, country)


def emergency_numbers(country: str) -> tuple[str, ...]:
    """Return the best known emergency numbers that work in a country; none for an unknown one."""
    return tuple(number for number in EMERGENCY if is_emergency(number, country))


def wrong_numbers(brand: Brand) -> tuple[Diagnostic, ...]:
    """Return a C011 warning for each number of a brand that is none, or none of its country."""
    facts = brand.facts
    if facts is None:
        return ()
    given = {"contacts.phone": facts.contacts.phone, "contacts.emergency": facts.contacts.emergency}
    given |= {f"sites[{at}].phone": site.phone or "" for at, site in enumerate(facts.sites)}
    without = tuple(
        warning(
            "C011",
            f"{_as_typed(number)} is no phone number: it has no digits",
            Location(brand.file, brand.lines.get(path)),
            "write the number that a patient can call",
        )
        for path, number in given.items()
        if number and not any(map(str.isdecimal, number))
    )
    return (*without, *_wrong_for(facts.country, brand, facts)) if facts.country else without


def _wrong_for(country: str, brand: Brand, facts: BrandFile) -> tuple[Diagnostic, ...]:
    if country not in phonenumbers.SUPPORTED_REGIONS:
        hint = "write the two capital letters of its ISO 3166 code, e.g. `country: US`"
        where = Location(brand.file, brand.lines.get("country"))
        return (warning("C011", f"no country {country} is known", where, hint),)
    contacts = facts.contacts
    given = {"contacts.phone": contacts.phone, "contacts.out_of_hours": contacts.out_of_hours}
    given |= {f"sites[{index}].phone": site.phone for index, site in enumerate(facts.sites)}
    return tuple(
        warning(
            "C011",
            f"{_as_typed(number)} cannot be a phone number of {country}: "
            "too few or too many digits",
            Location(brand.file, brand.lines.get(path)),
            "count its digits, and see that the code of its area is there",
        )
        for path, number in given.items()
        if number and _is_one(number) and _read(number, country) is None
    )


def _as_typed(number: str) -> str:
    """Return a number with spaces as they are typed: it may be set for print already."""
    return " ".join(number.split())


def _is_one(number: str) -> bool:
    """Say whether this is a whole number: neither a short one nor one with words in it."""
    digits = sum(map(str.isdecimal, number))
    return digits > MOST_SHORT and not any(map(str.isalpha, number))


def _has_code(number: str) -> bool:
    return number.lstrip(" (").startswith("+")


def _read(number: str, country: str | None) -> PhoneNumber | None:
    if not _is_one(number) or not (country or _has_code(number)):
        return None
    try:
        found = phonenumbers.parse(number, country)
    except NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None
