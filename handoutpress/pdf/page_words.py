"""The words of a page source with the pages that the engine put them on, in the source's order.

This reads the engine's boxes, which are no public API; the version is pinned, and tests hold what
comes out against the finished pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from handoutpress.content.page_map import PageMap, Passage, part_key, picture_key, words_in

_GENERATED = "::"
"""What stands in the name of a box that a style makes: a marker, a `::before`."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words, or a picture, as it was laid out."""

    source: int
    """Its element's number, counted from the start of the page source."""
    page: int
    section: str
    words: tuple[tuple[str, str], ...]
    """Each with its language before it."""


def map_pages(boxes: Sequence[Any]) -> PageMap:
    """Return the map of some pages, from the engine's page boxes in their order.

    Running heads and feet are none of it, nor is a table's head that is printed again. What floats
    is where the source has it.
    """
    lines = sorted(_Reader(boxes).lines(), key=lambda line: (line.source, line.page))
    spoken = ((line.page, line.section, *word) for line in lines for word in line.words)
    return PageMap(
        len(boxes),
        tuple(
            Passage(page, section, lang, tuple(word for *_, word in group))
            for (page, section, lang), group in groupby(spoken, key=itemgetter(0, 1, 2))
        ),
    )


class _Reader:
    """Reads the lines of all pages; a table's head only where it comes first."""

    def __init__(self, boxes: Sequence[Any]) -> None:
        self._pages = [box.children[0] for box in boxes]
        root = self._pages[0].element
        self._numbers = {id(element): number for number, element in enumerate(root.iter())}
        self._langs = dict(_langs(root, ""))
        self._heads: dict[int, int] = {}

    def lines(self) -> Iterator[_Line]:
        for page, box in enumerate(self._pages, 1):
            yield from self._under(box, page, "")

    def _under(self, box: Any, page: int, section: str) -> Iterator[_Line]:
        # What is placed absolutely comes in a wrapper.
        box = getattr(box, "_box", box)
        element = box.element
        if element is None or _GENERATED in box.element_tag:
            return
        number = self._numbers[id(element)]
        if room := _room(element):
            yield _Line(number, page, section, ((self._langs[id(element)], part_key(room)),))
            return
        if getattr(box, "is_header", False) and self._heads.setdefault(number, page) != page:
            return
        if element.tag == "section":
            section = element.get("id", section)
        if type(box).__name__ == "LineBox" or element.tag == "img":
            yield _Line(number, page, section, tuple(self._words(box)))
        else:
            for child in getattr(box, "children", ()):
                yield from self._under(child, page, section)

    def _words(self, box: Any) -> Iterator[tuple[str, str]]:
        box = getattr(box, "_box", box)
        if box.element is None or _GENERATED in box.element_tag:
            return
        lang = self._langs[id(box.element)]
        if box.element.tag == "img":
            yield lang, picture_key(box.element.get("alt", ""))
        elif hasattr(box, "text"):
            yield from ((lang, word) for _, word in words_in(box.text))
        for child in getattr(box, "children", ()):
            yield from self._words(child)


def _room(element: Any) -> str:
    """Return which part of a letterhead an element is the room for; "" for what is none."""
    is_room = "letterbox--shared" in element.get("class", "").split()
    return element.get("data-letterbox", "") if is_room else ""


def _langs(element: Any, lang: str) -> Iterator[tuple[int, str]]:
    """Yield an element and all in it, each with the language of its words."""
    lang = element.get("lang", lang)
    yield id(element), lang
    for child in element:
        yield from _langs(child, lang)
