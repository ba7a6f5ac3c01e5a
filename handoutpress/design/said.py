"""All that a leaflet says, with the file and line where an author or a clinic wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.handout import Handout
from handoutpress.content.images import svg_text
from handoutpress.content.walk import words
from handoutpress.design.imprint import imprint
from handoutpress.diagnostics import Location

SVG = "image/svg+xml"


class Said(NamedTuple):
    """A text, its language, and where it stands."""

    text: str
    lang: str
    where: Location


def said(handout: Handout, brand: Brand, neighbours: Iterable[Neighbour] = ()) -> Iterator[Said]:
    """Yield each text of a handout, its figures, its record and its brand, in their order.

    `neighbours` are those of `said_around`.
    """
    yield from said_in(handout)
    yield from said_around(handout, brand, neighbours)


def said_around(
    handout: Handout, brand: Brand, neighbours: Iterable[Neighbour] = ()
) -> Iterator[Said]:
    """Yield each text that a handout's leaflet takes from its brand and from others.

    `neighbours` are the handouts that it points to, whose titles it prints.
    """
    yield from _brand_texts(brand, handout.lang)
    yield from _titles(neighbours, handout)


def said_in(handout: Handout) -> Iterator[Said]:
    """Yield each text of a handout, its figures and its record, in their order."""
    for text, line, lang in words(handout):
        yield Said(text, lang, Location(handout.file, line))
    folder = f"handouts/{handout.slug}"
    translated = set(handout.front.labels.values())
    for image in handout.images.values():
        if image.media_type == SVG:
            for text, line in svg_text(image.data):
                # A translator's label stands in the front matter, and not on a line of the figure.
                if text.strip() not in translated:
                    yield Said(text, handout.lang, Location(f"{folder}/{image.name}", line))
    record = f"{folder}/handout.yaml"
    for text, path in _strings(handout.record.model_dump()):
        yield Said(text, handout.lang, Location(record, handout.record_lines.get(path)))


def _titles(neighbours: Iterable[Neighbour], handout: Handout) -> Iterator[Said]:
    """Yield the titles that a handout prints of others: of a link only the words are printed."""
    for other in neighbours:
        if other.slug in handout.record.related:
            file = f"handouts/{other.slug}/{other.lang or handout.lang}.md"
            yield Said(other.title, handout.lang, Location(file, other.line))


def _brand_texts(brand: Brand, lang: str) -> Iterator[Said]:
    """Yield what a brand prints in a leaflet of a language; not its words in other languages."""
    if brand.facts is None:
        return
    wordings = tuple(imprint(brand.facts, lang).said())
    for text, path in _strings(brand.facts.model_dump()):
        about = next((one for one in wordings if _is_in(path, one.key)), None)
        if about is None or _is_in(path, about.path):
            spoken = about.lang if about else None
            yield Said(text, spoken or lang, Location(brand.file, brand.lines.get(path)))


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
