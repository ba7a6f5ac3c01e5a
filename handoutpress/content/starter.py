"""What `new` starts from, and which of its made-up values a brand still has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from handoutpress.content.report import Report
from handoutpress.content.yaml_source import Value, YamlSource, read_yaml

STARTER = Path(__file__).parents[1] / "starter"
"""The folder of starter files."""
OWNER = "Who answers for these words"
"""The owner of a starter handout, which is nobody."""
_BRAND = STARTER / "brand" / "brand.yaml"
_REACHED_BY = ("contacts", "sites", "qr")
_NEEDED = "contacts.phone"
_REAL = "contacts.emergency"
"""Not made up: 911 is the number of a whole country."""


def tell_starter_values(source: YamlSource, report: Report) -> None:
    """Add an S101 warning for each contact of a brand.yaml that is still the starter's."""
    for path, text in _contacts(source.data):
        if text in _made_up():
            more = "" if path == _NEEDED else ", or take the line out"
            hint = f"write your clinic's own{more}"
            message = f"`{path}` is still the starter's: {text}"
            report.warning("S101", message, source.line(path), hint)


@cache
def _made_up() -> frozenset[str]:
    source = read_yaml(_BRAND.read_text("utf-8"), Report(_BRAND.name))
    return frozenset(t for path, t in _contacts(source.data) if path != _REAL)


def _contacts(data: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Yield the key path and the text of all that says where a clinic is reached."""
    for key in _REACHED_BY:
        yield from _texts(data.get(key), key)


def _texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value.strip().rstrip("/")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{path}[{index}]")
