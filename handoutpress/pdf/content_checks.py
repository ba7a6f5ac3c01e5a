"""Preflight's check that pages, forms, tag tree and parent tree agree on each piece of content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import pikepdf
from pikepdf import Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.document import parent_entries
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import (
    Element,
    held_annotations,
    held_content,
    held_in_forms,
    is_element,
)

Key: TypeAlias = tuple[tuple[int, int], int]
"""The page or form that marks a piece of content, as an object, and its number there."""


class _Claim(NamedTuple):
    """A piece of content that an element of the tag tree holds."""

    holder: Element
    """The page or form that marks it."""
    mcid: int
    element: Element

    @property
    def key(self) -> Key:
        return self.holder.objgen, self.mcid


def check_tags(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P013: pages, elements and parent tree agree on each piece of content, claimed once."""
    parents = parent_entries(proof.document)
    names, marked = _marked(proof)
    claims = list(_claims(proof))
    times = Counter(claim.key for claim in claims)
    for key, count in times.items():
        if count > 1:
            yield _fault(names, key, f"is claimed {count} times")
    for claim in claims:
        if _parent_of(parents, claim) != claim.element.objgen:
            yield _fault(names, claim.key, "is not led to its element by the parent tree")
    for key, count in marked.items():
        if key not in times:
            yield _fault(names, key, "is tagged, but not in the tag tree")
        if count > 1:
            yield _fault(names, key, f"is marked {count} times")
    for key in times:
        if key not in marked:
            yield _fault(names, key, "is in the tag tree, not on paper")
    yield from _check_owners(proof, parents)


def check_marks(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P013: what is drawn is content or an artifact, and not both (PDF/UA-1, 7.1)."""
    for number, marks in enumerate(proof.marks, start=1):
        if marks.bare:
            told = "something is drawn that is neither content nor an artifact"
            yield error("P013", f"page {number}: {told} ({marks.bare} times)")
        if marks.nested:
            told = "content is marked inside other content or an artifact"
            yield error("P013", f"page {number}: {told} ({marks.nested} times)")


def _fault(names: dict[tuple[int, int], str], key: Key, what: str) -> Diagnostic:
    holder, mcid = key
    return error("P013", f"{names.get(holder, 'the document')}: content {mcid} {what}")


def _claims(proof: Proof) -> Iterator[_Claim]:
    for element in proof.tree:
        for page, mcid in held_content(element):
            yield _Claim(page, mcid, element)
        for form, mcid in held_in_forms(element):
            yield _Claim(form, mcid, element)


def _marked(proof: Proof) -> tuple[dict[tuple[int, int], str], Counter[Key]]:
    """Return what messages call each page and form, and how often each content is marked."""
    names: dict[tuple[int, int], str] = {}
    times: Counter[Key] = Counter()
    for number, (page, marks) in enumerate(zip(proof.document.pages, proof.marks, strict=True), 1):
        names[page.obj.objgen] = f"page {number}"
        for holder, mcid in marks.content:
            names.setdefault(holder.objgen, f"page {number}, in a form")
            times[holder.objgen, mcid] += 1
    return names, times


def _parent_of(parents: dict[int, Any], claim: _Claim) -> tuple[int, int] | None:
    """Return the element that the parent tree names for a piece of content."""
    entry = parents.get(int(claim.holder.get(Name.StructParents, -1)))
    if not isinstance(entry, pikepdf.Array) or claim.mcid >= len(entry):
        return None
    return entry[claim.mcid].objgen if is_element(entry[claim.mcid]) else None


def _check_owners(proof: Proof, parents: dict[int, Any]) -> Iterator[Diagnostic]:
    """Check the way back from each link's annotation to its element."""
    for element in proof.tree:
        for annotation in held_annotations(element):
            owner: Any = parents.get(int(annotation.get(Name.StructParent, -1)))
            if not is_element(owner) or owner.objgen != element.objgen:
                where = proof.page_of(element)
                yield error("P013", f"{where}: the parent tree does not lead a link to its element")
