"""The words of the mark that every page of a leaflet has while it should not be given out."""

from __future__ import annotations

from collections.abc import Iterable

from handoutpress.content.handout import Handout, Stamp
from handoutpress.design.words import Words


def mark_word(mark: Stamp, words: Words) -> str:
    """Return a mark in the few words that a running head has room for."""
    return {
        Stamp.STALE: words("Outdated"),
        Stamp.OVERDUE: words("Overdue"),
        Stamp.DRAFT: words("Draft"),
    }[mark]


def mark_words(marks: Iterable[Stamp], words: Words) -> tuple[str, ...]:
    """Return several marks, each in its words."""
    return tuple(mark_word(mark, words) for mark in marks)


def mark_tokens(handouts: Iterable[Handout]) -> dict[str, str]:
    """Return the tokens that make room in the running head where it has several marks."""
    if all(len(handout.marks) < 2 for handout in handouts):
        return {}
    return {"--head-share": "49%", "--head-end-share": "49%"}
