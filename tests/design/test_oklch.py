"""Colours go to OKLCH and come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutpress.design.oklch import from_oklch, oklch

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(COLOURS)
def test_a_colour_comes_back_as_it_was(colour: str) -> None:
    assert from_oklch(*oklch(colour)) == colour


# The values of CSS Color 4's sample conversions.
@pytest.mark.parametrize(
    ("colour", "lightness", "chroma"),
    [("#ffffff", 1.0, 0.0), ("#000000", 0.0, 0.0), ("#ff0000", 0.6280, 0.2577)],
)
def test_known_colours(colour: str, lightness: float, chroma: float) -> None:
    assert oklch(colour)[:2] == pytest.approx((lightness, chroma), abs=5e-4)


def test_a_colour_that_no_screen_shows_loses_chroma_and_not_lightness() -> None:
    shown = from_oklch(0.5, 0.4, 2.4)
    assert oklch(shown)[0] == pytest.approx(0.5, abs=0.01)
