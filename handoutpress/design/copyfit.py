"""Copy-fitting of a trifold: which words go on which of its panels, by how much room they take.

All measures are heights in millimetres on panels of one width, so that they may be added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from handoutpress.content.handout import Role, Section
from handoutpress.content.rewording import Wording

INDISPENSABLE = 1
"""The priority that stays in every edition."""
INSIDE_PANELS = 3
STEP_MM = 6.0
"""From one try to the next, how much more room stays empty."""
Place = Literal["cover", "flap", "inside", "back"]
"""The panels that words run through together."""
FLAP_ROLES = (Role.GET_HELP, Role.QUESTIONS)
"""What may stand with the urgent words on the flap, the first thing that is seen on opening."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A section's words, and how high each wording of them is."""

    section: Section
    heights_mm: Mapping[Wording, float]
    """Of the wordings that there are; being left out is not among them."""
    stays: bool
    """Whether it may not be left out: the author says so, or it holds what no edition may lose."""

    @property
    def least(self) -> Wording:
        """The wording that needs the least room."""
        return min(self.heights_mm, key=lambda wording: self.heights_mm[wording])

    @property
    def least_mm(self) -> float:
        """How high that is."""
        return self.heights_mm[self.least]


@dataclass(frozen=True, slots=True)
class Rooms:
    """The panels, and what stands on them whatever is chosen."""

    panel_mm: float
    cover_mm: float
    """The clinic's head, title, summary and picture."""
    callouts_mm: float
    """The callouts of page 1; what the flap cannot hold of them runs on inside."""
    glance_mm: float
    back_mm: float
    """The clinic's panel and the imprint."""
    brief_back_mm: float
    """The same without opening hours and e-mail."""
    more_mm: float
    """The words that lead to the full leaflet, and one heading of what only that has."""
    heading_mm: float
    """Each further heading, about."""

    @property
    def flap_mm(self) -> float:
        """What the callouts leave of the flap."""
        return max(self.panel_mm - self.callouts_mm, 0.0)

    @property
    def inside_mm(self) -> float:
        """What they leave of the panels inside."""
        return INSIDE_PANELS * self.panel_mm - max(self.callouts_mm - self.panel_mm, 0.0)

    def back(self, *, is_brief: bool) -> float:
        """Return how high the clinic's panel and the imprint are."""
        return self.brief_back_mm if is_brief else self.back_mm

    def list_mm(self, headings: int) -> float:
        """Return how high the words about the full leaflet are with so many headings."""
        return self.more_mm + max(headings - 1, 0) * self.heading_mm


@dataclass(frozen=True, slots=True)
class Spare:
    """What stays empty of the panels, in millimetres."""

    cover_mm: float = 0.0
    flap_mm: float = 0.0
    inside_mm: float = 0.0
    back_mm: float = 0.0

    def more(self, place: Place) -> Spare:
        """Return a little more spare room in one place."""
        name = f"{place}_mm"
        return replace(self, **{name: getattr(self, name) + STEP_MM})


