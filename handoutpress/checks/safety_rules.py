"""Safety: that a reader in danger finds out, in every edition, and knows whom to call."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from handoutpress.checks.passages import FACT, Kind
from handoutpress.checks.registry import Finding, Found, at, rule
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import (
    Callout,
    CalloutKind,
    ClinicField,
    EasyLine,
    ListItem,
    Role,
    Section,
)
from handoutpress.content.walk import nodes, plain_text
from handoutpress.diagnostics import Severity

_NUMBERS = ("phone", "out_of_hours", "emergency")
_EMERGENCY = re.compile(
    r"\bemergency (?:department|room|unit|services)\b|\bA&E\b|\bambulance\b"
    r"|\burgencias\b|\bemergencias\b|\bambulancia\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:call|dial|phone|ring|text|llame|llamar|marque|teléfono)\b[^.\d]{0,20}"
    r"(?<![\d.,/-])(911|999|112|000)(?![\d/-]|[.,]\d)",
    re.IGNORECASE,
)
_KNOWS_DANGER = ("en", "es")
_DANGER = re.compile(
    r"\bbreath|chest pain|\bfaint|pass(?:es)? out|unconscious|wake|seizure|\bfits?\b|stroke|droop"
    r"|swell|suicid|\bkill|your life|(?:not|n['’]t) stop|overdose|too much|poison|collapse|\bblue\b"
    r"|respir|pecho|desmay|inconsciente|despiert|convuls|derrame|hincha|matar|quitarse|no para"
    r"|sobredosis|veneno|morad|azul",
    re.IGNORECASE,
)
"""Signs of danger to life: for them a clinic's own number is not enough."""
_PHONE = re.compile(r"\d{3}[ \u00a0-]\d{3}")
_LOW_PRIORITY = 4
_COMMON = (
    "have your with that this from about they them their were when will been more most than then "
    "some other feel very just take what which does para como esta este tiene está usted unas unos "
    "más otra otro algo toma cuando desde hasta sobre"
)
_STOP_WORDS = frozenset(_COMMON.split())
_CONTENT_LETTERS = 4
_STEM = 5


def _urgent(subject: Subject) -> tuple[Callout, ...]:
    return tuple(c for c in subject.handout.callouts if c.callout is CalloutKind.URGENT)


@rule("L401", "a handout about a condition has no urgent box on page 1", "SF1", Severity.ERROR)
def no_red_flags(subject: Subject) -> Found:
    """What has a diagnosis has danger signs; they stand before the first section."""
    if _has_condition(subject) and not _urgent(subject):
        yield _without_box(subject, "its danger signs are nowhere on page 1")


@rule("L402", "there is no urgent box on page 1", "SF1")
def no_urgent_box(subject: Subject) -> Found:
    """A handout that names no condition may have none, and then says so with a silence."""
    if not _has_condition(subject) and not _urgent(subject):
        yield _without_box(subject, "no urgent box stands on page 1")


def _has_condition(subject: Subject) -> bool:
    """Say whether a code names an illness; those of ICD-10-CM that begin with Z name none."""
    codes = subject.handout.record.codes
    return any(not (c.system == "ICD-10-CM" and c.code.startswith("Z")) for c in codes)


def _without_box(subject: Subject, message: str) -> Finding:
    line = subject.handout.front_lines.get("title", 1)
    hint = "write `::: urgent Get help right away` before the first heading, with the danger signs"
    return at(line, message, hint)


@rule("L403", "the urgent box does not say whom to call", "SF1")
def no_emergency_number(subject: Subject) -> Found:
    """The number is the clinic's country's, so the words name it as `{clinic.emergency}`.

    What threatens no life may be for the clinic: a mole that changes, a pacemaker before a scan.
    """
    boxes = _urgent(subject)
    fields = {n.name for n in nodes(boxes) if isinstance(n, ClinicField)}
    text = " ".join(p.text for p in subject.said() if p.callout in boxes)
    is_written_out = _CALL.search(text) is not None  # L404 says what is wrong with that
    is_said = "emergency" in fields or _EMERGENCY.search(text) or is_written_out
    is_for_clinic = (
        bool(fields & {"phone", "out_of_hours"})
        and subject.lang in _KNOWS_DANGER
        and not _DANGER.search(text)
    )
    if boxes and not is_said and not is_for_clinic:
        hint = "say: Call **{clinic.emergency}**"
        yield at(boxes[0].line, "the urgent box does not give the emergency number", hint)


@rule("L404", "an emergency number is written out", "SF1", langs=("en", "es"))
def literal_number(subject: Subject) -> Found:
    """911 is of no use in a leaflet of a clinic whose country has 999."""
    for passage, match in subject.scan(_CALL, "911", "999", "112", "000"):
        message = f"{match[1]} is not every clinic's emergency number"
        hint = "write {clinic.emergency}: each clinic's leaflets give the number of its country"
        yield at(passage.line_at(match.start(1)), message, hint)


