"""The program's own words and dates in the reader's language, from gettext catalogues and CLDR."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import babel
import babel.dates
from babel.messages.pofile import read_po

from handoutpress.design.direction import Direction
from handoutpress.design.fonts import missing_characters
from handoutpress.design.spacing import with_unbroken
from handoutpress.diagnostics import Diagnostic, warning

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
SOURCE_LANGUAGE = "en"
FULLEST = "es"
"""The catalogue that the others are held against."""
UNSPACED = frozenset({"ja", "yue", "zh"})
"""The languages that put no space after a sentence or a mark."""


@dataclass(frozen=True)
class Words:
    """The words of one language. A missing one falls back to English."""

    lang: str
    locale: babel.Locale
    messages: Mapping[str, str]

    def __call__(self, message: str, **values: object) -> str:
        """Return a message in this language, its `{name}` gaps filled; a day is written out."""
        said = {
            name: self.date(value) if isinstance(value, datetime.date) else value
            for name, value in values.items()
        }
        return self.messages.get(message, message).format(**said)

    def around(self, message: str, *gaps: str) -> tuple[str, ...]:
        """Return the pieces of a message before, between and after its gaps, in their order.

        Page numbers are counted by the layout engine, which wants the words around them.
        """
        rest = self.messages.get(message, message)
        pieces: list[str] = []
        for gap in gaps:
            before, _, rest = rest.partition("{" + gap + "}")
            pieces.append(before)
        return (*pieces, rest)

    def date(self, day: datetime.date) -> str:
        """Return a day as this language writes it out."""
        return babel.dates.format_date(day, format="long", locale=self.locale)

    @property
    def direction(self) -> Direction:
        """The direction that this language is written in."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def space(self) -> str:
        """What stands between two sentences, and after a mark."""
        return "" if self.locale.language in UNSPACED else " "

    def language_name(self, lang: str) -> str:
        """Return another language's name in that language itself.

        In this one, where the fonts have not its script: then nobody can print it.
        """
        own = _locale(lang)
        name = own.get_display_name(own) or lang
        return name if not missing_characters(name, lang) else self.name_here(lang)

    def name_here(self, lang: str) -> str:
        """Return another language's name in this one."""
        return _locale(lang).get_display_name(self.locale) or lang


@cache
def words_for(lang: str) -> tuple[Words, tuple[Diagnostic, ...]]:
    """Return the words of a BCP 47 language, and a T010 warning where there is no catalogue."""
    locale = _locale(lang)
    if locale.language == SOURCE_LANGUAGE:
        return Words(lang, locale, {}), ()
    for name in (str(locale), locale.language):
        path = CATALOGUES / f"{name}.po"
        if path.is_file():
            return Words(lang, locale, _messages(path)), _lacking(path)
    return Words(lang, locale, {}), (_no_catalogue(lang),)


def _lacking(path: Path) -> tuple[Diagnostic, ...]:
    """Return a T010 warning if a catalogue lacks messages that the fullest one has."""
    lacking = [m for m in _messages(CATALOGUES / f"{FULLEST}.po") if m not in _messages(path)]
    if not lacking:
        return ()
    more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    message = f"the program's own words lack {lacking[0]!r}{more} in {path.stem}; English stands in"
    return (warning("T010", message, None, f"add them to handoutpress/locale/{path.name}"),)


def _locale(lang: str) -> babel.Locale:
    try:
        return babel.Locale.parse(lang, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return babel.Locale(SOURCE_LANGUAGE)


@cache
def _messages(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    lang = path.stem.replace("_", "-")
    return {
        message.id: with_unbroken(message.string, lang)
        for message in catalogue
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
        if message.string and not message.fuzzy
    }


def _no_catalogue(lang: str) -> Diagnostic:
    return warning(
        "T010",
        f"the program's own words are not translated into {lang}; English stands in",
        None,
        f"add handoutpress/locale/{lang}.po",
    )
