"""What `check` found as a page: the pre-check tables, the grades, and each finding in its text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from lxml import etree
from lxml.html import builder

from handoutpress.diagnostics import Diagnostic, Severity, one_line
from handoutpress.press import check_source
from handoutpress.press.check_sheet import Sheet
from handoutpress.press.check_source import listing
from handoutpress.press.check_tables import (
    finding_part,
    grade_part,
    id_prefix,
    precheck_part,
    share_of,
    told_of,
    trend_part,
)
from handoutpress.press.html_page import heading, row_head, table, whole_page

TITLE = "Handout Press: check"
"""What tells such a page from a file that somebody wants."""
INDEX = "index.html"
_STYLE = """
article + article { border-top: 3px solid var(--ink); margin-top: 4rem; padding-top: 1rem }
.note { max-width: 46rem; color: var(--quiet) } th[scope=row] { font-weight: normal }
.disagree { font-weight: 700; color: var(--bad) } .person { font-style: italic }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none }
@media print { nav { display: none } article + article { break-before: page } }
"""


def one_page(sheets: Sequence[Sheet], rest: Sequence[Diagnostic], today: datetime.date) -> bytes:
    """Return one page for all handouts, with a list of them where there are several.

    `rest` is what was found elsewhere, such as in a brand.
    """
    if len(sheets) == 1:
        content = [_article(sheets[0], today, 1)]
    else:
        places = {sheet.name: f"#{quote(sheet.name)}" for sheet in sheets}
        content = [*_index(sheets, places), *(_article(sheet, today, 2) for sheet in sheets)]
    return _whole(sheets, [*content, *_elsewhere(rest)])


def names(name: str, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Return the paths of the pages that `files` makes, in its order."""
    if name.endswith(".html"):
        return (name,)
    folder = name.rstrip("/")
    return (*(f"{folder}/{sheet.name}.html" for sheet in sheets), f"{folder}/{INDEX}")


def files(
    name: str, sheets: Sequence[Sheet], rest: Sequence[Diagnostic], today: datetime.date
) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and bytes of pages: of one, where the name ends in `.html`.

    Else it is a folder's: a page for each handout in each language, and their list in index.html.
    """
    paths = names(name, sheets)
    if name.endswith(".html"):
        yield name, one_page(sheets, rest, today)
        return
    for path, sheet in zip(paths, sheets, strict=False):
        yield path, _whole([sheet], [_article(sheet, today, 1)])
    places = {sheet.name: quote(f"{sheet.name}.html") for sheet in sheets}
    yield paths[-1], _whole((), [*_index(sheets, places), *_elsewhere(rest)])


def _whole(sheets: Sequence[Sheet], content: Iterable[etree._Element]) -> bytes:
    title = f"{TITLE}: {sheets[0].title}" if len(sheets) == 1 else TITLE
    return whole_page(title, _STYLE + check_source.STYLE, content)


def _index(sheets: Sequence[Sheet], places: dict[str, str]) -> Iterator[etree._Element]:
    yield builder.H1("What the checks say")
    asked = tuple(each.name for each in sheets[0].tables) if sheets else ()
    heads = ("Handout", "Language", "Errors", "Warnings", "Infos", "Grade", *asked)
    rows = (
        (
            row_head(builder.A(_in_its_language(sheet), href=places[sheet.name])),
            sheet.result.handout.lang,
            *(_count(sheet.said, each) for each in Severity),
            _main_grade(sheet),
            *map(share_of, sheet.tables),
        )
        for sheet in sheets
    )
    yield builder.P(_today_counts(sheets))
    if sheets:
        caption = "Shares of a pre-check: what that is stands with each handout"
        yield table(heads, rows, caption, heads[2:5])


def _today_counts(sheets: Sequence[Sheet]) -> str:
    languages = {sheet.result.handout.lang for sheet in sheets}
    handouts = {sheet.result.handout.slug for sheet in sheets}
    return f"Handouts: {len(handouts)}. Languages: {len(languages)}."


def _in_its_language(sheet: Sheet) -> etree._Element:
    marks = {"lang": sheet.result.handout.lang, "dir": sheet.direction}
    made: etree._Element = builder.SPAN(one_line(sheet.title), marks)
    return made


def _count(said: Iterable[Diagnostic], severity_: Severity) -> int:
    return sum(each.severity is severity_ for each in said)


def _main_grade(sheet: Sheet) -> str:
    _, grades = sheet.result.figures[""]
    return f"{grades[0].name} {grades[0].value:.1f}" if grades else "no formula"


def _article(sheet: Sheet, today: datetime.date, level: int) -> etree._Element:
    handout = sheet.result.handout
    head = builder.E(f"h{level}", {"id": sheet.name}, _in_its_language(sheet))
    state = "draft" if handout.is_draft else "signed"
    made: etree._Element = builder.E.article(
        {"aria-labelledby": sheet.name},
        head,
        builder.P(
            f"{handout.slug}, language {handout.lang}, version {handout.record.version}, {state}. "
            f"Checked on {today.isoformat()}: {_counted(sheet)}."
        ),
        *_parts(sheet, level + 1),
    )
    sheet.result.subject.forget()
    return made


def _counted(sheet: Sheet) -> str:
    numbers = [(_count(sheet.said, each), each.value) for each in Severity]
    said = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in numbers)
    silenced = len(sheet.result.silenced)
    return f"{said}, {silenced} silenced with a reason" if silenced else said


def _parts(sheet: Sheet, level: int) -> Iterator[etree._Element]:
    parts = {
        "pre-check": ("Pre-check", precheck_part(sheet, level)),
        "grades": ("How hard the words are", grade_part(sheet)),
        "trend": ("Since the last release", trend_part(sheet)),
        "findings": ("What was found", finding_part(sheet)),
        "text": ("The words, with what was found", _texts(sheet, level)),
    }
    ids = {name: f"{sheet.name}.{name}" for name in parts}
    links = (
        builder.LI(builder.A(title, href=f"#{quote(ids[name])}"))
        for name, (title, _) in parts.items()
    )
    yield builder.E.nav({"aria-label": f"Parts of {sheet.name}"}, builder.UL(*links))
    for name, (title, content) in parts.items():
        yield heading(level, title, id=ids[name])
        yield from content


def _texts(sheet: Sheet, level: int) -> Iterator[etree._Element]:
    handout = sheet.result.handout
    name = id_prefix(sheet, is_record=False)
    yield listing(sheet.text, sheet.of_words(), name, handout.lang)
    record = (*sheet.of_record(), *_silenced_in_record(sheet))
    if record:
        yield heading(level + 1, "handout.yaml")
        yield listing(sheet.record_text, sheet.of_record(), id_prefix(sheet, is_record=True))


def _silenced_in_record(sheet: Sheet) -> Iterator[Diagnostic]:
    file = sheet.result.subject.record_file
    for each in sheet.result.silenced:
        if each.diagnostic.location and each.diagnostic.location.file == file:
            yield each.diagnostic


def _elsewhere(rest: Sequence[Diagnostic]) -> Iterator[etree._Element]:
    if rest:
        yield heading(2, "What was found elsewhere")
        rows = ((row_head(one_line(str(each.location or ""))), *told_of(each)) for each in rest)
        yield table(("Where", "What", "What to do"), rows)
