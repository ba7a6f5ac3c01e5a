"""What a clinic says of itself, or what stands in where there is no clinic, ready to print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handoutpress.content.brand import Brand, BrandFile, Hours
from handoutpress.content.handout import ClinicField, Handout
from handoutpress.content.walk import nodes
from handoutpress.design.imprint import Said, imprint
from handoutpress.design.phones import dialled
from handoutpress.design.words import Words, words_for
from handoutpress.diagnostics import Diagnostic, Location, warning
from handoutpress.recent import HANDOUTS, remembered

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
_EMAIL = re.compile(r"[^\s@:?&]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


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
        values |= _said(facts, words.lang)
    return values


def missing_facts(handout: Handout, brand: Brand) -> tuple[Diagnostic, ...]:
    """Return a C002 warning for each fact that the words name and the clinic does not give.

    The general wording stands in for it, and may promise what there is not: a number to call when
    the clinic is closed. The unbranded leaflet is general on purpose.
    """
    if brand.facts is None:
        return ()
    given = _said(brand.facts, handout.lang)
    missing = (field for field in _fields(handout) if field.name not in given)
    return tuple(_missing(field, handout, brand) for field in missing)


@remembered(HANDOUTS)
def _fields(handout: Handout) -> tuple[ClinicField, ...]:
    """Return the first place where a handout names each fact of a clinic."""
    fields = (n for n in nodes((handout.callouts, handout.sections)) if isinstance(n, ClinicField))
    return tuple({field.name: field for field in reversed([*fields])}.values())


def _missing(field: ClinicField, handout: Handout, brand: Brand) -> Diagnostic:
    return warning(
        "C002",
        f"the words name {{clinic.{field.name}}}, which {brand.file} does not give; "
        f'"{UNBRANDED[field.name]}" is printed',
        Location(handout.file, field.line),
        f"add contacts.{field.name} to {brand.file}",
    )


def _said(facts: BrandFile, lang: str) -> dict[str, ClinicValue]:
    contacts = facts.contacts
    own = imprint(facts, lang)
    said = {
        "name": ClinicValue(own.name.value, None, own.name.lang),
        "phone": phone(contacts.phone, facts.country),
        "emergency": phone(contacts.emergency, facts.country),
    }
    if contacts.out_of_hours:
        said["out_of_hours"] = phone(contacts.out_of_hours, facts.country)
    if contacts.email:
        said["email"] = ClinicValue(contacts.email, f"mailto:{contacts.email}")
    if contacts.web:
        said["web"] = ClinicValue(address_in_words(contacts.web), contacts.web)
    if address := own.place.address:
        said["address"] = ClinicValue(", ".join(address.value), None, address.lang)
    if hours := own.place.hours:
        said["hours"] = ClinicValue(hours_in_words(hours), None, hours.lang)
    return said


def phone(number: str, country: str | None) -> ClinicValue:
    """Return a phone number of a country, or of none that is known, with what calls it."""
    return ClinicValue(number, dialled(number, country))


def reached(contact: str) -> ClinicValue:
    """Return where questions go, with what opens it where that is an e-mail or a web address."""
    if _EMAIL.fullmatch(contact):
        return ClinicValue(contact, f"mailto:{contact}")
    if re.fullmatch(r"https?://\S+", contact):
        return ClinicValue(address_in_words(contact), contact)
    return ClinicValue(contact)


def address_in_words(address: str) -> str:
    """Return a web address as it is printed: without its scheme and closing slash."""
    return re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", address).rstrip("/")


def breakable(address: str) -> str:
    """Return an address that a narrow line may break before a dot or an @, and nowhere else.

    The space of no width is not read: it is no character of the address (Unicode, 23.2).
    """
    return re.sub(r"(?<!^)(?=[.@])", ZERO_WIDTH_SPACE, address)


def open_at(hours: Hours, lang: str) -> str:
    """Return one line of opening hours as the language that it is in writes it."""
    words, _ = words_for(lang)
    return f"{hours.days}{words(':')}{words.space}{hours.times}"


def hours_in_words(hours: Said[tuple[Hours, ...]]) -> str:
    """Return opening hours in one line."""
    words, _ = words_for(hours.tag)
    mark = f"{words(';')}{words.space}"
    return mark.join(f"{line.days} {line.times}" for line in hours.value)
