"""Values against their schema: pydantic's findings in an author's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from handoutpress.content.report import Report, choose
from handoutpress.content.yaml_source import COMMENT_HINT, Value, YamlSource

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

KEY = "[key]"
"""How pydantic's location ends where a key, and not its value, is wrong."""

_PATTERNS: Mapping[str, tuple[str, str]] = {
    "^https?://": ("a web address", "it starts with https:// and holds no spaces"),
    "^#": ("a colour", 'write six digits in quotes, e.g. "#1F6F78"'),
    "^[0-9a-f]": ("a hash", "let the program write this file anew"),
    "^[a-z0-9]+(?:": ("a release's name", "use lower-case letters, digits, dots and hyphens: v1.0"),
    "^(front": ("a part", "name a section by its anchor, or front.title, front.callouts ..."),
    "^[A-Z]{2}$": ("a country", 'write its two capitals in quotes, e.g. "US", "GB" or "NO"'),
    "^[0-9]+": ("a version", 'write it in quotes, e.g. "1.0"'),
    "^[A-Z0-9]+": ("a catalogue number", "use capitals, digits and hyphens, e.g. HP-001"),
    "^[a-z0-9]+(": ("a short name", "use lower-case letters, digits and hyphens, e.g. back-pain"),
    "^[a-z]{2,3}": ("a language tag", "write a BCP 47 tag, e.g. en, es-MX or zh-Hans"),
    "^[^@": ("an e-mail address", "write it as name@example.org"),
}
"""What each pattern of the schemas means, by the way it starts."""
_UNKNOWN = ("what is wanted here", "see the author's guide")
_DAY_HINT = "write a day as YYYY-MM-DD, e.g. 2026-11-22"
_LIST = ("a list", "write [one, two], or each on a line of its own after `- `")
_KEYS = ("a group of keys", "write `key: value` lines under it, indented by two spaces")
_KINDS: Mapping[str, tuple[str, str]] = {
    "string_type": ("a text", "write words; in double quotes when they hold : or #"),
    "tuple_type": _LIST,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
}
_TABLE = ("a table", "write `[name]`, and `key = value` lines under it")
_KINDS_OF_TOML: Mapping[str, tuple[str, str]] = {
    "string_type": ("a text", "write it in double quotes"),
    "tuple_type": ("a list", 'write ["one", "two"]'),
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "bool_type": ("true or false", "write true or false, without quotes"),
    "float_type": ("a number", "write a number, without quotes"),
    "int_type": ("a whole number", "write a whole number, without quotes"),
}
_LIMITS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "{} is the least"),
    "less_than_equal": ("le", "{} is the most"),
}
"""The kinds of a number out of bounds: where the bound stands, and the hint."""


