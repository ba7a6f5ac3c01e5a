"""Tokens, layers and flattening."""

from __future__ import annotations

import pytest

from handoutpress.content.edition import EDITIONS, PAPERS
from handoutpress.design.stylesheet import (
    check_sheets,
    flatten,
    print_sheet,
    root_tokens,
    screen_sheet,
    sheet_faults,
)
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Location, ThemeError
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.plan import PrintRun
from handoutpress.press.proof import proofread
from tests.conftest import MakeWorkspace

PALETTE = ("--color-ink", "--color-accent", "--color-tint", "--color-brand", "--color-urgent")
SET = dict.fromkeys((*PALETTE, "--color-on-brand", "--color-accent-night"), "#000000")
SET |= {"--font-family": "serif"}
"""What the palette and the language set."""
LEAFLET, A4 = EDITIONS["leaflet"], PAPERS["a4"]


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
    css = print_sheet(theme, LEAFLET, A4, SET).css
    assert css.lstrip().startswith("@layer tokens, base, components, page;")
    assert "--page-width: 210mm;" in css
    assert "--color-accent: #000000;" in css


def test_a_line_of_the_whole_sheet_leads_to_its_file(theme: Theme) -> None:
    sheet = print_sheet(theme, LEAFLET, A4, SET)
    for name in ("styles/base.css", "styles/components/callout.css", "styles/page.css"):
        *_, last = theme.text(name).split("\n")[:-1]
        lines = [n for n, line in enumerate(sheet.css.split("\n"), 1) if line == last]
        ends = Location(name, theme.text(name).count("\n"))
        assert ends in [sheet.place(line) for line in lines]
    assert sheet.place(1) is None


MEASURED = dict.fromkeys(("--room", "--bleed", "--narrow-width"), "1mm")
"""What only some editions set, as they lay out their pages."""


def test_the_shipped_sheets_are_css(theme: Theme) -> None:
    assert list(check_sheets(theme)) == []


@pytest.mark.parametrize("name", sorted(EDITIONS))
def test_an_editions_sheets_use_tokens_that_exist(theme: Theme, name: str) -> None:
    edition = EDITIONS[name]
    if "pdf" in edition.formats:
        print_sheet(theme, edition, A4, SET | MEASURED)
    if name == "epub":  # the e-book of a pack wears it too
        assert "var(--" not in screen_sheet(theme, edition, SET)


INSIDE = "this rule stands inside another, the one of line"
NO_END = "what starts here has no end"
BROKEN = [
    (".a {\n  color: red;\n\n.b .c { color: red; }\n", [f"4:1: {INSIDE} 1", f"1:1: {NO_END}"]),
    (".a { .b { c: d } }", [f"1:6: {INSIDE} 1"]),
    (".a { li:hover { c: d } .b { c: d } }", [f"1:6: {INSIDE} 1"]),
    (".a { @media print { .b { c: d } } }", [f"1:6: {INSIDE} 1"]),
    ("@media print {\n.a { .b { c: d } } }", [f"2:6: {INSIDE} 2"]),
    ("@page { @top-left { c: d; .b { e: f } } }", [f"1:27: {INSIDE} 1"]),
    ("@page {\n  margin: 0;\n.b { c: d }\n}", [f"3:1: {INSIDE} 1"]),
    (".a { c: d", [f"1:1: {NO_END}"]),
    (".a { c: d }\n/* and so", [f"2:1: {NO_END}"]),
    ("@media print {\n.a { c: d }\n", [f"1:1: {NO_END}"]),
    (".a { c: d } }\n.b { c: d }", ["1:13: this is not CSS: Unmatched }"]),
    (".a { c: 'd\n }", ["1:9: this is not CSS: Bad string token"]),
    (".a { color red; }", ["1:15: this is not CSS: a property is written `name: value;`"]),
]


@pytest.mark.parametrize(("css", "told"), BROKEN)
def test_a_sheet_that_is_broken_is_told(css: str, told: list[str]) -> None:
    found = [str(fault).splitlines()[0] for fault in sheet_faults(css, "t.css")]
    assert len(found) == len(told)
    for line, (place, _, message) in zip(found, (t.partition(": ") for t in told), strict=True):
        assert line.startswith(f"t.css:{place}: error[T006]: {message}")


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* words */",
        "@layer a, b;",
        "@page :first { margin: 0; @top-left { content: none } }",
        "@media (prefers-color-scheme: dark) { .a { c: d } @supports (e: f) { .b { c: d } } }",
        "@layer a { .b { c: d } }",
        "@font-face { font-family: a }",
        ":root { --a: { b }; }",
    ],
)
def test_rules_where_they_belong_are_no_fault(css: str) -> None:
    assert sheet_faults(css, "t.css") == ()


def own(make_workspace: MakeWorkspace, theme: Theme, name: str, old: str, new: str) -> Theme:
    """Return the theme of a workspace that has a changed copy of a sheet."""
    css = theme.text(name)
    assert old in css
    return Theme.find(make_workspace({name: css.replace(old, new, 1)}))


def test_a_lost_brace_in_a_copy_of_a_sheet_stops_the_leaflet(
    make_workspace: MakeWorkspace, theme: Theme
) -> None:
    name = "styles/components/callout.css"
    broken = own(make_workspace, theme, name, "}\n\n.callout--urgent {", "\n\n.callout--urgent {")
    with pytest.raises(ThemeError, match=rf"{name}:\d+:1: error\[T006\]: {INSIDE}"):
        print_sheet(broken, LEAFLET, A4, SET)
    assert {fault.code for fault in proofread(PrintRun((), Recipe.of(broken)), broken)} == {"T006"}


def test_a_lost_brace_in_a_copy_of_a_sheet_stops_the_ebook(
    make_workspace: MakeWorkspace, theme: Theme
) -> None:
    name = "styles/epub.css"
    broken = own(make_workspace, theme, name, "}\n\n.callout--urgent {", "\n\n.callout--urgent {")
    with pytest.raises(ThemeError, match=rf"{name}:\d+:1: error\[T006\]: {INSIDE}"):
        screen_sheet(broken, EDITIONS["epub"], SET)


def test_a_token_that_print_lacks_is_told_with_the_sheets_that_use_it(
    make_workspace: MakeWorkspace, theme: Theme
) -> None:
    broken = own(make_workspace, theme, "styles/tokens.css", "--type-lead: 14pt;", "")
    with pytest.raises(ThemeError) as caught:
        print_sheet(broken, LEAFLET, A4, SET)
    told = [str(fault) for fault in caught.value.diagnostics]
    assert all("error[T005]: there is no token --type-lead" in line for line in told)
    assert any(line.startswith("styles/components/callout.css:") for line in told)
