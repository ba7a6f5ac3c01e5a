"""Diagnostics as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from handoutpress import __version__
from handoutpress.checks.linter import Silenced
from handoutpress.checks.registry import Rule, all_rules
from handoutpress.diagnostics import Diagnostic, Severity, one_line

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def sarif(found: Iterable[Diagnostic], silenced: Iterable[Silenced] = ()) -> dict[str, Any]:
    """Return a SARIF log of diagnostics; a silenced one is there with its reason.

    Files are named from the workspace's folder, as `%SRCROOT%`.
    """
    said = [(each, "") for each in found] + [(s.diagnostic, s.reason) for s in silenced]
    codes = sorted({each.code for each, _ in said})
    index = {code: number for number, code in enumerate(codes)}
    driver = {
        "name": "Handout Press",
        "version": __version__,
        "rules": [_rule(code, all_rules().get(code)) for code in codes],
    }
    results = [_result(each, index[each.code], reason) for each, reason in said]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    """Return what is known of a rule; a code of the readers or engines is no rule of ours."""
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family], "source": rule.source},
    }


def _result(found: Diagnostic, index: int, reason: str) -> dict[str, Any]:
    hints = "".join(f"\n{hint}" for hint in found.hints)
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": "\n".join(map(one_line, f"{found.message}{hints}".split("\n")))},
    }
    if place := found.location:
        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(place.file), "uriBaseId": "%SRCROOT%"}
        }
        if place.line:
            column = {"startColumn": place.column} if place.column else {}
            physical["region"] = {"startLine": place.line, **column}
        result["locations"] = [{"physicalLocation": physical}]
    if reason:
        result["suppressions"] = [{"kind": "inSource", "justification": one_line(reason)}]
    return result
