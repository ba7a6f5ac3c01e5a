"""What the readers of one language file share: its report, what it may refer to, what it did."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from mdit_py_plugins.attrs.parse import ParseError, parse

from handoutpress.content.handout import Silence
from handoutpress.content.report import Report, choose
from handoutpress.content.syntax import Markdown, Node

MAX_DEPTH = 16
"""Of nodes in nodes; the model itself needs 11. markdown-it silently stops at 20."""
_QUOTES = re.compile("[“”„«»]")


@dataclass(slots=True)
class Reading:
    """One language file while it is read."""

    report: Report
    lines: list[str]
    """The whole file's lines, front matter included."""
    sources: Collection[str] | None = ()
    """The citation ids that handout.yaml has; None when it cannot be read, and all may be right."""
    markdown: Markdown = field(default_factory=Markdown)
    anchors: dict[str, int] = field(default_factory=dict)
    """Each anchor with the line of its heading."""
    section_links: list[tuple[str, int]] = field(default_factory=list)
    pointers: list[tuple[str, int]] = field(default_factory=list)
    """Each handout that the text points to, with the line."""
    figures: list[tuple[str, int]] = field(default_factory=list)
    """Each picture that is used, with the line."""
    silences: list[Silence] = field(default_factory=list)
    """What single blocks are not held to by `check`."""

    def error(self, code: str, message: str, line: int, *hints: str) -> None:
        """Add an error of this file."""
        self.report.error(code, message, line, *hints)

    def attributes(self, raw: str, line: int, known: Collection[str]) -> dict[str, str] | None:
        """Return the `{...}` of a heading or container; `id` is what `#name` gives.

        S055 for what cannot be read, which gives None, and for an attribute not in `known`.
        """
        try:
            end, found = parse(raw)
        except ParseError:
            end, found = -1, {}
        if raw and end != len(raw) - 1:
            hint = 'write {#name key=value key="two words"}'
            straight = "use straight quotes" if _QUOTES.search(raw) else ""
            self.error("S055", f"the attributes {raw} cannot be read", line, hint, straight)
            return None
        self.refuse_attributes(found, line, known)
        return found

    def refuse_attributes(self, found: Collection[str], line: int, known: Collection[str]) -> None:
        """Add S055 for each attribute that is not known in this place."""
        for name in found:
            if name not in known:
                hint = choose(name, known) if known else "delete it; nothing is set here"
                self.error("S055", f"unknown attribute `{name}`", line, hint)


def is_too_deep(nodes: list[Node], reading: Reading) -> bool:
    """Say whether nodes are nested deeper than any handout needs, and report where (S043)."""
    level = nodes
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children]
        if not level:
            return False
    hint = "write it as simple paragraphs and lists"
    reading.error("S043", "this is nested too deep to be read", level[0].line, hint)
    return True
