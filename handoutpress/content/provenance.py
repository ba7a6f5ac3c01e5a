"""What a translation was made from, part by part: the file `translations/<lang>.yaml` of a handout.

The program writes it, and a person reads it in a diff: of each part the hash of the words that it
was made from, those of its blocks, who translated it, and who signed these very words of it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from handoutpress.content.hashing import short_hash
from handoutpress.content.record import Day, LanguageTag, Line, Strict
from handoutpress.content.report import Report
from handoutpress.content.textfile import decode
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES, YamlSource, quoted, read_yaml
from handoutpress.diagnostics import Diagnostic, Location, SourceError, warning
from handoutpress.workspace import Workspace

FOLDER = "translations"
"""Where a handout's records are, one for each language that it is translated into."""
_MARK = "+"
_HASH = "^[0-9a-f]{12}"
Hash = Annotated[str, StringConstraints(pattern=f"{_HASH}$")]
"""A hash of `content.fingerprints`."""
Blocks = Annotated[str, StringConstraints(pattern=f"{_HASH}[+]?( [0-9a-f]{{12}}[+]?)*$")]
"""Hashes of blocks in their order; a `+` after those that are safety-critical."""
PartKey = Annotated[
    str, StringConstraints(pattern=r"^(front[.])?[a-z0-9]+(-[a-z0-9]+)*$", max_length=70)
]
"""A section's anchor, or `front.title` and the like."""
HEAD = """\
# What {lang}.md was translated from, part by part. `publish.py translations` writes this file:
# read it, but do not edit it by hand.
"""


class Reviewed(Strict):
    """Who has signed a part of a translation."""

    by: Line
    """The reviewer's name."""
    qualification: Line
    """What qualifies the reviewer, e.g. `RN, certified medical interpreter`."""
    on: Day
    """The day of signing."""
    words: Hash
    """The hash of the translation's words that were signed."""


class PartRecord(Strict):
    """What one part of a translation was made from."""

    source: Hash
    """The hash of the original's words."""
    version: Line
    """The version of the handout that they are from."""
    blocks: Blocks
    """The hashes of the original's blocks; `+` marks those that are safety-critical."""
    translator: Line
    """Who translated it."""
    made_by: Literal["person", "machine"] | None = None
    """`machine` for a machine's translation, whoever looked through it."""
    reviewer: Reviewed | None = None
    """Who has signed it; nobody where it says nothing."""


class Seal(Strict):
    """The files of words that all of this was true of when it was written: hashes of the whole.

    Where the files are the same still, nobody needs to look at them part by part.
    """

    source: Hash
    words: Hash


class TranslationRecord(Strict):
    """translations/<lang>.yaml: what the parts of a translation were made from."""

    language: LanguageTag
    """The language of the translation."""
    source_language: LanguageTag
    """The language that it was made from."""
    seal: Seal | None = None
    """Written only while every part was made from the words as they are."""
    parts: Annotated[dict[PartKey, PartRecord], Field(default={})]
    """By section, and by part of the front matter."""


class Mark(NamedTuple):
    """The hash of a block as recorded, and whether it was safety-critical."""

    hash: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """A record as it was read, with its file and lines."""

    record: TranslationRecord
    file: str
    lines: dict[str, int] = field(repr=False)

    def line(self, key: str) -> int:
        """Return the line of a part, or 1."""
        return self.lines.get(f"parts.{key}", 1)


def record_file(slug: str, lang: str) -> str:
    """Return where the record of a translation is, relative to the workspace."""
    return f"handouts/{slug}/{FOLDER}/{lang}.yaml"


def marks(blocks: str) -> tuple[Mark, ...]:
    """Return the hashes of a part's blocks."""
    return tuple(Mark(one.removesuffix(_MARK), one.endswith(_MARK)) for one in blocks.split())


def written(found: Iterable[Mark]) -> str:
    """Return hashes of blocks as the record has them."""
    return " ".join(f"{mark.hash}{_MARK if mark.is_critical else ''}" for mark in found)


