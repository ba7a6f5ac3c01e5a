"""Reading a PDF's structure tree: its elements, what they hold, and the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

Element: TypeAlias = Any
"""A structure element (PDF 1.7, 14.7.2); pikepdf's objects have no types of their own."""


def kids(element: Element) -> list[Any]:
    """Return what an element holds, in order: MCIDs (int), references and elements."""
    held: Any = element.get(Name.K)
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def is_element(kid: Any) -> bool:
    """Say whether a kid is a structure element: no MCID, no reference to content or object."""
    return isinstance(kid, Dictionary) and Name.S in kid


def has_tag(element: Element, *tags: str) -> bool:
    """Say whether an element's structure type is one of `tags`, written without the slash."""
    return str(element.S)[1:] in tags


def elements(root: Element) -> Iterator[Element]:
    """Yield the elements under `root` in reading order, parents first."""
    for kid in kids(root):
        if is_element(kid):
            yield kid
            yield from elements(kid)


def held_content(element: Element) -> Iterator[tuple[Element, int]]:
    """Yield (page, MCID) of the marked content that an element itself holds."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield element.Pg, kid
        elif isinstance(kid, Dictionary) and Name.MCID in kid:
            yield (kid.Pg if Name.Pg in kid else element.Pg), int(kid.MCID)


def held_annotations(element: Element) -> Iterator[Element]:
    """Yield the annotations that an element itself holds."""
    for kid in kids(element):
        if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR:
            yield kid.Obj


def link_target(annotation: Element) -> str:
    """Return where a link annotation leads: an anchor without "#", or an address."""
    if Name.Dest in annotation:
        return str(annotation.Dest)
    return str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))


def link_runs(root: Element) -> list[list[Element]]:
    """Return the Link elements in reading order; the pieces of one cut link stand together.

    The engine makes a Link for each line that a link runs over. Two neighbours are pieces of
    one when nothing stands between them, they lead to the same place, and the second one is on a
    lower line or a later page.
    """
    runs: list[list[Element]] = []
    touching = False
    for link in _links_and_gaps(root):
        if link is None:
            touching = False
        elif touching and _continues(runs[-1][-1], link):
            runs[-1].append(link)
        else:
            runs.append([link])
            touching = True
    return runs


def _links_and_gaps(root: Element) -> Iterator[Element | None]:
    """Yield the Links in reading order, and None for each other piece of content."""
    for kid in kids(root):
        if not is_element(kid):
            yield None
        elif has_tag(kid, "Link") and any(held_annotations(kid)):
            yield kid
        else:
            yield from _links_and_gaps(kid)


def _continues(before: Element, after: Element) -> bool:
    *_, last = held_annotations(before)
    first = next(held_annotations(after))
    if link_target(last) != link_target(first):
        return False
    return before.Pg.objgen != after.Pg.objgen or _middle(first) < _bottom(last)


def _bottom(annotation: Element) -> float:
    return min(float(annotation.Rect[1]), float(annotation.Rect[3]))


def _middle(annotation: Element) -> float:
    return (float(annotation.Rect[1]) + float(annotation.Rect[3])) / 2


def opened_mcid(instruction: Any) -> int | None:
    """Return the MCID that an instruction of a content stream opens, if it opens one."""
    if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], Dictionary):
        return None
    mcid = instruction.operands[1].get(Name.MCID)
    return None if mcid is None else int(mcid)


def opened_mcids(page: pikepdf.Page) -> Iterator[int]:
    """Yield the MCIDs that a page marks, in the order of drawing."""
    for instruction in pikepdf.parse_content_stream(page, "BDC"):
        mcid = opened_mcid(instruction)
        if mcid is not None:
            yield mcid
