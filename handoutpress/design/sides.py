"""The languages of a page source, each with what the templates need to speak it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handoutpress.content.catalogue import Neighbour
from handoutpress.content.record import FrontMatter
from handoutpress.design.direction import Direction
from handoutpress.design.theme import Theme
from handoutpress.design.words import Words


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a page source."""

    lang: str
    direction: Direction
    name: str
    """The language's name in the language itself."""
    t: Words
    front: FrontMatter | None = None
    """None where it speaks of no handout, or of several."""
    related: tuple[Neighbour, ...] = ()
    """The handouts to read next, in this language."""
    blocks: object = None
    """The macros of blocks.html in this language; none where it is the only one."""


def sides_of(theme: Theme, voices: Sequence[Mapping[str, Any]]) -> tuple[Side, ...]:
    """Return a side for each context of a template, the first language's first.

    Raises ThemeError where blocks.html is wrong.
    """
    sides = tuple(_side(voice) for voice in voices)
    if len(sides) == 1:
        return sides
    return tuple(
        replace(side, blocks=theme.macros("blocks.html", {**voice, "sides": (side,)}))
        for side, voice in zip(sides, voices, strict=True)
    )


def side_of(words: Words) -> Side:
    """Return the side of a language that is the only one."""
    name = words.language_name(words.lang)
    return Side(words.lang, words.direction, name[:1].upper() + name[1:], words)


def _side(voice: Mapping[str, Any]) -> Side:
    return replace(side_of(voice["t"]), front=voice["front"], related=tuple(voice["related"]))
