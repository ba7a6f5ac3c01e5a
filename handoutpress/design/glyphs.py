"""Characters that no font of a language's stack has, each with the line that uses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.handout import Handout
from handoutpress.content.images import svg_text
from handoutpress.content.pack import Pack
from handoutpress.content.walk import words
from handoutpress.design.fonts import missing_characters
from handoutpress.design.imprint import imprint
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.workspace import SETTINGS_FILE

SVG = "image/svg+xml"
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
    texts = (
        *_handout_texts(handout),
        *_brand_texts(brand, handout.lang),
        *_titles(neighbours, handout),
    )
    return tuple(
        _fault(character, where)
        for text, lang, where in texts
        for character in missing_characters(text, lang)
    )


def missing_in_title(pack: Pack) -> tuple[Diagnostic, ...]:
    """Return the same for a pack's title, which is all that it says itself."""
    where = Location(SETTINGS_FILE, pack.line)
    return tuple(
        _fault(character, where) for character in missing_characters(pack.title, pack.lang)
    )


Placed = tuple[str, str, Location]
"""A text, its language, and where it stands."""


def _handout_texts(handout: Handout) -> Iterator[Placed]:
    for text, line, lang in words(handout):
        yield text, lang, Location(handout.file, line)
    folder = f"handouts/{handout.slug}"
    translated = set(handout.front.labels.values())
    for image in handout.images.values():
        if image.media_type == SVG:
            for text, line in svg_text(image.data):
                # A translator's label stands in the front matter, and not on a line of the figure.
                if text.strip() not in translated:
                    yield text, handout.lang, Location(f"{folder}/{image.name}", line)
    record = f"{folder}/handout.yaml"
    for text, path in _strings(handout.record.model_dump()):
        yield text, handout.lang, Location(record, handout.record_lines.get(path))


def _titles(neighbours: Iterable[Neighbour], handout: Handout) -> Iterator[Placed]:
    """Yield the titles that a handout prints of others: of a link only the words are printed."""
    for other in neighbours:
        if other.slug in handout.record.related:
            file = f"handouts/{other.slug}/{other.lang or handout.lang}.md"
            yield other.title, handout.lang, Location(file, other.line)


def _brand_texts(brand: Brand, lang: str) -> Iterator[Placed]:
    """Yield what a brand prints in a leaflet of a language; not its words in other languages."""
    if brand.facts is None:
        return
    said = tuple(imprint(brand.facts, lang).said())
    for text, path in _strings(brand.facts.model_dump()):
        about = next((one for one in said if _is_in(path, one.key)), None)
        if about is None or _is_in(path, about.path):
            spoken = about.lang if about else None
            yield text, spoken or lang, Location(brand.file, brand.lines.get(path))


def _is_in(path: str, key: str) -> bool:
    return path == key or path.startswith((f"{key}.", f"{key}["))


def _strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a dumped schema with its key path."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _strings(member, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, member in enumerate(value):
            yield from _strings(member, f"{path}[{index}]")


def _fault(character: str, where: Location) -> Diagnostic:
    name = unicodedata.name(character, "unnamed character")
    return error(
        "F001",
        f"no font has the character {character!r} (U+{ord(character):04X}, {name})",
        where,
        next(hint for names, hint in _HINTS if names.search(name)),
    )
