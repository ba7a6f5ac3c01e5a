"""Block nodes to the model's blocks; what is not in the closed set is refused with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from handoutpress.content.containers import (
    FORMS,
    WORDINGS,
    Opening,
    read_opening,
    read_paragraph,
    read_title,
)
from handoutpress.content.handout import Block, Callout, CalloutKind, Figure, Inline
from handoutpress.content.inlines import plain, read_inlines, refuse_html
from handoutpress.content.leftovers import tell_stray_mark
from handoutpress.content.lists import LISTS, read_definitions, read_list
from handoutpress.content.reading import Reading
from handoutpress.content.report import choose
from handoutpress.content.syntax import Node

CALLOUTS = tuple(str(kind) for kind in CalloutKind)
CONTAINERS = (*CALLOUTS, *FORMS)
_IN_CALLOUT = ("checklist", "slot")
_REFUSED: Mapping[str, tuple[str, str]] = {
    "code_block": ("indented text (computer code)", "start the line at the left edge"),
    "fence": ("computer code", "delete the ``` or ~~~ lines"),
    "blockquote": ("a block quote", "delete the >; for a box use `::: note Title`"),
    "hr": ("a line across the page", "delete it; sections are set apart by their headings"),
    "table": ("a table without a caption", "put `::: table Caption` before it, `:::` after it"),
    "heading": ("a heading", "close the box with `:::` before the heading"),
}


def read_blocks(nodes: list[Node], reading: Reading, is_callout: bool = False) -> tuple[Block, ...]:
    """Return the blocks that nodes stand for; a callout holds fewer kinds."""
    blocks = _Blocks(reading, is_callout)
    return tuple(block for node in nodes if (block := blocks.read(node)) is not None)


def read_figure_words(image: Node, reading: Reading, known: Collection[str]) -> str:
    """Return a picture's text alternative: S091 without one, S055 for an attribute not `known`."""
    reading.refuse_attributes([k for k in image.token.attrs if k not in known], image.line, ())
    alt = plain(image)
    if not alt:
        hint = "say between [ and ] what the picture shows, for who cannot see it"
        reading.error("S091", "a picture without a text alternative", image.line, hint)
    elif "{clinic" in alt.lower():
        hint = "only running text may name the clinic's facts"
        reading.error("S029", "a clinic fact in a text alternative", image.line, hint)
    for mark in (child for child in image.children if child.kind == "stray_mark"):
        tell_stray_mark(mark.token.content * 2, reading.report, mark.line)
    return alt


class _Blocks:
    """Reads the blocks of one section, or of one callout."""

    def __init__(self, reading: Reading, is_callout: bool) -> None:
        self.reading = reading
        self.is_callout = is_callout

    def read(self, node: Node) -> Block | None:
        if node.kind == "paragraph":
            return self._paragraph(node)
        if node.kind in LISTS:
            return read_list(node, self.reading)
        if node.kind == "dl":
            self._outside_callout(node, "definitions")
            return read_definitions(node, self.reading)
        if node.kind == "container":
            return self._container(node)
        self._refuse(node)
        return None

    def _paragraph(self, node: Node) -> Block | None:
        (inline,) = node.children
        if [child.kind for child in inline.children] == ["image"]:
            self._outside_callout(node, "a figure")
            return self._figure(inline.children[0])
        return read_paragraph(node, self.reading)

    def _outside_callout(self, node: Node, what: str) -> None:
        """Report what a callout may not hold (S053)."""
        if self.is_callout:
            hint = "a callout holds paragraphs, lists, steps, slots and checklists"
            self.reading.error("S053", f"{what} inside a callout", node.line, hint)

    def _figure(self, image: Node) -> Figure:
        """Read `![alt](file "Caption")`: S092 without a caption."""
        attributes = {key: str(value) for key, value in image.token.attrs.items()}
        alt = read_figure_words(image, self.reading, ("src", "alt", "title"))
        file = attributes.get("src", "")
        self.reading.figures.append((file, image.line))
        return Figure(file, alt, self._caption(attributes.get("title", ""), image), image.line)

    def _caption(self, title: str, image: Node) -> tuple[Inline, ...]:
        if not title.strip():
            hint = 'write it in quotes after the file: ![...](figures/a.svg "Caption")'
            self.reading.error("S092", "a figure without a caption", image.line, hint)
            return ()
        title = " ".join(title.split())
        return read_inlines(self.reading.markdown.inline(title, image.line), self.reading)

    def _container(self, node: Node) -> Block | None:
        opening = read_opening(node)
        self._check_closed(node, opening)
        if opening.name in WORDINGS:
            hint = "put it right under the section's `## ` heading; it stands for the parts too"
            message = f"`::: {opening.name}` stands outside a section"
            self.reading.error("S112", message, node.line, hint)
            return None
        if opening.name not in CONTAINERS:
            hint = choose(opening.name, [*CONTAINERS, *WORDINGS])
            message = f"unknown container `{opening.name}`"
            self.reading.error("S050", message, node.line, hint)
            return None
        if opening.name not in _IN_CALLOUT:
            self._outside_callout(node, f"`::: {opening.name}`")
        if opening.name in CALLOUTS:
            return self._callout(node, opening)
        return FORMS[opening.name](node, opening, self.reading)

    def _check_closed(self, node: Node, opening: Opening) -> None:
        if not node.token.meta["closed"]:
            last = node.token.map[1] if node.token.map else node.line
            hint = f"write `:::` on a line of its own, at the latest after line {last}"
            message = f"`::: {opening.name}` is not closed"
            self.reading.error("S051", message, node.line, hint)

    def _callout(self, node: Node, opening: Opening) -> Callout:
        title = read_title(node, opening, self.reading, "title")
        blocks = read_blocks(node.children, self.reading, is_callout=True)
        if not node.children:
            hint = "write its text on the lines before `:::`"
            self.reading.error("S056", f"`::: {opening.name}` is empty", node.line, hint)
        return Callout(CalloutKind(opening.name), title, blocks, node.line)

    def _refuse(self, node: Node) -> None:
        if node.kind == "html_block":
            refuse_html(node, self.reading)
        elif node.kind == "container_stray":
            hint = "delete it, or open a container before it: `::: note Title`"
            self.reading.error("S052", "`:::` closes nothing", node.line, hint)
        else:
            what, hint = _REFUSED.get(node.kind, (f"`{node.kind}`", "write it plainly"))
            self.reading.error("S041", f"{what} has no place here", node.line, hint)
