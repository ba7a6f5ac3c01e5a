"""What a clinic says of itself, or what stands in where there is no clinic, ready to print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handoutpress.content.brand import Brand, BrandFile, Contacts, Hours
from handoutpress.content.handout import ClinicField, Handout
from handoutpress.content.walk import nodes
from handoutpress.design.words import Words
from handoutpress.diagnostics import Diagnostic, Location, warning

UNBRANDED = {
    "name": "your clinic",
    "phone": "your clinic's number",
    "out_of_hours": "your clinic's out-of-hours number",
    "emergency": "your local emergency number",
    "email": "your clinic's e-mail address",
    "web": "your clinic's website",
    "address": "your clinic's address",
    "hours": "your clinic's opening hours",
}
"""The wording of each clinic field where a brand does not say."""
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class ClinicValue:
    """One fact: its words, where it links to, and its language where that is not the handout's."""

    text: str
    href: str | None = None
    lang: str | None = None


def clinic_values(facts: BrandFile | None, words: Words) -> dict[str, ClinicValue]:
    """Return a value for each of `brand.CLINIC_FIELDS`; a fact that is missing gets a wording."""
    values = {name: ClinicValue(words(text)) for name, text in UNBRANDED.items()}
    if facts:
        values |= _said(facts, foreign_language(facts, words))
    return values


def missing_facts(handout: Handout, brand: Brand) -> tuple[Diagnostic, ...]:
    """Return a C002 warning for each fact that the words name and the clinic does not give.

    The general wording stands in for it, and may promise what there is not: a number to call when
    the clinic is closed. The unbranded leaflet is general on purpose.
    """
    if brand.facts is None:
        return ()
    given = _said(brand.facts, None)
    fields = (n for n in nodes((handout.callouts, handout.sections)) if isinstance(n, ClinicField))
    missing = {field.name: field for field in reversed([*fields]) if field.name not in given}
    return tuple(_missing(field, handout, brand) for field in missing.values())


def _missing(field: ClinicField, handout: Handout, brand: Brand) -> Diagnostic:
    return warning(
        "C002",
        f"the words name {{clinic.{field.name}}}, which {brand.file} does not give; "
        f'"{UNBRANDED[field.name]}" is printed',
        Location(handout.file, field.line),
        f"add contacts.{field.name} to {brand.file}",
    )


def foreign_language(facts: BrandFile, words: Words) -> str | None:
    """Return the language of a brand's own words, if it is not the handout's."""
    own = facts.languages[0]
    return None if own.split("-")[0] == words.lang.split("-")[0] else own


def _said(facts: BrandFile, lang: str | None) -> dict[str, ClinicValue]:
    contacts = facts.contacts
    said = {
        "name": ClinicValue(facts.name, None, lang),
        "phone": phone(contacts.phone),
        "emergency": phone(contacts.emergency),
    }
    if contacts.out_of_hours:
        said["out_of_hours"] = phone(contacts.out_of_hours)
    if contacts.email:
        said["email"] = ClinicValue(contacts.email, f"mailto:{contacts.email}")
    if contacts.web:
        said["web"] = ClinicValue(address_in_words(contacts.web), contacts.web)
    if contacts.address:
        said["address"] = ClinicValue(", ".join(contacts.address), None, lang)
    if contacts.hours:
        said["hours"] = ClinicValue(hours_in_words(contacts), None, lang)
    return said


def phone(number: str) -> ClinicValue:
    """Return a phone number with a tel: link made of its digits (RFC 3966)."""
    digits = re.sub(r"[^\d+]", "", number)
    return ClinicValue(number, f"tel:{digits}" if digits else None)


def address_in_words(address: str) -> str:
    """Return a web address as it is printed: without its scheme and closing slash."""
    return re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", address).rstrip("/")


def breakable(address: str) -> str:
    """Return an address that a narrow line may break before a dot or an @, and nowhere else.

    The space of no width is not read: it is no character of the address (Unicode, 23.2).
    """
    return re.sub(r"(?<!^)(?=[.@])", ZERO_WIDTH_SPACE, address)


def open_at(hours: Hours, words: Words, lang: str | None) -> str:
    """Return one line of the opening hours, in the clinic's language if that is another one."""
    mark = ": " if lang else words(":") + words.space
    return f"{hours.days}{mark}{hours.times}"


def hours_in_words(contacts: Contacts) -> str:
    """Return the opening hours in one line."""
    return "; ".join(_line(line) for line in contacts.hours)


def _line(hours: Hours) -> str:
    return f"{hours.days} {hours.times}"
