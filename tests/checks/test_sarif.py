"""The SARIF log is what its schema (OASIS, 2.1.0) asks for, as far as we use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from handoutpress.checks.linter import Silenced
from handoutpress.checks.registry import all_rules
from handoutpress.checks.sarif import sarif
from handoutpress.diagnostics import Diagnostic, Location, Severity, error, warning

LEVELS = {"none", "note", "warning", "error"}
TEXT, NUMBER = "text", "number"
Shape = Mapping[str, object]
"""By property: a kind of value, a shape, a list of one shape, or a set of the values there are."""
MESSAGE = {"text!": TEXT}
RULE = {
    "id!": TEXT,
    "shortDescription": {"text!": TEXT},
    "defaultConfiguration": {"level": LEVELS},
    "properties": {"tags": [TEXT], "source": TEXT},
}
LOCATION = {
    "physicalLocation": {
        "artifactLocation": {"uri": TEXT, "uriBaseId": TEXT},
        "region": {"startLine": NUMBER, "startColumn": NUMBER},
    }
}
RESULT = {
    "ruleId": TEXT,
    "ruleIndex": NUMBER,
    "level": LEVELS,
    "message!": MESSAGE,
    "locations": [LOCATION],
    "suppressions": [{"kind!": {"inSource", "external"}, "justification": TEXT}],
}
LOG = {
    "$schema": TEXT,
    "version!": {"2.1.0"},
    "runs!": [
        {
            "tool!": {"driver!": {"name!": TEXT, "version": TEXT, "rules": [RULE]}},
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
            "results": [RESULT],
        }
    ],
}
"""What the schema says of the properties that we write; those with a `!` must be there."""


def fits(value: Any, shape: Any) -> bool:
    """Say whether a value has a shape, and nothing that is not in it."""
    if shape == TEXT:
        return isinstance(value, str)
    if shape == NUMBER:
        return type(value) is int and value >= 0
    if isinstance(shape, set):
        return value in shape
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    needed = {key[:-1] for key in shape if key.endswith("!")}
    inner = {key.rstrip("!"): each for key, each in shape.items()}
    return (
        isinstance(value, dict)
        and needed <= value.keys() <= inner.keys()
        and all(fits(each, inner[key]) for key, each in value.items())
    )


FOUND = (
    warning("L108", "a sentence of 30 words", Location("handouts/a b/en.md", 3), "make two"),
    error("S001", "byte 3 is not UTF-8", Location("handouts/é/en.md", 1, 4)),
    Diagnostic("L107", Severity.INFO, "no formula", Location("handouts/a/vi.md")),
    error("B004", "there is nothing to make"),
)


@pytest.mark.parametrize("found", [(), FOUND])
def test_the_log_has_the_shape_of_the_schema(found: tuple[Diagnostic, ...]) -> None:
    log = sarif(found, [Silenced(FOUND[0], "it is a \x1b list")])
    assert fits(log, LOG)
    assert not fits({**log, "more": 1}, LOG)


def test_each_result_has_its_rule_level_and_place() -> None:
    (run,) = sarif(FOUND)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["B004", "L107", "L108", "S001"]
    assert rules[2]["shortDescription"]["text"] == all_rules()["L108"].title
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["warning", "error", "note", "error"]
    first, second, third, last = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "handouts/a%20b/en.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3}
    assert first["message"]["text"] == "a sentence of 30 words\nmake two"
    assert second["locations"][0]["physicalLocation"]["region"]["startColumn"] == 4
    assert "region" not in third["locations"][0]["physicalLocation"]
    assert "locations" not in last


def test_what_is_silenced_is_there_with_its_reason() -> None:
    (result,) = sarif([], [Silenced(FOUND[0], "it is a list")])["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "it is a list"}]


def test_every_rule_can_be_written() -> None:
    every = [warning(code, rule.title) for code, rule in all_rules().items()]
    log = sarif(every)
    assert fits(log, LOG)
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(all_rules())
    tags = {
        tag
        for rule in log["runs"][0]["tool"]["driver"]["rules"]
        for tag in rule["properties"]["tags"]
    }
    assert all(re.fullmatch("[a-z ]+", tag) for tag in tags)
