"""How the translations of a workspace stand, as lines, as data, and as a translator's worklist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from handoutpress.content.catalogue import Catalogue
from handoutpress.content.fingerprints import parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.kept import kept_copies, part_text, read_kept
from handoutpress.content.provenance import Reviewed
from handoutpress.content.report import Report, choose
from handoutpress.content.standing import PartStanding, Standing, State, stand
from handoutpress.content.textfile import decode
from handoutpress.diagnostics import SourceError, error
from handoutpress.governance.critical import changed_reasons
from handoutpress.governance.wordiff import marked, word_changes
from handoutpress.workspace import Workspace

TO_DO = (State.STALE, State.MISSING, State.UNRECORDED)
"""What a translator has to look at."""


def standings(
    catalogue: Catalogue, slugs: Collection[str] = (), langs: Collection[str] = ()
) -> tuple[Standing, ...]:
    """Return how each translation stands, by handout and language; of all where none is named.

    SourceError L820 for a name that is not there.
    """
    there = {(h.slug, h.lang): h for h in catalogue.handouts}
    _check_names(catalogue, slugs, langs)
    return tuple(
        stand(original, handout)
        for handout in catalogue.handouts
        if handout.translated_from
        and (not slugs or handout.slug in slugs)
        and (not langs or handout.lang in langs)
        and (original := there.get((handout.slug, handout.translated_from)))
    )


def _check_names(catalogue: Catalogue, slugs: Iterable[str], langs: Iterable[str]) -> None:
    read = (*catalogue.handouts, *catalogue.flawed)
    known = {"handout": {h.slug for h in read}, "translation": {h.lang for h in read}}
    asked = (("handout", slugs), ("translation", langs))
    faults = [
        error("L820", f"there is no {what} `{name}`", None, choose(name, sorted(known[what]), what))
        for what, names in asked
        for name in names
        if name not in known[what]
    ]
    if faults:
        raise SourceError(faults)


def state_lines(found: Iterable[Standing]) -> Iterator[str]:
    """Yield a table: a line for each translation, and under it what has to be done."""
    row = "{:32} {:8} {:>8} {:>6} {:>8} {:>11} {:>9}"
    yield row.format(
        "handout", "language", "current", "stale", "missing", "unrecorded", "unsigned"
    ).rstrip()
    for one in found:
        counts = [one.count(state) for state in State]
        yield row.format(one.handout.slug, one.handout.lang, *counts, one.unsigned)
        for part in one.parts:
            if part.state in (State.STALE, State.MISSING) or (
                part.state is State.UNRECORDED and one.handout.provenance
            ):
                yield f"  {part.key}: {part.state}{_why(part, one)}"
        for key in one.strays:
            yield f"  {key}: the original has no such section"


def _why(part: PartStanding, of: Standing) -> str:
    why = changed_reasons(part, of.original.lang)
    return f", a matter of safety ({', '.join(why)})" if why else ""


def state_data(found: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return the same as plain data, every part of each translation in it."""
    return [
        {
            "handout": one.handout.slug,
            "language": one.handout.lang,
            "source_language": one.original.lang,
            "version": one.original.record.version,
            "is_signed": not one.handout.is_draft_translation,
            **{str(state): one.count(state) for state in State},
            "unsigned": one.unsigned,
            "parts": [_part_data(part, one) for part in one.parts],
            "strays": list(one.strays),
        }
        for one in found
    ]


def _part_data(part: PartStanding, of: Standing) -> dict[str, Any]:
    entry = part.entry
    return {
        "part": part.key,
        "state": str(part.state),
        "safety": list(changed_reasons(part, of.original.lang)),
        "source_hash": part.source.hash,
        "made_from_hash": entry.source if entry else None,
        "made_from_version": entry.version if entry else None,
        "translator": entry.translator if entry else None,
        "made_by": entry.made_by if entry else None,
        "is_signed": part.is_signed,
        "reviewer": _reviewer_data(entry.reviewer) if entry and entry.reviewer else None,
    }


def _reviewer_data(reviewer: Reviewed) -> dict[str, str]:
    return {
        "by": reviewer.by,
        "qualification": reviewer.qualification,
        "on": reviewer.on.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Task:
    """One part that a translator has to look at."""

    slug: str
    lang: str
    key: str
    state: State
    safety: tuple[str, ...]
    before: str | None
    """The original's words that the translation was made from; None where no copy is kept."""
    now: str
    translation: str

    @property
    def changes(self) -> str:
        """What has changed in the original, word by word."""
        return marked(word_changes(self.before, self.now)) if self.before else ""


def worklist(workspace: Workspace, found: Iterable[Standing]) -> tuple[Task, ...]:
    """Return what a translator has to do, with the words: first what is a matter of safety."""
    tasks = [task for one in found for task in _tasks(workspace, one)]
    return tuple(sorted(tasks, key=lambda task: not task.safety))


def _tasks(workspace: Workspace, of: Standing) -> Iterator[Task]:
    todo = [part for part in of.parts if part.state in TO_DO]
    if not todo:
        return
    source, words = (_text(workspace, h) for h in (of.original, of.handout))
    wanted = {part.entry.source for part in todo if part.entry}
    before = _old_texts(workspace, of.original, wanted)
    for part in todo:
        yield Task(
            of.handout.slug,
            of.handout.lang,
            part.key,
            part.state,
            changed_reasons(part, of.original.lang),
            before.get(part.entry.source) if part.entry else None,
            part_text(part.source, of.original, source),
            part_text(part.words, of.handout, words) if part.words else "",
        )


def _text(workspace: Workspace, handout: Handout) -> str:
    return decode(workspace.read(handout.file), Report(handout.file)) or ""


def _old_texts(workspace: Workspace, original: Handout, wanted: set[str]) -> dict[str, str]:
    """Return the words that hashes of parts stand for, as far as copies of them are kept."""
    found: dict[str, str] = {}
    for file, text in kept_copies(workspace, original.slug):
        if kept := read_kept(text, original, Report(file)):
            found |= {p.hash: part_text(p, kept, text) for p in parts_of(kept) if p.hash in wanted}
    return found


def worklist_lines(tasks: Iterable[Task]) -> Iterator[str]:
    """Yield a worklist as Markdown, for a translator to read."""
    yield "# What is to be translated"
    for task in tasks:
        safety = f", a matter of safety ({', '.join(task.safety)})" if task.safety else ""
        yield from (
            "",
            f"## {task.slug}, {task.lang}: {task.key}",
            "",
            f"It is {task.state}{safety}.",
        )
        if task.changes:
            yield from _quoted("What has changed in the original: [-out-], {+in+}", task.changes)
        elif task.state is State.STALE:
            yield from ("", "The words that it was made from are not kept.")
        if task.before:
            yield from _quoted("The original before", task.before)
        yield from _quoted("The original now", task.now)
        yield from _quoted("The translation as it is", task.translation or "(none)")


def _quoted(title: str, text: str) -> Iterator[str]:
    yield from ("", f"### {title}", "")
    yield from (f"    {line}".rstrip() for line in text.split("\n"))


def worklist_data(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Return a worklist as plain data."""
    return [
        {
            "handout": task.slug,
            "language": task.lang,
            "part": task.key,
            "state": str(task.state),
            "safety": list(task.safety),
            "before": task.before,
            "now": task.now,
            "changes": task.changes or None,
            "translation": task.translation or None,
        }
        for task in tasks
    ]
