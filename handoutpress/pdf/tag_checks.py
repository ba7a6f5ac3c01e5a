"""Preflight's checks of the tag tree: what a screen reader goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import (
    has_tag,
    held_annotations,
    is_element,
    opened_mcids,
)

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def check_tags(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P013: pages, elements and parent tree agree on each piece of content, claimed once."""
    parents = _parents(proof)
    times = Counter((page, mcid) for page, mcid, _ in proof.claims)
    for (page, mcid), count in times.items():
        if count > 1:
            yield error("P013", f"page {page + 1}: content {mcid} is claimed {count} times")
    for page, mcid, element in proof.claims:
        if _parent_of(parents, proof, page, mcid) != element.objgen:
            yield error(
                "P013",
                f"page {page + 1}: the parent tree does not lead content {mcid} to its element",
            )
    yield from _compare_with_pages(proof, set(times))
    yield from _check_owners(proof, parents)


def _check_owners(proof: Proof, parents: dict[int, Any]) -> Iterator[Diagnostic]:
    """Check the way back from each link's annotation to its element."""
    for element in proof.tree:
        for annotation in held_annotations(element):
            owner: Any = parents.get(int(annotation.get(Name.StructParent, -1)))
            if not is_element(owner) or owner.objgen != element.objgen:
                where = proof.page_of(element)
                yield error("P013", f"{where}: the parent tree does not lead a link to its element")


def _parents(proof: Proof) -> dict[int, Any]:
    """Return the parent tree's entries; the product writes it flat."""
    numbers = list(proof.root.get(Name.ParentTree, {}).get(Name.Nums, []))
    return dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=False))


def _parent_of(
    parents: dict[int, Any], proof: Proof, page: int, mcid: int
) -> tuple[int, int] | None:
    """Return the element that the parent tree names for a piece of content."""
    if page < 0:
        return None
    entry = parents.get(int(proof.document.pages[page].obj.get(Name.StructParents, -1)))
    if not isinstance(entry, pikepdf.Array) or mcid >= len(entry):
        return None
    return entry[mcid].objgen if is_element(entry[mcid]) else None


def _compare_with_pages(proof: Proof, claimed: set[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Compare the content that the tree claims with what the pages mark."""
    marked: set[tuple[int, int]] = set()
    for number, page in enumerate(proof.document.pages):
        marked |= {(number, mcid) for mcid in opened_mcids(page)}
    for number, mcid in sorted(marked - claimed):
        yield error("P013", f"page {number + 1}: content {mcid} is tagged, but not in the tag tree")
    for number, mcid in sorted(claimed - marked):
        yield error("P013", f"page {number + 1}: content {mcid} is in the tag tree, not on paper")


def check_headings(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P014: headings start at level 1, skip none on the way down, and say something."""
    before = 0
    for element in proof.tree:
        if not has_tag(element, *HEADINGS):
            continue
        level = int(str(element.S)[2])
        page = proof.page_of(element)
        if not proof.text(element):
            yield error("P014", f"{page}: a heading of level {level} is empty")
        if level > before + 1:
            yield error("P014", f"{page}: a heading of level {level} follows one of level {before}")
        before = level
    if not before:
        yield error("P014", "the file has no heading")


def check_figures(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P015: each figure says what it shows, and where it is (PDF/UA-1, 7.3)."""
    for element in proof.tree:
        if has_tag(element, "Figure"):
            page = proof.page_of(element)
            if not str(element.get(Name.Alt, "")).strip():
                yield error("P015", f"{page}: a figure has no text alternative")
            if Name.BBox not in element.get(Name.A, {}):
                yield error("P015", f"{page}: a figure does not say where it stands")


def check_tables(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P016: each header cell says whether it heads a column or a row (PDF/UA-1, 7.5)."""
    for element in proof.tree:
        if has_tag(element, "TH") and Name.Scope not in element.get(Name.A, {}):
            yield error("P016", f"{proof.page_of(element)}: a header cell has no scope")
