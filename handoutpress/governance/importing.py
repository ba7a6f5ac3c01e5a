"""A PO file to a translation: its words in the original's frame, checked before they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from handoutpress.content.fingerprints import parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.kept import read_kept
from handoutpress.content.markdown import read_words
from handoutpress.content.report import Report, in_order
from handoutpress.content.sources import Loaded, load_handout
from handoutpress.content.textfile import decode
from handoutpress.content.yaml_source import quoted
from handoutpress.diagnostics import Location, Severity, SourceError
from handoutpress.governance import pofile
from handoutpress.governance.exchange import Known, document, known_words
from handoutpress.governance.naming import known_original, refuse_language
from handoutpress.governance.po_checks import check_entry
from handoutpress.governance.pofile import Entry, PoFile
from handoutpress.governance.recording import Credit, check_name, record
from handoutpress.governance.segments import (
    FRONT_KINDS,
    Built,
    Document,
    Segment,
    build,
    other_keys,
    split,
)
from handoutpress.workspace import Workspace

OF_THESE_WORDS = ("review", "tested")
"""The keys of the front matter that are true only of the very words that were there."""


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an import."""

    files: tuple[str, ...]
    """What was written."""
    open_parts: tuple[str, ...] = ()
    """The parts that are not translated to their end, and so not recorded as current."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What an import is about."""

    workspace: Workspace
    source: Loaded[Handout]
    original: Handout
    present: Handout | None
    """The translation as it is; None where it is not there or cannot be read."""
    lang: str
    translator: str
    report: Report
    """The problems of the PO file."""

    @property
    def target(self) -> str:
        """The file to write."""
        return f"handouts/{self.original.slug}/{self.lang}.md"


@dataclass(frozen=True, slots=True)
class _Filled:
    """A segment of the original, its words in the translation, and the message that has them."""

    segment: Segment
    words: str
    line: int
    """Of the message; 1 where there is none."""
    is_open: bool = False
    """Whether nobody has translated it yet."""


def import_po(
    workspace: Workspace, slug: str, lang: str, file: str, credit: Credit, is_partial: bool = False
) -> Import:
    """Write a translation's words from a PO file, and record what they were made from.

    Where it `is_partial`, what is not translated yet stays as it is, or as the original says it.
    A review in the front matter stays where no words have changed. Raises SourceError, and then
    nothing is written: L810 no PO file, L811 a message that the original does not have, L812 to
    L814 and L817 for what got lost, L815 what is not translated, L816 a file of another handout or
    language, L820 no language tag, L822 nobody who translated it; the codes of an author's file for
    words that cannot be read.
    """
    report = Report(file)
    read = pofile.read(workspace.read(file, pofile.MAX_BYTES), report)
    if read is None:
        raise SourceError(report.found)
    job = _job(workspace, slug, lang, read, credit, report)
    check_name("--translator", job.translator)
    filled = tuple(_fill(job, read, is_partial))
    if report.has_errors:
        raise SourceError(in_order(report.found))
    source = document(workspace, job.original)
    built = _built(job, source, filled)
    workspace.write_whole(job.target, built.text.encode())
    return _recorded(job, filled, credit)


def _job(
    workspace: Workspace, slug: str, lang: str, read: PoFile, credit: Credit, report: Report
) -> _Job:
    source_lang = known_original(workspace, slug)
    refuse_language(lang, source_lang)
    loaded = load_handout(workspace, slug, source_lang)
    for what, said, meant in (("handout", read.slug, slug), ("language", read.lang, lang)):
        if said.casefold() != meant.casefold():
            hint = f"import it for the {what} that it was exported for"
            report.error("L816", f"this is a file of the {what} `{said}`, not `{meant}`", 1, hint)
    if report.has_errors:
        raise SourceError(report.found)
    there = workspace.exists(f"handouts/{slug}/{lang}.md")
    present = load_handout(workspace, slug, lang) if there else None
    now = (present.value or present.flawed) if present else None
    named = now.front.translator if now else None
    translator = credit.translator or pofile.credit(read.translator) or named or ""
    return _Job(workspace, loaded, loaded.unwrap(), now, lang, translator, report)


def _fill(job: _Job, read: PoFile, is_partial: bool) -> Iterator[_Filled]:
    """Yield each segment of the original with its words in the translation."""
    source = document(job.workspace, job.original)
    entries = {entry.context: entry for entry in read.entries}
    known = (
        known_words(job.workspace, source, job.original, job.present)
        if job.present and is_partial
        else {}
    )
    named = tuple(source.named())
    if not is_partial:
        _tell_unknown(job, {context for context, _ in named}, entries)
    for context, segment in named:
        entry = entries.get(context)
        if not context:
            yield _Filled(segment, segment.text, 1)
        elif entry and entry.translation.strip() and not entry.is_fuzzy:
            check_entry(entry, job.lang, job.report)
            yield _Filled(segment, entry.translation, entry.line)
        else:
            if not is_partial:
                _tell_untranslated(job, segment, entry)
            yield _still(segment, entry, known.get(context, Known()))


