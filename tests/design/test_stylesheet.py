"""Tokens, layers and flattening."""

from __future__ import annotations

import pytest

from handoutpress.content.edition import EDITIONS, PAPERS
from handoutpress.design.stylesheet import (
    check_sheets,
    flatten,
    print_sheet,
    read_tokens,
    root_tokens,
    screen_sheet,
)
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ThemeError


def test_tokens_of_root_are_read() -> None:
    assert root_tokens(":root { --a: 1mm; --b: var(--a); }", "t.css") == {
        "--a": "1mm",
        "--b": "var(--a)",
    }


def test_a_token_sheet_with_rules_is_refused_rule_by_rule() -> None:
    with pytest.raises(ThemeError) as caught:
        root_tokens(":root { --a: 1mm; color: red; }\np { margin: 0; }", "t.css")
    assert [str(d).splitlines()[0] for d in caught.value.diagnostics] == [
        "t.css:1:19: error[T004]: only tokens (--name: value) in :root stand in this sheet",
        "t.css:2:1: error[T004]: only tokens (--name: value) in :root stand in this sheet",
    ]


def test_flattening_follows_tokens_that_stand_on_tokens() -> None:
    assert flatten("p { color: var(--a); }", {"--a": "var(--b)", "--b": "#123456"}, "t.css") == (
        "p { color: #123456; }"
    )


@pytest.mark.parametrize("tokens", [{}, {"--a": "var(--a)"}])
def test_flattening_refuses_what_has_no_value(tokens: dict[str, str]) -> None:
    with pytest.raises(ThemeError, match=r"t\.css:2: error\[T005\]"):
        flatten("p {\n  color: var(--a);\n}", tokens, "t.css")


def test_layers_are_ordered_before_anything_else(theme: Theme) -> None:
    css = print_sheet(theme, EDITIONS["leaflet"], PAPERS["a4"], {"--color-accent": "#000000"})
    assert css.lstrip().startswith("@layer tokens, base, components, page;")
    assert "--page-width: 210mm;" in css
    assert "--color-accent: #000000;" in css


def test_the_shipped_sheets_are_css_and_use_tokens_that_exist(theme: Theme) -> None:
    assert list(check_sheets(theme)) == []
    palette = ("--color-ink", "--color-accent", "--color-tint", "--color-brand", "--color-urgent")
    colours = dict.fromkeys((*palette, "--color-on-brand", "--color-accent-night"), "#000000")
    colours |= {"--font-family": "serif", "--page-width": "1mm", "--page-height": "1mm"}
    tokens = read_tokens(theme, EDITIONS["leaflet"]) | colours
    for name in theme.names():
        if name.endswith(".css") and name != "styles/epub.css":
            assert "var(--" not in flatten(theme.text(name), tokens, name)
    assert "var(--" not in screen_sheet(theme, EDITIONS["epub"], colours)
