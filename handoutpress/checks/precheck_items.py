"""The items of the pre-check tables: what each asks, and which rules and signs answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoutpress.checks.number_rules import sums
from handoutpress.checks.sentences import size, stretched
from handoutpress.checks.subject import Subject
from handoutpress.content.handout import (
    BulletList,
    Callout,
    Checklist,
    Diary,
    Figure,
    Steps,
    Strong,
    Table,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked of a handout."""

    source: str
    """Where it is from: `PEMAT 1`, `CCI 3`."""
    says: str
    """What is so when the answer is to agree."""
    codes: tuple[str, ...] = ()
    """The rules whose findings speak against it; one at least must have been asked to agree."""
    has: Callable[[Subject], bool] | None = None
    """Whether the handout has what the item asks for."""
    applies: Callable[[Subject], bool] | None = None
    """Whether it is asked of this handout; always when there is none."""
    is_for_people: bool = False
    """Whether only a person can agree; a program may still disagree."""


_CHANCE = re.compile(
    r"\d\s?%|\bper ?cent\b|\bpor ciento\b|\b\w+ (?:in|out of|of every|de cada) (?:every )?\d"
    r"|\b(?:of|de cada) \d[\d,.]* (?:people|adults|women|men|children|personas|mujeres|niños)\b",
    re.IGNORECASE,
)


def _is_long(subject: Subject) -> bool:
    """Whether it is more than a page: what is shorter needs no parts and no summary."""
    words = size(" ".join(passage.text for passage in subject.said()), subject.lang)
    return words > stretched(subject.limits.page_words, subject.lang)


def _has_chances(subject: Subject) -> bool:
    return any(_CHANCE.search(passage.text) for passage in subject.said())


def _asks_for_sums(subject: Subject) -> bool:
    return next(sums(subject), None) is not None


def _any(*kinds: type) -> Callable[[Subject], bool]:
    return lambda subject: any(isinstance(block, kinds) for block in subject.blocks)


def _has_pictures(subject: Subject) -> bool:
    return subject.handout.record.header is not None or _any(Figure)(subject)


def _has_glance(subject: Subject) -> bool:
    return bool(subject.handout.front.glance)


def _opens_with_points(subject: Subject) -> bool:
    return _has_glance(subject) or bool(subject.handout.callouts)


_HARD_WORDS = ("L101", "L102", "L103", "L105", "L106", "L122", "L123", "L124")
_PASSIVE = ("L111", "L112")
_TERMS = ("L120", "L121")
ITEMS: Mapping[str, tuple[Item, ...]] = {
    "Understandability": (
        Item("PEMAT 1", "It is plain at once what the handout is for.", ("L201",)),
        Item("PEMAT 2", "Nothing leads away from what it is for.", is_for_people=True),
        Item("PEMAT 3", "It uses common, everyday words.", _HARD_WORDS),
        Item("PEMAT 4", "Medical terms are there to be learned, and are explained.", _TERMS),
        Item("PEMAT 5", "It is in the active voice.", _PASSIVE),
        Item(
            "PEMAT 6",
            "Numbers are clear and easy to understand.",
            ("L130", "L131", "L422", "L424", "L425"),
            applies=lambda subject: _has_chances(subject) or bool(subject.dosed),
        ),
        Item("PEMAT 7", "The reader need not do sums.", ("L132",)),
        Item("PEMAT 8", "It is parted into short sections.", ("L110", "L207"), applies=_is_long),
        Item(
            "PEMAT 9",
            "Its sections have headings that say what is in them.",
            ("L208", "L209"),
            applies=_is_long,
        ),
        Item("PEMAT 10", "It goes on in an order that makes sense.", ("L405",), is_for_people=True),
        Item("PEMAT 11", "It has a summary.", ("L202",), applies=_is_long),
        Item(
            "PEMAT 12",
            "Boxes, lists or strong words lead the eye to what matters.",
            ("L517",),
            _any(Callout, BulletList, Steps, Checklist, Strong),
        ),
        Item("PEMAT 15", "A picture is there wherever it would help.", is_for_people=True),
        Item(
            "PEMAT 16",
            "Pictures support the words, and do not lead away from them.",
            applies=_has_pictures,
            is_for_people=True,
        ),
        Item(
            "PEMAT 17",
            "Pictures and tables have clear titles or captions.",
            ("L502",),
            applies=_any(Figure, Table, Diary),
        ),
        Item(
            "PEMAT 18",
            "Pictures are clear and not crowded.",
            applies=_has_pictures,
            is_for_people=True,
        ),
        Item(
            "PEMAT 19",
            "Tables are simple, with short and clear headers.",
            ("L222", "L223"),
            applies=_any(Table, Diary),
        ),
    ),
    "Actionability": (
        Item("PEMAT 20", "It tells the reader at least one thing to do.", ("L205",)),
        Item("PEMAT 21", "It speaks to the reader where it says what to do.", ("L113", "L112")),
        Item(
            "PEMAT 22",
            "What to do is broken down into steps that can be managed.",
            ("L115", "L210", "L220"),
            _any(Steps, Checklist),
        ),
        Item("PEMAT 23", "It gives a tool: a list to tick, a diary, a plan.", ("L206",)),
        Item(
            "PEMAT 24",
            "Where sums are needed, it shows how.",
            applies=_asks_for_sums,
            is_for_people=True,
        ),
        Item(
            "PEMAT 25",
            "It explains how to act by its tables, charts and diaries.",
            applies=_any(Table, Diary),
            is_for_people=True,
        ),
        Item(
            "PEMAT 26",
            "A picture is there wherever it would help to act.",
            is_for_people=True,
        ),
    ),
    "Clear communication": (
        Item("CCI 1", "It has one main message.", ("L204",), is_for_people=True),
        Item("CCI 2", "The main message is at the start.", ("L204",)),
        Item("CCI 3", "The main message stands out.", has=_has_glance),
        Item(
            "CCI 4", "A picture supports the main message.", has=_has_pictures, is_for_people=True
        ),
        Item("CCI 5", "It calls the reader to act.", ("L205",)),
        Item("CCI 6", "Message and call are in the active voice.", _PASSIVE),
        Item("CCI 7", "Its words are those of the readers.", (*_TERMS, "L122")),
        Item("CCI 8", "It has lists.", has=_any(BulletList, Steps, Checklist)),
        Item("CCI 9", "It is parted by headings.", ("L207",)),
        Item("CCI 10", "What matters most comes first.", ("L202",), _opens_with_points),
        Item("CCI 11", "It says what is known, and what is not.", ("L606",), is_for_people=True),
        Item("CCI 12", "It says what the reader should do.", ("L205",)),
        Item("CCI 13", "It says why that matters.", is_for_people=True),
        Item("CCI 14", "It says how to do it.", ("L210", "L420", "L421"), _any(Steps, Checklist)),
        Item(
            "CCI 15",
            "Its numbers are of the kind that readers use.",
            ("L130", "L131"),
            applies=_has_chances,
        ),
        Item("CCI 16", "It says what its numbers mean.", applies=_has_chances, is_for_people=True),
        Item("CCI 17", "The reader need not do sums.", ("L132",)),
        Item("CCI 18", "It says how people are at risk.", ("L401", "L402"), is_for_people=True),
        Item("CCI 19", "It says what speaks for it and against it.", is_for_people=True),
        Item(
            "CCI 20",
            "Chances are explained in words or a picture.",
            applies=_has_chances,
            is_for_people=True,
        ),
    ),
}
"""The items of each table. PEMAT-P has no 13 and 14: those are for sound and film."""