def _still(segment: Segment, entry: Entry | None, known: Known) -> _Filled:
    words = entry.translation if entry and entry.translation.strip() else known.words
    return _Filled(segment, words or segment.text, entry.line if entry else 1, is_open=True)


def _tell_unknown(job: _Job, contexts: set[str], entries: Mapping[str, Entry]) -> None:
    for context, entry in entries.items():
        if context not in contexts:
            message = f"{job.original.file} has no such words any more: {_short(entry.words)}"
            hint = "export it anew; or take over what still fits with --partial"
            job.report.error("L811", message, entry.line, hint)


def _tell_untranslated(job: _Job, segment: Segment, entry: Entry | None) -> None:
    is_fuzzy = bool(entry and entry.is_fuzzy)
    what = "it is marked fuzzy" if is_fuzzy else "it is not translated"
    hint = "translate it, and take the mark off; or take over what is ready with --partial"
    line = entry.line if entry else 1
    job.report.error("L815", f"{what}: {_short(segment.text)}", line, hint)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f'"{words if len(words) <= 60 else words[:59] + "…"}"'


def _built(job: _Job, source: Document, filled: tuple[_Filled, ...]) -> Built:
    """Return the file of the translation, read again: SourceError for what is wrong in it."""
    texts = [each.words for each in filled]
    kept = {**_kept_keys(job), "translator": f" {quoted(job.translator)}"}
    plain = {key: value for key, value in kept.items() if key not in OF_THESE_WORDS}
    built = build(source, texts, plain)
    made = _read_again(job, built, filled)
    is_same = job.present is not None and _hashes(made) == _hashes(job.present)
    return build(source, texts, kept) if is_same and kept != plain else built


def _kept_keys(job: _Job) -> dict[str, str]:
    """Return what the front matter has beside words, where there is a translation already."""
    if not job.present:
        return {}
    text = decode(job.workspace.read(job.target), Report(job.target))
    return other_keys(text or "")


def _hashes(handout: Handout) -> dict[str, str]:
    return {part.key: part.hash for part in parts_of(handout)}


def _read_again(job: _Job, built: Built, filled: tuple[_Filled, ...]) -> Handout:
    """Return what the new file says; its problems are told at the messages that make them."""

    def line_of(index: int | None) -> int:
        return filled[index].line if index is not None and index < len(filled) else 1

    report = Report(job.target)
    facts = job.source.facts
    read_words(built.text, report, facts.citations if facts else None)
    for found in report.found:
        if found.severity is Severity.ERROR and found.location:
            line = line_of(built.segment_of.get(found.location.line or 0))
            at = Location(job.report.file, line)
            job.report.found.append(replace(found, location=at))
    made = read_kept(built.text, replace(job.original, lang=job.lang), Report(job.target))
    if made and not job.report.has_errors:
        made = replace(made, translated_from=job.original.lang)
        if (index := _first_other(built, made, filled)) is not None:
            hint = "keep to the lines and the marks of the original's words"
            message = "the translation makes other blocks than the original has"
            job.report.error("L817", message, line_of(index), hint)
    if made is None or job.report.has_errors:
        raise SourceError(in_order(job.report.found))
    return made


def _first_other(built: Built, made: Handout, filled: tuple[_Filled, ...]) -> int | None:
    """Return the first segment that is other blocks in the translation than in the original."""
    now = [(s.kind, s.line) for s in split(built.text, made).segments if s.kind not in FRONT_KINDS]
    first: dict[int, int] = {}
    for line, index in built.segment_of.items():
        first.setdefault(index, line)
    body = [(i, one) for i, one in enumerate(filled) if one.segment.kind not in FRONT_KINDS]
    wanted = [(one.segment.kind, first[i]) for i, one in body]
    for place, (made_so, meant) in enumerate(zip_longest(now, wanted)):
        if made_so != meant:
            return built.segment_of.get(
                made_so[1] if made_so else 0, body[min(place, len(body) - 1)][0]
            )
    return None


def _recorded(job: _Job, filled: tuple[_Filled, ...], credit: Credit) -> Import:
    """Record the parts that are translated to their end."""
    open_parts = tuple(dict.fromkeys(each.segment.part for each in filled if each.is_open))
    whole = [p.key for p in parts_of(job.original) if p.key not in open_parts]
    slug = job.original.slug
    by = replace(credit, translator=job.translator)
    files = record(job.workspace, slug, job.lang, whole, by) if whole else ()
    return Import((job.target, *files), open_parts)
