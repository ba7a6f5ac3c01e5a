"""YAML to plain values that keep their lines: scalars stay as written, nothing is guessed.

YAML's own guesses are what authors trip over (`no` as a language, `0123` as a phone number,
`1.0` as a version), so every scalar is a text here and the schema says what it must be.
Anchors, aliases and tags are refused: a handout needs none, and they can be abused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import yaml

from handoutpress.content.report import Report
from handoutpress.content.textfile import refuse_controls

Value: TypeAlias = "str | bool | int | float | list[Value] | dict[str, Value] | None"
"""A plain value. YAML's scalars are all texts; TOML says of a number that it is one."""

MAX_BYTES = 128 * 1024
_MAX_DEPTH = 12
_NULLS = frozenset({"", "~", "null"})
_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]*)?")
COMMENT_HINT = "`#` begins a comment: put the value in quotes"
_COMMENT = re.compile(r"[ \t]*#")
_COMMENT_FOR_A_VALUE = re.compile(r"[:\[,][ \t]+#")


@dataclass(slots=True)
class YamlSource:
    """A file's values with the line of each key path, such as `contacts.hours[1].days`."""

    data: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    """The key paths of values that were written as a number, without quotes."""
    remarks: set[str] = field(default_factory=set)
    """The key paths without a value, because a `#` makes a comment of what follows."""
    is_whole: bool = False
    """Whether the file is a mapping that could be read to its end."""
    syntax: Literal["yaml", "toml"] = "yaml"
    """How the file is written, for hints."""

    def line(self, path: str) -> int:
        """Return the line of a key path, or of the nearest part of it that is there."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


def quoted(text: str) -> str:
    """Return a text as YAML, on one line: a JSON string is that, whatever is in it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


class _StopError(Exception):
    """The rest of the file cannot be read; the reason is in the report."""


def read_yaml(text: str, report: Report, first_line: int = 1) -> YamlSource:
    """Return the mapping that `text` holds, whose first line is `first_line` of the file.

    S003 control character (an escape), S010 not YAML, S011 a key twice, S012 anchor, alias or
    tag, S013 nested too deep, S014 not a mapping. Whatever could be read comes back, so that it
    can be checked too.
    """
    reader = _Reader(report, first_line)
    try:
        reader.read(text, _parsed(text))
    except yaml.YAMLError as reason:
        _syntax_error(reason, text.split("\n"), report, first_line)
    except _StopError:
        pass
    return reader.source


def _parsed(text: str) -> Iterator[yaml.Event]:
    """Return the parser's events: those of the one in C, which takes a small part of the time.

    What it does not take is for the one in Python, which is there on every system and says what is
    wrong in words that are known here.
    """
    if fast := getattr(yaml, "CSafeLoader", None):
        try:
            return iter([*yaml.parse(text, Loader=fast)])
        except yaml.YAMLError:
            pass
    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


def _syntax_error(
    reason: yaml.YAMLError, lines: list[str], report: Report, first_line: int
) -> None:
    mark = getattr(reason, "problem_mark", None)
    problem = str(getattr(reason, "problem", None) or "it is not YAML")
    line = first_line + mark.line if mark else first_line
    opened = getattr(reason, "context_mark", None)
    if (
        opened
        and "flow" in str(getattr(reason, "context", ""))
        and _COMMENT_FOR_A_VALUE.search(_rest(lines, opened.line, opened.column))
    ):
        # Its closing bracket is in the comment, and the parser stops a line too late.
        line, hint = first_line + opened.line, COMMENT_HINT
    elif "'\\t'" in problem:
        hint = "indent with spaces, never with tabs"
    elif "mapping values are not allowed" in problem:
        hint = 'put a text that holds ": " in double quotes'
    else:
        hint = "look at the indents, the quotes and the brackets of this line and the one before"
    report.error("S010", f"this is not YAML: {problem}", line, hint)


def _rest(lines: list[str], line: int, column: int) -> str:
    """Return the rest of the line after a place, as far as YAML and we agree on lines."""
    return lines[line][column:] if line < len(lines) else ""


class _Reader:
    """Builds values from the parser's events, so that depth is ours to bound."""

    def __init__(self, report: Report, first_line: int) -> None:
        self.report = report
        self.first_line = first_line
        self.source = YamlSource()
        self.events: Iterator[yaml.Event] = iter(())
        self.text: list[str] = []

    def read(self, text: str, events: Iterator[yaml.Event]) -> None:
        self.text = text.split("\n")
        self.events = events
        self._skip(yaml.StreamStartEvent, yaml.DocumentStartEvent)
        if isinstance(self.event, yaml.MappingStartEvent):
            self._guard(self.event)
            self.source.lines[""] = self._line(self.event)
            self._mapping(self.source.data, "", 1)
            self._end()
        else:
            hint = "write one `key: value` on each line"
            self.report.error("S014", "there are no keys here", self.first_line, hint)

    def _end(self) -> None:
        """Read to the end of the stream, where a second document would start."""
        self._skip(yaml.DocumentEndEvent)
        if isinstance(self.event, yaml.StreamEndEvent):
            self.source.is_whole = True
            return
        hint = "delete the `---` or `...` line, or what follows it"
        self.report.error("S010", "a second YAML document", self._line(self.event), hint)

    def _skip(self, *kinds: type[yaml.Event]) -> None:
        self.event = next(self.events)
        while isinstance(self.event, kinds):
            self.event = next(self.events)

    def _line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _guard(self, event: yaml.Event) -> None:
        """Refuse what can be abused: the rest of the file means nothing without it."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what, hint = "anchors and aliases (& and *) are", "write the value out"
        elif getattr(event, "tag", None):
            what, hint = "YAML tags (!) are", "write the plain value"
        else:
            return
        quote = "; a text that starts with & * or ! needs double quotes"
        self.report.error("S012", f"{what} not used here", self._line(event), hint + quote)
        raise _StopError

    def _value(self, event: yaml.Event, path: str, depth: int) -> Value:
        self._guard(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if depth > _MAX_DEPTH:
            self.report.error("S013", "values nested too deep", self._line(event), "flatten it")
            raise _StopError
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping({}, path, depth + 1)
        return self._sequence(path, depth + 1)

    def _scalar(self, event: yaml.ScalarEvent, path: str) -> str | None:
        text = refuse_controls(str(event.value), self.report, self._line(event))
        if not event.style:  # None, or "" of the parser in C
            if text in _NULLS:
                self._note_remark(event, path)
                return None
            if _NUMBER.fullmatch(text):
                self.source.numbers.add(path)
        return text

    def _note_remark(self, event: yaml.ScalarEvent, path: str) -> None:
        mark = event.end_mark
        if mark and _COMMENT.match(_rest(self.text, mark.line, mark.column)):
            self.source.remarks.add(path)

    def _sequence(self, path: str, depth: int) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            inner = f"{path}[{len(values)}]"
            self.source.lines[inner] = self._line(event)
            values.append(self._value(event, inner, depth))
        return values

    def _mapping(self, into: dict[str, Value], path: str, depth: int) -> dict[str, Value]:
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            inner = f"{path}.{key}" if path else key
            if key in into:
                first = self.source.line(inner)
                hint = f"it is on line {first} already; keep one of them"
                self.report.error("S011", f"`{key}` is here twice", self._line(event), hint)
            else:
                self.source.lines[inner] = self._line(event)
            value = self._value(next(self.events), inner, depth)
            into.setdefault(key, value)
        return into

    def _key(self, event: yaml.Event) -> str:
        self._guard(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self.report.error("S014", "a key must be one word", self._line(event), "write `key: value`")
        raise _StopError
