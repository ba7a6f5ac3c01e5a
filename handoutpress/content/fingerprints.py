"""A stable hash of what each block of a handout says, and of each part that is translated as one.

It is worked out from what was read, kind by kind and word by word: how the lines are wrapped, which
quotation marks were typed and what stands in other parts changes nothing. Translations record it,
so what goes into a hash may change only where words do: a field at its default counts as absent.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator

from handoutpress.content.handout import Handout, Section, Text
from handoutpress.content.hashing import short_hash
from handoutpress.content.labels import labels_in

FRONT = "front."
"""What the names of parts that are no section begin with: no anchor has a dot."""
CALLOUTS = f"{FRONT}callouts"
"""The boxes of page 1."""
LABELS = f"{FRONT}labels"
"""The words inside the figures."""
_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
        # A place where a word may, or may not, be cut is none of its letters.
        **dict.fromkeys("\u00ad\u200b\u2060"),
    }
)
_TEXT = "text"


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that has a hash: a block, a heading, an easy line, a text of the front."""

    hash: str
    node: object = dataclasses.field(repr=False)
    """A Block, an EasyLine, a heading's inlines, or a text."""
    line: int
    """Where it stands in the language file."""
    place: str = "block"
    """`heading`, `subheading`, `short`, `easy`, `label`, `block`; of the front matter, its key."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """What is translated, and signed, as one: a section, the boxes of page 1, the title."""

    key: str
    """A section's anchor, the same in every language; or `front.title` and the like."""
    hash: str
    units: tuple[Unit, ...]
    line: int
    section: Section | None = None


def parts_of(handout: Handout) -> tuple[Part, ...]:
    """Return the parts of a handout in their order; what it does not have is not among them."""
    front = (_part(key, units) for key, units in _front(handout))
    sections = (_section_part(section) for section in handout.sections)
    return (*(part for part in front if part.units), *sections)


def _front(handout: Handout) -> Iterator[tuple[str, list[Unit]]]:
    """Yield each part of the front matter, and the boxes of page 1, with its units."""
    front = handout.front
    lines = handout.front_lines
    for key, texts in (
        ("title", [front.title]),
        ("summary", [front.summary]),
        ("glance", [*front.glance]),
        ("header-alt", [front.header_alt] if front.header_alt else []),
        ("keywords", [*front.keywords]),
    ):
        name = key.replace("-", "_")
        of = (
            (text, lines.get(f"{name}[{index}]") or lines.get(name) or 1)
            for index, text in enumerate(texts)
        )
        yield f"{FRONT}{key}", [_unit(key, text, line) for text, line in of]
    # A translation's figures say its own words already; of the original, what they say is drawn.
    own = (said for _, said in sorted(front.labels.items()))
    said = own if handout.translated_from else sorted(labels_in(handout.images))
    at = lines.get("labels", 1)
    yield LABELS, [_unit("label", label, at) for label in said if any(map(str.isalpha, label))]
    yield CALLOUTS, [_unit("block", callout, callout.line) for callout in handout.callouts]


def _section_part(section: Section) -> Part:
    return _part(section.anchor, [*_section_units(section)], section)


def _section_units(section: Section) -> Iterator[Unit]:
    yield _unit("heading", section.heading, section.line)
    yield from (_unit("short", block, block.line) for block in section.short)
    yield from (_unit("easy", line, line.line) for line in section.easy)
    yield from (_unit("block", block, block.line) for block in section.blocks)
    for inner in section.subsections:
        yield _unit("subheading", inner.heading, inner.line)
        yield from (_unit("block", block, block.line) for block in inner.blocks)


def _part(key: str, units: list[Unit], section: Section | None = None) -> Part:
    line = section.line if section else min((unit.line for unit in units), default=1)
    return Part(key, short_hash([unit.hash for unit in units]), tuple(units), line, section)


def _unit(place: str, node: object, line: int) -> Unit:
    return Unit(short_hash([place, _said(node)]), node, line, place)


def _said(part: object) -> object:
    """Return what a part says as plain data: kinds and words, without lines."""
    if isinstance(part, str):
        return plain(part)
    if isinstance(part, tuple):
        return _run(part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        kind = getattr(part, "kind", "") or type(part).__name__.lower()
        fields = (
            (field.name, getattr(part, field.name), field.default)
            for field in dataclasses.fields(part)
            if field.name != "line"
        )
        return [kind, {name: _said(value) for name, value, usual in fields if value != usual}]
    return part


def _run(members: tuple[object, ...]) -> list[object]:
    """Return what members say one by one; texts that only a line end parts are one."""
    found: list[object] = []
    joined = ""
    for member in (*members, None):
        if isinstance(member, Text):
            joined += member.text
            continue
        # The space beside a mark belongs to the words; that at an end of a run is none.
        text = _narrow(joined)
        text = text.lstrip() if not found else text
        text = text.rstrip() if member is None else text
        found += [[_TEXT, text]] if text else []
        joined = ""
        found += [_said(member)] if member is not None else []
    return found


def plain(text: str) -> str:
    """Return a text with straight quotation marks and single spaces, none of them at its ends."""
    return _narrow(text).strip()


def _narrow(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_QUOTES))
