"""What every pass over a finished PDF needs: bookmarks, the ways back to the tags, saving."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.pdf.tagtree import Element, held_annotations, held_content

PT_PER_MM = 72 / 25.4
MANY_PAGES = 10
"""From so many pages on, a file opens with its bookmarks, which the checklist for PDFs of the US
Department of Health and Human Services asks for then (Section 508). On fewer, the words have more
room without them. How large the page is shown is the reader's own choice: no file says it."""


def saved(document: Pdf, version: str = "") -> bytes:
    """Return a document's bytes; the same document gives the same bytes.

    `version` is that of the PDF format, where the one that it has is not the wanted one.
    """
    out = BytesIO()
    document.save(
        out,
        deterministic_id=True,
        force_version=version,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def page_mode(document: Pdf) -> Name:
    """Return how a file of so many pages opens: with its bookmarks, or the page alone."""
    return Name.UseOutlines if len(document.pages) >= MANY_PAGES else Name.UseNone


def named_places(document: Pdf) -> dict[str, Element]:
    """Return the explicit destinations that links lead to, by their names."""
    names = document.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary())
    pairs = list(names.get(Name.Names, Array()))
    return {str(name): place for name, place in zip(pairs[::2], pairs[1::2], strict=True)}


def bookmarks(parent: Element | None) -> Iterator[Element]:
    """Yield the bookmarks under one, or under the outline's root, in reading order."""
    for mark in in_a_row(parent):
        yield mark
        yield from bookmarks(mark)


def in_a_row(parent: Element | None) -> Iterator[Element]:
    """Yield the bookmarks right under one, or under the outline's root."""
    mark = None if parent is None else parent.get(Name.First)
    while mark is not None:
        yield mark
        mark = mark.get(Name.Next)


def parent_entries(document: Pdf) -> dict[int, Element]:
    """Return the entries of the parent tree; the engine and the product write it flat."""
    root = document.Root.get(Name.StructTreeRoot, Dictionary())
    numbers = list(root.get(Name.ParentTree, Dictionary()).get(Name.Nums, Array()))
    return dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=False))


def write_parent_tree(document: Pdf, tree: list[Element]) -> None:
    """Write the way back from content to elements anew (PDF 1.7, 14.7.4.4)."""
    pages: dict[tuple[int, int], dict[int, Element]] = {}
    owners: dict[int, Element] = {}
    for element in tree:
        for page, mcid in held_content(element):
            pages.setdefault(page.objgen, {})[mcid] = element
        for annotation in held_annotations(element):
            owners[int(annotation.StructParent)] = element
    for page in document.pages:
        held = pages.get(page.obj.objgen, {})
        ids = range(max(held, default=-1) + 1)
        owners[int(page.obj.StructParents)] = Array([held.get(mcid) for mcid in ids])
    numbers = Array()
    for number in sorted(owners):
        numbers.append(number)
        numbers.append(owners[number])
    root = document.Root.StructTreeRoot
    root.ParentTree = document.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = max(owners) + 1


def write_id_tree(document: Pdf, tree: list[Element]) -> None:
    """List the cells' identifiers, which a file with identifiers must do (PDF 1.7, table 322)."""
    named = {bytes(element.ID): element for element in tree if Name.ID in element}
    if named:
        pairs = Array()
        for key in sorted(named):
            pairs.append(pikepdf.String(key))
            pairs.append(named[key])
        document.Root.StructTreeRoot.IDTree = document.make_indirect(Dictionary(Names=pairs))
