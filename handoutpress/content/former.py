"""What a handout said in its last release: `releases/<name>/` beside it has copies of its words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handoutpress.content.facts import read_facts
from handoutpress.content.handout import Handout
from handoutpress.content.markdown import read_words
from handoutpress.content.record import read_day
from handoutpress.content.report import Report, in_order
from handoutpress.content.textfile import MAX_BYTES, decode
from handoutpress.content.yaml_source import read_yaml
from handoutpress.diagnostics import SourceError
from handoutpress.workspace import Workspace

FOLDER = "releases"
RELEASE_FILE = "release.yaml"


@dataclass(frozen=True, slots=True)
class Former:
    """A handout as it was released, in one language."""

    name: str
    """The release's, such as `v1.0`."""
    on: datetime.date
    """The day of the release."""
    handout: Handout
    """Its words and facts then; its pictures are today's, for a release keeps none."""


def last_release(workspace: Workspace, handout: Handout) -> Former | None:
    """Return a handout's last release in its language; None where there is none.

    Raises SourceError where the files of the release cannot be read any more.
    """
    language, found = f"{handout.lang}.md", list(_releases(workspace, handout.slug, handout.lang))
    if not found:
        return None
    on, name, folder = max(found)
    words_report, facts_report = Report(f"{folder}/{language}"), Report(f"{folder}/handout.yaml")
    facts = read_facts(_text(workspace, facts_report), facts_report)
    words = read_words(_text(workspace, words_report), words_report, facts.citations)
    if facts.record is None or words.front is None:
        raise SourceError(in_order([*facts_report.found, *words_report.found]))
    then = replace(
        handout,
        record=facts.record,
        record_lines=facts.source.lines,
        front=words.front,
        front_lines=words.front_source.lines,
        callouts=words.callouts,
        sections=words.sections,
        silences=words.silences,
        file=words_report.file,
    )
    return Former(name, on, then)


def _releases(
    workspace: Workspace, slug: str, lang: str
) -> Iterator[tuple[datetime.date, str, str]]:
    """Yield the day, name and folder of each release that has the words of a language."""
    parent = f"handouts/{slug}/{FOLDER}"
    for name in workspace.folders(parent):
        folder = f"{parent}/{name}"
        there = workspace.names(folder)
        if RELEASE_FILE in there and f"{lang}.md" in there:
            report = Report(f"{folder}/{RELEASE_FILE}")
            if on := _day(read_yaml(_text(workspace, report), report).data.get("on")):
                yield on, name, folder


def _day(written: object) -> datetime.date | None:
    try:
        on = read_day(written)
    except ValueError:
        return None
    return on if isinstance(on, datetime.date) else None


def _text(workspace: Workspace, report: Report) -> str:
    text = decode(workspace.read(report.file), report, MAX_BYTES)
    if text is None:
        raise SourceError(in_order(report.found))
    return text
