"""A translation to a PO file for a translation tool: each segment with what it was made from."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoutpress.clock import today
from handoutpress.content.fingerprints import LABELS, Part, Unit, parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.kept import kept_copies, read_kept
from handoutpress.content.report import Report
from handoutpress.content.sources import load_handout
from handoutpress.content.standing import PartStanding, State, stand
from handoutpress.content.textfile import decode
from handoutpress.governance import pofile
from handoutpress.governance.critical import reasons
from handoutpress.governance.naming import known_original, refuse_language
from handoutpress.governance.pofile import Entry, PoFile
from handoutpress.governance.segments import FRONT_KINDS, Document, Segment, split
from handoutpress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """What is there of the translation of a segment."""

    words: str = ""
    is_fuzzy: bool = False
    before: str = ""
    """The original's words that it was made from, where these were others."""


def export_po(workspace: Workspace, slug: str, lang: str) -> bytes:
    """Return the PO file of a handout in a language: all that is there, and all that lacks.

    What was made from other words, or cannot be told from its neighbours, is marked fuzzy. The
    translation need not be there yet. SourceError L820 for a handout or a language that cannot be,
    and for errors in the words.
    """
    source_lang = known_original(workspace, slug)
    refuse_language(lang, source_lang)
    original = load_handout(workspace, slug, source_lang).unwrap()
    translation = None
    if workspace.exists(f"handouts/{slug}/{lang}.md"):
        translation = load_handout(workspace, slug, lang).unwrap()
    return _exported(workspace, original, translation, lang)


def _exported(
    workspace: Workspace, original: Handout, translation: Handout | None, lang: str
) -> bytes:
    source = document(workspace, original)
    known = known_words(workspace, source, original, translation) if translation else {}
    by = (translation.front.translator if translation else "") or ""
    entries = tuple(_entries(source, known, original))
    file = PoFile(original.slug, original.record.version, lang, by, entries)
    return pofile.write(file, today())


def document(workspace: Workspace, handout: Handout) -> Document:
    """Return the segments of a handout's language file."""
    return split(decode(workspace.read(handout.file), Report(handout.file)) or "", handout)


def _entries(source: Document, known: Mapping[str, Known], original: Handout) -> Iterator[Entry]:
    parts = {part.key: part for part in parts_of(original)}
    for context, segment in source.named():
        if context:
            there = known.get(context, Known())
            remarks = tuple(_remarks(segment, parts, original.lang))
            yield Entry(context, segment.text, there.words, there.is_fuzzy, remarks, there.before)


def _remarks(segment: Segment, parts: Mapping[str, Part], lang: str) -> Iterator[str]:
    yield f"{segment.part}, {segment.kind}"
    part = parts.get(segment.part)
    if part and (unit := _unit_of(segment, part)) and (why := reasons(unit, part, lang)):
        yield f"a matter of safety: {', '.join(why)}"


def _unit_of(segment: Segment, part: Part) -> Unit | None:
    """Return the block that a segment is of: the last one that begins at its line or before."""
    if segment.kind in FRONT_KINDS:
        return Unit("", segment.text, 1)
    return max(
        (unit for unit in part.units if unit.line <= segment.line),
        key=lambda unit: unit.line,
        default=None,
    )


def known_words(
    workspace: Workspace, source: Document, original: Handout, translation: Handout
) -> dict[str, Known]:
    """Return what is there of a translation, by the context of the original's segments."""
    words = document(workspace, translation).by_part()
    standings = {part.key: part for part in stand(original, translation).parts}
    once = _once(workspace, original, [p for p in standings.values() if p.state is State.STALE])
    named: dict[str, list[tuple[str, Segment]]] = {}
    for context, segment in source.named():
        named.setdefault(segment.part, []).append((context, segment))
    found: dict[str, Known] = {}
    for key, pairs in named.items():
        there, standing = words.get(key, []), standings.get(key)
        segments = [segment for _, segment in pairs]
        base = once.get(key)
        is_sure = bool(base) or (standing is not None and standing.state is State.CURRENT)
        if key == LABELS:
            matched = _by_label(segments, there, is_sure)
        else:
            matched = _carried(segments, base or segments, there, is_sure)
        found |= {
            context: known
            for (context, _), known in zip(pairs, matched, strict=True)
            if context and known.words
        }
    return found


def _once(
    workspace: Workspace, original: Handout, stale: Sequence[PartStanding]
) -> dict[str, list[Segment]]:
    """Return the segments that stale parts were made from, as far as copies of them are kept."""
    wanted = {part.key: part.entry.source for part in stale if part.entry}
    found: dict[str, list[Segment]] = {}
    for file, text in kept_copies(workspace, original.slug) if wanted else ():
        if kept := read_kept(text, original, Report(file)):
            hashes = {part.key: part.hash for part in parts_of(kept)}
            segments = split(text, kept).by_part()
            found |= {k: segments.get(k, []) for k, h in wanted.items() if hashes.get(k) == h}
    return found


def _by_label(segments: Sequence[Segment], there: Sequence[Segment], is_sure: bool) -> list[Known]:
    """Match the words inside figures, which are told by the label and not by their place."""
    said = {segment.name: segment.text for segment in there}
    return [Known(said.get(each.name, ""), not is_sure) for each in segments]


def _carried(
    segments: Sequence[Segment], base: Sequence[Segment], there: Sequence[Segment], is_sure: bool
) -> list[Known]:
    """Return what is known of segments, when a translation was made from others, its `base`."""
    of_base = _paired(base, there)
    found = [Known() for _ in segments]
    before, now = [s.hash for s in base], [s.hash for s in segments]
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if j - i != m - k:
            continue  # which of them stands for which, nobody can tell
        for old, new in zip(range(i, j), range(k, m), strict=True):
            is_same = tag == "equal"
            words, is_known = of_base[old]
            fuzzy = not (is_same and is_sure and is_known)
            found[new] = Known(words, fuzzy, "" if is_same else base[old].text)
    return found


def _paired(base: Sequence[Segment], there: Sequence[Segment]) -> list[tuple[str, bool]]:
    """Return the translation of each segment, and whether that is sure.

    It is where both sides have the same kinds of segments in the same order.
    """
    kinds = [[segment.kind for segment in side] for side in (base, there)]
    if kinds[0] == kinds[1]:
        return [(segment.text, True) for segment in there]
    found = [("", False) for _ in base]
    matcher = difflib.SequenceMatcher(None, kinds[0], kinds[1], autojunk=False)
    for i, k, size in matcher.get_matching_blocks():
        for step in range(size):
            found[i + step] = there[k + step].text, False
    return found
