"""A finished leaflet's tag tree and words, as lines that a person can review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from pikepdf import Array, Dictionary, Name

from handoutpress.pdf.printed import Piece
from handoutpress.pdf.proof import Proof
from handoutpress.pdf.tagtree import (
    Element,
    elements,
    has_tag,
    held_annotations,
    held_content,
    is_element,
    kids,
    link_target,
)

IN_LINE = ("Span", "NonStruct", "Link", "Lbl", "LBody", "Reference")
"""Elements that stand within a line of the page."""


def words(proof: Proof, *parts: Element) -> str:
    """Return the words of some elements as they are printed, in reading order."""
    keys = [key for part in parts for key in content(proof, part)]
    return joined(piece for key in keys for piece in pieces_at(proof, key))


def joined(pieces: Iterable[Piece]) -> str:
    """Return pieces of text as one: where a new line or block begins, there is a space."""
    text = ""
    before: Piece | None = None
    for piece in pieces:
        text += piece.text if before and _same_line(before, piece) else f" {piece.text}"
        before = piece
    return " ".join(text.split())


def _same_line(before: Piece, after: Piece) -> bool:
    overlap = before.box.bottom < after.box.top and after.box.bottom < before.box.top
    return before.page == after.page and overlap


def content(proof: Proof, element: Element) -> Iterator[tuple[int, int]]:
    """Yield the page's index and the MCID of all marked content under an element."""
    for part in (element, *elements(element)):
        for page, mcid in held_content(part):
            yield proof.page_numbers[page.objgen], mcid


def pieces_at(proof: Proof, key: tuple[int, int]) -> list[Piece]:
    """Return the pieces of text of one piece of marked content."""
    return [piece for piece in proof.printed.pieces if (piece.page, piece.mcid) == key]


def page_of(proof: Proof, element: Element) -> int:
    """Return the 1-based page that an element starts on."""
    return next(content(proof, element))[0] + 1


def headings(proof: Proof) -> list[Element]:
    """Return the title and every heading, in reading order."""
    return [element for element in proof.tree if has_tag(element, "H1", "H2", "H3")]


def tag_lines(proof: Proof, element: Element, depth: int = 0) -> Iterator[str]:
    """Yield a line for each element: its role, what it says of itself, and its words.

    Wrappers of words within a line, which say nothing of themselves, are left out.
    """
    pad = "  " * depth
    for plain, run in groupby(unwrapped(element), is_plain):
        parts = list(run)
        if plain:
            text = words(proof, *parts)
            yield from [f'{pad}"{text}"'] if text else []
            continue
        for part in parts:
            inner = [kid for kid in unwrapped(part) if not is_plain(kid)]
            text = "" if inner else words(proof, part)
            said = [f"{name}={value!r}" for name, value in dict.fromkeys(statements(part))]
            own = [f'"{text}"'] if text else []
            yield pad + " ".join([str(part.S)[1:], *said, *own])
            if inner:
                yield from tag_lines(proof, part, depth + 1)


def unwrapped(element: Element) -> Iterator[Element]:
    """Yield the elements that an element holds, those in wrappers that say nothing instead."""
    for kid in filter(is_element, kids(element)):
        if has_tag(kid, "Span") and not is_plain(kid) and not list(statements(kid)):
            yield from unwrapped(kid)
        else:
            yield kid


def is_plain(element: Element) -> bool:
    """Say whether an element and all in it only wrap words of a line, and say nothing of them."""
    parts = (element, *elements(element))
    return all(has_tag(p, "Span", "NonStruct") and not list(statements(p)) for p in parts)


def statements(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what an element says of itself, by name: alternative, language, scope, target."""
    for key, name in ((Name.Alt, "alt"), (Name.Lang, "lang"), (Name.ActualText, "actual")):
        if key in element:
            yield name, str(element[key])
    attributes = element.get(Name.A, Dictionary())
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if Name.Scope in one:
            yield "scope", str(one.Scope)[1:]
        if Name.ListNumbering in one:
            yield "numbering", str(one.ListNumbering)[1:]
    for annotation in held_annotations(element):
        yield "to", link_target(annotation)


def text_lines(proof: Proof) -> Iterator[str]:
    """Yield the words in reading order, a line for each block, under a line for each page."""
    blocks = ((page, mcid, block_of(element)) for page, mcid, element in proof.claims)
    page_before = -1
    for (page, _), run in groupby(blocks, key=lambda claim: (claim[0], claim[2].objgen)):
        if page != page_before:
            yield f"--- page {page + 1} ---"
        page_before = page
        text = joined(p for at, mcid, _ in run for p in pieces_at(proof, (at, mcid)))
        yield from [text] if text else []


def block_of(element: Element) -> Element:
    """Return the element that stands on lines of its own, around one within a line."""
    while has_tag(element, *IN_LINE) and is_element(element.get(Name.P)):
        element = element.P
    return element
