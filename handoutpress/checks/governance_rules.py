"""Governance: who answers for the words, what they rest on, and when they are looked at again."""

from __future__ import annotations

import datetime
import re

from handoutpress.checks.passages import passages
from handoutpress.checks.registry import Finding, Found, at, rule, shelf_rule
from handoutpress.checks.subject import Shelf, Subject
from handoutpress.content.handout import Citation, Handout
from handoutpress.content.record import Source
from handoutpress.diagnostics import Severity

_MOST_LISTED = 3
_DAYS = 365.25
_QUALIFIED = re.compile(
    r",|\(|\b(?:Dr|Dra|MD|DO|RN|NP|PA|PT|PhD|GP|MBBS|MBChB|BSc|MSc|FRCP|PharmD|RPh|Prof|nurse|doctor|physician"
    r"|pharmacist|therapist|midwife|dietitian|surgeon|médic[oa]|enfermer[oa]|farmacéutic[oa])\b"
)
_FORMATS = re.compile(
    r"\blarge print\b|\beasy[- ]read\b|\bbraille\b|\bother formats?\b|\baudio\b"
    r"|\bletra grande\b|\blectura fácil\b|\botros formatos\b",
    re.IGNORECASE,
)


def _record(subject: Subject, key: str, message: str, *hints: str) -> Finding:
    """Return a finding at a key of handout.yaml."""
    return at(subject.record_line(key), message, *hints, file=subject.record_file)


@rule("L601", "the review is overdue", "GV1")
def overdue(subject: Subject) -> Found:
    """Guidance has moved on, and nobody has looked whether the words still hold."""
    due = subject.handout.record.review.due
    if due < subject.today:
        days = (subject.today - due).days
        message = f"the review was due on {due}, {days} days ago"
        hint = "review it and publish a new version, or withdraw it"
        yield _record(subject, "review.due", message, hint)


@rule("L602", "doses, and a review that is far off", "GV1")
def late_review(subject: Subject) -> Found:
    """What gives doses, or tells how to do something to the body, is looked at every two years."""
    record, most = subject.handout.record, subject.limits.dose_review_years
    years = (record.review.due - record.published).days / _DAYS
    if subject.dosed and years > most + 0.01:
        message = f"it gives doses, and is reviewed only after {years:.1f} years"
        yield _record(subject, "review.due", message, f"review it within {most:g} years")


@rule("L603", "nobody to write to", "GV1, GV2")
def no_contact(subject: Subject) -> Found:
    """The way back for readers who found a mistake, or did not understand."""
    if not subject.handout.record.contact:
        hint = "add `contact`: an e-mail address, or where to send questions"
        yield _record(
            subject, "owner", "`contact` is missing: readers cannot say what they think", hint
        )


@rule("L604", "sources are old", "GV2", Severity.INFO)
def old_sources(subject: Subject) -> Found:
    """Old need not be wrong; but there may be newer guidance."""
    most, record = subject.limits.source_years, subject.handout.record
    old = [(i, s) for i, s in enumerate(record.sources) if record.published.year - _year(s) > most]
    if old:
        names = ", ".join(f"{source.id} ({_year(source)})" for _, source in old[:_MOST_LISTED])
        more = f" and {len(old) - _MOST_LISTED} more" if len(old) > _MOST_LISTED else ""
        message = f"sources of more than {most} years before publication: {names}{more}"
        yield _record(
            subject, f"sources[{old[0][0]}]", message, "look whether there is newer guidance"
        )


def _year(source: Source) -> int:
    return source.date if isinstance(source.date, int) else source.date.year


@rule("L605", "a source is nowhere cited", "GV2")
def uncited(subject: Subject) -> Found:
    """Readers cannot tell what rests on it; a translation is held to the same sources."""
    cited = {node.source for node in subject.blocks if isinstance(node, Citation)}
    for index, source in enumerate(subject.handout.record.sources if cited else ()):
        if source.id not in cited:
            hint = f"cite it where its facts stand: [@{source.id}]; or delete it"
            message = f"{subject.handout.lang}.md cites `{source.id}` nowhere"
            yield _record(subject, f"sources[{index}]", message, hint)


