"""A source file on a page: each line with its number, and under it what was found there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from lxml.html import builder

from handoutpress.diagnostics import Diagnostic, Severity, one_line
from handoutpress.press.html_page import hints_of

STYLE = """
ol.source { list-style: none; padding: 0; font: .95rem/1.6 ui-monospace, monospace }
ol.source > li { position: relative; padding: 0 .5rem 0 3.5rem; min-height: 1.6em;
  border-inline-start: .3rem solid transparent; overflow-wrap: anywhere }
ol.source > li.hit { background: var(--tint); border-inline-start-color: var(--bad) }
ol.source .no { position: absolute; left: 0; width: 3rem; text-align: end; color: var(--quiet) }
ol.source .line { display: block; white-space: pre-wrap }
ol.source ul { margin: .25rem 0 .5rem; padding-inline-start: 1.25rem;
  font: .9rem/1.45 system-ui, sans-serif }
ol.source > li:target { outline: 3px solid var(--focus) }
mark { background: var(--mark); color: inherit; text-decoration: underline }
"""
_QUOTED = re.compile(r"“([^”]+)”")
_AFTER_COLON = re.compile(r": ([^:“”]+(?:: [^:“”]+)*)$")
_CUT = re.compile(r"…|\{clinic\}")
_SENTENCE_END = re.compile(r"[.!?…。！？](?=\s|$)")
_SHORTEST = 2


def line_id(prefix: str, line: int | None) -> str:
    """Return the id of a line of a listing; of the first one where there is no line."""
    return f"{prefix}.{line or 1}"


def listing(text: str, said: Sequence[Diagnostic], prefix: str, lang: str = "") -> etree._Element:
    """Return the lines of a file as a list, what was found under each; ids begin with `prefix`.

    The words that a message speaks of are marked. What has no line stands at the first one. Each
    line runs as its first letter does: keys and marks of an Arabic file are Latin.
    """
    by_line: dict[int, list[Diagnostic]] = {}
    for each in said:
        by_line.setdefault((each.location and each.location.line) or 1, []).append(each)
    lines = text.removesuffix("\n").split("\n")
    marks = {"dir": "auto"} | ({"lang": lang} if lang else {})
    items = [
        _item(number, line.removesuffix("\r"), by_line, prefix, marks)
        for number, line in enumerate(lines, 1)
    ]
    made: etree._Element = builder.OL({"class": "source"}, *items)
    return made


def _item(
    number: int,
    line: str,
    by_line: Mapping[int, Sequence[Diagnostic]],
    prefix: str,
    marks: Mapping[str, str],
) -> etree._Element:
    found = by_line.get(number, ())
    item: etree._Element = builder.LI(
        {"id": line_id(prefix, number)},
        builder.SPAN({"class": "no"}, str(number)),
        builder.SPAN({"class": "line", **marks}, *_marked(line, found)),
    )
    if found:
        item.set("class", "hit")
        item.append(builder.UL(*(builder.LI(*_note(each)) for each in found)))
    return item


def _note(told: Diagnostic) -> Iterator[etree._Element | str]:
    yield severity(told)
    yield one_line(f": {told.message}{'' if told.message.endswith(('.”', '…')) else '.'} ")
    if told.hints:
        yield hints_of(told)


def severity(told: Diagnostic) -> etree._Element:
    """Return how bad a finding is, with its code: in words, an error in its colour too."""
    made: etree._Element = builder.B(f"{told.severity} {told.code}")
    if told.severity is Severity.ERROR:
        made.set("class", "error")
    return made


def _marked(line: str, found: Sequence[Diagnostic]) -> Iterator[etree._Element | str]:
    """Yield the parts of a line, with the words that the findings speak of in marks."""
    at = 0
    for start, end in _merged(place for each in found for place in _places(line, each.message)):
        yield one_line(line[at:start])
        yield builder.E.mark(one_line(line[start:end]))
        at = end
    yield one_line(line[at:])


def _merged(places: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    past: tuple[int, int] | None = None
    for start, end in sorted(places):
        if past and start <= past[1]:
            past = past[0], max(past[1], end)
        else:
            if past:
                yield past
            past = start, end
    if past:
        yield past


def _places(line: str, message: str) -> Iterator[tuple[int, int]]:
    """Yield where the words stand in a line that a message quotes; a cut sentence, all of it."""
    quoted = [match[1] for match in _QUOTED.finditer(message)]
    quoted += [match[1] for match in _AFTER_COLON.finditer(message)]
    for words in quoted:
        start_of, *rest = _CUT.split(words, maxsplit=1)
        start_of = start_of.strip()
        found = re.search(re.escape(start_of), line, re.IGNORECASE)
        if found and len(start_of) >= _SHORTEST:
            end = _SENTENCE_END.search(line, found.end()) if rest else None
            yield found.start(), end.end() if end else (len(line) if rest else found.end())
