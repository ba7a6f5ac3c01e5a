"""What a clinic says of itself in the language of a leaflet, and what it does not say in it yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from handoutpress.content.brand import (
    Brand,
    BrandFile,
    Contacts,
    Hours,
    Site,
    in_language,
    is_same_language,
)
from handoutpress.diagnostics import Diagnostic, Location, warning

Value = TypeVar("Value")
NAMES = ("name", "short_name")
"""What is a name, and may be the same in every language."""


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    """Something that a clinic says, the language it is in, and where."""

    value: Value
    tag: str
    """BCP 47."""
    lang: str | None
    """The same, where it is not that of the leaflet: such words carry their language."""
    key: str
    """Its key path in brand.yaml, e.g. `contacts.hours`."""
    path: str
    """The same with the language, where it is there in several: `contacts.hours.en`."""
    also: tuple[Said[Value], ...] = ()
    """What is said in the further languages of a leaflet, each in its own."""

    @property
    def each(self) -> tuple[Said[Value], ...]:
        """It, and what is said in the further languages."""
        return (self, *self.also)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clinic is and when it is open: its main place, which has no name here, or a site."""

    name: Said[str] | None
    hours: Said[tuple[Hours, ...]] | None
    address: Said[tuple[str, ...]] | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Imprint:
    """A brand's own words for a leaflet."""

    name: Said[str]
    short_name: Said[str]
    """The name, where there is no shorter one."""
    logo_alt: Said[str] | None
    disclaimer: Said[str] | None
    place: Place
    sites: tuple[Place, ...]

    def said(self) -> Iterator[Said[str] | Said[tuple[Hours, ...]]]:
        """Yield what can be said in each language, in the order of the file."""
        places = (self.place, *self.sites)
        named = (part for place in places for part in (place.name, place.hours))
        found = (self.name, self.short_name, self.logo_alt, *named, self.disclaimer)
        yield from (part for part in found if part)


def imprint(facts: BrandFile, lang: str, *others: str) -> Imprint:
    """Return a clinic's words in a language; what is not there in it is in the brand's own.

    What is there in one of the `others`, of a leaflet in several, is said in that too.
    """
    of = _Chooser(lang, others, facts.languages[0])
    return Imprint(
        name=of.said(facts.name, "name"),
        short_name=of.said(facts.short_name or facts.name, "short_name"),
        logo_alt=of.said(facts.logo.alt, "logo.alt") if facts.logo else None,
        disclaimer=of.said(facts.disclaimer, "disclaimer") if facts.disclaimer else None,
        place=of.place(facts.contacts, "contacts", None),
        sites=tuple(
            of.place(site, f"sites[{index}]", of.said(site.name, f"sites[{index}].name"))
            for index, site in enumerate(facts.sites)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Chooser:
    lang: str
    others: tuple[str, ...]
    own: str

    def said(self, words: Value | Mapping[str, Value], path: str) -> Said[Value]:
        said = self._said(words, path, self.lang)
        further = {other: self._said(words, path, other) for other in self.others}
        return replace(
            said,
            also=tuple(
                one
                for other, one in further.items()
                if is_same_language(one.tag, other) and one.path != said.path
            ),
        )

    def _said(self, words: Value | Mapping[str, Value], path: str, lang: str) -> Said[Value]:
        value, tag = in_language(words, lang, self.own)
        where = f"{path}.{tag}" if isinstance(words, Mapping) else path
        return Said(value, tag, None if is_same_language(tag, self.lang) else tag, path, where)

    def place(self, given: Contacts | Site, path: str, name: Said[str] | None) -> Place:
        return Place(
            name,
            self.said(given.hours, f"{path}.hours") if given.hours else None,
            self.said(given.address, f"{path}.address") if given.address else None,
            given.phone,
        )


def untranslated(brand: Brand, lang: str) -> tuple[Diagnostic, ...]:
    """Return a C010 warning where a leaflet prints words of a brand in another language.

    Names are left out: many are the same in every language.
    """
    if brand.facts is None:
        return ()
    foreign = [
        said
        for said in imprint(brand.facts, lang).said()
        if said.lang and said.key.rpartition(".")[2] not in NAMES
    ]
    if not foreign:
        return ()
    first = foreign[0]
    listed = ", ".join(f"`{said.key}`" for said in foreign)
    hint = f"say each in both: `{first.key.rpartition('.')[2]}: {{{first.tag}: ..., {lang}: ...}}`"
    where = Location(brand.file, min(brand.lines.get(said.key, 1) for said in foreign))
    message = f"leaflets in `{lang}` print {listed} in `{first.tag}`"
    return (warning("C010", message, where, hint),)
