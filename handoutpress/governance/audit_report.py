"""An audit as lines for a person, as plain data, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from handoutpress.governance.audit_items import Audit, Item, Kind

COLUMNS = (
    "kind",
    "severity",
    "handout",
    "language",
    "brand",
    "due",
    "days",
    "file",
    "line",
    "message",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def audit_lines(found: Audit) -> Iterator[str]:
    """Yield an audit by kind, the most urgent first, and a line that counts."""
    for kind in Kind:
        items = [item for item in found.items if item.kind is kind]
        if items:
            yield f"{kind} ({len(items)})"
            yield from (f"  {item.location}: {_named(item)}{item.message}" for item in items)
    yield audit_summary(found)


def _named(item: Item) -> str:
    return f"{item.language}: " if item.language and not _says(item) else ""


def _says(item: Item) -> bool:
    return item.location.file.endswith(f"/{item.language}.md")


def audit_summary(found: Audit) -> str:
    """Return the line that an audit ends with."""
    counts = Counter(item.kind for item in found.items)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
    looked = f"{found.handouts} handouts, {found.translations} translations, {found.brands} brands"
    return f"{found.day}: {looked}: {told or 'nothing to see to'}"


def audit_data(found: Audit) -> dict[str, Any]:
    """Return an audit as plain data."""
    return {
        "day": found.day.isoformat(),
        "handouts": found.handouts,
        "translations": found.translations,
        "brands": found.brands,
        "items": [_row(item) for item in found.items],
    }


def _row(item: Item) -> dict[str, Any]:
    return {
        "kind": str(item.kind),
        "severity": str(item.severity),
        "handout": item.handout or None,
        "language": item.language or None,
        "brand": item.brand or None,
        "due": item.due.isoformat() if item.due else None,
        "days": item.days,
        "file": item.location.file,
        "line": item.location.line,
        "message": item.message,
    }


def audit_csv(found: Audit) -> str:
    """Return an audit as CSV (RFC 4180) with a row of names; no cell can be taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for item in found.items:
        row = _row(item)
        table.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
