"""Which words are a matter of safety: urgent and caution boxes, doses, numbers, when to get help.

They are what `design.essentials` keeps in every edition, the boxes that warn, and the sections
whose role is to say when to get help. A place where the clinic's number is filled in counts as a
number to call.
"""

from __future__ import annotations

from collections.abc import Iterator

from handoutpress.content.fingerprints import Part, Unit
from handoutpress.content.handout import Callout, CalloutKind, ClinicField, Link, Role, Table
from handoutpress.content.provenance import Mark
from handoutpress.content.standing import PartStanding, State
from handoutpress.content.walk import nodes, plain_text
from handoutpress.design.called import numbers_in
from handoutpress.design.doses import has_dose
from handoutpress.design.essentials import NUMBERS

_WARNING = (CalloutKind.URGENT, CalloutKind.CAUTION)
_WORDS = ("content", "title", "heading", "term", "meaning", "caption", "prompt", "label")
"""The fields of blocks that hold a line of words."""


def reasons(unit: Unit, part: Part, lang: str) -> tuple[str, ...]:
    """Return why a block is a matter of safety, in words; empty where it is none."""
    found = []
    if part.section and part.section.role is Role.GET_HELP:
        found.append("when to get help")
    found += [f"{kind} box" for kind in _WARNING if any(_is(kind, n) for n in nodes(unit.node))]
    lines = tuple(_lines(unit.node))
    if any(map(has_dose, lines)):
        found.append("dose")
    if any(map(_is_called, nodes(unit.node))) or any(any(numbers_in(line, lang)) for line in lines):
        found.append("number to call")
    return tuple(found)


def marks_of(part: Part, lang: str) -> tuple[Mark, ...]:
    """Return the hashes of a part's blocks, with which of them are a matter of safety."""
    return tuple(Mark(unit.hash, bool(reasons(unit, part, lang))) for unit in part.units)


def part_reasons(part: Part, lang: str) -> tuple[str, ...]:
    """Return why something in a part is a matter of safety, each reason once."""
    return tuple(dict.fromkeys(why for unit in part.units for why in reasons(unit, part, lang)))


def changed_reasons(standing: PartStanding, lang: str) -> tuple[str, ...]:
    """Return why it is a matter of safety that a part is stale or missing, in words.

    `lang` is the original's language. Of a stale part that is what was changed, not what stands
    beside it. Where the same blocks come in another order, all of it counts.
    """
    part = standing.source
    if standing.state is State.CURRENT:
        return ()
    if standing.state is not State.STALE:
        return part_reasons(part, lang)
    added, removed = standing.added, standing.removed
    if not added and not removed:
        return part_reasons(part, lang)
    found = [why for unit in added for why in reasons(unit, part, lang)]
    if not found and any(mark.is_critical for mark in removed):
        found = ["what was taken out or changed"]
    return tuple(dict.fromkeys(found))


def _is(kind: CalloutKind, node: object) -> bool:
    return isinstance(node, Callout) and node.callout is kind


def _is_called(node: object) -> bool:
    is_field = isinstance(node, ClinicField) and node.name in NUMBERS
    return is_field or (isinstance(node, Link) and node.href.startswith("tel:"))


def _lines(part: object) -> Iterator[str]:
    """Yield each line of words of a block; a table's row is one, for it reads as one."""
    if isinstance(part, str):
        yield part
        return
    if isinstance(part, tuple):
        # A heading: inlines without a block around them.
        yield plain_text(part)
    for node in nodes(part):
        for name in _WORDS:
            words = getattr(node, name, None)
            if isinstance(words, tuple):
                yield plain_text(words)
            elif isinstance(words, str):
                yield words
        if isinstance(node, Table):
            yield from (" ".join(map(plain_text, row)) for row in node.rows)
