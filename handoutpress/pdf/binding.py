"""Finished leaflets put into a pack's own pages: tags, links and bookmarks come along.

Each leaflet becomes one article of the file's tag tree, in its place among the pack's own pages.
What has a name in a leaflet gets a beginning of its own, so that no two are taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.pdf.document import (
    in_a_row,
    named_places,
    page_mode,
    saved,
    write_id_tree,
    write_parent_tree,
)
from handoutpress.pdf.imposition import LONG_EDGE
from handoutpress.pdf.tagtree import Element, elements, held_content, kids


@dataclass(frozen=True, slots=True)
class Insert:
    """A finished leaflet, and after how many of the pack's own pages it stands."""

    pdf: bytes = field(repr=False)
    after: int
    anchor: str
    """The named destination, and so the bookmark, that its own bookmarks go under."""


def bind(pdf: bytes, inserts: Sequence[Insert]) -> bytes:
    """Return a pack's own pages, finished, with each leaflet put in; to be printed on both sides.

    The same bytes in give the same bytes out.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        own = [page.obj.objgen for page in document.pages]
        binder = _Binder(document)
        for number, insert in reversed([*enumerate(inserts, start=1)]):
            with pikepdf.open(BytesIO(insert.pdf)) as leaflet:
                binder.put_in(leaflet, insert, f"{number}.", set(own[: insert.after]))
        _number(document)
        tree = list(elements(document.Root.StructTreeRoot))
        write_parent_tree(document, tree)
        write_id_tree(document, tree)
        binder.write_names()
        document.Root.PageMode = page_mode(document)
        document.Root.ViewerPreferences[Name.Duplex] = Name(f"/{LONG_EDGE}")
        return saved(document)


class _Binder:
    """A pack's own pages, and what is put into them: the last leaflet first."""

    def __init__(self, document: Pdf) -> None:
        self.document = document
        self.names = named_places(document)

    def put_in(
        self, leaflet: Pdf, insert: Insert, prefix: str, before: set[tuple[int, int]]
    ) -> None:
        """Put a leaflet in after the own pages `before`; `prefix` begins its names."""
        for offset, page in enumerate(leaflet.pages):
            self.document.pages.insert(insert.after + offset, page)
        # What refers to a page is copied after the pages: it is then led to their copies.
        article = self.document.copy_foreign(leaflet.Root.StructTreeRoot.K[0])
        article.S = Name.Art
        _rename_cells(article, prefix)
        self._take_in(article, before)
        for page in self.document.pages[insert.after : insert.after + len(leaflet.pages)]:
            _rename_targets(page.obj, prefix)
        named = named_places(leaflet)
        places = self.document.copy_foreign(leaflet.make_indirect(Array(named.values())))
        self.names |= {prefix + name: place for name, place in zip(named, places, strict=True)}
        outline = self.document.copy_foreign(leaflet.Root.Outlines)
        self._mark(outline, self.names[insert.anchor][0])

    def _take_in(self, article: Element, before: set[tuple[int, int]]) -> None:
        """Put an article among the document's elements, after those of the pages before it."""
        whole = self.document.Root.StructTreeRoot.K[0]
        held = kids(whole)
        at = sum(1 for kid in held if _page_of(kid) in before)
        article.P = whole
        whole.K = Array([*held[:at], article, *held[at:]])

    def _mark(self, outline: Element, page: Element) -> None:
        """Hang a leaflet's bookmarks under that of its separator, its title's own left out."""
        own = in_a_row(self.document.Root.Outlines)
        parent = next(mark for mark in own if mark.Dest[0].objgen == page.objgen)
        title, *more = in_a_row(outline)
        marks = [*in_a_row(title), *more]
        for mark, before, after in zip(marks, [None, *marks], [*marks[1:], None], strict=False):
            mark.Parent = parent
            for key, neighbour in ((Name.Prev, before), (Name.Next, after)):
                if neighbour is not None:
                    mark[key] = neighbour
        parent.First, parent.Last, parent.Count = marks[0], marks[-1], -len(marks)

    def write_names(self) -> None:
        """Write the named destinations in the order that readers search them in."""
        pairs = Array()
        for name in sorted(self.names):
            pairs.append(pikepdf.String(name))
            pairs.append(self.names[name])
        self.document.Root.Names = Dictionary(Dests=Dictionary(Names=pairs))


def _page_of(element: Element) -> tuple[int, int] | None:
    """Return the page that an element begins on."""
    for part in (element, *elements(element)):
        for page, _ in held_content(part):
            number: tuple[int, int] = page.objgen
            return number
    return None


def _rename_cells(article: Element, prefix: str) -> None:
    """Give the identifiers of a leaflet's cells, and what refers to them, a beginning."""
    for element in elements(article):
        if Name.ID in element:
            element.ID = _renamed(element.ID, prefix)
        if Name.Headers in element.get(Name.A, Dictionary()):
            element.A.Headers = Array([_renamed(name, prefix) for name in element.A.Headers])


def _rename_targets(page: Element, prefix: str) -> None:
    """Lead a leaflet's links to the new names of its places."""
    for annotation in page.get(Name.Annots, ()):
        if Name.Dest in annotation:
            annotation.Dest = _renamed(annotation.Dest, prefix)


def _renamed(name: Element, prefix: str) -> pikepdf.String:
    return pikepdf.String(f"{prefix}{name}")


def _number(document: Pdf) -> None:
    """Give each page and each link a number of its own in the ways back to the tags."""
    pages = [page.obj for page in document.pages]
    links = [link for page in pages for link in page.get(Name.Annots, ())]
    for number, page in enumerate(pages):
        page.StructParents = number
    for number, link in enumerate(links, start=len(pages)):
        link.StructParent = number
