"""One language file to its front matter, callouts and sections: the reader of the words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handoutpress.content.handout import Callout, Section, Silence
from handoutpress.content.leftovers import tell_in_front_matter
from handoutpress.content.outline import read_outline
from handoutpress.content.reading import Reading, is_too_deep
from handoutpress.content.record import FrontMatter
from handoutpress.content.report import Report, choose
from handoutpress.content.silences import take_silences
from handoutpress.content.syntax import MAX_PARAGRAPH
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES, YamlSource, read_yaml


@dataclass(frozen=True, slots=True)
class Words:
    """What a language file says, and what it refers to."""

    front: FrontMatter | None
    """None when it is wrong; the report says why."""
    front_source: YamlSource
    callouts: tuple[Callout, ...]
    sections: tuple[Section, ...]
    figures: tuple[tuple[str, int], ...]
    """Each picture with the line that uses it."""
    pointers: tuple[tuple[str, int], ...]
    """Each handout that the text links to, with the line."""
    silences: tuple[Silence, ...] = ()
    """The rules of `check` that single blocks are not held to."""


def read_words(text: str, report: Report, sources: Collection[str] | None) -> Words:
    """Read a language file's text; every problem is in the report.

    `sources` are the citation ids that handout.yaml has; None when it cannot be read.
    """
    lines = text.split("\n")
    front_source, body_start = read_front_matter(lines, report)
    front = validate(FrontMatter, front_source, report) if front_source.is_whole else None
    _refuse_clinic_facts(front_source, report)
    tell_in_front_matter(front_source, report)
    reading = Reading(report, lines, sources)
    callouts, sections = _body(reading, body_start)
    return Words(
        front,
        front_source,
        callouts,
        sections,
        tuple(reading.figures),
        tuple(reading.pointers),
        tuple(reading.silences),
    )


def _body(reading: Reading, start: int) -> tuple[tuple[Callout, ...], tuple[Section, ...]]:
    # Blank lines stand in for the front matter, so that every line number is the file's own.
    body = "\n".join([""] * start + reading.lines[start:])
    parsed = reading.markdown.blocks(body)
    for line in parsed.too_long:
        hint = "end each paragraph with a blank line"
        reading.error("S044", f"a paragraph of more than {MAX_PARAGRAPH} characters", line, hint)
    for line in parsed.definitions:
        hint = "write the address where it is used: [words](https://example.org)"
        reading.error("S041", "a link definition has no place here", line, hint)
    if is_too_deep(parsed.nodes, reading):
        return (), ()
    take_silences(parsed.nodes, reading)
    outline = read_outline(parsed.nodes, reading)
    for anchor, line in reading.section_links:
        if anchor not in reading.anchors:
            hint = choose(anchor, reading.anchors, "anchors in this file")
            reading.error("S032", f"no heading has the anchor `#{anchor}`", line, hint)
    return outline


def read_front_matter(lines: list[str], report: Report) -> tuple[YamlSource, int]:
    """Return a language file's front matter and the index of the first line after it.

    S015 without one, S016 not closed, S002 too long; the codes of YAML.
    """
    if lines[0].rstrip() != "---":
        hint = "start the file with `---`, `title: ...`, `summary: ...` and `---`"
        report.error("S015", "the file does not start with front matter", 1, hint)
        return YamlSource(), 0
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        hint = "write `---` on a line of its own after the last key"
        report.error("S016", "the front matter is not closed", 1, hint)
        return YamlSource(), len(lines)
    text = "\n".join(lines[1:end])
    if len(text) > MAX_BYTES:
        hint = "move what is text under the front matter"
        report.error("S002", f"front matter of more than {MAX_BYTES // 1024} kB", 1, hint)
        return YamlSource(), end + 1
    return read_yaml(text, report, first_line=2), end + 1


def _refuse_clinic_facts(source: YamlSource, report: Report) -> None:
    """Front matter also becomes metadata, where no clinic's fact can be filled in (S029)."""
    for key, value in source.data.items():
        texts = {f"{key}[{i}]": v for i, v in enumerate(value)} if isinstance(value, list) else {}
        for path, text in (texts or {key: value}).items():
            if isinstance(text, str) and "{clinic" in text.lower():
                hint = "only running text may name the clinic's facts"
                report.error("S029", f"a clinic fact in `{path}`", source.line(path), hint)
