"""Pieces of one element that the engine cut at the ends of lines and pages, put together again.

A paragraph, list, table or section that crosses a page is one structure element, as it is one
element of the page source, so that a screen reader does not say "list of two items" twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.pdf.tag_sources import MARGIN, MARKER, NAME, ROOM, SOURCE, WORDS
from handoutpress.pdf.tagtree import Element, elements, has_tag, is_element, kids

_SOURCE, _NAME = Name(f"/{SOURCE}"), Name(f"/{NAME}")
_NOTES = tuple(Name(f"/{key}") for key in (SOURCE, NAME, WORDS, MARKER, MARGIN))
_ROOM = Name(f"/{ROOM}")
_REPEATED = ("THead", "TFoot")
"""What the engine prints again on each page that a table runs over."""

Key = tuple[int, str]
"""The number of an element of the page source, and the type of a structure element made of it."""


def join_pieces(document: Pdf) -> None:
    """Make one structure element of the pieces of one element of the page source.

    The head of a table that is repeated on a further page is left out of the tree, and so becomes
    an artifact like a running head.
    """
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    _Joining(pages).join(document.Root.StructTreeRoot)


def source_name(element: Element) -> str:
    """Return the name and classes of the element of the page source, such as "aside.callout"."""
    return _note(element, NAME)


def source_words(element: Element) -> str:
    """Return the words of a link in the page source."""
    return " ".join(_note(element, WORDS).split())


def source_marker(element: Element) -> str:
    """Return the style of a list's markers in the page source, such as "disc"."""
    return _note(element, MARKER)


def take_room(element: Element) -> str:
    """Return which part of a clinic's letterhead an element is; the note of it is taken out."""
    room = _note(element, ROOM)
    if room:
        del element[_ROOM]
    return room


def source_margin(element: Element) -> str:
    """Return the box of the page's margin that what is no element of the tree stands in.

    It is such as "@top-left"; "" for what stands in none.
    """
    while is_element(element):
        if margin := _note(element, MARGIN):
            return margin
        element = element.get(Name.P)
    return ""


def _note(element: Element, key: str) -> str:
    return str(element.get(f"/{key}", ""))


def drop_notes(tree: list[Element], *, keep_rooms: bool) -> None:
    """Take the engine's notes out of the structure elements, but those of a letterhead's parts."""
    for element in tree:
        if not keep_rooms:
            take_room(element)
        for key in _NOTES:
            if key in element:
                del element[key]


class _Joining:
    """The tag tree of one document on its way from pieces to elements."""

    def __init__(self, pages: dict[tuple[int, int], int]) -> None:
        self.pages = pages

    def join(self, element: Element) -> None:
        """Join the pieces among an element's kids, then among those of each kid."""
        kept: list[Any] = []
        latest: dict[Key, Element] = {}
        ends: dict[Key, int] = {}
        for kid in _unwrapped(element):
            if not is_element(kid) or _SOURCE not in kid:
                kept.append(kid)
                continue
            key = int(kid[_SOURCE]), str(kid.S)
            before, page = latest.get(key), self.pages[kid.Pg.objgen]
            if before is None:
                kept.append(kid)
                latest[key] = kid
            elif page > ends[key] and has_tag(kid, *_REPEATED):
                _lead_to_first_head(element, before, kid)
            elif page > ends[key] or _is_last(kept, before):
                _absorb(before, kid)
            else:
                kept.append(kid)
                latest[key] = kid
            ends[key] = page
        if kept:
            element.K = Array(_as_written(kept))
        for kid in filter(is_element, kept):
            self.join(kid)


def _unwrapped(element: Element) -> Iterator[Any]:
    """Yield an element's kids; those of a nameless box in it, such as a column, are its own."""
    for kid in kids(element):
        if is_element(kid) and _is_nameless(kid, element):
            for inner in _unwrapped(kid):
                yield _moved(inner, kid, element)
        else:
            yield kid


def _is_nameless(kid: Element, element: Element) -> bool:
    own, around = kid.get(_SOURCE), element.get(_SOURCE)
    return own is not None and own == around and (has_tag(kid, "NonStruct") or kid.S == element.S)


def _moved(kid: Any, before: Element, after: Element) -> Any:
    """Return a kid of one element as one of another."""
    if is_element(kid):
        kid.P = after
    elif isinstance(kid, int) and before.Pg.objgen != after.Pg.objgen:
        return Dictionary(Type=Name.MCR, Pg=before.Pg, MCID=kid)
    return kid


def _as_written(kept: list[Any]) -> list[Any]:
    """Return elements in the order of the page source; runs of words are in order already.

    What floats, or is placed, comes first from the engine.
    """
    if all(is_element(kid) and _NAME in kid for kid in kept):
        return sorted(kept, key=lambda kid: int(kid[_SOURCE]))
    return kept


def _is_last(kept: list[Any], element: Element) -> bool:
    last = kept[-1]
    return is_element(last) and last.objgen == element.objgen


def _absorb(first: Element, further: Element) -> None:
    """Give a piece's content to the first one."""
    held = [*kids(first), *(_moved(kid, further, first) for kid in kids(further))]
    if held:
        first.K = Array(held)
    further.K = Array()


def _lead_to_first_head(table: Element, first: Element, repeated: Element) -> None:
    """Let cells that name a repeated head name the first one."""
    heads = zip(_cells(repeated), _cells(first), strict=True)
    renamed = {bytes(again.ID): bytes(head.ID) for again, head in heads if Name.ID in again}
    for cell in elements(table):
        headers = cell.get(Name.A, Dictionary()).get(Name.Headers)
        if headers is not None:
            named = (bytes(header) for header in headers)
            cell.A.Headers = Array([pikepdf.String(renamed.get(n, n)) for n in named])


def _cells(part: Element) -> list[Element]:
    return [element for element in elements(part) if has_tag(element, "TH")]
