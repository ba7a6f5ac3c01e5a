"""Whatever colour a clinic brings, the words are readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutpress.content.brand import Brand, BrandFile, Contacts
from handoutpress.content.brand import Palette as BrandPalette
from handoutpress.design.oklch import oklch
from handoutpress.design.palette import (
    INK,
    NIGHT,
    URGENT,
    WHITE,
    contrast,
    derive_palette,
    mix,
)


def branded(accent: str) -> Brand:
    facts = BrandFile(
        name="Clinic",
        contacts=Contacts(phone="1", emergency="112"),
        palette=BrandPalette(accent=accent),
    )
    return Brand("clinic", facts, file="brands/clinic/brand.yaml", lines={"palette.accent": 7})


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The example pair of WCAG technique G18's calculators: mid grey on white.
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_wcag_contrast(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"))
def test_every_pair_reads_whatever_the_accent(accent: str) -> None:
    palette, _ = derive_palette(branded(accent))
    assert contrast(palette.accent, WHITE) >= 4.5
    assert contrast(palette.accent, palette.tint) >= 4.5
    assert contrast(INK, palette.tint) >= 4.5
    assert contrast(palette.on_brand, palette.brand) >= 4.5
    assert contrast(palette.accent_night, NIGHT) >= 4.5


def test_a_light_accent_is_darkened_and_told() -> None:
    palette, (told,) = derive_palette(branded("#FFD54A"))
    assert palette.brand == "#ffd54a"
    assert palette.accent != palette.brand
    assert str(told).startswith("brands/clinic/brand.yaml:7: info[C001]: accent #ffd54a has")


def test_a_dark_accent_stays() -> None:
    palette, told = derive_palette(branded("#0b5c8a"))
    assert (palette.accent, told) == ("#0b5c8a", ())


def test_urgent_reads_on_white() -> None:
    assert contrast(URGENT, WHITE) >= 7


def test_a_tint_is_a_share_of_the_colour() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_pale_pink_becomes_a_rose_and_not_a_red() -> None:
    palette, _ = derive_palette(branded("#FFB6C1"))
    lightness, chroma, hue = oklch("#ffb6c1")
    darker = oklch(palette.accent)
    assert darker[0] < lightness
    assert darker[1:] == pytest.approx((chroma, hue), abs=0.02)
