"""The head of a table stands above its rows; the engine leaves it out where no row fits below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handoutpress.content.handout import Diary, Handout, Table
from handoutpress.content.walk import nodes, plain_text
from handoutpress.design.essentials import bare
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_content, kids

_HINT = "shorten its longest row or its headers, or make two rows of that one"


def captions(handouts: Iterable[Handout]) -> Iterator[tuple[str, Location]]:
    """Yield the caption of each table of some handouts, without any space, and where it stands."""
    for handout in handouts:
        for node in nodes((handout.callouts, handout.sections)):
            if isinstance(node, (Table, Diary)):
                yield bare(plain_text(node.caption)), Location(handout.file, node.line)


def lost_heads(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """Yield a P045 for each table whose head is not printed, or not where its first row is."""
    tables = [element for element in proof.tree if has_tag(element, "Table")]
    wanted = expected.counts.get("THead", 0)
    is_one_lost = sum(bool(_parts(table, "THead")) for table in tables) < wanted
    for table in tables:
        heads, bodies = _parts(table, "THead"), _parts(table, "TBody")
        is_late = bool(heads) and _first_page(proof, heads) != _first_page(proof, bodies)
        if is_late or (is_one_lost and not heads):
            caption = "".join(map(proof.text, _parts(table, "Caption")))
            what = f'no row has room on a page below the headers of the table "{caption}"'
            yield error("P045", what, _place(bare(caption), expected), _HINT)


def _parts(table: Element, tag: str) -> list[Element]:
    return [kid for kid in kids(table) if has_tag(kid, tag)]


def _first_page(proof: Proof, held: Iterable[Element]) -> int | None:
    """Return the page of what is read first; on sheets, a later page may lie on an earlier one."""
    parts = (part for each in held for part in elements(each))
    pages = (proof.page_numbers[page.objgen] for part in parts for page, _ in held_content(part))
    return next(pages, None)


def _place(caption: str, expected: Expected) -> Location | None:
    """Return where a table stands; of two languages beside each other, its first caption's line."""
    return next((place for words, place in expected.captions if words and words in caption), None)
