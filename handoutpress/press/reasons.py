"""Why a file is made: what has changed since the manifest's entry of it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handoutpress.press.manifest import UNKNOWN, Entry
from handoutpress.press.target import Files

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.press.fingerprint import Recipe
    from handoutpress.press.plan import Artifact

FEW = 4
"""So many names of what has changed are told to a person."""
SAID = {
    "new": "new",
    "words": "changed words or pictures",
    "pointers": "changed titles or languages of other handouts that it names",
    "brand": "changed brand",
    "edition": "changed settings of the edition or its paper",
    "theme": "changed theme",
    "program": "changed program",
    "packages": "changed packages",
    "date": "changed SOURCE_DATE_EPOCH",
    "missing": "missing on disk",
    "touched": "changed on disk",
    "forced": "forced",
    "older": "its manifest entry is older than this program",
    "unsure": "the theme or the program changed while it was made",
}
"""What a person is told for each reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is made: a key of SAID, and the names of what changed where these are known."""

    key: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = f" and {len(self.names) - FEW} more" if len(self.names) > FEW else ""
        named = f": {', '.join(self.names[:FEW])}{more}" if self.names else ""
        return f"{SAID[self.key]}{named}"

    def record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"reason": self.key, "names": list(self.names)}


Why = tuple[Reason, ...]
"""All reasons for one file; none where it is current."""

NEW = (Reason("new"),)
FORCED = (Reason("forced"),)


def why(artifact: Artifact, entry: Entry | None, recipe: Recipe, files: Files) -> Why:
    """Return why a file has to be made; nothing when it is current."""
    if entry is None:
        return NEW
    if entry.fingerprint != artifact.fingerprint:
        # It is made, whether what has changed can be named or not: the same parts were then put
        # together by another program.
        return tuple(_changes(artifact, entry, recipe)) or (Reason("program"),)
    if not entry.is_there(files):
        return (Reason("touched" if files.exists(entry.path) else "missing"),)
    return ()


def _changes(artifact: Artifact, entry: Entry, recipe: Recipe) -> Iterator[Reason]:
    """Yield what the parts of two different fingerprints tell, which may be nothing."""
    old, new = entry.ingredients, artifact.ingredients.short()
    if entry.fingerprint == UNKNOWN:
        yield Reason("unsure")
    elif old is None or entry.recipe is None:
        yield Reason("older")
    else:
        for part in ("words", "pointers", "brand", "edition"):
            if getattr(old, part) != getattr(new, part):
                yield Reason(part)
        yield from _recipe_changes(entry.recipe, recipe)


def _recipe_changes(old: Recipe, new: Recipe) -> Iterator[Reason]:
    if themed := _differing(old.theme, new.theme):
        yield Reason("theme", themed)
    if old.program != new.program:
        yield Reason("program")
    if packages := _differing(old.packages, new.packages):
        yield Reason("packages", packages)
    if old.date != new.date:
        yield Reason("date")


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sorted names of what is other than it was, or in one of them only."""
    return tuple(sorted(dict(old.items() ^ new.items())))
