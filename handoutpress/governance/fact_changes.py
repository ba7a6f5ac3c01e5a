"""What has changed in a handout beside its words: the facts of handout.yaml, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handoutpress.content.handout import Handout


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of handout.yaml that is not as it was."""

    name: str
    old: str
    new: str


def fact_changes(old: Handout, new: Handout) -> Iterator[FactChange]:
    """Yield the facts of handout.yaml, and of the front matter's signature, that are others."""
    pairs = [(_flat(handout)) for handout in (old, new)]
    for name in dict.fromkeys((*pairs[0], *pairs[1])):
        was, now = (pair.get(name, "") for pair in pairs)
        if was != now:
            yield FactChange(name, was, now)


def _flat(handout: Handout) -> dict[str, str]:
    """Return facts by a name that says what they are."""
    record = handout.record
    found = {
        name: str(value)
        for name, value in record.model_dump().items()
        if isinstance(value, (str, int)) or hasattr(value, "isoformat")
    }
    review = record.review
    found |= {f"review {key}": str(v) for key, v in review.model_dump().items() if v is not None}
    found |= {
        f"source {s.id}": f"{s.title}, {s.publisher}, {s.url}, {s.date}" for s in record.sources
    }
    found |= {f"code {c.system} {c.code}": c.display for c in record.codes}
    found["related"] = ", ".join(record.related)
    found["translator"] = handout.front.translator or ""
    return found


def picture_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield the pictures whose hashes are others, each with what became of it."""
    for name in sorted({*old, *new}):
        if name not in new:
            yield f"{name}: dropped"
        elif name not in old:
            yield f"{name}: added"
        elif old[name] != new[name]:
            yield f"{name}: drawn anew; look at it"
