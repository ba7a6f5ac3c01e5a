"""What a translator and a reviewer have done, written down in a translation's record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoutpress.clock import today
from handoutpress.content.provenance import (
    PartRecord,
    Reviewed,
    load_provenance,
    record_file,
    written,
)
from handoutpress.content.report import choose, has_errors
from handoutpress.content.sources import HANDOUTS, languages_in, load_handout
from handoutpress.content.standing import PartStanding, State, stand
from handoutpress.diagnostics import Diagnostic, Location, SourceError, error
from handoutpress.governance.critical import marks_of
from handoutpress.governance.keeping import Pair, write_record
from handoutpress.governance.naming import known_original
from handoutpress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Credit:
    """Who translated."""

    translator: str
    """Empty for whom the front matter names."""
    is_machine: bool = False


def read_pair(workspace: Workspace, slug: str, lang: str) -> Pair:
    """Return a translation with its original.

    Errors of the record alone do not count: it can be written anew. SourceError L820 where there is
    no such translation, and with every problem of the words.
    """
    source = _source_language(workspace, slug, lang)
    original = load_handout(workspace, slug, source).unwrap()
    loaded = load_handout(workspace, slug, lang)
    file = record_file(slug, lang)
    found = [d for d in loaded.diagnostics if not (d.location and d.location.file == file)]
    made = loaded.value or loaded.flawed
    if has_errors(found) or made is None:
        raise SourceError(found)
    return Pair(original, made)


def _source_language(workspace: Workspace, slug: str, lang: str) -> str:
    source = known_original(workspace, slug)
    folder = f"{HANDOUTS}/{slug}"
    there = languages_in(workspace, folder)
    if lang == source:
        message = f"`{lang}` is the language that `{slug}` was written in, and no translation"
        raise _refused(message, folder, "name a language that it is translated into")
    if lang not in there:
        others = [each for each in there if each != source]
        hint = choose(lang, others, "translations of it")
        more = f"`new handout {slug} --lang {lang}` makes a copy of the words to translate"
        raise _refused(f"`{slug}` is not there in `{lang}`", folder, hint, more)
    return source


def _refused(message: str, file: str, *hints: str) -> SourceError:
    return SourceError([error("L820", message, Location(file), *filter(None, hints))])


def record(
    workspace: Workspace, slug: str, lang: str, keys: Sequence[str], credit: Credit
) -> tuple[str, ...]:
    """Write down that parts of a translation were made from the original as it is now.

    All parts that it has where no `keys` are named. A signature stays where neither the words nor
    what they were made from have changed. Returns the files that it wrote. SourceError L820 for
    what is not there, L821 a part that is to be kept in a record that cannot be read, L822 nobody
    who translated it.
    """
    pair = read_pair(workspace, slug, lang)
    _refuse_lost_record(workspace, pair, keys)
    parts = {part.key: part for part in stand(pair.original, pair.handout).parts}
    chosen = _chosen(keys, parts, pair)
    translator = credit.translator or pair.handout.front.translator or ""
    check_name("--translator", translator)
    new = {
        key: _entry(parts[key], pair, translator, credit.is_machine)
        for key in chosen
        if parts[key].words
    }
    merged = {**pair.recorded, **new}
    return write_record(workspace, pair, {k: merged[k] for k in parts if k in merged})


def _refuse_lost_record(workspace: Workspace, pair: Pair, keys: Sequence[str]) -> None:
    """Raise SourceError where parts were to be kept of a record that cannot be read."""
    original, lang = pair.original, pair.handout.lang
    _, found = load_provenance(workspace, original.slug, lang, original.lang)
    if keys and has_errors(found):
        file = Location(record_file(original.slug, lang))
        hint = "mend it, or record all parts anew: leave out --section"
        raise SourceError([*found, error("L821", "the record cannot be read", file, hint)])


def _chosen(keys: Sequence[str], parts: Mapping[str, PartStanding], pair: Pair) -> tuple[str, ...]:
    """Return the parts that are named, or all; SourceError L820 for one that is not there."""
    lang = pair.handout.lang
    faults = []
    for key in keys:
        if key not in parts:
            message = f"`{pair.original.slug}` has no section `{key}`"
            hint = choose(key, parts, "sections")
            faults.append(error("L820", message, Location(pair.original.file), hint))
        elif parts[key].words is None:
            message = f"the translation has no section `{key}`"
            hint = f"translate it first: write it in {lang}.md with the anchor `#{key}`"
            faults.append(error("L820", message, Location(pair.handout.file), hint))
    if faults:
        raise SourceError(faults)
    return tuple(keys) or tuple(parts)


def _entry(part: PartStanding, pair: Pair, translator: str, is_machine: bool) -> PartRecord:
    source, old = part.source, part.entry
    is_same = old and old.source == source.hash and old.reviewer and part.words
    reviewer = old.reviewer if old and is_same else None
    if reviewer and part.words and reviewer.words != part.words.hash:
        reviewer = None
    by = _spaced(translator)
    # Whoever names no other translator has not translated a machine's words anew.
    is_still = old is not None and old.made_by == "machine" and old.translator == by
    return PartRecord(
        source=source.hash,
        version=pair.original.record.version,
        blocks=written(marks_of(source, pair.original.lang)),
        translator=by,
        made_by="machine" if is_machine or is_still else None,
        reviewer=reviewer,
    )


def sign(
    workspace: Workspace,
    slug: str,
    lang: str,
    keys: Sequence[str],
    reviewer: tuple[str, str],
    on: datetime.date,
) -> tuple[str, ...]:
    """Write down that a reviewer (name, qualification) has signed parts of a translation.

    All that are recorded where no `keys` are named. Returns the files that it wrote. SourceError
    L820 for what is not there, L822 a name that is none, L823 a part that is not recorded as made
    from the words as they are, L824 a day that is still to come.
    """
    # Somewhere it is tomorrow already.
    if on > today() + datetime.timedelta(days=1):
        hint = "write the day on which it was signed"
        raise SourceError([error("L824", f"{on} is still to come", None, hint)])
    pair = read_pair(workspace, slug, lang)
    parts = {part.key: part for part in stand(pair.original, pair.handout).parts}
    chosen = _chosen(keys, parts, pair)
    for option, said in zip(("--reviewer", "--qualification"), reviewer, strict=True):
        check_name(option, said)
    faults = [_unsignable(parts[key], pair) for key in chosen]
    if any(faults):
        raise SourceError([fault for fault in faults if fault])
    new = dict(signed for key in chosen for signed in _signed(parts[key], reviewer, on))
    return write_record(workspace, pair, {**pair.recorded, **new})


def _unsignable(part: PartStanding, pair: Pair) -> Diagnostic | None:
    if part.state is State.CURRENT:
        return None
    why = {
        State.STALE: "was made from other words than the original has now",
        State.MISSING: "is not in the translation",
        State.UNRECORDED: "has no record of what it was made from",
    }[part.state]
    line = part.words.line if part.words else None
    hint = "bring it up to date, then `translations record`; or name the parts with --section"
    return error("L823", f"`{part.key}` {why}", Location(pair.handout.file, line), hint)


def _signed(
    part: PartStanding, reviewer: tuple[str, str], on: datetime.date
) -> Iterator[tuple[str, PartRecord]]:
    """Yield a part that is current, and so is recorded and has words, with its signature."""
    by, qualification = map(_spaced, reviewer)
    if part.entry and part.words:
        signed = Reviewed(by=by, qualification=qualification, on=on, words=part.words.hash)
        yield part.key, part.entry.model_copy(update={"reviewer": signed})


def _spaced(text: str) -> str:
    return " ".join(text.split())


def check_name(option: str, said: str) -> None:
    """Raise SourceError L822 for a name that is empty, or that no line can hold."""
    if not said.strip() or not all(part.isprintable() for part in said.split()):
        hint = "say who it was, in words"
        raise SourceError([error("L822", f"{option} {said!r} names nobody", None, hint)])
