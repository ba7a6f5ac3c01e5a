"""Preflight's checks of links: none is lost, each can be pressed, is tagged, and says where to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pikepdf import Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.document import named_places
from handoutpress.pdf.links import areas
from handoutpress.pdf.printed import Box, Piece
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_annotations, link_target
from handoutpress.pdf.whence import whence

SLACK_PT = 0.01
"""How far a number may be off where it was rounded."""


def check_links(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P017: no link of the source is lost, each is tagged, leads to what is there, and says so."""
    links = [element for element in proof.tree if any(_annotations(element))]
    if len(links) != expected.links:
        yield error(
            "P017",
            f"the source has {expected.links} links, the file {len(links)}",
            None,
            "wrap a link that is the direct child of a flex or grid box in a span",
        )
    places = named_places(proof.document)
    owned = {a.objgen for link in links for a in _annotations(link)}
    for number, page in enumerate(proof.document.pages, start=1):
        annotations = list(page.obj.get(Name.Annots, ()))
        if annotations and page.obj.get(Name.Tabs) != Name.S:
            yield error("P017", f"page {number}: the tab key does not go by the tag tree")
        for annotation in annotations:
            if annotation.objgen not in owned:
                yield error("P017", f"page {number}: a link is not in the tag tree")
            if Name.Dest in annotation and link_target(annotation) not in places:
                yield error("P017", f"page {number}: a link leads nowhere")
            yield from _speaks(annotation, number)


def check_link_areas(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P017: a link is one annotation on each page that it is on, and covers its words there.

    Its QuadPoints lie within its rectangle, else a viewer ignores them (ISO 32000-1, 12.5.6.5).
    """
    pages = {
        annotation.objgen: number
        for number, page in enumerate(proof.document.pages)
        for annotation in page.obj.get(Name.Annots, ())
    }
    for link in proof.tree:
        annotations = [a for a in _annotations(link) if a.objgen in pages]
        times = Counter(pages[annotation.objgen] for annotation in annotations)
        for page, count in times.items():
            if count > 1:
                yield error("P017", f"page {page + 1}: one link is {count} links to press")
        places = [(pages[a.objgen], area) for a in annotations for area in areas(a)]
        for annotation in annotations:
            if not _is_within(annotation):
                where = f"page {pages[annotation.objgen] + 1}"
                yield error("P017", f"{where}: a link's parts lie outside its rectangle")
        for piece in _pieces(proof, link):
            if not any(page == piece.page and _covers(area, piece.box) for page, area in places):
                words = f'"{piece.text.strip()}"'
                told = f"page {piece.page + 1}: the link {words} cannot be pressed"
                yield error("P017", told, whence(proof, [piece]))


def _annotations(element: Element) -> Iterator[Element]:
    if has_tag(element, "Link"):
        yield from held_annotations(element)


def _speaks(annotation: Element, number: int) -> Iterator[Diagnostic]:
    """Check a link's description: words, and not the engine's raw anchor."""
    words = str(annotation.get(Name.Contents, "")).strip()
    if not words or (Name.Dest in annotation and words == link_target(annotation)):
        yield error("P017", f"page {number}: a link does not say where it leads")


def _is_within(annotation: Element) -> bool:
    """Say whether the parts of a link lie in its rectangle; one that has no parts is its own."""
    whole = Box(*(float(side) for side in annotation.Rect))
    return Name.QuadPoints not in annotation or all(
        whole.holds(part, SLACK_PT) for part in areas(annotation)
    )


def _pieces(proof: Proof, link: Element) -> Iterator[Piece]:
    """Yield the text of a link as it is printed."""
    if has_tag(link, "Link"):
        held = {part.objgen for part in (link, *elements(link))}
        keys = {(page, mcid) for page, mcid, element in proof.claims if element.objgen in held}
        yield from (piece for piece in proof.printed.pieces if (piece.page, piece.mcid) in keys)


def _covers(area: Box, box: Box) -> bool:
    across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return area.left <= across <= area.right and area.bottom <= up <= area.top