@rule("L405", "the urgent box is not the first one", "SF1")
def urgent_not_first(subject: Subject) -> Found:
    """Whoever reads one box only reads the first."""
    callouts = subject.handout.callouts
    for before, callout in itertools.pairwise(callouts):
        if callout.callout is CalloutKind.URGENT and before.callout is not CalloutKind.URGENT:
            yield at(
                callout.line, "another box stands before the urgent one", "move it to the front"
            )


@rule("L406", "it does not say when to get help", "SF1, CC1")
def no_get_help(subject: Subject) -> Found:
    """A section with the role get-help, or the clinic's number somewhere."""
    roles = {section.role for section in subject.handout.sections}
    fields = {n.name for n in subject.blocks if isinstance(n, ClinicField)}
    if Role.GET_HELP not in roles and not fields & {"phone", "out_of_hours"}:
        line = subject.handout.front_lines.get("title", 1)
        hint = "add `## When should I get help? {#get-help role=get-help}`, with {clinic.phone}"
        yield at(line, "it says neither when to get help nor how to reach the clinic", hint)


@rule("L407", "a section on getting help does not say how", "SF1")
def help_without_number(subject: Subject) -> Found:
    """The clinic's number stands where the reader is told to call."""
    for section in subject.handout.sections:
        if section.role is Role.GET_HELP:
            parts = (section.blocks, tuple(part.blocks for part in section.subsections))
            has_field = any(isinstance(n, ClinicField) and n.name in _NUMBERS for n in nodes(parts))
            if not has_field and not _PHONE.search(plain_text(parts)):
                hint = "say: Call {clinic.phone}"
                yield at(section.line, "it says to get help, but gives no number", hint)


@rule("L408", "a warning could be left out where there is little room", "SF1")
def dropped_for_room(subject: Subject) -> Found:
    """A trifold leaves out what has a low priority: a warning is never such a thing."""
    for section in subject.handout.sections:
        warns = any(
            isinstance(n, Callout) and n.callout in (CalloutKind.URGENT, CalloutKind.CAUTION)
            for n in nodes((section.blocks, section.subsections))
        )
        if section.priority >= _LOW_PRIORITY and (warns or section.role is Role.GET_HELP):
            what = "warnings" if warns else "when to get help"
            message = f"priority {section.priority} on a section with {what}"
            yield at(section.line, message, "give it priority 1 or 2: those stay in every edition")


@rule("L409", "an edition drops a warning", "SF1", langs=("en", "es"))
def dropped_by_wording(subject: Subject) -> Found:
    """Each point of a caution box has a word, at least, in the section's short and easy words.

    Urgent boxes are printed in every edition, word for word.
    """
    for section in subject.handout.sections:
        for name, words in (("short", section.short), ("easy", section.easy)):
            there = _stems(_all_words(words)) if words else frozenset()
            for point, line in _warnings(section) if words else ():
                stems = _stems(point)
                if stems and not stems & there:
                    message = f"`::: {name}` of this section leaves out a warning: {shown(point)}"
                    yield at(line, message, f"say it in `::: {name}` too")


def _warnings(section: Section) -> Iterator[tuple[str, int]]:
    """Yield the points of a section's caution boxes, with their lines."""
    for box in nodes((section.blocks, section.subsections)):
        if isinstance(box, Callout) and box.callout is CalloutKind.CAUTION:
            for item in nodes(box.blocks):
                if isinstance(item, ListItem):
                    yield plain_text(item.content), item.line


def _all_words(words: Iterable[object]) -> str:
    texts = (plain_text(n.content) if isinstance(n, EasyLine) else plain_text(n) for n in words)
    return " ".join(texts)


def _stems(text: str) -> frozenset[str]:
    """Return the starts of the words of a text that mean something, and its numbers."""
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    kept = (
        w for w in words if w.isdigit() or (len(w) >= _CONTENT_LETTERS and w not in _STOP_WORDS)
    )
    return frozenset(word[:_STEM] for word in kept)


@rule("L410", "an urgent box says nothing to do", "SF1", langs=("en", "es"))
def urgent_without_action(subject: Subject) -> Found:
    """Danger signs without a word of what to do leave the reader alone."""
    act = re.compile(
        r"\b(?:call|go|get|dial|phone|stop|see|ask|tell|take|come|ring|seek|do not"
        r"|llame|vaya|busque|marque|acuda|deje|pida|no )\b",
        re.IGNORECASE,
    )
    for box in _urgent(subject):
        text = " ".join(p.text for p in subject.said() if p.callout is box)
        has_number = FACT in text
        title = next((p for p in subject.said(Kind.BOX_TITLE) if p.callout is box), None)
        if not act.search(text) and not has_number:
            line = title.line if title else box.line
            yield at(line, "the urgent box does not say what to do", "say: call, go, stop")
