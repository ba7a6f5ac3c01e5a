"""Characters that no font of a language's stack has, each with the line that uses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.design.fonts import missing_characters
from handoutpress.design.said import Said, said_around, said_in
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.recent import HANDOUTS, remembered
from handoutpress.workspace import SETTINGS_FILE

_HINTS = (
    (
        re.compile("CHECK|BALLOT|SQUARE|BOX"),
        "write it in words; for boxes to tick use `::: checklist`",
    ),
    (re.compile("ARROW"), "write it in words, or as steps: `1. `, `2. `"),
    (re.compile(""), "write it in words"),
)
"""What to do about a character, by its name in Unicode; the first that fits."""


def missing_glyphs(
    handout: Handout, brand: Brand, neighbours: Iterable[Neighbour] = ()
) -> tuple[Diagnostic, ...]:
    """Return an F001 error for each character of a handout or brand that cannot be printed.

    `neighbours` are the handouts that it points to, whose titles it prints.
    """
    return (*_missing_in(handout), *_missing(said_around(handout, brand, neighbours)))


@remembered(HANDOUTS)
def _missing_in(handout: Handout) -> tuple[Diagnostic, ...]:
    return tuple(_missing(said_in(handout)))


def _missing(texts: Iterable[Said]) -> Iterator[Diagnostic]:
    for text, lang, where in texts:
        for character in missing_characters(text, lang):
            yield _fault(character, where)


def missing_in_title(pack: Pack) -> tuple[Diagnostic, ...]:
    """Return the same for a pack's title, which is all that it says itself."""
    where = Location(SETTINGS_FILE, pack.line)
    return tuple(
        _fault(character, where) for character in missing_characters(pack.title, pack.lang)
    )


def _fault(character: str, where: Location) -> Diagnostic:
    name = unicodedata.name(character, "unnamed character")
    return error(
        "F001",
        f"no font has the character {character!r} (U+{ord(character):04X}, {name})",
        where,
        next(hint for names, hint in _HINTS if names.search(name)),
    )
