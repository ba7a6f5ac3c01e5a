"""The tables of a page of checks: the pre-check, the grades, the trend, the findings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

from lxml import etree
from lxml.html import builder

from handoutpress.checks.grade_rules import goals
from handoutpress.checks.grades import FORMULAS, Counts, Grade
from handoutpress.checks.precheck import Answer, Answered, Table
from handoutpress.checks.trend import lines_of
from handoutpress.diagnostics import Diagnostic, one_line
from handoutpress.press.check_sheet import Sheet
from handoutpress.press.check_source import line_id, severity
from handoutpress.press.html_page import heading, hints_of, number, row_head, table

_SIGNS = {
    Answer.AGREE: ("✓ ", "agree"),
    Answer.DISAGREE: ("✗ ", "disagree"),
    Answer.NOT_APPLICABLE: ("– ", ""),
    Answer.PERSON: ("? ", "person"),
}
PRECHECK = (
    "This is a pre-check by a program. It is no PEMAT score and no CDC Clear Communication Index "
    "score: people give those, when they have read the handout. The items are modelled on theirs, "
    "in other words. A share is agrees / (agrees + disagrees) × 100 of the items that apply and "
    "that a program can decide; what needs a person is in no share."
)
_MOST_LINES = 6


def share_of(asked: Table) -> str:
    share = "undecided" if asked.share is None else f"{asked.share:.0f}"
    return f"{share} ({asked.count(Answer.AGREE)} of {asked.decided})"


def precheck_part(sheet: Sheet, level: int) -> Iterator[etree._Element]:
    yield builder.P(PRECHECK, builder.CLASS("note"))
    rows = (
        (
            row_head(asked.name),
            *(asked.count(answer) for answer in Answer),
            number("undecided" if asked.share is None else f"{asked.share:.0f}"),
        )
        for asked in sheet.tables
    )
    heads = ("Question", "Agree", "Disagree", "Not applicable", "Needs a person", "Share")
    yield table(heads, rows, numbers=heads[1:])
    for asked in sheet.tables:
        yield heading(level + 1, asked.name)
        yield table(
            ("Item", "Answer", "Why", "After"),
            (_answer_row(each, sheet) for each in asked.answers),
            f"{share_of(asked)}, {asked.count(Answer.PERSON)} for a person to judge",
        )


def _answer_row(answered: Answered, sheet: Sheet) -> tuple[object, ...]:
    sign, name = _SIGNS[answered.answer]
    said = builder.SPAN(builder.SPAN(sign, {"aria-hidden": "true"}), answered.answer.value)
    said.set("class", f"whole {name}".strip())
    return (
        row_head(answered.item.says),
        said,
        builder.SPAN(*_why(answered, sheet)),
        builder.SPAN(answered.item.source, builder.CLASS("whole")),
    )


def _why(answered: Answered, sheet: Sheet) -> Iterator[etree._Element | str]:
    """Yield the rules behind an answer, and where they found something."""
    if answered.answer is Answer.NOT_APPLICABLE:
        return
    by_code = groupby(sorted(answered.found, key=lambda d: d.code), key=lambda d: d.code)
    against = {code: list(found) for code, found in by_code}
    for code, found in against.items():
        yield f"{code}: "
        for at, each in enumerate(found[:_MOST_LINES]):
            yield ", " if at else ""
            yield _place(each, sheet)
        yield f" and {len(found) - _MOST_LINES} more. " if len(found) > _MOST_LINES else ". "
    if quiet := [code for code in answered.item.codes if code not in against]:
        yield f"Nothing found by {', '.join(quiet)}. "
    if answered.silenced:
        codes = sorted({each.code for each in answered.silenced})
        yield f"Silenced: {', '.join(codes)}. "
    if answered.answer is Answer.DISAGREE and not against:
        yield "The handout has none."
    if answered.answer is Answer.AGREE and answered.item.has and not answered.item.codes:
        yield "The handout has it."


def _place(told: Diagnostic, sheet: Sheet) -> etree._Element:
    """Return a link to the line of a finding, in the text below."""
    where = told.location
    is_record = where is not None and where.file == sheet.result.subject.record_file
    line = where.line if where else None
    what = f"{'handout.yaml ' if is_record else ''}line {line or 1}"
    target = line_id(id_prefix(sheet, is_record), line)
    made: etree._Element = builder.A(what, href=f"#{quote(target)}")
    return made


def id_prefix(sheet: Sheet, is_record: bool) -> str:
    return f"{sheet.name}.record" if is_record else f"{sheet.name}.line"


def grade_part(sheet: Sheet) -> Iterator[etree._Element]:
    subject = sheet.result.subject
    formulas = [formula.name for formula in FORMULAS.get(subject.lang, ())]
    said = "; ".join(f"{name}: {goal}" for name, goal in goals(subject).items())
    rows = [("The whole", sheet.result.figures[""], len(sheet.of_words()), "")]
    for section, found in sheet.sections():
        figures = sheet.result.figures.get(section.anchor, (Counts(), ()))
        rows.append((_heading_text(sheet, section.line), figures, found, str(section.line)))
    heads = ("Section", "Sentences", "Words", "Words a sentence", *formulas, "Findings")
    yield table(
        heads,
        (_grade_row(sheet, *row, len(formulas)) for row in rows),
        f"To aim at: {said}" if said else "No formula is made for this language",
        heads[1:],
    )
    yield builder.P(
        "Formulas are fed whole sentences only, and know nothing of meaning. * stands for fewer "
        "sentences than the formula is fitted to: the figure is a hint.",
        builder.CLASS("note"),
    )


def _heading_text(sheet: Sheet, line: int) -> str:
    spoken = (p for p in sheet.result.subject.passages if p.kind == "heading" and p.line == line)
    return next((passage.text for passage in spoken), "")


def _grade_row(
    sheet: Sheet,
    title: str,
    figures: tuple[Counts, tuple[Grade, ...]],
    found: int,
    line: str,
    columns: int,
) -> tuple[object, ...]:
    counts, grades = figures
    head: etree._Element | str = title
    if line:
        marks = {"lang": sheet.result.handout.lang, "dir": sheet.direction}
        target = quote(line_id(id_prefix(sheet, is_record=False), int(line)))
        head = builder.A(builder.SPAN(one_line(title), marks), href=f"#{target}")
    mean = f"{counts.words_a_sentence:.1f}" if counts.sentences else ""
    values = [f"{each.value:.1f}{'' if each.is_reliable else '*'}" for each in grades]
    values += [""] * (columns - len(values))
    return row_head(head), counts.sentences, counts.words, *map(number, (mean, *values)), found


def trend_part(sheet: Sheet) -> Iterator[etree._Element]:
    if sheet.lost:
        said = "; ".join(f"{each.location}: {each.message}" for each in sheet.lost)
        text = one_line(f"The last release cannot be read: {said}.")
        yield builder.P(text, builder.CLASS("error"))
    elif sheet.trend is None:
        yield builder.P("There is no release of these words yet to compare them with.")
    else:
        trend = sheet.trend
        then = f"{trend.name} ({trend.on.isoformat()}, version {trend.version})"
        rows = (
            (row_head(name), *map(number, (f"{old:g}", f"{new:g}", _change(old, new))))
            for name, old, new in lines_of(trend)
        )
        heads = ("Figure", then, "Now", "Change")
        yield table(heads, rows, "Both by the rules of today", heads[1:])


def _change(old: float, new: float) -> str:
    change = round(new - old, 1)
    return f"{change:+g}".replace("-", "−") if change else "the same"


def finding_part(sheet: Sheet) -> Iterator[etree._Element]:
    if sheet.said:
        rows = (
            (row_head(_place(each, sheet)), *told_of(each))
            for each in (*sheet.of_words(), *sheet.of_record())
        )
        yield table(("Where", "What", "What to do"), rows)
    else:
        yield builder.P("Nothing.")
    if silenced := sheet.result.silenced:
        quiet = (
            (row_head(_place(s.diagnostic, sheet)), told_of(s.diagnostic)[0], s.reason)
            for s in silenced
        )
        yield table(("Where", "What is silenced", "Why"), quiet)


def told_of(told: Diagnostic) -> tuple[etree._Element, etree._Element]:
    """Return what is wrong and what to do about it."""
    what = builder.SPAN(severity(told), one_line(f": {told.message}"))
    return what, hints_of(told)
