"""The theme's style files to one sheet: layered for print, flat for screens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import tinycss2
import tinycss2.ast

from handoutpress.content.edition import Edition, Paper
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, Location, ThemeError, error, warning

LAYERS = "styles/layers.css"
TOKENS = "styles/tokens.css"
PRINT_SHEETS = (
    ("base", "styles/base.css"),
    ("components", "styles/components/*.css"),
    ("page", "styles/page.css"),
)
MAX_DEPTH = 8
"""How deep one token may stand on another."""

Tokens = Mapping[str, str]


def read_tokens(theme: Theme, edition: Edition) -> dict[str, str]:
    """Return the tokens of tokens.css under those of the edition's own sheet."""
    return {
        **root_tokens(theme.text(TOKENS), TOKENS),
        **root_tokens(theme.text(edition_sheet(edition)), edition_sheet(edition)),
    }


def edition_sheet(edition: Edition) -> str:
    """Return the name of an edition's style sheet."""
    return f"styles/editions/{edition.name}.css"


def root_tokens(css: str, name: str) -> dict[str, str]:
    """Return the custom properties of a sheet's `:root` rules; T004 for anything else in it."""
    tokens: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
            faults.append(_not_a_token(name, rule))
            continue
        for item in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            if item.type == "declaration" and item.name.startswith("--"):
                tokens[item.name] = tinycss2.serialize(item.value).strip()
            else:
                faults.append(_not_a_token(name, item))
    if faults:
        raise ThemeError(faults)
    return tokens


def _not_a_token(name: str, node: tinycss2.ast.Node) -> Diagnostic:
    where = Location(name, node.source_line, node.source_column)
    return error("T004", "only tokens (--name: value) in :root stand in this sheet", where)


def print_sheet(theme: Theme, edition: Edition, paper: Paper, overrides: Tokens) -> str:
    """Return the whole sheet of a printed edition, its layers in the order of layers.css.

    `overrides` are tokens that the palette, the language and the fitting of pages set.
    """
    tokens = {
        **read_tokens(theme, edition),
        "--page-width": f"{paper.width_mm}mm",
        "--page-height": f"{paper.height_mm}mm",
        **overrides,
    }
    parts = [theme.text(LAYERS), _layer("tokens", _root(tokens))]
    for layer, pattern in PRINT_SHEETS:
        parts += [_layer(layer, theme.text(name)) for name in sheets(theme, pattern)]
    return "\n".join(parts)


def screen_sheet(theme: Theme, edition: Edition, overrides: Tokens) -> str:
    """Return the e-book's sheet: epub.css with every `var()` replaced by its value.

    Old reading systems drop a whole sheet over syntax that they do not know.
    """
    tokens = {**read_tokens(theme, edition), **overrides}
    return flatten(theme.text("styles/epub.css"), tokens, "styles/epub.css")


def flatten(css: str, tokens: Tokens, name: str) -> str:
    """Return a sheet with every `var(--x)` replaced; T005 for a token that does not exist."""
    lines = css.split("\n")
    return "\n".join(_flat_line(line, tokens, Location(name, n)) for n, line in enumerate(lines, 1))


_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


def _flat_line(line: str, tokens: Tokens, where: Location) -> str:
    for _ in range(MAX_DEPTH):
        if not _VAR.search(line):
            return line
        line = _VAR.sub(lambda match: _token(tokens, match[1], where), line)
    raise ThemeError([error("T005", "tokens stand on each other in a circle", where)])


def _token(tokens: Tokens, token: str, where: Location) -> str:
    if token not in tokens:
        raise ThemeError([error("T005", f"there is no token {token}", where)])
    return tokens[token]


def sheets(theme: Theme, pattern: str) -> tuple[str, ...]:
    """Return the names of the theme's sheets that a pattern with one `*` names, sorted."""
    head, star, tail = pattern.partition("*")
    if not star:
        return (pattern,)
    return tuple(n for n in theme.names() if n.startswith(head) and n.endswith(tail))


def check_sheets(theme: Theme) -> Iterator[Diagnostic]:
    """Yield a T006 warning for each place of the theme's sheets that is not CSS."""
    for name in theme.names():
        if name.endswith(".css"):
            yield from _parse_faults(theme.text(name), name)


def _parse_faults(css: str, name: str) -> Iterator[Diagnostic]:
    for rule in tinycss2.parse_stylesheet(css):
        if rule.type == "error":
            where = Location(name, rule.source_line, rule.source_column)
            yield warning("T006", f"this is not CSS: {rule.message}", where)


def _layer(name: str, css: str) -> str:
    return f"@layer {name} {{\n{css}\n}}"


def _root(tokens: Tokens) -> str:
    body = "\n".join(f"  {name}: {value};" for name, value in tokens.items())
    return f":root {{\n{body}\n}}"
