"""A handout with other words in it: for each section its own, its short ones or none at all.

What pointed to a section that is gone, or to a source that is not printed, becomes plain words, so
that an edition made of the result has no link that leads nowhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from handoutpress.content.handout import (
    Block,
    Callout,
    CalloutKind,
    Citation,
    Figure,
    Handout,
    Section,
    SectionLink,
    Text,
)
from handoutpress.content.walk import nodes

Part = TypeVar("Part")
_CLOSING = (".", ",", ";", ":", "!", "?", ")")


class Wording(StrEnum):
    """Which words of a section an edition prints."""

    FULL = "full"
    SHORT = "short"
    """The author's `::: short` words; they stand for the subsections too."""
    EASY = "easy"
    """The author's `::: easy` lines; they stand for the subsections too."""
    LEFT_OUT = "left-out"
    """None but the urgent boxes inside it."""


def urgent_callouts(part: object) -> tuple[Callout, ...]:
    """Return the urgent callouts in a part of a handout, in reading order.

    They stand in every edition, whatever wording stands for the section around them.
    """
    return tuple(
        node
        for node in nodes(part)
        if isinstance(node, Callout) and node.callout is CalloutKind.URGENT
    )


def reworded(
    handout: Handout,
    wordings: Mapping[str, Wording],
    *,
    keeps_sources: bool = False,
    keeps_figures: bool = True,
) -> Handout:
    """Return a handout whose sections, by anchor, have other wordings; a section not named is full.

    Pointers to what is gone become plain words; citations go unless the edition `keeps_sources`.
    Unless it `keeps_figures`, those of full wordings go, whose labels are made for wide pages, and
    with them each part of which they were all.
    """
    sections = handout.sections if keeps_figures else map(_without_figures, handout.sections)
    chosen = (_chosen(s, wordings.get(s.anchor, Wording.FULL)) for s in sections)
    sections = tuple(filter(None, chosen))
    there = {part.anchor for section in sections for part in (section, *section.subsections)}
    parts = (handout.callouts, sections)
    callouts, sections = _without_dead_ends(parts, there, keeps_sources)
    return dataclasses.replace(handout, callouts=callouts, sections=sections)


def _without_figures(section: Section) -> Section:
    blocks = tuple(block for block in section.blocks if not isinstance(block, Figure))
    parts = tuple(part for part in map(_without_figures, section.subsections) if part.blocks)
    return dataclasses.replace(section, blocks=blocks, subsections=parts)


def _chosen(section: Section, wording: Wording) -> Section | None:
    if wording is Wording.FULL:
        return section if section.blocks or section.subsections else None
    blocks: tuple[Block, ...] = urgent_callouts((section.blocks, section.subsections))
    if wording is Wording.SHORT:
        blocks = (*section.short, *blocks)
    easy = section.easy if wording is Wording.EASY else ()
    changed = dataclasses.replace(section, blocks=blocks, subsections=(), short=(), easy=easy)
    return changed if blocks or easy else None


def _without_dead_ends(part: Part, there: Collection[str], keeps_sources: bool) -> Part:
    """Return a part in which nothing points to an anchor that is not `there`."""
    changed: Any = part
    if isinstance(part, tuple):
        living = _living(part, there, keeps_sources)
        changed = tuple(_without_dead_ends(each, there, keeps_sources) for each in living)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        inner = {
            name: _without_dead_ends(value, there, keeps_sources)
            for name, value in fields.items()
            if isinstance(value, tuple) or dataclasses.is_dataclass(value)
        }
        changed = dataclasses.replace(part, **inner)
    found: Part = changed
    return found


def _living(
    runs: tuple[object, ...], there: Collection[str], keeps_sources: bool
) -> Iterator[object]:
    """Yield the members of a tuple, dead pointers by their words and lost citations not at all."""
    kept: list[object] = []
    for run in runs:
        if isinstance(run, SectionLink) and run.anchor not in there:
            kept += run.content
        elif not isinstance(run, Citation) or keeps_sources:
            kept.append(_joined(kept, run))
    yield from kept


def _joined(before: list[object], run: object) -> object:
    """Return a run; the space that stood before a lost citation goes before a closing mark."""
    last = before[-1] if before else None
    if isinstance(run, Text) and run.text.startswith(_CLOSING) and isinstance(last, Text):
        before[-1] = dataclasses.replace(last, text=last.text.rstrip())
    return run
