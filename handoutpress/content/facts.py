"""handout.yaml's facts, with the rules that no schema says: dates that fit, ids that are one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from handoutpress.content.record import HandoutRecord, read_day
from handoutpress.content.report import Report
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import Value, YamlSource, read_yaml

REVIEW_YEARS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """handout.yaml as read: its record when it is right, and what the words may refer to."""

    record: HandoutRecord | None
    source: YamlSource
    citations: tuple[str, ...] | None
    """The ids of `sources`, known even when another value is wrong; None when it is not YAML."""
    header: str | None
    """The header picture's file."""


def read_facts(text: str, report: Report) -> Facts:
    """Read handout.yaml's text; every problem is in the report.

    S024 version without quotes, S025 signed without who and when, S026 review date,
    S027 one thing listed twice, S100 signed long before.
    """
    source = read_yaml(text, report)
    record = validate(HandoutRecord, source, report) if source.is_whole else None
    _check_version(source, report)
    check_signature(source, report)
    _check_due(source, report)
    _check_signing_day(source, report)
    _check_listed_once(source, report)
    header = _group(source.data.get("header")).get("file")
    found = tuple(name for name, _ in _ids(source)) if source.is_whole else None
    return Facts(record, source, found, header if isinstance(header, str) else None)


def _group(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _check_version(source: YamlSource, report: Report) -> None:
    if "version" in source.numbers:
        written = source.data.get("version")
        message = f"`version` is the number {written}, where 1.10 and 1.1 are one"
        report.error("S024", message, source.line("version"), f'write version: "{written}"')


def check_signature(source: YamlSource, report: Report) -> None:
    """S025 for a `review`, of a handout or of a translation, that is signed by nobody or no day."""
    review = _group(source.data.get("review"))
    if review.get("state") != "signed":
        return
    for key, what in (("by", "who signed"), ("on", "the day of signing")):
        if review.get(key) is None:
            hint = f"add `{key}`: {what}; or write state: draft"
            line = source.line("review.state")
            report.error("S025", f"a signed review without `{key}`", line, hint)


def _check_due(source: YamlSource, report: Report) -> None:
    published = _day(source.data.get("published"))
    due = _day(_group(source.data.get("review")).get("due"))
    if published is None or due is None:
        return
    line = source.line("review.due")
    if due <= published:
        hint = "the next review comes after the day of this version"
        report.error("S026", f"`due` {due} is not after `published` {published}", line, hint)
    elif due > _years_later(published, REVIEW_YEARS):
        hint = f"at the latest {_years_later(published, REVIEW_YEARS)}; guidance ages"
        message = f"`due` {due} is more than {REVIEW_YEARS} years after `published` {published}"
        report.error("S026", message, line, hint)


def _check_signing_day(source: YamlSource, report: Report) -> None:
    """Report a review signed after the next one is due, or long before what it signs."""
    review = _group(source.data.get("review"))
    published, signed, due = (
        _day(value) for value in (source.data.get("published"), review.get("on"), review.get("due"))
    )
    if signed is None:
        return
    line = source.line("review.on")
    if due and signed > due:
        hint = "the next review comes after the day of signing"
        report.error("S026", f"`on` {signed} is after `due` {due}", line, hint)
    if published and published > _years_later(signed, 1):
        hint = "let these words be signed anew, or mend the day"
        message = f"signed on {signed}, more than a year before `published` {published}"
        report.warning("S100", message, line, hint)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    year = min(day.year + years, datetime.MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, month=3, day=1)


def _day(value: Value) -> datetime.date | None:
    try:
        day = read_day(value)
    except ValueError:
        return None
    return day if isinstance(day, datetime.date) else None


def _ids(source: YamlSource) -> Iterator[tuple[str, str]]:
    """Yield each source's id and its key path."""
    listed = source.data.get("sources")
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        name = _group(entry).get("id")
        if isinstance(name, str):
            yield name, f"sources[{index}].id"


def _check_listed_once(source: YamlSource, report: Report) -> None:
    related = source.data.get("related")
    slugs = related if isinstance(related, list) else []
    named = [*_ids(source), *((str(s), f"related[{i}]") for i, s in enumerate(slugs))]
    first: dict[tuple[str, str], int] = {}
    for name, path in named:
        key = path[:7], name  # `sources` or `related`
        line = source.line(path)
        if key in first:
            hint = f"line {first[key]} has it already"
            report.error("S027", f"`{name}` is listed twice", line, hint)
        first.setdefault(key, line)
