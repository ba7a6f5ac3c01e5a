"""What has changed in a handout since a release: facts, sections, and their blocks word by word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handoutpress.content.fingerprints import FRONT, Part, Unit, parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.release import Released
from handoutpress.design.doses import FORM, Amount, amounts
from handoutpress.governance.critical import reasons
from handoutpress.governance.fact_changes import FactChange, fact_changes, picture_changes
from handoutpress.governance.said import said
from handoutpress.governance.wordiff import Run, tokens, word_changes

ALIKE = 0.4
"""Two blocks are one that was changed where so much of them is the same."""


class Fate(StrEnum):
    """What became of a section or a block."""

    SAME = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that is not as it was."""

    fate: Fate
    place: str
    """What it is: `block`, `heading`, `subheading`, `short` or `easy` words."""
    safety: tuple[str, ...]
    """Why it is a matter of safety, as it was or as it is."""
    old: str
    new: str

    @property
    def runs(self) -> tuple[Run, ...]:
        """The words that stayed, went out and came in."""
        return word_changes(self.old, self.new)


@dataclass(frozen=True, slots=True)
class PartChange:
    """A section, or a part of the front matter, that is not as it was."""

    key: str
    title: str
    """Its heading, as it is now; as it was, where it was dropped."""
    fate: Fate
    blocks: tuple[BlockChange, ...] = ()
    moved: str = ""
    """Where it stands now, where its place among the others is another."""
    notes: tuple[str, ...] = ()
    """What else is another: its role, its priority, the order of its blocks."""
    doses: tuple[str, ...] = ()
    """The amounts that are said no more, or that were not said before."""

    @property
    def safety(self) -> tuple[str, ...]:
        """Why something in it is a matter of safety."""
        return tuple(dict.fromkeys(why for block in self.blocks for why in block.safety))


