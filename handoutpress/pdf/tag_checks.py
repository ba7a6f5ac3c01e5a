"""Preflight's checks of the tag tree: what a screen reader goes by."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Dictionary, Name

from handoutpress.design.essentials import bare, unturned
from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.document import in_a_row
from handoutpress.pdf.printed import Box
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import HEADINGS, Element, has_tag, held_content, is_element, kids
from handoutpress.pdf.whence import whence_element, whence_words

SLACK_PT = 1.0
"""How far a line that is drawn on a picture's edge may reach over it."""


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


def check_bookmarks(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P014: the bookmarks are the headings, nested as they are, and lead to their pages."""
    headings = [element for element in proof.tree if has_tag(element, *HEADINGS)]
    marks = list(_marks(proof.document.Root.get(Name.Outlines), 1))
    if len(marks) != len(headings):
        told = f"the file has {len(headings)} headings, and {len(marks)} bookmarks"
        yield error("P014", told)
        return
    for heading, (level, mark) in zip(headings, marks, strict=True):
        title, page, where = str(mark.Title), proof.page_of(heading), whence_element(proof, heading)
        # Of words that run leftwards, the letters are compared: a PDF has them in another order.
        if sorted(unturned(bare(title))) != sorted(unturned(bare(proof.text(heading)))):
            yield error("P014", f'{page}: the bookmark "{title}" is not the heading', where)
        elif level != int(str(heading.S)[2]):
            told = f'{page}: the bookmark "{title}" is not on its heading\'s level'
            yield error("P014", told, where)
        elif mark.Dest[0].objgen not in proof.pages_of(heading):
            yield error("P014", f'{page}: the bookmark "{title}" leads to another page', where)


def _marks(parent: Element | None, level: int) -> Iterator[tuple[int, Element]]:
    """Yield the bookmarks under one with their levels, in reading order."""
    for mark in in_a_row(parent):
        yield level, mark
        yield from _marks(mark, level + 1)


def check_figures(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P015: each figure says what it shows, and where it is (PDF/UA-1, 7.3)."""
    for element in proof.tree:
        if has_tag(element, "Figure"):
            page = proof.page_of(element)
            if not str(element.get(Name.Alt, "")).strip():
                yield error("P015", f"{page}: a figure has no text alternative")
            for fault in _misplaced(proof, element):
                where = whence_words(proof, str(element.get(Name.Alt, "")))
                yield error("P015", f"{page}: a figure{fault}", where)


def _misplaced(proof: Proof, figure: Element) -> Iterator[str]:
    """Yield what is wrong with where a figure's box lies, and with what is in it."""
    if Name.BBox not in figure.get(Name.A, {}):
        yield " does not say where it stands"
        return
    box = Box(*(float(side) for side in figure.A.BBox))
    for holder, mcid in held_content(figure):
        number = proof.page_numbers.get(holder.objgen, -1)
        drawn = proof.pictures.get((number, mcid))
        if number < 0:
            continue
        paper = Box(*(float(side) for side in proof.document.pages[number].trimbox))
        if not paper.holds(box, SLACK_PT):
            yield "'s box lies beside the page"
        elif drawn is not None and not box.holds(drawn, SLACK_PT):
            yield "'s box does not cover the picture"


def check_tables(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P016: each header cell says whether it heads a column or a row, and each cell its headers.

    Those that a cell names are there (PDF/UA-1, 7.5).
    """
    heads = {bytes(e.ID) for e in proof.tree if has_tag(e, "TH") and Name.ID in e}
    for element in proof.tree:
        if not has_tag(element, "TH", "TD"):
            continue
        page, said = proof.page_of(element), element.get(Name.A, Dictionary())
        if has_tag(element, "TH") and Name.Scope not in said:
            yield error("P016", f"{page}: a header cell has no scope")
        named = [bytes(name) for name in said.get(Name.Headers, ())]
        if has_tag(element, "TD") and not named:
            yield error("P016", f"{page}: a cell does not say what heads it")
        if not heads.issuperset(named):
            yield error("P016", f"{page}: a cell is headed by one that is not there")


def check_lists(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P042: a list holds items alone, and says what their labels are (ISO 32000-1, 14.8.4.3.3)."""
    for element in proof.tree:
        if not has_tag(element, "L"):
            continue
        page = proof.page_of(element)
        if Name.ListNumbering not in element.get(Name.A, Dictionary()):
            yield error("P042", f"{page}: a list does not say how it is numbered")
        items = [kid for kid in kids(element) if is_element(kid) and has_tag(kid, "LI")]
        if len(items) != len(kids(element)):
            yield error("P042", f"{page}: a list holds something that is no item")
        if not all(any(has_tag(kid, "LBody") for kid in kids(item)) for item in items):
            yield error("P042", f"{page}: an item of a list has no body")