@rule("L606", "nothing is cited", "GV2")
def nothing_cited(subject: Subject) -> Found:
    """Facts come from a source, and say which."""
    if not any(isinstance(node, Citation) for node in subject.blocks):
        first = subject.handout.record.sources[0].id
        line = subject.handout.front_lines.get("title", 1)
        hint = f"write [@{first}] behind what rests on that source"
        yield at(line, "no fact says which source it rests on", hint)


@rule("L607", "a source was read long before publication", "GV2")
def stale_reading(subject: Subject) -> Found:
    """What was read years ago may say something else by now."""
    record = subject.handout.record
    for index, source in enumerate(record.sources):
        days = (record.published - source.accessed).days
        if days > 2 * _DAYS:
            message = (
                f"`{source.id}` was read on {source.accessed}, {days / _DAYS:.0f} years before"
            )
            hint = "read it again, and write the day as `accessed`"
            yield _record(subject, f"sources[{index}].accessed", message, hint)


@rule("L608", "dates that are still to come", "GV1")
def future(subject: Subject) -> Found:
    """Nobody signs or reads a source tomorrow."""
    record, today = subject.handout.record, subject.today
    days: list[tuple[str, datetime.date | None]] = [("review.on", record.review.on)]
    days += [(f"sources[{i}].accessed", s.accessed) for i, s in enumerate(record.sources)]
    for key, day in days:
        if day and day > today + datetime.timedelta(days=1):
            yield _record(
                subject, key, f"`{key}` {day} is still to come", "write the day it was done"
            )


@rule("L609", "who signed does not say the qualification", "GV1, GV2")
def unqualified(subject: Subject) -> Found:
    """`Dr Ada Lovelace, general practitioner`; a name alone tells a reader nothing."""
    record, front, handout = subject.handout.record, subject.handout.front, subject.handout
    hint = "add it: `by: Dr Ada Lovelace, general practitioner`"
    if record.review.state == "signed" and record.review.by and not _says(record.review.by):
        yield _record(subject, "review.by", f"“{record.review.by}” is a name alone", hint)
    review = front.review
    if review and review.state == "signed" and review.by and not _says(review.by):
        line = handout.front_lines.get("review.by", handout.front_lines.get("review", 1))
        yield at(line, f"“{review.by}” is a name alone", hint)


def _says(name: str) -> bool:
    return _QUALIFIED.search(name) is not None


@rule("L610", "no code of the condition", "GV6", Severity.INFO)
def no_code(subject: Subject) -> Found:
    """Libraries and search engines find a handout by its code."""
    if not subject.handout.record.codes:
        hint = "add `codes`: `{system: ICD-10-CM, code: ..., display: ...}`, if it is about one"
        yield _record(subject, "id", "no code says what it is about", hint)


@rule("L611", "no words to search for", "GV6", Severity.INFO)
def no_keywords(subject: Subject) -> Found:
    """The words that a reader would type, in the reader's language."""
    if not subject.handout.front.keywords:
        line = subject.handout.front_lines.get("title", 1)
        yield at(line, "no keywords", "add `keywords: [...]` to the front matter")


@rule("L612", "readers have not tried it", "GV2", Severity.INFO)
def untested(subject: Subject) -> Found:
    """Whether people understand it is found out by asking some."""
    if not subject.handout.record.tested and subject.handout.record.review.state == "signed":
        hint = "let readers try it, and write `tested: {on: ..., readers: 8 adults with back pain}`"
        yield _record(subject, "review.state", "it is signed, and no readers have tried it", hint)


@shelf_rule("L613", "other formats are offered nowhere", "GV3", Severity.INFO)
def no_formats(shelf: Shelf) -> Found:
    """Who cannot read this one must find out that there are others. Said once for a workspace."""
    handouts: list[Handout] = []
    for subject in shelf.subjects:
        if subject.lang not in ("en", "es"):
            continue
        brands = " ".join(str(b.facts.disclaimer) for b in subject.brands if b.facts)
        said = (passage.text for passage in passages(subject.handout))
        if _FORMATS.search(brands) or any(map(_FORMATS.search, said)):
            return
        handouts.append(subject.handout)
    if handouts:
        hint = "say it in the handouts, or in each brand's `disclaimer`: ask us for large print"
        message = "no handout and no clinic says that there are other formats, such as large print"
        yield at(None, message, hint, file=handouts[0].file)
