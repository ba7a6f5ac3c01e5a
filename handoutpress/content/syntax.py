"""Markdown to a tree of nodes: markdown-it with the few rules that the author's syntax adds."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin

MAX_PARAGRAPH = 10_000
"""Characters; about four printed pages."""
FENCE = re.compile(r":{3,}[ \t]*(.*)")
_HEADING = re.compile(r"#{1,6}([ \t]|$)")
_HEADING_ATTRIBUTES = re.compile(r"(?:^|(?<=\s))(\{(?!\s*clinic\b)[^{}]*\})$")
_WIDE = re.compile("[\u2e80-\u312f\u3190-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]")
_CLINIC = re.compile(r"(\{\s*clinic\b[^{}\n]*\})", re.IGNORECASE)
_CITATION = re.compile(r"\[@([^\[\]\n]*)\]")


@dataclass(slots=True)
class Node:
    """A markdown-it token with what is inside it. `line` is 1-based in the source file."""

    kind: str
    token: Token
    line: int
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's blocks, and the lines of link definitions and of paragraphs that are too long."""

    nodes: list[Node]
    definitions: list[int]
    too_long: list[int]


class Markdown:
    """The parser. One serves any number of texts."""

    def __init__(self) -> None:
        self._engine = MarkdownIt("zero")
        self._engine.helpers = _Helpers  # type: ignore[assignment]
        self._engine.inline = _LocatedInline()
        # HTML is parsed only so that it is found, and refused with its line.
        self._engine.configure("commonmark", {"html": True}).enable("table")
        self._engine.use(deflist_plugin).use(attrs_plugin, spans=True)
        self._add_rules()

    def _add_rules(self) -> None:
        engine = self._engine
        interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        engine.block.ruler.before("fence", "container", _container, interrupts)
        engine.inline.ruler.before("link", "citation", _citation)
        engine.inline.ruler.before("link", "clinic", _clinic)
        engine.inline.ruler2.before("fragments_join", "stray_mark", _keep_stray_marks)
        engine.core.ruler.before("inline", "heading_attributes", _take_heading_attributes)
        engine.core.ruler.before("inline", "too_long", _drop_too_long)
        # Every address is let through to our own check: markdown-it would show a refused one
        # as plain text and say nothing.
        engine.validateLink = lambda url: True  # type: ignore[method-assign]
        engine.normalizeLink = lambda url: url  # type: ignore[method-assign]

    def blocks(self, text: str) -> Parsed:
        """Return a file's block nodes, and the lines of what was not read."""
        env: dict[str, Any] = {"too_long": []}
        nodes = _tree(self._engine.parse(text, env), 1)
        found = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        definitions = sorted(reference["map"][0] + 1 for reference in found)
        return Parsed(nodes, definitions, env["too_long"])

    def inline(self, text: str, line: int) -> Node:
        """Return the inline node of a text that stands on one source line, such as a title."""
        (token,) = self._engine.parseInline(text, {"too_long": []})
        token.map = [line - 1, line]
        (node,) = _tree([token], line)
        return node


def _tree(tokens: Sequence[Token], line: int) -> list[Node]:
    """Return tokens as a tree, inline children included; built with a stack, so of any depth."""
    root: list[Node] = []
    stack = [root]
    lines = [line]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
            lines.pop()
            continue
        here = token.map[0] + 1 if token.map else lines[-1] + token.meta.get("line", 0)
        node = Node(token.type.removesuffix("_open"), token, here)
        stack[-1].append(node)
        if token.nesting > 0:
            stack.append(node.children)
            # Inline lines count from the start of their paragraph, block lines are absolute.
            lines.append(here if token.block else lines[-1])
        elif token.type in ("inline", "image"):
            _mark_joins(token.children or [])
            node.children = _tree(token.children or [], here)
    return root


def _mark_joins(tokens: Sequence[Token]) -> None:
    """Say at each soft break whether it is a space: between Chinese or Japanese there is none."""
    shown = [token for token in tokens if token.nesting == 0]
    for before, token, after in zip(shown, shown[1:], shown[2:], strict=False):
        if token.type == "softbreak":
            is_wide = _is_wide(before.content[-1:]) and _is_wide(after.content[:1])
            token.meta["space"] = not is_wide


