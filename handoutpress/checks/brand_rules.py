"""Brand: that a clinic's leaflets have all that a patient needs to reach it. Colours are C001."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoutpress.checks.registry import Found, at, brand_rule
from handoutpress.checks.subject import Imprint
from handoutpress.content.brand import BrandFile
from handoutpress.design.phones import EMERGENCY, emergency_numbers, is_emergency
from handoutpress.diagnostics import Severity

_NARROWEST_PX = 300
"""25 mm in print at 300 dots an inch."""
_WIDEST = 6.0
"""A logo that is wider for its height is a line of letters no higher than the words beside it."""
_LONG_NAME = 60
_LONG_ADDRESS = 80
"""Letters of a QR code's address; more make its squares too small for a phone."""


def _facts(imprint: Imprint) -> BrandFile:
    facts = imprint.brand.facts
    assert facts is not None  # the unbranded one is not asked
    return facts


@brand_rule("L411", "the emergency number is not that of the country", "SF1", Severity.ERROR)
def wrong_emergency(imprint: Imprint) -> Found:
    """Every urgent box of every handout prints it."""
    facts = _facts(imprint)
    number = facts.contacts.emergency
    given = [re.sub(r"\D", "", number), *re.findall(r"\d+", number)]
    country = facts.country
    # Some countries have numbers that no list has: only another one's is surely wrong.
    is_another = any(each in EMERGENCY for each in given)
    if country and is_another and not any(is_emergency(each, country) for each in given):
        known = emergency_numbers(country)
        if known:
            message = f"{number} is no emergency number of {country}"
            hint = f"it is {' or '.join(known)}"
            yield at(imprint.line("contacts.emergency"), message, hint)


@brand_rule("L701", "no country", "SF1, GV6")
def no_country(imprint: Imprint) -> Found:
    """Without it, no number can be checked, nor called from abroad."""
    if not _facts(imprint).country:
        hint = "add `country:` and its two letters, e.g. US"
        yield at(imprint.line("contacts"), "`country` is missing: no number can be checked", hint)


@brand_rule("L702", "no number for when the clinic is closed", "SF1")
def no_out_of_hours(imprint: Imprint) -> Found:
    """Most people fall ill while it is closed."""
    if not _facts(imprint).contacts.out_of_hours:
        hint = "add `out_of_hours`: whom to call at night and at weekends"
        yield at(imprint.line("contacts"), "no number for when the clinic is closed", hint)


@brand_rule("L703", "no address", "house")
def no_address(imprint: Imprint) -> Found:
    """The clinic's, or that of a site."""
    facts = _facts(imprint)
    if not facts.contacts.address and not any(site.address for site in facts.sites):
        hint = "add `address`: where patients come to"
        yield at(imprint.line("contacts"), "the clinic gives no address", hint)


@brand_rule("L704", "a clinic that can only be phoned", "GV2, house")
def phone_only(imprint: Imprint) -> Found:
    """Who cannot hear or speak needs another way."""
    contacts = _facts(imprint).contacts
    if not contacts.email and not contacts.web:
        hint = "add `email` or `web`, for people who cannot use a phone"
        yield at(imprint.line("contacts"), "a clinic that can only be phoned", hint)


@brand_rule("L705", "the logo is too small for print", "house")
def small_logo(imprint: Imprint) -> Found:
    """A picture of few dots is blurred on paper; an SVG has no such limit."""
    logo = imprint.brand.logo
    if logo and logo.media_type == "image/png" and logo.width < _NARROWEST_PX:
        message = f"a logo of {logo.width:.0f} dots is blurred in print"
        hint = f"use an SVG, or a PNG of {_NARROWEST_PX} dots and more"
        yield at(imprint.line("logo.file"), message, hint)


@brand_rule("L706", "the logo is very wide", "house")
def wide_logo(imprint: Imprint) -> Found:
    """In the head of a page it becomes a line that nobody can read."""
    logo = imprint.brand.logo
    if logo and logo.height and logo.width / logo.height > _WIDEST:
        message = f"a logo {logo.width / logo.height:.1f} times as wide as it is high"
        yield at(imprint.line("logo.file"), message, "use the clinic's sign, or its stacked logo")


@brand_rule("L707", "the logo's text alternative does not name the clinic", "UA3")
def nameless_logo(imprint: Imprint) -> Found:
    """Who cannot see it wants to know whose it is."""
    facts = _facts(imprint)
    if not facts.logo:
        return
    names = {w for said in (facts.name, facts.short_name) for w in _words(said)}
    for alt in _sayings(facts.logo.alt):
        there = {*_words(alt)}
        if names and not any(name in there for name in names):
            message = f"“{alt}” does not name the clinic"
            hint = "begin with its name, then say what the logo shows"
            yield at(imprint.line("logo.alt"), message, hint)
            return


def _sayings(said: object) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from (str(text) for text in said.values())


def _words(said: object) -> Iterator[str]:
    for text in _sayings(said):
        yield from (word for word in re.findall(r"\w+", text.casefold()) if len(word) > 1)


@brand_rule("L708", "a long name without a short one", "house")
def long_name(imprint: Imprint) -> Found:
    """It stands in the head of every page."""
    facts = _facts(imprint)
    longest = max((len(name) for name in _sayings(facts.name)), default=0)
    if longest > _LONG_NAME and not facts.short_name:
        hint = "add `short_name`, for the head of each page"
        yield at(imprint.line("name"), f"a name of {longest} letters, and no short one", hint)


@brand_rule("L709", "the QR code is dense", "QR1")
def dense_code(imprint: Imprint) -> Found:
    """A long address makes small squares, which an old phone or a bad copy loses."""
    address = imprint.brand.qr_address
    if address and len(address) > _LONG_ADDRESS:
        key = "qr" if _facts(imprint).qr else "contacts.web"
        message = f"an address of {len(address)} letters makes a QR code of very small squares"
        yield at(imprint.line(key), message, f"use one of {_LONG_ADDRESS} letters or fewer")


@brand_rule("L711", "no opening hours", "house", Severity.INFO)
def no_hours(imprint: Imprint) -> Found:
    """The clinic's, or those of a site."""
    facts = _facts(imprint)
    if not facts.contacts.hours and not any(site.hours for site in facts.sites):
        hint = "add `hours`: when it can be reached"
        yield at(imprint.line("contacts"), "the clinic gives no opening hours", hint)


@brand_rule("L710", "no QR code", "QR1", Severity.INFO)
def no_code(imprint: Imprint) -> Found:
    """It takes a reader from paper to the clinic's page."""
    if not imprint.brand.qr_address:
        yield at(imprint.line("contacts"), "no QR code is printed", "add `web`, or `qr`")
