"""Structure: what opens a handout, what stands under its headings, what a reader can do with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from handoutpress.checks.instructions import instructions
from handoutpress.checks.passages import Kind, Passage
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.sentences import SPACED, size, split_sentences, stretched, words_of
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import Checklist, Diary, Paragraph, Role, Slot, Steps, WriteIn
from handoutpress.diagnostics import Severity

_PURPOSE = re.compile(
    r"\bthis (?:leaflet|handout|guide|page|booklet|sheet|information|plan|fact ?sheet)\b"
    r"|\b(?:for|helps?|tells?|shows?|explains?|about) |\b(?:you|your|how to|what to|when to)\b"
    r"|\best[ea] (?:folleto|hoja|guía|página|información|plan)\b"
    r"|\b(?:para|ayuda|explica|dice|muestra|sobre|usted|su|sus|cómo|qué|cuándo)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:^|[.;] )(?:first|next|then|after that|finally|lastly"
    r"|primero|luego|después|a continuación|por último|finalmente),? ",
    re.IGNORECASE,
)
_MAIN_SENTENCES = 3
_LEAST_INSTRUCTIONS = 2
_SHORTEST_SUMMARY = 5
_BACK = re.compile(r"M54|M62\.830|XN|ME84|161891005|161894002|279039007|D017116|D001416")
"""Codes of back pain, in ICD-10-CM, ICD-11, SNOMED CT and MeSH."""
_TOPICS: Mapping[Role, str] = {
    Role.OVERVIEW: "what it is",
    Role.CAUSES: "what causes it",
    Role.DIAGNOSIS: "how it is found, and scans",
    Role.OUTLOOK: "what to expect, and work",
    Role.TREATMENT: "how it is treated",
    Role.SELF_CARE: "what to do at home",
    Role.PREVENTION: "how to prevent it",
    Role.QUESTIONS: "where to find support",
}
"""What people with back pain look for (Lim 2019)."""


def _size(passages: Iterable[Passage], subject: Subject) -> int:
    return size(" ".join(passage.text for passage in passages), subject.lang)


@rule("L201", "the summary does not say what the handout is for", "PE1", langs=("en", "es"))
def purpose(subject: Subject) -> Found:
    """The pattern is: `This leaflet is for adults with ... It tells you ...`."""
    summary = subject.handout.front.summary
    if len(words_of(summary)) < _SHORTEST_SUMMARY or not _PURPOSE.search(summary):
        line = subject.handout.front_lines.get("summary", 1)
        hint = "say whom it is for, and what it tells them: `This leaflet is for adults with ...`"
        yield at(line, f"the summary does not say what it is for: “{shown(summary)}”", hint)


@rule("L202", "a long handout has no summary of its points", "PE2")
def no_glance(subject: Subject) -> Found:
    """What is more than a page needs its points at a glance."""
    words = _size(subject.said(), subject)
    if (
        words > stretched(subject.limits.page_words, subject.lang)
        and len(subject.handout.front.glance) < 2
    ):
        line = subject.handout.front_lines.get("title", 1)
        message = f"{words} words, and no points at a glance"
        yield at(
            line, message, "add `glance` to the front matter: three or four points to take home"
        )


@rule("L203", "a point of the summary is long", "CC1", langs=SPACED)
def long_glance(subject: Subject) -> Found:
    """A point that is taken home is short."""
    most = stretched(subject.limits.glance_words, subject.lang)
    for passage in subject.said(Kind.GLANCE):
        if (count := len(words_of(passage.text))) > most:
            message = f"a point of {count} words, where {most} is the most"
            yield at(passage.line, message, "say the one thing that a reader must take home")


@rule("L204", "no main message opens the handout", "CC1")
def no_main_message(subject: Subject) -> Found:
    """One to three sentences at the start; points at a glance are one too."""
    handout = subject.handout
    if handout.front.glance or not handout.sections:
        return
    first = handout.sections[0]
    opening = first.blocks[0] if first.blocks else None
    text = next((p.text for p in subject.said(Kind.PARAGRAPH) if p.section is first), "")
    count = sum(1 for _ in split_sentences(text, handout.lang))
    if not isinstance(opening, Paragraph) or count > _MAIN_SENTENCES:
        hint = "open the first section with its point in one to three sentences, or add `glance`"
        yield at(first.line, "the first section does not open with one main message", hint)


@rule("L205", "the reader is given nothing to do", "PE4, CC1")
def no_action(subject: Subject) -> Found:
    """At least one action: numbered steps, a list to tick, or sentences that tell what to do."""
    has_list = any(isinstance(block, (Steps, Checklist)) for block in subject.blocks)
    if not has_list and len(instructions(subject)) < _LEAST_INSTRUCTIONS:
        line = subject.handout.front_lines.get("title", 1)
        hint = "write what to do as numbered steps (`1. `), or as a `::: checklist`"
        yield at(line, "no steps and nothing to tick: a reader is given nothing to do", hint)


@rule("L206", "nothing to write on, tick or plan with", "PE6", Severity.INFO)
def no_tool(subject: Subject) -> Found:
    """A checklist, a diary, a plan: people do what they have a tool for."""
    if not any(isinstance(b, (Checklist, Diary, WriteIn, Slot)) for b in subject.blocks):
        line = subject.handout.front_lines.get("title", 1)
        hint = "add a `::: checklist`, a `::: diary`, a `::: write-in` or a `::: slot`"
        yield at(line, "a reader has nothing to tick, plan or write on", hint)


@rule("L207", "much text without a heading", "PE7, house")
def long_section(subject: Subject) -> Found:
    """A reader who looks for something goes by the headings; boxes have titles of their own."""
    most = stretched(subject.limits.section_words, subject.lang)
    running = (Kind.PARAGRAPH, Kind.ITEM, Kind.STEP)
    for section in subject.handout.all_sections():
        said = [p for p in subject.said(*running) if p.section is section and p.callout is None]
        if (count := _size(said, subject)) > most:
            message = f"{count} words under one heading, where {most} is the most"
            hint = "part it by `###` headings: the questions that a reader would ask"
            yield at(section.line, message, hint)


@rule("L208", "a heading is long", "PE7, house", langs=SPACED)
def long_heading(subject: Subject) -> Found:
    """A heading is read at a glance, and stands in the contents list."""
    most = stretched(subject.limits.heading_words, subject.lang)
    for passage in subject.said(Kind.HEADING):
        if (count := len(words_of(passage.text))) > most:
            message = f"a heading of {count} words, where {most} is the most"
            yield at(passage.line, message, "ask the question in fewer words")


@rule("L209", "two headings say the same", "PE7")
def same_heading(subject: Subject) -> Found:
    """In a contents list nobody could tell them apart."""
    headings = list(subject.said(Kind.HEADING))
    counts = Counter(passage.text.casefold() for passage in headings)
    seen: set[str] = set()
    for passage in headings:
        key = passage.text.casefold()
        if key in seen:
            message = f"another heading says “{shown(passage.text)}” too"
            yield at(passage.line, message, "say in each what only it is about")
        if counts[key] > 1:
            seen.add(key)


@rule("L210", "steps are hidden in a paragraph", "PE5", langs=("en", "es"))
def hidden_steps(subject: Subject) -> Found:
    """`First, ... Then, ... Finally, ...` is a list of steps."""
    for passage in subject.said(Kind.PARAGRAPH):
        if len(_ORDER.findall(passage.text)) > 2:
            hint = "write them as numbered steps: `1. `, `2. `, `3. `"
            yield at(passage.line, "a paragraph tells steps one after the other", hint)


@rule("L211", "what people look for is not all there", "Lim 2019", Severity.INFO)
def lacks_topics(subject: Subject) -> Found:
    """Eight topics, by a review of 41 studies of people with back pain."""
    record = subject.handout.record
    if not any(_BACK.match(code.code) for code in record.codes):
        return
    there = {section.role for section in subject.handout.sections}
    if len(there & {Role.OVERVIEW, Role.CAUSES}) < 2:
        return  # about one side of it only, such as its medicines
    lacking = [topic for role, topic in _TOPICS.items() if role not in there]
    if lacking:
        message = f"people with back pain look for this too: {'; '.join(lacking)}"
        line = subject.handout.front_lines.get("title", 1)
        yield at(line, message, "add a section with that role, if it belongs here")
