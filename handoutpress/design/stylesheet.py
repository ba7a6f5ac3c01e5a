"""The theme's style files to one sheet: layered for print, flat for screens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import tinycss2
import tinycss2.ast

from handoutpress.content.edition import Edition, Paper, Trifold
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, Location, ThemeError, error

LAYERS = "styles/layers.css"
TOKENS = "styles/tokens.css"
THEME_MARK = "/* What follows is the theme's, whatever the tokens. */"
PRINT_SHEETS = (
    ("base", "styles/base.css"),
    ("components", "styles/components/*.css"),
)
"""The layers' sheets; an edition's page sheet comes after them."""
MAX_DEPTH = 8
"""How deep one token may stand on another."""
GROUPING = ("media", "supports", "layer")
"""At-rules whose block holds whole rules."""
MEND = "close the block before it with `}`, or delete your copy of the sheet"

Tokens = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet, and where its lines come from."""

    css: str = ""
    parts: tuple[tuple[str, range], ...] = ()
    """Each theme file in it, and the 1-based lines of the sheet that it takes up."""

    def place(self, line: int) -> Location | None:
        """Return the file and line that a line of the sheet was read from, if it was read."""
        for name, lines in self.parts:
            if line in lines:
                return Location(name, line - lines.start + 1)
        return None


def read_tokens(theme: Theme, edition: Edition) -> dict[str, str]:
    """Return the tokens of tokens.css under those of the edition's own sheet."""
    return {
        **root_tokens(theme.text(TOKENS), TOKENS),
        **root_tokens(theme.text(edition_sheet(edition)), edition_sheet(edition)),
    }


def length_mm(theme: Theme, edition: Edition, token: str) -> float:
    """Return a token that the program itself reckons with; T005 where it is not said in mm."""
    said = read_tokens(theme, edition).get(token, "")
    if match := re.fullmatch(r"([\d.]+)mm", said):
        return float(match[1])
    where = Location(edition_sheet(edition))
    raise ThemeError([error("T005", f"{token} is not a length in mm", where, "write e.g. 12mm")])


def edition_sheet(edition: Edition) -> str:
    """Return the name of an edition's style sheet."""
    return f"styles/editions/{edition.tokens or edition.name}.css"


@lru_cache(64)
def root_tokens(css: str, name: str) -> Tokens:
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


def print_sheet(theme: Theme, edition: Edition, paper: Paper, overrides: Tokens) -> Sheet:
    """Return the whole sheet of a printed edition, its layers in the order of layers.css.

    `overrides` are tokens that the palette, the language and the fitting of pages set.
    Raises ThemeError where a sheet is broken (T006) or names a token that is not there (T005).
    """
    own = read_tokens(theme, edition)
    tokens = {
        **own,
        "--page-width": f"{paper.width_mm}mm",
        "--page-height": f"{paper.height_mm}mm",
        **overrides,
    }
    # What a clinic brings keeps its gaps, however those of the pages around it are fitted; panels
    # share none, and are fitted whole.
    kept = tokens if isinstance(edition.making, Trifold) else own
    gaps = (name for name in own if name.startswith("--gap"))
    tokens |= {name.replace("--", "--own-", 1): kept[name] for name in gaps}
    patterns = (*PRINT_SHEETS, *(("page", name) for name in _page_sheets(theme, edition, tokens)))
    layered = [(layer, n) for layer, pattern in patterns for n in sheets(theme, pattern)]
    names = (LAYERS, TOKENS, edition_sheet(edition), *(name for _, name in layered))
    texts = {name: theme.text(name) for name in names}
    # Where tokens lead to others decides on what is lost, and not which colour or length they are.
    shape = frozenset((key, value if _VAR.search(value) else "") for key, value in tokens.items())
    _refuse(
        fault
        for name, css in texts.items()
        for fault in (*sheet_faults(css, name), *_lost_tokens(css, name, shape))
    )
    whole = f"{texts[LAYERS]}\n{_layer('tokens', _root(tokens))}\n{THEME_MARK}\n"
    parts: list[tuple[str, range]] = []
    for layer, name in layered:
        # The layer's own first line comes before the file's.
        start = whole.count("\n") + 2
        parts.append((name, range(start, start + texts[name].count("\n") + 1)))
        whole += _layer(layer, texts[name]) + "\n"
    return Sheet(whole, tuple(parts))


def _page_sheets(theme: Theme, edition: Edition, tokens: Tokens) -> Iterator[str]:
    """Yield an edition's page sheet, and what turns it round where words start at the right."""
    yield edition.page_sheet
    turned = edition.page_sheet.replace(".css", "-rtl.css")
    if tokens.get("--start") == "right" and turned in theme.names():
        yield turned


