"""Headings to sections: levels, anchors and roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from handoutpress.content.blocks import read_blocks
from handoutpress.content.containers import read_opening
from handoutpress.content.handout import (
    ORDINARY,
    Block,
    Break,
    Callout,
    Citation,
    HandoutLink,
    Inline,
    Link,
    Role,
    Section,
    SectionLink,
    Term,
)
from handoutpress.content.inlines import read_inlines
from handoutpress.content.reading import Reading
from handoutpress.content.record import is_slug
from handoutpress.content.report import choose
from handoutpress.content.syntax import Node
from handoutpress.content.walk import nodes
from handoutpress.content.wordings import (
    is_wording,
    read_priority,
    read_wordings,
)

ROLES = tuple(str(role) for role in Role)
_NOT_IN_HEADING = (Link, SectionLink, HandoutLink, Citation, Term, Break)


@dataclass(slots=True)
class _Part:
    """A heading's node, the nodes under it, and its level 3 parts."""

    heading: Node
    body: list[Node] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.heading.line

    @property
    def is_section(self) -> bool:
        return self.heading.token.tag in ("h1", "h2")


def read_outline(
    found: list[Node], reading: Reading
) -> tuple[tuple[Callout, ...], tuple[Section, ...]]:
    """Return what stands before the first section, which must be callouts, and the sections."""
    front, sections = _split(found, reading)
    callouts = _front(front, reading)
    if not sections:
        hint = "write a heading: `## What is it? {#overview role=overview}`"
        reading.error("S066", "there is no section", len(reading.lines), hint)
    return callouts, tuple(_section(part, reading) for part in sections)


def _split(found: list[Node], reading: Reading) -> tuple[list[Node], list[_Part]]:
    front: list[Node] = []
    sections: list[_Part] = []
    body = front
    for node in found:
        if node.kind != "heading":
            body.append(node)
            continue
        part = _Part(node)
        _check_level(node, bool(sections), reading)
        (sections if part.is_section or not sections else sections[-1].parts).append(part)
        body = part.body
    return front, sections


def _check_level(node: Node, is_inside: bool, reading: Reading) -> None:
    """Report a level that a handout does not have (S060)."""
    level = int(node.token.tag[1:])
    if node.token.markup in ("-", "="):
        message, hint = "a heading made by a line under it", "write `## ` before its words"
    elif level == 1:
        message, hint = "a level 1 heading", "the title is it; write sections with `## `"
    elif level > 3:
        message, hint = f"a level {level} heading", "write `### `; nothing is below level 3"
    elif level == 3 and not is_inside:
        message, hint = "a level 3 heading outside a section", "write `## ` for a section"
    else:
        return
    reading.error("S060", message, node.line, hint)


def _front(found: list[Node], reading: Reading) -> tuple[Callout, ...]:
    """Return the callouts of page 1; S067 for anything else there."""
    for node in found:
        is_box = node.kind in ("container", "container_stray", "html_block")
        if not is_box or (node.kind == "container" and _is_form(node)):
            hint = "put it under a `## ` heading, or into a `::: note Title`"
            message = "only callouts may stand before the first section"
            reading.error("S067", message, node.line, hint)
    blocks = read_blocks(found, reading)
    return tuple(block for block in blocks if isinstance(block, Callout))


def _is_form(node: Node) -> bool:
    return read_opening(node).name in ("table", "checklist", "diary", "write-in", "slot")


def _section(part: _Part, reading: Reading) -> Section:
    """Return a section with its parts."""
    known = ("id", "role", "priority")
    attributes = reading.attributes(part.heading.token.info, part.line, known)
    anchor, role, priority = "", Role.OVERVIEW, ORDINARY
    if attributes is not None:
        anchor = _anchor(attributes.get("id"), part, reading)
        role = _role(attributes.get("role"), part, reading)
        priority = read_priority(attributes.get("priority"), part.line, reading)
    wordings = read_wordings(part.body, reading)
    part.body = [node for node in part.body if not is_wording(node)]
    heading, blocks = _heading(part, reading), read_blocks(part.body, reading)
    parts = tuple(
        _subsection(inner, f"{anchor}-{number}", role, reading)
        for number, inner in enumerate(part.parts, start=1)
    )
    if not part.parts:
        _check_filled(part, reading)
    return Section(
        heading,
        anchor,
        role,
        blocks,
        part.line,
        2,
        parts,
        priority,
        wordings.short,
        wordings.easy,
    )


def _subsection(part: _Part, default: str, role: Role, reading: Reading) -> Section:
    known = ("id", "role", "priority")
    attributes = reading.attributes(part.heading.token.info, part.line, known) or {}
    if "role" in attributes:
        hint = "delete it; a part takes the role of its section"
        reading.error("S062", "a role on a level 3 heading", part.line, hint)
    if "priority" in attributes:
        hint = "delete it; a part stays or goes with its section"
        reading.error("S111", "a priority on a level 3 heading", part.line, hint)
    anchor = _anchor(attributes.get("id", default), part, reading)
    _check_filled(part, reading)
    heading: tuple[Inline, ...] = _heading(part, reading)
    blocks: tuple[Block, ...] = read_blocks(part.body, reading)
    return Section(heading, anchor, role, blocks, part.line, 3)


def _check_filled(part: _Part, reading: Reading) -> None:
    if not part.body:
        hint = "write its text, or delete the heading"
        reading.error("S066", "nothing stands under this heading", part.line, hint)


def _heading(part: _Part, reading: Reading) -> tuple[Inline, ...]:
    """Return a heading's words; they are printed in the contents list too, so nothing links."""
    (inline,) = part.heading.children
    words = read_inlines(inline, reading)
    if not inline.children:
        hint = "write the question that the section answers"
        reading.error("S065", "a heading without words", part.line, hint)
    if any(isinstance(node, _NOT_IN_HEADING) for node in nodes(words)):
        hint = "put it into the text under the heading"
        message = "a heading cannot hold a link, a source, a term's meaning or a line break"
        reading.error("S068", message, part.line, hint)
    return words


def _anchor(name: str | None, part: _Part, reading: Reading) -> str:
    """Return a heading's anchor: S063 missing or not a short name, S064 taken already."""
    if name is None:
        hint = "end the heading with e.g. `{#overview role=overview}`"
        reading.error("S063", "a section without an anchor", part.line, hint)
        return ""
    if not is_slug(name):
        hint = "use lower-case letters, digits and hyphens"
        reading.error("S063", f"`#{name}` cannot be an anchor", part.line, hint)
    if name in reading.anchors:
        hint = f"line {reading.anchors[name]} has it already; choose another"
        reading.error("S064", f"the anchor `#{name}` is here twice", part.line, hint)
    reading.anchors.setdefault(name, part.line)
    return name


def _role(name: str | None, part: _Part, reading: Reading) -> Role:
    """Return a section's role: S061 missing, S062 unknown."""
    if name in ROLES:
        return Role(name)
    if name is None:
        hint = "end the heading with e.g. `{#causes role=causes}`"
        reading.error("S061", "a section without a role", part.line, hint, choose("", ROLES))
    else:
        reading.error("S062", f"unknown role `{name}`", part.line, choose(name, ROLES))
    return Role.OVERVIEW
