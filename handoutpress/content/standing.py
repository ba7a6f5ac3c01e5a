"""A translation held against the words that it was made from: which of its parts are current."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from handoutpress.content.fingerprints import Part, Unit, parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.provenance import Mark, PartRecord, marks
from handoutpress.content.record import Signature


class State(StrEnum):
    """How a part of a translation stands to the words of the original."""

    CURRENT = "current"
    """It was made from the words as they are."""
    STALE = "stale"
    """It was made from other words."""
    MISSING = "missing"
    """The translation has no such part."""
    UNRECORDED = "unrecorded"
    """Nobody has recorded what it was made from."""


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How one part of a translation stands."""

    key: str
    state: State
    source: Part
    """The original's part, as it is now."""
    words: Part | None
    """The translation's; None where it is missing."""
    entry: PartRecord | None
    """What is recorded of it."""
    is_signed: bool = False
    """Whether a reviewer has signed these very words, made from these very words."""

    @property
    def added(self) -> tuple[Unit, ...]:
        """What the original says now, and did not when it was translated."""
        before = Counter(mark.hash for mark in self._marks)
        found = []
        for unit in self.source.units:
            if before[unit.hash]:
                before[unit.hash] -= 1
            else:
                found.append(unit)
        return tuple(found)

    @property
    def removed(self) -> tuple[Mark, ...]:
        """What the original said when it was translated, and does not now."""
        now = Counter(unit.hash for unit in self.source.units)
        found = []
        for mark in self._marks:
            if now[mark.hash]:
                now[mark.hash] -= 1
            else:
                found.append(mark)
        return tuple(found)

    @property
    def _marks(self) -> tuple[Mark, ...]:
        return marks(self.entry.blocks) if self.entry else ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a translation stands, part by part in the order of the original."""

    original: Handout
    handout: Handout
    parts: tuple[PartStanding, ...]
    strays: tuple[str, ...] = ()
    """Sections of the translation, and parts of its record, that the original does not have."""

    def count(self, state: State) -> int:
        """Return how many parts stand so."""
        return sum(part.state is state for part in self.parts)

    @property
    def unsigned(self) -> int:
        """How many parts nobody has signed, neither one by one nor the translation as a whole."""
        if not self.handout.is_draft_translation:
            return 0
        return sum(not part.is_signed for part in self.parts)


def stand(original: Handout, handout: Handout) -> Standing:
    """Return how a translation stands to the words that it was made from."""
    recorded = handout.provenance.record.parts if handout.provenance else {}
    source, words = parts_of(original), {part.key: part for part in parts_of(handout)}
    keys = {part.key for part in source}
    found = tuple(_part(part, words.get(part.key), recorded.get(part.key)) for part in source)
    strays = (key for key in (*words, *recorded) if key not in keys)
    return Standing(original, handout, found, tuple(dict.fromkeys(strays)))


def _part(source: Part, words: Part | None, entry: PartRecord | None) -> PartStanding:
    if words is None:
        return PartStanding(source.key, State.MISSING, source, None, entry)
    if entry is None:
        return PartStanding(source.key, State.UNRECORDED, source, words, None)
    is_current = entry.source == source.hash
    is_signed = is_current and entry.reviewer is not None and entry.reviewer.words == words.hash
    state = State.CURRENT if is_current else State.STALE
    return PartStanding(source.key, state, source, words, entry, is_signed)


def with_review(handout: Handout, original: Handout) -> Handout:
    """Return a translation that knows who signed it, where each part of it is signed.

    Words that the original has no part for are none that anybody has signed. The day is that of the
    last signature.
    """
    if not handout.provenance or not any(
        part.reviewer for part in handout.provenance.record.parts.values()
    ):
        return handout
    parts = stand(original, handout).parts
    own = {part.key for part in parts_of(handout)} - {part.key for part in parts}
    if own or not all(part.is_signed for part in parts):
        return handout
    reviewers = [part.entry.reviewer for part in parts if part.entry and part.entry.reviewer]
    who = dict.fromkeys(f"{each.by}, {each.qualification}" for each in reviewers)
    last = max(each.on for each in reviewers)
    return replace(handout, record_review=Signature(state="signed", by="; ".join(who), on=last))