def _is_wide(char: str) -> bool:
    """Say whether a character is of a script without spaces (Hangul is wide, but has them)."""
    return bool(_WIDE.fullmatch(char))


class _LocatedState(StateInline):
    """Writes into each token how many lines below the paragraph's first one it starts."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._breaks = [match.start() for match in re.finditer("\n", src)]

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        return self._locate(super().push(ttype, tag, nesting))

    def pushPending(self) -> Token:  # noqa: N802
        return self._locate(super().pushPending())

    def _locate(self, token: Token) -> Token:
        token.meta["line"] = bisect.bisect_left(self._breaks, self.pos)
        return token


def _link_title(text: str, start: int, end: int, before: Any = None) -> Any:
    """Return markdown-it's title in quotes as it is written.

    A caption is parsed as a line of text later, and what is escaped in it must be so until then.
    """
    title = helpers.parseLinkTitle(text, start, end, before)
    if title.ok and before is None:
        title.str = text[start + 1 : title.pos - 1]
    return title


class _Helpers:
    """markdown-it's helpers, with our title."""

    parseLinkLabel = staticmethod(helpers.parseLinkLabel)  # noqa: N815
    parseLinkDestination = staticmethod(helpers.parseLinkDestination)  # noqa: N815
    parseLinkTitle = staticmethod(_link_title)  # noqa: N815


class _LocatedInline(ParserInline):
    """markdown-it's inline parser with our state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _LocatedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse `::: name Title {attributes}` to the `:::` that closes it; containers nest."""
    match = FENCE.fullmatch(_line_text(state, start))
    if not match or state.is_code_block(start):
        return False
    if silent:
        return True
    info = match[1].strip()
    if not info:
        state.push("container_stray", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    close, is_closed = _find_close(state, start, end)
    token = state.push("container_open", "div", 1)
    token.info, token.map, token.meta = info, [start, close], {"closed": is_closed}
    kept = state.parentType, state.lineMax
    # No lazy continuation may go past the end of the container.
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, start + 1, close)
    state.push("container_close", "div", -1)
    state.parentType, state.lineMax = kept
    state.line = close + is_closed
    return True


def _find_close(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Return the line that closes a container, or the one before which it must have closed.

    A heading cannot be inside, so the search ends at one: a forgotten `:::` costs one section.
    """
    depth = 1
    for line in range(start + 1, end):
        text = _line_text(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        if _HEADING.match(text):
            return line, False
        if match := FENCE.fullmatch(text):
            depth += 1 if match[1].strip() else -1
        if depth == 0:
            return line, True
    return end, False


def _line_text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _take_heading_attributes(state: StateCore) -> None:
    """Move `{#anchor role=...}` from the end of a heading's words to the heading's token."""
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open" and (match := _HEADING_ATTRIBUTES.search(inline.content)):
            token.info = match[1]
            inline.content = inline.content[: match.start()].rstrip()


def _drop_too_long(state: StateCore) -> None:
    """Empty a paragraph that no reader would finish: brackets in it cost the square of its size."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MAX_PARAGRAPH:
            state.env["too_long"].append((token.map or [0])[0] + 1)
            token.content = ""


def _keep_stray_marks(state: StateInline) -> None:
    """Set apart the marks of strong words without a partner, which markdown-it makes text again.

    `___` and longer is a line to write on. An escaped mark never was one.
    """
    metas = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    for delimiter in itertools.chain(state.delimiters, *metas):
        token = state.tokens[delimiter.token]
        is_strong = delimiter.length == 2 or (delimiter.length > 2 and delimiter.marker == ord("*"))
        if is_strong and token.type == "text" and token.content:
            token.type = "stray_mark"


def _citation(state: StateInline, silent: bool) -> bool:
    return _take(state, silent, _CITATION, "citation")


def _clinic(state: StateInline, silent: bool) -> bool:
    return _take(state, silent, _CLINIC, "clinic_field")


def _take(state: StateInline, silent: bool, pattern: re.Pattern[str], kind: str) -> bool:
    match = pattern.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push(kind, "", 0).meta["value"] = match[1].strip()
    state.pos = match.end()
    return True
