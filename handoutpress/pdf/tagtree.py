"""Reading a PDF's structure tree: its elements, what they hold, and the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from pikepdf import Array, Dictionary, Name

Element: TypeAlias = Any
"""A structure element (PDF 1.7, 14.7.2); pikepdf's objects have no types of their own."""

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
BLOCKS = ("P", *HEADINGS, "Lbl", "LBody", "Reference", "Caption", "TH", "TD")
"""The structure types that hold lines of words, and not parts of a line."""


def kids(element: Element) -> list[Any]:
    """Return what an element holds, in order: MCIDs (int), references and elements."""
    held: Any = element.get(Name.K)
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def is_element(kid: Any) -> bool:
    """Say whether a kid is a structure element: no MCID, no reference to content or object."""
    return isinstance(kid, Dictionary) and Name.S in kid


def is_annotation(kid: Any) -> bool:
    """Say whether a kid is a reference to an annotation."""
    return isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR


def has_tag(element: Element, *tags: str) -> bool:
    """Say whether an element's structure type is one of `tags`, written without the slash."""
    return str(element.S)[1:] in tags


def elements(root: Element) -> Iterator[Element]:
    """Yield the elements under `root` in reading order, parents first."""
    for kid in kids(root):
        if is_element(kid):
            yield kid
            yield from elements(kid)


class Content(NamedTuple):
    """A piece of marked content: the page that it is on, and its number there."""

    page: Element
    mcid: int


def parts(element: Element) -> Iterator[Element | Content]:
    """Yield the elements and the pieces of content that an element holds, in reading order."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield Content(element.Pg, kid)
        elif Name.MCID in kid and Name.Stm not in kid:
            yield Content(kid.Pg if Name.Pg in kid else element.Pg, int(kid.MCID))
        elif is_element(kid):
            yield kid


def held_content(element: Element) -> Iterator[Content]:
    """Yield the pieces of content that an element itself holds."""
    yield from (part for part in parts(element) if isinstance(part, Content))


def held_in_forms(element: Element) -> Iterator[tuple[Element, int]]:
    """Yield the pieces of content that an element holds in form XObjects: form and number."""
    for kid in kids(element):
        if isinstance(kid, Dictionary) and Name.MCID in kid and Name.Stm in kid:
            yield kid.Stm, int(kid.MCID)


def held_annotations(element: Element) -> Iterator[Element]:
    """Yield the annotations that an element itself holds."""
    for kid in kids(element):
        if is_annotation(kid):
            yield kid.Obj


def link_target(annotation: Element) -> str:
    """Return where a link annotation leads: an anchor without "#", or an address."""
    if Name.Dest in annotation:
        return str(annotation.Dest)
    return str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))


def opened_mcid(instruction: Any) -> int | None:
    """Return the MCID that an instruction of a content stream opens, if it opens one."""
    if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], Dictionary):
        return None
    mcid = instruction.operands[1].get(Name.MCID)
    return None if mcid is None else int(mcid)
