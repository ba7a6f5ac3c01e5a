"""The pass over the engine's tagged PDF: what it leaves half done for a reader is finished here.

WeasyPrint 70's `pdf/ua-1` satisfies the validators, yet tags running heads and page numbers in
elements that hang on nothing, cuts what crosses a page or a line into many, knows few types, and
leaves header cells and link descriptions unsaid. `finish` repairs that with the file's own objects,
so a new engine can be told by its tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.design.words import words_for
from handoutpress.pdf.claims import Imprint, write_claims
from handoutpress.pdf.document import (
    page_mode,
    parent_entries,
    saved,
    write_id_tree,
    write_parent_tree,
)
from handoutpress.pdf.joining import drop_notes, join_pieces, source_margin
from handoutpress.pdf.links import describe_links, join_annotations, keep_held
from handoutpress.pdf.lists import mend_lists
from handoutpress.pdf.tag_types import name_types
from handoutpress.pdf.tagtree import (
    Element,
    elements,
    has_tag,
    held_content,
    is_element,
    kids,
    opened_mcid,
)
from handoutpress.pdf.unicode_map import name_every_glyph

PT_PER_PX = 0.75
"""The engine lays out in CSS pixels, and draws in points."""

_FURNITURE = {"top": "Header", "bottom": "Footer"}
"""What stands in the margins at the top and the bottom of a page."""
_DROPPED_WHEN_EMPTY = frozenset({"/Span", "/NonStruct", "/Div", "/P", "/Part", "/Sect", "/Art"})
"""Wrappers that say nothing when they hold nothing; an empty cell or heading is another matter."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A PDF whose structure is complete, and how many pages it has."""

    data: bytes = field(repr=False)
    pages: int


def finish(pdf: bytes, imprint: Imprint, *, keep_rooms: bool = False) -> Tagged:
    """Return `pdf`, as WeasyPrint wrote it, with a structure that a reader can use.

    The same bytes in give the same bytes out. With `keep_rooms`, notes say which elements are parts
    of a clinic's letterhead, for further work.
    """
    words, _ = words_for(imprint.lang)
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        join_pieces(document)
        name_types(root)
        mend_lists(root, words("Tick box"))
        join_annotations(list(elements(root)))
        _prune(root)
        tree = list(elements(root))
        _scope_headers(tree)
        _place_figures(tree)
        _release_furniture(document, tree)
        describe_links(document, tree, imprint)
        drop_notes(tree, keep_rooms=keep_rooms)
        write_parent_tree(document, tree)
        write_id_tree(document, tree)
        _write_catalogue(document, imprint.lang)
        write_claims(document, imprint)
        name_every_glyph(document)
        return Tagged(saved(document), len(document.pages))


def _prune(element: Element) -> None:
    """Drop wrappers that hold nothing, such as the dotted rule of a contents list."""
    for kid in filter(is_element, kids(element)):
        _prune(kid)
    if Name.K in element:
        element.K = Array([kid for kid in kids(element) if not _is_hollow(kid)])


def _is_hollow(kid: Any) -> bool:
    return is_element(kid) and not kids(kid) and str(kid.S) in _DROPPED_WHEN_EMPTY


def _scope_headers(tree: list[Element]) -> None:
    """Say of each header cell whether it heads its column or its row (PDF/UA-1, 7.5).

    The head of a row stands under that of its column: the corner of the table.
    """
    corner: Element | None = None
    for row in tree:
        if not has_tag(row, "TR"):
            continue
        heads_columns = has_tag(row.P, "THead") or all(has_tag(kid, "TH") for kid in kids(row))
        cells = kids(row)
        if heads_columns:
            corner = cells[0] if cells else None
        for cell in cells:
            if has_tag(cell, "TH"):
                cell.A.Scope = Name.Column if heads_columns else Name.Row
        if not heads_columns and corner is not None and has_tag(cells[0], "TH"):
            cells[0].A.Headers = Array([corner.ID])


def _place_figures(tree: list[Element]) -> None:
    """Turn each figure's box from the engine's pixels below the page's top into page space."""
    for figure in tree:
        if has_tag(figure, "Figure"):
            left, top, right, bottom = (float(side) * PT_PER_PX for side in figure.A.BBox)
            page_left, _, _, page_top = (float(side) for side in figure.Pg.TrimBox)
            box = (page_left + left, page_top - bottom, page_left + right, page_top - top)
            figure.A.BBox = Array([round(side, 3) for side in box])


def _release_furniture(document: Pdf, tree: list[Element]) -> None:
    """Turn what is tagged outside the tree, running heads and feet, into artifacts.

    Links in it go: on each page again they would be a detour, and an annotation outside the tree
    is what PDF/UA-1, 7.18.1 forbids.
    """
    claimed: dict[tuple[int, int], set[int]] = {}
    for element in tree:
        for page, mcid in held_content(element):
            claimed.setdefault(page.objgen, set()).add(mcid)
    owners = parent_entries(document)
    for page in document.pages:
        held = owners[int(page.obj.StructParents)]
        _mark_artifacts(document, page.obj, claimed.get(page.obj.objgen, set()), held)
    keep_held(document, tree)


def _mark_artifacts(document: Pdf, page: Element, claimed: set[int], owners: Element) -> None:
    changed = False
    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        mcid = opened_mcid(instruction)
        if mcid is not None and mcid not in claimed:
            artifact = [Name.Artifact, _furniture(source_margin(owners[mcid]))]
            instructions.append((artifact, pikepdf.Operator("BDC")))
            changed = True
        else:
            instructions.append(instruction)
    if changed:
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))


def _furniture(margin: str) -> Dictionary:
    """Return what an artifact says of itself (ISO 32000-1, table 330).

    What stands in no box of a margin is the head of a table, repeated.
    """
    side = margin.removeprefix("@").partition("-")[0]
    said = Dictionary(Type=Name.Pagination)
    if side in _FURNITURE:
        said.Subtype = Name(f"/{_FURNITURE[side]}")
    if side:
        said.Attached = Array([Name(f"/{side.capitalize()}")])
    return said


def _write_catalogue(document: Pdf, lang: str) -> None:
    """Say the language, show the title, and call the pages by the numbers printed on them."""
    document.Root.Lang = pikepdf.String(lang)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if words_for(lang)[0].direction == "rtl":
        document.Root.ViewerPreferences.Direction = Name.R2L
    document.Root.PageMode = page_mode(document)
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
