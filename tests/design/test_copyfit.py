"""The words of a trifold are chosen by their heights, the most important first."""

from __future__ import annotations

from dataclasses import replace

from handoutpress.content.handout import Role, Section, Text
from handoutpress.content.rewording import Wording
from handoutpress.design.copyfit import Copy, Rooms, Spare, copy_fit, less, over_mm

FULL, SHORT, LEFT_OUT = Wording.FULL, Wording.SHORT, Wording.LEFT_OUT
ROOMS = Rooms(
    panel_mm=100,
    cover_mm=60,
    callouts_mm=60,
    glance_mm=30,
    back_mm=60,
    brief_back_mm=50,
    more_mm=20,
    heading_mm=10,
)


def copy(
    anchor: str, full: float, short: float | None = None, priority: int = 3, role: str = "overview"
) -> Copy:
    section = Section((Text(anchor, 1),), anchor, Role(role), (), 1, priority=priority)
    heights = {FULL: full} if short is None else {FULL: full, SHORT: short}
    return Copy(section, heights, stays=priority == 1)


def test_everything_in_full_where_there_is_room() -> None:
    fit = copy_fit([copy("a", 90, 40), copy("b", 90)], ROOMS, Spare(), lengthens=True)
    assert dict(fit.wordings) == {"a": FULL, "b": FULL}
    assert (fit.glance_place, fit.more_place, fit.is_brief) == ("cover", "back", False)


def test_the_least_important_go_first_and_the_gap_is_filled() -> None:
    copies = [copy("a", 200, priority=5), copy("b", 150, priority=2), copy("c", 100, priority=4)]
    fit = copy_fit(copies, ROOMS, Spare())
    assert dict(fit.wordings) == {"a": LEFT_OUT, "b": FULL, "c": FULL}
    assert [s.anchor for s in fit.left_out(c.section for c in copies)] == ["a"]


def test_full_words_come_back_by_priority() -> None:
    copies = [copy("a", 200, 100, priority=4), copy("b", 200, 100, priority=2)]
    assert copy_fit(copies, ROOMS, Spare()).wordings == {"a": SHORT, "b": SHORT}
    longer = copy_fit(copies, ROOMS, Spare(), lengthens=True)
    assert longer.wordings == {"a": SHORT, "b": FULL}


def test_what_stays_is_there_even_if_it_is_too_much() -> None:
    copies = [copy("a", 290, priority=1), copy("b", 50, priority=1), copy("c", 10)]
    fit = copy_fit(copies, ROOMS, Spare())
    assert fit.wordings == {"a": FULL, "b": FULL, "c": LEFT_OUT}
    assert over_mm(copies, ROOMS, Spare()) == 40


def test_when_to_call_stands_on_the_flap_if_it_fits() -> None:
    copies = [copy("a", 40, role="get-help"), copy("b", 41, role="questions")]
    assert copy_fit(copies, ROOMS, Spare()).flap == {"a"}
    assert copy_fit(copies, ROOMS, Spare(flap_mm=6)).flap == frozenset()


def test_the_points_at_a_glance_go_where_there_is_room() -> None:
    tall_cover = replace(ROOMS, cover_mm=90)
    assert copy_fit([copy("a", 10)], tall_cover, Spare()).glance_place == "flap"
    call = copy("a", 40, role="get-help")
    assert copy_fit([call], tall_cover, Spare()).glance_place == "nowhere"


def test_a_full_back_sends_the_list_inside_where_it_takes_room() -> None:
    rooms = replace(ROOMS, back_mm=85)
    copies = [copy("a", 270, priority=2), copy("b", 28, priority=4), copy("c", 90, priority=5)]
    fit = copy_fit(copies, rooms, Spare())
    assert fit.more_place == "inside"
    assert fit.wordings == {"a": FULL, "b": LEFT_OUT, "c": LEFT_OUT}


def test_a_panel_that_is_too_high_for_the_back_is_brief() -> None:
    assert copy_fit([copy("a", 10)], replace(ROOMS, back_mm=101), Spare()).is_brief


def test_callouts_longer_than_the_flap_take_room_inside() -> None:
    rooms = replace(ROOMS, callouts_mm=150)
    assert (rooms.flap_mm, rooms.inside_mm) == (0, 250)


def test_less_takes_away_until_something_changes_or_nothing_is_left() -> None:
    copies = [copy("a", 150, priority=1), copy("b", 100)]
    spare = less(copies, ROOMS, Spare(), "inside")
    assert spare == Spare(inside_mm=54)
    assert copy_fit(copies, ROOMS, spare).wordings == {"a": FULL, "b": LEFT_OUT}
    assert less(copies, ROOMS, spare, "inside") is None
    assert less(copies, ROOMS, spare, "cover") is not None