def validate(model: type[Model], source: YamlSource, report: Report) -> Model | None:
    """Return the values as `model`, or None, with every problem in the report.

    S020 unknown key, S021 missing key, S022 wrong value, S023 bad date.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as reason:
        for finding in _distinct(model, source, report, reason):
            finding.tell()
    return None


def _distinct(
    model: type[BaseModel], source: YamlSource, report: Report, reason: ValidationError
) -> list[_Finding]:
    """Return one finding for each place, the deepest: a union reports each of its members."""
    findings: dict[str, _Finding] = {}
    for problem in reason.errors(include_url=False, include_input=False):
        finding = _Finding(model, source, report, problem)
        findings.setdefault(finding.path, finding)
    return [f for key, f in findings.items() if not any(_is_below(k, key) for k in findings)]


def _is_below(path: str, other: str) -> bool:
    return path.startswith((f"{other}.", f"{other}["))


def _follow(data: Value, location: tuple[int | str, ...], kind: str) -> tuple[str, Value]:
    """Return pydantic's location as a key path, and the value there.

    Parts that are not the author's keys (a union's members) are left out.
    """
    path = ""
    at = data
    for index, part in enumerate(location, 1):
        is_lost = kind == "missing" and index == len(location)
        if isinstance(part, int) and isinstance(at, list) and part < len(at):
            at, path = at[part], f"{path}[{part}]"
        elif isinstance(part, str) and isinstance(at, dict) and (part in at or is_lost):
            at, path = at.get(part), f"{path}.{part}" if path else part
    return path, at


class _Finding:
    """One of pydantic's errors, told as a Diagnostic."""

    def __init__(
        self,
        model: type[BaseModel],
        source: YamlSource,
        report: Report,
        problem: ErrorDetails,
    ) -> None:
        self.model, self.report = model, report
        self.kind = problem["type"]
        self.context = problem.get("ctx", {})
        self.where = problem["loc"]
        self.path, self.value = _follow(source.data, self.where, self.kind)
        self.line = source.line(self.path)
        self.remarks = source.remarks
        self.syntax = source.syntax
        if self.where[-1:] == (KEY,):
            self.value = str(self.where[-2])

    def tell(self) -> None:
        if self.kind == "extra_forbidden":
            known = _keys_at(self.model, self.where[:-1])
            name = str(self.where[-1])
            self._say("S020", f"unknown key `{name}`", choose(name, known))
        elif self.kind == "missing":
            self._say("S021", f"`{self.path}` is missing", "add it, with its value")
        elif self.value is None:
            is_remark = self.path in self.remarks
            hint = COMMENT_HINT if is_remark else "write its value after the `:`"
            self._say("S021", f"`{self.path}` has no value", hint)
        elif self.kind == "value_error":
            self._tell_date()
        elif self.kind.endswith(("too_short", "too_long")):
            self._tell_length()
        elif self.kind in _LIMITS:
            self._tell_limit()
        else:
            self._tell_value()

    def _tell_date(self) -> None:
        reason = str(self.context.get("error", ""))
        message = f"`{self.path}`: {_shown(self.value)} is {reason}"
        self._say("S023", message, _DAY_HINT)

    def _tell_value(self) -> None:
        what, hint = self._wanted()
        self._say("S022", f"`{self.path}`: {_shown(self.value)} is not {what}", hint)

    def _wanted(self) -> tuple[str, str]:
        if self.kind == "string_pattern_mismatch":
            pattern = str(self.context["pattern"])
            matching = (said for start, said in _PATTERNS.items() if pattern.startswith(start))
            return next(matching, _UNKNOWN)
        if self.kind == "literal_error":
            known = re.findall(r"'([^']+)'", str(self.context["expected"]))
            return "one of the known values", choose(str(self.value), known)
        if self.kind.startswith("date_"):
            return "a date", _DAY_HINT
        kinds = _KINDS_OF_TOML if self.syntax == "toml" else _KINDS
        return kinds.get(self.kind, _UNKNOWN)

    def _tell_length(self) -> None:
        if self.kind.endswith("short"):
            self._say("S022", f"`{self.path}` is empty", "write at least one")
        else:
            limit = self.context["max_length"]
            message = f"`{self.path}`: {_shown(self.value)} is too long"
            self._say("S022", message, f"{limit} is the most")

    def _tell_limit(self) -> None:
        bound, hint = _LIMITS[self.kind]
        message = f"`{self.path}`: {_shown(self.value)} is out of bounds"
        self._say("S022", message, hint.format(f"{self.context[bound]:g}"))

    def _say(self, code: str, message: str, hint: str) -> None:
        self.report.error(code, message, self.line, hint)


def _shown(value: Value) -> str:
    """Return a value in short, as a message quotes it."""
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    text = " ".join((value or "").split())
    return '"' + (text if len(text) <= 40 else text[:39] + "…") + '"'


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the schema knows at a location."""
    for part in location:
        if isinstance(part, str) and part in model.model_fields:
            inner = next(_models(model.model_fields[part].annotation), None)
            model = inner or model
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the schemas inside an annotation such as `tuple[Hours, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
