"""What of a leaflet many clinics share: its words, laid out once for all whom they suit.

What is a clinic's alone stands elsewhere (`letterhead.py`); here are the blanks that it fills. The
rooms of its letterhead have their heights, its colours are sentinels, and its phone numbers have
zeros for figures, which are all equally wide. Whatever else a template reads of a clinic is noted:
pages suit another clinic only where it says the very same there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout
from handoutpress.design.clinic import ClinicValue, clinic_values, phone
from handoutpress.design.imprint import imprint
from handoutpress.design.palette import Palette
from handoutpress.design.words import Words

SENTINELS = Palette(
    brand="#fe01fd",
    on_brand="#fd02fe",
    accent="#fe03fb",
    tint="#fb04fe",
    accent_night="#fd05fb",
)
"""Colours that no theme and no picture has, in the place of a clinic's."""

BLANK = "tel:handoutpress-"
"""How the address of a phone number that is filled in later starts; its field's name follows."""
_FIGURE = re.compile("[0-9]")
_REPEATED = re.compile(f"<(h[1-6]|thead)[^>]*>(?:(?!</(?:h[1-6]|thead)>).)*?{BLANK}", re.DOTALL)
"""A blank number in a heading, or in the head of a table."""
Trail = tuple[str, ...]
"""The names that lead from one of a clinic's Roots to something that it says."""
IN_OUTLINE, TO_THE_LETTER = "clinic", "values"
"""Where the trail of a clinic's value starts: of a phone number that is filled in later it matters
how many figures it has, and elsewhere which."""
IS_THERE = "?"
"""The end of a trail of which it matters only whether anything is there."""


class UnfitError(Exception):
    """Pages cannot be shared: something of a clinic stands where it cannot be put in afterwards."""


def blanked(text: str) -> str:
    """Return a text with a zero for each figure."""
    return _FIGURE.sub("0", text)


@dataclass(frozen=True, slots=True)
class Roots:
    """All that templates read of a clinic, in the language of a leaflet."""

    parts: Mapping[str, object]

    @classmethod
    def of(cls, brand: Brand, handout: Handout, words: Words) -> Roots:
        """Return what templates may say of a clinic in a handout."""
        facts = brand.facts
        values = clinic_values(facts, words)
        return cls(
            {
                "brand": brand,
                "facts": facts,
                "imprint": imprint(facts, words.lang) if facts else None,
                IN_OUTLINE: values,
                TO_THE_LETTER: values,
                "translations": tuple(filter(brand.hands_out, handout.translations)),
                "country": facts.country if facts else None,
            }
        )

    def read(self, path: Trail) -> str:
        """Return what a clinic says somewhere, in a form that can be compared."""
        found: object = self.parts
        for name in path:
            if name == IS_THERE:
                return repr(bool(found))
            found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
        return repr(_outlined(found) if path[0] == IN_OUTLINE else found)

    def agree(self, readings: Mapping[Trail, str]) -> bool:
        """Say whether a clinic says the same wherever a page source has read anything."""
        return all(self.read(path) == said for path, said in readings.items())


def _outlined(value: object) -> object:
    """Return a clinic's value as it decides how words run: a phone number without its figures."""
    if isinstance(value, ClinicValue) and is_blank(value):
        return blanked(value.text), value.lang
    return value


def is_blank(value: ClinicValue) -> bool:
    """Say whether a clinic's value is filled in after the pages were laid out."""
    return bool(value.href and value.href.startswith("tel:") and _FIGURE.search(value.text))


