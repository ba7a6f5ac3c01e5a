"""`<!-- silence L108: why -->` above a block: a rule of `check` that the block is not held to.

It is the one comment that a handout may hold. Nothing of it is printed.
"""

from __future__ import annotations

import re

from handoutpress.content.handout import Silence
from handoutpress.content.reading import Reading
from handoutpress.content.syntax import Node

_COMMENT = re.compile(r"<!--\s*silence\b(.*?)-->", re.IGNORECASE | re.DOTALL)
_WHOLE = re.compile(r"<!-- silence ([A-Z][0-9]{3}): *(\S[^\n]*?) *-->")
_LIKE_THIS = "write `<!-- silence L108: the reason -->` on a line of its own"


def take_silences(nodes: list[Node], reading: Reading) -> None:
    """Move the silences among some nodes, and inside them, to `reading.silences`.

    S135 a silence that gives no rule or no reason, S136 one that stands above no block. Any other
    comment stays, and is refused as HTML is.
    """
    kept: list[Node] = []
    for at, node in enumerate(nodes):
        if node.kind == "html_block" and _COMMENT.fullmatch(node.token.content.strip()):
            after = next((n for n in nodes[at + 1 :] if n.kind != "html_block"), None)
            _take(node, after, nodes[at + 1 : at + 2], reading)
        else:
            take_silences(node.children, reading)
            kept.append(node)
    nodes[:] = kept


def _take(node: Node, block: Node | None, follows: list[Node], reading: Reading) -> None:
    """Keep one silence; several may stand above one block, each on its line."""
    said = _WHOLE.fullmatch(node.token.content.strip())
    if not said:
        reading.error("S135", "a silence without its rule or its reason", node.line, _LIKE_THIS)
        return
    end = node.token.map[1] if node.token.map else node.line
    if block is None or follows[0].line != end + 1:
        hint = "put it on the line right above a paragraph, list, heading, picture or `:::`"
        reading.error("S136", "a silence that stands above no block", node.line, hint)
        return
    last = block.token.map[1] if block.token.map else block.line
    silence = Silence(said[1], said[2], node.line, block.line, max(last, block.line))
    reading.silences.append(silence)
