"""Blocks to what stands together on paper: a section's to spreads, a callout's to groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from handoutpress.content.handout import Block, Definition, Figure, ListItem, Paragraph, Table, Term
from handoutpress.content.walk import nodes, plain_text

MEASURE = 66
"""Characters in a line of the measure."""
SIDE_MEASURE = 20
"""Characters in a line of the side column."""
FIGURE_LINES = 13
"""How many lines of text a printed figure is tall, about."""
MOST_LINES = 32
"""A spread is never cut by a page, so it stays well below one."""
PANEL_MEASURE = 70
"""Characters in a line of a callout."""
COLUMN_MEASURE = 38
"""Characters in a line of a callout in two columns."""
HOLDERS = frozenset({"callout", "pair", "shared"})
"""The kinds whose terms stand with the blocks inside."""
LETTERS_OF_A_PANEL = 1200
"""A callout with more is no panel to take in at one look, and may be longer than a page."""
LINES_OF_A_PAGE = 28
"""What has more, in boxes to tick, may be longer than a page."""
LINES_OF_LARGE_PRINT = 20
"""The same of large print and of a booklet, whose pages have room for fewer lines."""
LINES_WORTH_COLUMNS = 3
"""How many lines lower a callout must become for two columns: one is easier to read."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Blocks that stand together, and the terms whose meaning stands beside them."""

    blocks: tuple[Block, ...]
    terms: tuple[Term, ...] = ()
    beside: bool = False
    """Whether the terms fit beside the blocks; otherwise they stand under them."""


def terms_of(block: Block) -> tuple[Term, ...]:
    """Return the terms that a block explains, each once; of what has blocks, they stand inside."""
    if block.kind in HOLDERS:
        return ()
    said: dict[tuple[str, str], Term] = {}
    for part in nodes(block):
        if isinstance(part, Term):
            said.setdefault((plain_text(part.content), part.meaning), part)
    return tuple(said.values())


def spreads(blocks: Sequence[Block]) -> Iterator[Spread]:
    """Yield a section's blocks as spreads, in order.

    Where the terms need more lines than their block has, the blocks that follow come up beside
    them, as long as these have no terms of their own.
    """
    rest = list(blocks)
    while rest:
        group = [rest.pop(0)]
        terms = terms_of(group[0])
        beside = bool(terms) and max(_lines_of_terms(terms), _lines(group)) <= MOST_LINES
        while beside and rest and _comes_up(rest[0], group, terms):
            group.append(rest.pop(0))
        yield Spread(tuple(group), terms, beside)


def _comes_up(block: Block, group: Sequence[Block], terms: Sequence[Term]) -> bool:
    """Return whether a block without terms of its own fits beside terms that are still going on."""
    goes_on = _lines_of_terms(terms) > _lines(group) + 1
    return goes_on and not terms_of(block) and _lines([*group, block]) <= MOST_LINES


def _lines(blocks: Sequence[Block]) -> int:
    return sum(lines_of_text(block, MEASURE) for block in blocks)


def lines_of_text(block: Block, measure: int) -> int:
    """Return about how many lines of so many characters a block takes up."""
    if isinstance(block, Figure):
        return FIGURE_LINES
    # Each item or row starts a line of its own, half empty on average.
    items = sum(isinstance(part, (ListItem, Definition)) for part in nodes(block))
    return 1 + items + len(getattr(block, "rows", ())) + len(plain_text(block)) // measure


def is_long(part: object, *, is_wide: bool) -> bool:
    """Return whether a block, or a tuple of them, may be too long for a page, and must be cut.

    The engine would move it whole to the next page, and leave a heading alone before it.
    """
    if is_wide:
        return _rows(part, MEASURE) > LINES_OF_A_PAGE
    return lines_in_column(part) > LINES_OF_LARGE_PRINT


def lines_in_column(part: object) -> int:
    """Return how many lines what stands in a block takes up in large print."""
    return _rows(part, COLUMN_MEASURE)


def _rows(part: object, measure: int) -> int:
    """Return how many lines the items, rows and paragraphs in a part take up, each by itself."""
    return sum(_lines_of_row(node, measure) for node in nodes(part))


def _lines_of_row(node: object, measure: int) -> int:
    match node:
        case ListItem(content=content) | Paragraph(content=content):
            return 1 + len(plain_text(content)) // measure
        case Definition(term=term, meaning=meaning):
            return 2 + (len(plain_text(term)) + len(plain_text(meaning))) // measure
        case Table(rows=rows):
            letters = (max(len(plain_text(cell)) for cell in row) * len(row) for row in rows)
            return sum(1 + each // measure for each in letters)
    return 0


def groups(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Return a callout's blocks as groups: a paragraph, and what it leads up to.

    A list of symptoms means nothing, or the wrong thing, away from the line above it.
    """
    found: list[list[Block]] = []
    for block in blocks:
        if block.kind == "paragraph" or not found:
            found.append([])
        found[-1].append(block)
    return tuple(map(tuple, found))


def stands_in_columns(blocks: Sequence[Block]) -> bool:
    """Return whether a callout is much less high in two columns, each of its groups whole."""
    narrow = [_height(group, COLUMN_MEASURE) for group in groups(blocks)]
    wide = sum(_height(group, PANEL_MEASURE) for group in groups(blocks))
    halves = ((sum(narrow[:cut]), sum(narrow[cut:])) for cut in range(1, len(narrow)))
    return any(max(half) + LINES_WORTH_COLUMNS <= wide for half in halves)


def _height(group: Sequence[Block], measure: int) -> int:
    """Return how many lines of `measure` characters a group takes up."""
    parts = [part for block in group for part in getattr(block, "items", (block,))]
    return sum(1 + len(plain_text(part)) // measure for part in parts)


def _lines_of_terms(terms: Sequence[Term]) -> int:
    notes = (f"{plain_text(term.content)}: {term.meaning}" for term in terms)
    return sum(len(wrap(note, SIDE_MEASURE)) for note in notes)