@lru_cache(1024)
def _lost_tokens(css: str, name: str, shape: frozenset[tuple[str, str]]) -> tuple[Diagnostic, ...]:
    """Return a T005 error for each line of a sheet whose tokens have no value."""
    tokens = dict(shape)
    faults: list[Diagnostic] = []
    for number, line in enumerate(css.split("\n"), 1):
        try:
            _flat_line(line, tokens, Location(name, number))
        except ThemeError as fault:
            faults += fault.diagnostics
    return tuple(faults)


def _refuse(faults: Iterable[Diagnostic]) -> None:
    found = tuple(faults)
    if found:
        raise ThemeError(found)


def screen_sheet(theme: Theme, edition: Edition, overrides: Tokens) -> str:
    """Return the e-book's sheet: epub.css with every `var()` replaced by its value.

    Old reading systems drop a whole sheet over syntax that they do not know.
    """
    tokens = {**read_tokens(theme, edition), **overrides}
    return flatten(theme.text("styles/epub.css"), tokens, "styles/epub.css")


def flatten(css: str, tokens: Tokens, name: str) -> str:
    """Return a sheet with every `var(--x)` replaced; T005 for a lost token, T006 for no CSS."""
    _refuse(sheet_faults(css, name))
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
    """Yield a T006 error for each place of the theme's sheets that is not CSS."""
    for name in theme.names():
        if name.endswith(".css"):
            yield from sheet_faults(theme.text(name), name)


@cache
def sheet_faults(css: str, name: str) -> tuple[Diagnostic, ...]:
    """Return a T006 error for each place of a sheet that is not CSS as this program writes it.

    A `}` that is lost makes the rules after it part of the one before: that is legal CSS, in which
    a warning loses its frame, so a rule inside a rule is refused, and a block without an end too.
    """
    return (*_rule_faults(tinycss2.parse_stylesheet(css), name), *_open_end(css, name))


def _rule_faults(rules: Iterable[tinycss2.ast.Node], name: str) -> Iterator[Diagnostic]:
    for rule in rules:
        if rule.type == "error":
            yield _not_css(name, rule, rule.message)
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPING:
            yield from _rule_faults(tinycss2.parse_rule_list(rule.content or ()), name)
        elif rule.type in ("qualified-rule", "at-rule"):
            yield from _token_faults(rule.prelude, name)
            yield from _content_faults(rule, name)


def _content_faults(rule: tinycss2.ast.Node, name: str) -> Iterator[Diagnostic]:
    """Yield what is wrong in a rule's block; of the rules that stand inside it, the first."""
    nested = False
    for item in tinycss2.parse_blocks_contents(rule.content or ()):
        if item.type == "error":
            yield _not_css(name, item, "a property is written `name: value;`")
        elif item.type == "declaration":
            yield from _token_faults(item.value, name)
        elif item.type == "at-rule" and rule.type == "at-rule":
            # A margin box of a page.
            yield from _content_faults(item, name)
        elif item.type in ("qualified-rule", "at-rule") and not nested:
            nested = True
            outer = f"the one of line {rule.source_line}"
            yield _broken(name, item, f"this rule stands inside another, {outer}", MEND)


def _token_faults(tokens: Iterable[tinycss2.ast.Node], name: str) -> Iterator[Diagnostic]:
    for token in tokens:
        if token.type == "error":
            yield _not_css(name, token, token.message)


def _open_end(css: str, name: str) -> Iterator[Diagnostic]:
    """Yield a fault if the last block or comment of a sheet has no end: it swallows a mark."""
    *_, last = tinycss2.parse_stylesheet(f"{css}\n@end;")
    if last.type != "at-rule" or last.lower_at_keyword != "end":
        yield _broken(name, last, "what starts here has no end", MEND)


def _not_css(name: str, node: tinycss2.ast.Node, reason: str) -> Diagnostic:
    return _broken(name, node, f"this is not CSS: {reason.rstrip('.')}")


def _broken(name: str, node: tinycss2.ast.Node, message: str, *hints: str) -> Diagnostic:
    where = Location(name, node.source_line, node.source_column)
    return error("T006", message, where, *hints)


def _layer(name: str, css: str) -> str:
    return f"@layer {name} {{\n{css}\n}}"


def _root(tokens: Tokens) -> str:
    body = "\n".join(f"  {name}: {value};" for name, value in tokens.items())
    return f":root {{\n{body}\n}}"