@dataclass(frozen=True, slots=True)
class Noted:
    """What is made for the clinic at hand, and what of it was read on the way."""

    roots: Roots
    readings: dict[Trail, str] = field(default_factory=dict, kw_only=True)
    """What was read, and what was there."""

    def context(self, context: Mapping[str, object]) -> dict[str, object]:
        """Return a template's context in which each reading of a clinic is noted."""
        watched = {name: self.watched((name,)) for name in ("brand", "facts", "imprint")}
        return {
            **context,
            **watched,
            "translations": self.noted(("translations",)),
            "clinic": _Clinic(self),
            "phone": self._phone,
        }

    def clinic_value(self, name: str) -> ClinicValue:
        """Return what a clinic says in a field, and note it to the letter."""
        value = self.noted((TO_THE_LETTER, name))
        assert isinstance(value, ClinicValue)
        return value

    def watched(self, path: Trail) -> object:
        """Return what is at a path: as it is where it is plain, else watched in its turn."""
        found = self._at(path)
        if found is None or isinstance(found, (str, int, float, tuple)):
            return self.noted(path)
        return _Watched(self, path)

    def noted(self, path: Trail) -> object:
        """Return what is at a path, and note it."""
        self.readings[path] = self.roots.read(path)
        return self._at(path)

    def is_there(self, path: Trail) -> bool:
        """Return whether there is anything at a path, and note it."""
        self.readings[(*path, IS_THERE)] = self.roots.read((*path, IS_THERE))
        return bool(self._at(path))

    def _at(self, path: Trail) -> object:
        found: object = self.roots.parts
        for name in path:
            found = found[name] if isinstance(found, Mapping) else getattr(found, name)
        return found

    def _phone(self, number: str) -> ClinicValue:
        country = self.noted(("country",))
        return phone(number, country if isinstance(country, str) else None)


@dataclass(frozen=True, slots=True)
class Shared(Noted):
    """The same of pages that are laid out for many clinics, with blanks for their numbers."""

    rooms: Callable[[str], Mapping[str, float]]
    """The height of each part of a letterhead by name, in CSS pixels; it is asked for how close
    page 1 is set."""
    blanks: list[str] = field(default_factory=list)
    """The fields of the blank numbers that the last page source asked for."""

    def context(self, context: Mapping[str, object]) -> dict[str, object]:
        """Return the same with the rooms for a letterhead."""
        self.blanks.clear()
        rooms = self.rooms(str(context.get("closeness", "")))
        return {**Noted.context(self, context), "letterboxes": rooms}

    def clinic_value(self, name: str) -> ClinicValue:
        """Return the same with a blank for a number, of which its shape alone is noted."""
        value = self.noted((IN_OUTLINE, name))
        assert isinstance(value, ClinicValue)
        if not is_blank(value):
            return value
        self.blanks.append(name)
        return ClinicValue(blanked(value.text), f"{BLANK}{name}", value.lang)

    def refuse_lost(self, html: str) -> None:
        """Raise UnfitError where a page source has a blank number that is no link, or repeated.

        A heading's words stand in bookmarks and lists too, and the head of a table on each of its
        pages, where nothing is filled in.
        """
        if html.count(BLANK) != len(self.blanks) or _REPEATED.search(html):
            raise UnfitError("a phone number stands where it cannot be filled in")

    def number(self, name: str) -> str:
        """Return the clinic's number of a field that is blank in the page source."""
        value = self._at((IN_OUTLINE, name))
        assert isinstance(value, ClinicValue)
        return value.text


class _Watched:
    """Something that a clinic says: reading a part of it watches on, and any other use notes it."""

    __slots__ = ("_noted", "_path")

    def __init__(self, noted: Noted, path: Trail) -> None:
        self._noted = noted
        self._path = path

    def __getattr__(self, name: str) -> object:
        return self._noted.watched((*self._path, name))

    def __bool__(self) -> bool:
        return self._noted.is_there(self._path)

    def __str__(self) -> str:
        return str(self._noted.noted(self._path))

    def __eq__(self, other: object) -> bool:
        return self._noted.noted(self._path) == other

    def __hash__(self) -> int:
        return hash(self._path)


class _Clinic(Mapping[str, ClinicValue]):
    """The clinic's values by field, each noted when it is read."""

    def __init__(self, noted: Noted) -> None:
        self._noted = noted

    def __getitem__(self, name: str) -> ClinicValue:
        return self._noted.clinic_value(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._noted.roots.parts[IN_OUTLINE])  # type: ignore[call-overload, no-any-return]

    def __len__(self) -> int:
        return len(self._noted.roots.parts[IN_OUTLINE])  # type: ignore[arg-type]
