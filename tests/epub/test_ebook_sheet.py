"""The e-book's sheet leaves to the reader what is the reader's, by day and by night."""

from __future__ import annotations

import re

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.edition import EDITIONS
from handoutpress.content.sources import read_brand
from handoutpress.design.palette import NIGHT, TEXT_CONTRAST, WHITE, contrast, derive_palette
from handoutpress.design.stylesheet import read_tokens, screen_sheet
from handoutpress.design.theme import Theme
from handoutpress.workspace import Workspace


@pytest.fixture
def sheet(specimen: Workspace) -> str:
    palette, _ = derive_palette(Brand.plain())
    return screen_sheet(Theme.find(specimen), EDITIONS["epub"], palette.tokens())


def test_no_length_is_fixed_and_nothing_is_forced(sheet: str) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    assert not re.search(r"\d(?:px|pt|pc|mm|cm|in)\b", rules)
    assert "!important" not in rules
    assert "var(" not in rules
    assert "font-family" not in rules


def test_the_page_has_no_colour_of_its_own(sheet: str) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    body = re.findall(r"(?:^|\n)(?:html|body|p)\s*\{([^}]*)\}", rules)
    assert body
    assert not any("color" in rule for rule in body)


def test_every_colour_reads_on_its_page(specimen: Workspace) -> None:
    palette, _ = derive_palette(read_brand(specimen, "specimen"))
    tokens = {**read_tokens(Theme.find(specimen), EDITIONS["epub"]), **palette.tokens()}
    for name in ("--color-accent", "--color-urgent"):
        assert contrast(tokens[name], WHITE) >= TEXT_CONTRAST
        assert contrast(tokens[f"{name}-night"], NIGHT) >= TEXT_CONTRAST


def test_what_has_a_colour_by_day_has_one_by_night(specimen: Workspace) -> None:
    tokens = {"--color-accent": "#day", "--color-urgent": "#day"}
    night = {f"{name}-night": "#night" for name in tokens}
    palette = derive_palette(Brand.plain())[0].tokens()
    css = screen_sheet(Theme.find(specimen), EDITIONS["epub"], {**palette, **tokens, **night})
    rules = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    day, _, dark = rules.partition("@media (prefers-color-scheme")
    assert "#night" not in day
    assert "#day" not in dark
    assert coloured(day, "#day") == coloured(dark.partition("{")[2], "#night")


def coloured(rules: str, colour: str) -> set[str]:
    """Return the selectors of the rules that have a colour."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", rules)
    chosen = (selectors for selectors, body in found if colour in body)
    return {" ".join(each.split()) for selectors in chosen for each in selectors.split(",")}