def read_provenance(
    text: str, lang: str, source_language: str, report: Report
) -> Provenance | None:
    """Return a record from its text, or None; every problem is in the report.

    L807 a record of other languages, or hashes that do not belong together, as after an edit by
    hand; the codes of YAML and of its schema (S010 to S029).
    """
    source = read_yaml(text, report)
    record = validate(TranslationRecord, source, report) if source.is_whole else None
    if record is None:
        return None
    again = "let the program write it: `translations record`"
    for key, said, meant in (
        ("language", record.language, lang),
        ("source_language", record.source_language, source_language),
    ):
        if said != meant:
            message = f"`{key}` is {said}, and this is about {meant}"
            report.error("L807", message, source.line(key), again)
    _check_hashes(record, source, report)
    return Provenance(record, report.file, source.lines)


def load_provenance(
    workspace: Workspace, slug: str, lang: str, source_language: str
) -> tuple[Provenance | None, tuple[Diagnostic, ...]]:
    """Return the record of a translation, if there is one, and what is wrong with it.

    It is no part of what is printed, and so of no digest.
    """
    file = record_file(slug, lang)
    if not source_language or not workspace.exists(file):
        return None, ()
    report = Report(file)
    try:
        text = decode(workspace.read(file), report, MAX_BYTES)
    except SourceError as reason:
        return None, reason.diagnostics
    record = read_provenance(text, lang, source_language, report) if text else None
    return record, tuple(report.found)


def tell_stray_records(
    workspace: Workspace, slug: str, languages: Iterable[str], original: str
) -> Iterator[Diagnostic]:
    """Yield L809 (warning) for each record of what is no translation of a handout."""
    there = {*languages} - {original}
    if not original:
        return
    for name in workspace.files(f"handouts/{slug}/{FOLDER}"):
        lang = name.removesuffix(".yaml")
        if name.endswith(".yaml") and lang not in there:
            what = "the original" if lang == original else f"{lang}.md, which is not there"
            where = Location(f"handouts/{slug}/{FOLDER}/{name}")
            yield warning("L809", f"a record of {what}", where, "delete it, or mend its name")


def _check_hashes(record: TranslationRecord, source: YamlSource, report: Report) -> None:
    for key, part in record.parts.items():
        if short_hash([mark.hash for mark in marks(part.blocks)]) != part.source:
            hint = "it was edited by hand: let the part be recorded anew, `translations record`"
            message = f"the hashes of `{key}` do not belong together"
            report.error("L807", message, source.line(f"parts.{key}.source"), hint)


def render(record: TranslationRecord) -> bytes:
    """Return a record as its file."""
    lines = [
        HEAD.format(lang=record.language).rstrip(),
        f"language: {record.language}",
        f"source_language: {record.source_language}",
    ]
    if record.seal:
        lines.append(f"seal: {{source: '{record.seal.source}', words: '{record.seal.words}'}}")
    lines.append("parts:" if record.parts else "parts: {}")
    for key, part in record.parts.items():
        lines += [f"  {key}:", *(f"    {line}" for line in _part_lines(part))]
    return ("\n".join(lines) + "\n").encode()


def _part_lines(part: PartRecord) -> Iterator[str]:
    # Quotes: a hash such as 123456789012 or 1e10 is no number.
    yield f"source: '{part.source}'"
    yield f"version: {quoted(part.version)}"
    yield "blocks: >-"
    yield from (f"  {line}" for line in textwrap.wrap(part.blocks, 90))
    yield f"translator: {quoted(part.translator)}"
    if part.made_by:
        yield f"made_by: {part.made_by}"
    if signed := part.reviewer:
        yield "reviewer:"
        yield f"  by: {quoted(signed.by)}"
        yield f"  qualification: {quoted(signed.qualification)}"
        yield f"  on: {signed.on.isoformat()}"
        yield f"  words: '{signed.words}'"
