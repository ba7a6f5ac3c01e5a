"""Differences as lines of text, for who signs a handout."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from handoutpress.governance.differences import BlockChange, Differences, Fate, PartChange
from handoutpress.governance.wordiff import marked

LEGEND = "[-what went out-] {+what came in+}; SAFETY marks what is a matter of safety"
PLACES = {"short": "short words", "easy": "easy words"}
"""What a block is called, where its name does not say it."""


def headline(found: Differences) -> str:
    """Return what is compared with what."""
    since, now = found.since.facts, found.now
    return (
        f"{now.front.title} ({now.record.id}, {now.lang}): version {now.record.version} "
        f"against {since.name} (version {since.version}, released on {since.on})"
    )


def difference_lines(found: Differences) -> Iterator[str]:
    """Yield what has changed: first what matters most, then section by section."""
    yield headline(found)
    if found.is_empty:
        yield "Nothing has changed."
        return
    yield from (LEGEND, "")
    if found.first:
        yield "TO BE SEEN FIRST"
        yield from (f"- {line}" for line in found.first)
        yield ""
    for part in found.parts:
        yield from _part_lines(part)
    if found.facts:
        yield "FACTS"
        yield from (f"- {f.name}: [-{f.old}-] {{+{f.new}+}}" for f in found.facts)
        yield ""
    if found.pictures:
        yield "PICTURES"
        yield from (f"- {line}" for line in found.pictures)
        yield ""


def _part_lines(part: PartChange) -> Iterator[str]:
    safety = f"  SAFETY: {', '.join(part.safety)}" if part.safety else ""
    yield f"{part.title.upper()} ({part.key}): {part_fate(part)}{safety}"
    yield from (f"- {note}" for note in part.notes)
    yield from (f"- dose: {dose}" for dose in part.doses)
    for block in part.blocks:
        yield from ("", f"  {block_title(block)}")
        yield textwrap.indent(_marked(block), "    ")
    yield ""


def part_fate(part: PartChange) -> str:
    """Return what became of a section, in words."""
    fate = [] if part.moved and part.fate is Fate.SAME else [str(part.fate)]
    return "; ".join((*fate, *((f"moved: {part.moved}",) if part.moved else ())))


def block_title(block: BlockChange) -> str:
    """Return what a block is, what became of it, and why it is a matter of safety."""
    safety = f" SAFETY: {', '.join(block.safety)}" if block.safety else ""
    return f"{PLACES.get(block.place, block.place)} {block.fate}{safety}"


def _marked(block: BlockChange) -> str:
    if block.fate is Fate.DROPPED:
        return f"[-{block.old}-]"
    if block.fate is Fate.ADDED:
        return f"{{+{block.new}+}}"
    return marked(block.runs)