@dataclass(frozen=True, slots=True)
class Differences:
    """All that has changed in a handout, in one language, since a release."""

    since: Released
    now: Handout
    parts: tuple[PartChange, ...]
    facts: tuple[FactChange, ...]
    pictures: tuple[str, ...]
    """The pictures that are not as they were, each with what became of it."""

    @property
    def first(self) -> tuple[str, ...]:
        """What has to be seen first: sections that were dropped or moved, and changed doses."""
        dropped = (p for p in self.parts if p.fate is Fate.DROPPED)
        moved = (p for p in self.parts if p.moved)
        dosed = (p for p in self.parts if p.doses)
        return (
            *(f"dropped: {_called(part)}" for part in dropped),
            *(f"moved: {_called(part)}, {part.moved}" for part in moved),
            *(f"dose: {_called(part)}: {dose}" for part in dosed for dose in part.doses),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed."""
        return not (self.parts or self.facts or self.pictures)


def _called(part: PartChange) -> str:
    return f"“{part.title}” ({part.key})"


def differences(
    since: Released, now: Handout, pictures: tuple[Mapping[str, str], Mapping[str, str]]
) -> Differences:
    """Return what has changed; `pictures` are their hashes by name, before and now."""
    old = parts_of(since.handout)
    new = parts_of(now)
    facts = tuple(fact_changes(since.handout, now))
    drawn = tuple(picture_changes(*pictures))
    return Differences(since, now, tuple(_parts(old, new, now.lang)), facts, drawn)


def _parts(old: Sequence[Part], new: Sequence[Part], lang: str) -> Iterator[PartChange]:
    """Yield the parts that are not as they were, in their order; dropped ones where they were."""
    before, after = {p.key: p for p in old}, {p.key: p for p in new}
    moved = _moved([p.key for p in old], [p.key for p in new])
    for key in _merged([*before], [*after]):
        change = _part(before.get(key), after.get(key), lang)
        if key in moved:
            change = _moved_part(change, _where(key, new))
        if change.fate is not Fate.SAME or change.moved:
            yield change


def _moved_part(change: PartChange, where: str) -> PartChange:
    fate, blocks, notes = change.fate, change.blocks, change.notes
    return PartChange(change.key, change.title, fate, blocks, where, notes, change.doses)


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return all keys: the new ones in order, and each that is gone after its old neighbour."""
    found = [*new]
    for index, key in enumerate(old):
        if key not in found:
            before = next((k for k in reversed(old[:index]) if k in found), None)
            found.insert(found.index(before) + 1 if before else 0, key)
    return found


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the sections on both sides that stand in another order: as few as explain it."""
    both = set(old) & set(new)
    before, after = ([k for k in side if k in both] for side in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    still = {before[i + n] for i, _, size in matcher.get_matching_blocks() for n in range(size)}
    return {key for key in both - still if not key.startswith(FRONT)}


def _where(key: str, parts: Sequence[Part]) -> str:
    sections = [part for part in parts if part.section]
    index = [part.key for part in sections].index(key)
    return f"now after “{_title(sections[index - 1])}”" if index else "now the first section"


def _part(old: Part | None, new: Part | None, lang: str) -> PartChange:
    either = new or old
    assert either
    title = _title(either)
    blocks = tuple(_blocks(old, new, lang))
    fate = Fate.CHANGED
    if old is None or new is None:
        fate = Fate.ADDED if new else Fate.DROPPED
    notes = tuple(_notes(old, new)) if old and new else ()
    if old and new and old.hash == new.hash and not notes:
        fate = Fate.SAME
    doses = tuple(_doses(old, new))
    if not doses and any("dose" in block.safety for block in blocks):
        doses = ("the amounts are the same; what stands around them has changed",)
    return PartChange(either.key, title, fate, blocks, notes=notes, doses=doses)


def _title(part: Part) -> str:
    if part.section:
        return said(part.section.heading)
    return part.key.removeprefix(FRONT).replace("-", " ")


def _notes(old: Part, new: Part) -> Iterator[str]:
    """Yield what is another in a section beside its blocks."""
    if old.section and new.section:
        for name in ("role", "priority"):
            was, now = getattr(old.section, name), getattr(new.section, name)
            if was != now:
                yield f"its {name} was {was} and is {now}"
    hashes = [[unit.hash for unit in part.units] for part in (old, new)]
    if old.hash != new.hash and sorted(hashes[0]) == sorted(hashes[1]):
        yield "its blocks stand in another order"


def _doses(old: Part | None, new: Part | None) -> Iterator[str]:
    before, after = _amounts(old), _amounts(new)
    lost = [a for a in before if a not in after]
    came = [a for a in after if a not in before]
    if lost:
        yield f"no more: {', '.join(map(_shown, lost))}"
    if came:
        yield f"new: {', '.join(map(_shown, came))}"


def _amounts(part: Part | None) -> tuple[Amount, ...]:
    texts = (said(unit.node) for unit in part.units) if part else ()
    return tuple(
        dict.fromkeys(a for text in texts for line in text.split("\n") for a in amounts(line))
    )


def _shown(amount: Amount) -> str:
    unit = "tablets or the like" if amount.unit == FORM else amount.unit
    return f"{amount.number} {unit}"


@dataclass(slots=True)
class _Aligned:
    """The blocks of a part as they were and as they are, side by side."""

    lang: str
    old: Part | None
    new: Part | None
    found: list[BlockChange] = field(default_factory=list)

    def add(self, before: Unit | None, after: Unit | None) -> None:
        """Add a block that was changed, dropped or added."""
        fate = Fate.CHANGED if before and after else Fate.ADDED if after else Fate.DROPPED
        whys = (
            *(reasons(before, self.old, self.lang) if before and self.old else ()),
            *(reasons(after, self.new, self.lang) if after and self.new else ()),
        )
        texts = [said(unit.node) if unit else "" for unit in (before, after)]
        place = (after or before or Unit("", "", 0)).place
        self.found.append(BlockChange(fate, place, tuple(dict.fromkeys(whys)), *texts))


def _blocks(old: Part | None, new: Part | None, lang: str) -> Iterable[BlockChange]:
    before = old.units if old else ()
    after = new.units if new else ()
    aligned = _Aligned(lang, old, new)
    hashes = [[unit.hash for unit in units] for units in (before, after)]
    matcher = difflib.SequenceMatcher(None, hashes[0], hashes[1], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            _align(before[i:j], after[k:m], aligned)
    return aligned.found


def _align(before: Sequence[Unit], after: Sequence[Unit], aligned: _Aligned) -> None:
    """Pair each block that was with the one that it became, in order; the rest went or came."""
    start = 0
    for unit in before:
        text = said(unit.node)
        likeness = [
            (_alike(text, said(other.node)), -at)
            for at, other in enumerate(after[start:], start)
            if other.place == unit.place
        ]
        best = max(likeness, default=(0.0, 0))
        if best[0] < ALIKE:
            aligned.add(unit, None)
            continue
        for other in after[start : -best[1]]:
            aligned.add(None, other)
        aligned.add(unit, after[-best[1]])
        start = -best[1] + 1
    for other in after[start:]:
        aligned.add(None, other)


def _alike(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, tokens(old), tokens(new), autojunk=False).ratio()
