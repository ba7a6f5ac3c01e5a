"""A section's other wordings, `::: short` and `::: easy`, and its priority."""

from __future__ import annotations

import dataclasses
import re

from handoutpress.content.blocks import read_blocks, read_figure_words
from handoutpress.content.containers import WORDINGS, read_opening
from handoutpress.content.handout import ORDINARY, Block, EasyLine
from handoutpress.content.inlines import read_inlines
from handoutpress.content.reading import Reading
from handoutpress.content.record import is_slug
from handoutpress.content.syntax import Node
from handoutpress.content.walk import plain_text

LIBRARY = "picture:"
"""What an easy line's picture starts with when it is one of the program's own."""
MOST_WORDS = 15
"""The words of an easy sentence (UK government, guidance on easy read)."""
_LIKE_THIS = "write each idea as `- ![What the picture shows](picture:clock) Its words.`"
_IN_SHORT = ("paragraph", "bullet_list", "ordered_list", "dl")


@dataclasses.dataclass(frozen=True, slots=True)
class Wordings:
    """What stands in a section beside its standard words."""

    short: tuple[Block, ...] = ()
    easy: tuple[EasyLine, ...] = ()


def is_wording(node: Node) -> bool:
    """Say whether a node is a `::: short` or `::: easy` container."""
    return node.kind == "container" and read_opening(node).name in WORDINGS


def read_wordings(body: list[Node], reading: Reading) -> Wordings:
    """Return the other wordings among the nodes of a section; S112 for a second of a kind."""
    found: dict[str, Node] = {}
    for node in filter(is_wording, body):
        name = read_opening(node).name
        if name in found:
            hint = f"put its words into the one of line {found[name].line}"
            reading.error("S112", f"`::: {name}` is here twice", node.line, hint)
        found.setdefault(name, node)
    short, easy = map(found.get, WORDINGS)
    return Wordings(
        _read_short(short, reading) if short else (), _read_easy(easy, reading) if easy else ()
    )


def read_priority(written: str | None, line: int, reading: Reading) -> int:
    """Return a section's priority; S110 when it is not a number from 1 to 5."""
    if written is None:
        return ORDINARY
    if re.fullmatch("[1-5]", written):
        return int(written)
    hint = "1 stays in every edition; 5 is the first to be left out where there is no room"
    reading.error("S110", f"`priority={written}` is not a number from 1 to 5", line, hint)
    return ORDINARY


def _check_opening(node: Node, reading: Reading) -> None:
    opening = read_opening(node)
    reading.attributes(opening.attributes, node.line, ())
    if opening.title:
        hint = "put the words on the next line, before the closing `:::`"
        reading.error("S054", f"`::: {opening.name}` takes no title", node.line, hint)
    if not node.token.meta["closed"]:
        hint = "write `:::` on a line of its own after its words"
        reading.error("S051", f"`::: {opening.name}` is not closed", node.line, hint)
    if not node.children:
        hint = "write its words, or delete it"
        reading.error("S056", f"`::: {opening.name}` is empty", node.line, hint)


def _read_short(node: Node, reading: Reading) -> tuple[Block, ...]:
    _check_opening(node, reading)
    for child in node.children:
        if child.kind not in _IN_SHORT:
            hint = "use paragraphs, lists, steps, definitions and figures"
            reading.error("S113", "`::: short` cannot hold this", child.line, hint)
    kept = [child for child in node.children if child.kind in _IN_SHORT]
    return read_blocks(kept, reading)


def _read_easy(node: Node, reading: Reading) -> tuple[EasyLine, ...]:
    _check_opening(node, reading)
    if node.children and [child.kind for child in node.children] != ["bullet_list"]:
        reading.error(
            "S114", "`::: easy` must hold one list and nothing else", node.line, _LIKE_THIS
        )
        return ()
    items = (item for listed in node.children for item in listed.children)
    return tuple(line for item in items if (line := _easy_line(item, reading)))


def _easy_line(item: Node, reading: Reading) -> EasyLine | None:
    """Read one idea: S114 when it is not a picture, then words."""
    inline = [child for node in item.children for child in node.children]
    runs = inline[0].children if [n.kind for n in item.children] == ["paragraph"] else []
    pictures = [run for run in runs if run.kind == "image"]
    if not pictures or runs[0] is not pictures[0] or len(pictures) > 1:
        message = "an easy line is one picture, then its words, and nothing else"
        reading.error("S114", message, item.line, _LIKE_THIS)
        return None
    content = read_inlines(dataclasses.replace(inline[0], children=runs[1:]), reading)
    _check_words(plain_text(content), item.line, reading)
    picture = pictures[0]
    alt = read_figure_words(picture, reading, ("src", "alt"))
    file = str(picture.token.attrs.get("src", ""))
    _check_picture(file, picture.line, reading)
    return EasyLine(file, alt, content, item.line)


def _check_picture(file: str, line: int, reading: Reading) -> None:
    if not file.startswith(LIBRARY):
        reading.figures.append((file, line))
    elif not is_slug(file.removeprefix(LIBRARY)):
        hint = "name one of the program's pictures, e.g. picture:call-clinic"
        reading.error("S115", f"`{file}` cannot name a picture", line, hint)


def _check_words(text: str, line: int, reading: Reading) -> None:
    """S114 for a line without words, a S116 warning for a sentence that is not easy to read."""
    if not text.strip():
        reading.error("S114", "an easy line without words", line, _LIKE_THIS)
    for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
        count = len(sentence.split())
        if count > MOST_WORDS:
            hint = f"say one idea in {MOST_WORDS} words or fewer; make two sentences of it"
            message = f"an easy sentence has {count} words"
            reading.report.warning("S116", message, line, hint)