@dataclass(frozen=True, slots=True)
class Fit:
    """What a trifold prints."""

    wordings: Mapping[str, Wording]
    """By the anchors of the sections; one that is not here has no words to print."""
    flap: frozenset[str] = frozenset()
    """The anchors of the sections on the flap."""
    glance_place: Literal["cover", "flap", "nowhere"] = "nowhere"
    more_place: Literal["back", "inside"] = "back"
    is_brief: bool = False
    """Whether the clinic's panel leaves opening hours and e-mail to its website."""

    def left_out(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """Return the sections of which it prints nothing."""
        out = Wording.LEFT_OUT
        return tuple(s for s in sections if self.wordings.get(s.anchor, out) is out)


def copy_fit(copies: Sequence[Copy], rooms: Rooms, spare: Spare, *, lengthens: bool = False) -> Fit:
    """Return the most that the panels hold when some of their room stays `spare`.

    What stays comes first, in its least wording; then, in the order of priority, the other
    sections; then, where it `lengthens`, full wordings for short ones. Never less than what stays,
    even if that is too much: the layout is the judge of that.
    """
    fit = _chosen(copies, rooms, spare, "back", 0.0, lengthens)
    taken_mm = 0.0
    while True:
        list_mm = rooms.list_mm(len(fit.left_out(copy.section for copy in copies)))
        back_mm = rooms.panel_mm - spare.back_mm - rooms.back(is_brief=fit.is_brief)
        room_mm = back_mm if fit.more_place == "back" else taken_mm
        if list_mm <= room_mm:
            return fit
        taken_mm = list_mm
        fit = _chosen(copies, rooms, spare, "inside", taken_mm, lengthens)


def less(copies: Sequence[Copy], rooms: Rooms, spare: Spare, place: Place) -> Spare | None:
    """Return the least further spare room in a place that changes what is printed; None for none.

    A fold cuts between lines, and gaps are not the same everywhere, so that a panel may hold less
    than its heights add up to.
    """
    before = copy_fit(copies, rooms, spare)
    for _ in range(round(INSIDE_PANELS * rooms.panel_mm / STEP_MM)):
        spare = spare.more(place)
        if copy_fit(copies, rooms, spare) != before:
            return spare
    return None


def over_mm(copies: Sequence[Copy], rooms: Rooms, spare: Spare) -> float:
    """Return by how much that which stays is higher than the panels inside, by its heights."""
    fit = copy_fit(copies, rooms, spare)
    inside = [copy for copy in copies if copy.stays and copy.section.anchor not in fit.flap]
    needed_mm = sum(copy.least_mm for copy in inside)
    if fit.more_place == "inside":
        needed_mm += rooms.list_mm(len(fit.left_out(copy.section for copy in copies)))
    return needed_mm - rooms.inside_mm


def _chosen(
    copies: Sequence[Copy],
    rooms: Rooms,
    spare: Spare,
    more_place: Literal["back", "inside"],
    taken_mm: float,
    lengthens: bool,
) -> Fit:
    work = _Work(rooms.flap_mm - spare.flap_mm, rooms.inside_mm - spare.inside_mm - taken_mm)
    ranked = sorted(copies, key=lambda copy: (not copy.stays, copy.section.priority))
    for copy in ranked:
        work.put(copy)
    for copy in ranked if lengthens else ():
        work.lengthen(copy)
    glance: Literal["cover", "flap", "nowhere"] = "nowhere"
    if rooms.cover_mm + rooms.glance_mm <= rooms.panel_mm - spare.cover_mm:
        glance = "cover"
    elif rooms.glance_mm <= work.flap_mm:
        glance = "flap"
    is_brief = rooms.back_mm > rooms.panel_mm - spare.back_mm
    return Fit(work.wordings, frozenset(work.flap), glance, more_place, is_brief)


@dataclass(slots=True)
class _Work:
    """Panels that are being filled."""

    flap_mm: float
    inside_mm: float
    wordings: dict[str, Wording] = field(default_factory=dict)
    flap: set[str] = field(default_factory=set)

    def put(self, copy: Copy) -> None:
        """Take a section in if there is room, or if it stays in any case."""
        anchor, height_mm = copy.section.anchor, copy.least_mm
        if copy.section.role in FLAP_ROLES and height_mm <= self.flap_mm:
            self.flap.add(anchor)
            self.flap_mm -= height_mm
        elif copy.stays or height_mm <= self.inside_mm:
            self.inside_mm -= height_mm
        else:
            self.wordings[anchor] = Wording.LEFT_OUT
            return
        self.wordings[anchor] = copy.least

    def lengthen(self, copy: Copy) -> None:
        """Give a section inside its full words if there is room for them."""
        anchor = copy.section.anchor
        more_mm = copy.heights_mm.get(Wording.FULL, 0.0) - copy.least_mm
        is_inside = self.wordings[anchor] is not Wording.LEFT_OUT and anchor not in self.flap
        if is_inside and 0 < more_mm <= self.inside_mm:
            self.inside_mm -= more_mm
            self.wordings[anchor] = Wording.FULL
