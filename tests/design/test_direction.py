"""Which way words run, and what is kept apart because it runs the other way."""

from __future__ import annotations

import pytest

from handoutpress.design.direction import apart, direction_of, turned


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("(303) 555-0119", "ltr"),
        ("2 Brookside Way", "ltr"),
        ("", "ltr"),
        ("911 \u0637\u0648\u0627\u0631\u0626", "rtl"),
        ("\u05e9\u05dc\u05d5\u05dd", "rtl"),
    ],
)
def test_the_first_letter_says_which_way_a_text_runs(text: str, direction: str) -> None:
    assert direction_of(text) == direction


def test_only_what_runs_the_other_way_is_turned() -> None:
    assert turned("(303) 555-0119", "rtl") == "ltr"
    assert turned("(303) 555-0119", "ltr") is None


def test_where_there_is_no_markup_characters_keep_a_text_apart() -> None:
    assert apart("HP-001", "rtl") == "\u2066HP-001\u2069"
    assert apart("HP-001", "ltr") == "HP-001"
