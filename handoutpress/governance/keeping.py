"""Writing a translation's record, and keeping the words that it speaks of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from handoutpress.content.fingerprints import LABELS, parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.hashing import short_hash
from handoutpress.content.kept import copy_name, kept_copies, read_kept
from handoutpress.content.provenance import (
    FOLDER,
    PartRecord,
    Seal,
    TranslationRecord,
    load_provenance,
    record_file,
    render,
)
from handoutpress.content.release import FOLDER as RELEASES
from handoutpress.content.report import Report
from handoutpress.content.sources import HANDOUTS, languages_in
from handoutpress.content.textfile import decode
from handoutpress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """A translation and the handout that it was made from, both without errors."""

    original: Handout
    handout: Handout

    @property
    def recorded(self) -> Mapping[str, PartRecord]:
        """What is recorded of its parts."""
        return self.handout.provenance.record.parts if self.handout.provenance else {}


def write_record(
    workspace: Workspace, pair: Pair, parts: Mapping[str, PartRecord]
) -> tuple[str, ...]:
    """Write a translation's record, and keep the words that it speaks of; return what was written.

    The copy comes first: a record whose words are lost could not say what has changed.
    """
    slug, lang = pair.original.slug, pair.handout.lang
    text = _text(workspace, pair.original.file)
    copy = copy_name(slug, text)
    made = []
    if not workspace.exists(copy):
        workspace.write_whole(copy, text.encode())
        made.append(copy)
    record_of = TranslationRecord(
        language=lang,
        source_language=pair.original.lang,
        seal=_seal(workspace, pair, parts),
        parts=dict(parts),
    )
    file = record_file(slug, lang)
    workspace.write_whole(file, render(record_of))
    _drop_unused(workspace, pair, copy)
    return (*made, file)


def _text(workspace: Workspace, file: str) -> str:
    return decode(workspace.read(file), Report(file)) or ""


def _seal(workspace: Workspace, pair: Pair, parts: Mapping[str, PartRecord]) -> Seal | None:
    """Return the seal of the files as they are, where every part was made from them.

    Nor may a signature be for other words.
    """
    words = {part.key: part.hash for part in parts_of(pair.handout)}
    source = parts_of(pair.original)
    if any(p.key not in parts or parts[p.key].source != p.hash for p in source):
        return None
    signed = {key: part.reviewer.words for key, part in parts.items() if part.reviewer}
    if {*words} != {part.key for part in source} or not signed.items() <= words.items():
        return None
    slug = pair.original.slug
    return Seal(
        source=source_seal(workspace, slug, pair.original.lang),
        words=words_seal(workspace, slug, pair.handout.lang),
    )


def source_seal(workspace: Workspace, slug: str, lang: str) -> str:
    """Return the hash of the original's language file, and of the drawings, which have words."""
    folder = f"{HANDOUTS}/{slug}"
    inside = (at for at in workspace.folders(folder) if at not in (FOLDER, RELEASES))
    drawings = (
        f"{at}/{name}"
        for at in (folder, *(f"{folder}/{each}" for each in inside))
        for name in workspace.files(at)
        if name.endswith(".svg")
    )
    return _seal_of(workspace, f"{folder}/{lang}.md", *drawings)


def words_seal(workspace: Workspace, slug: str, lang: str) -> str:
    """Return the hash of a translation's language file."""
    return _seal_of(workspace, f"{HANDOUTS}/{slug}/{lang}.md")


def _seal_of(workspace: Workspace, *files: str) -> str:
    return short_hash([hashlib.sha256(workspace.read(file)).hexdigest() for file in files])


def _drop_unused(workspace: Workspace, pair: Pair, newest: str) -> None:
    """Remove the copies of words that no record of the handout speaks of any more.

    The words inside figures are in no copy.
    """
    slug = pair.original.slug
    wanted = _recorded_hashes(workspace, pair)
    copies = dict(kept_copies(workspace, slug))
    for file in sorted(copies, key=lambda name: (name != newest, name)):
        kept = read_kept(copies[file], pair.original, Report(file))
        of_copy = {part.hash for part in parts_of(kept)} if kept else set()
        if file != newest and not wanted & of_copy:
            workspace.remove(file)
        wanted -= of_copy


def _recorded_hashes(workspace: Workspace, pair: Pair) -> set[str]:
    slug, source = pair.original.slug, pair.original.lang
    found: set[str] = set()
    for lang in languages_in(workspace, f"{HANDOUTS}/{slug}"):
        provenance, _ = load_provenance(workspace, slug, lang, source)
        parts = provenance.record.parts if provenance else {}
        found |= {part.source for key, part in parts.items() if key != LABELS}
    return found
