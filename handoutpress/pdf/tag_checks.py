"""Preflight's checks of the tag tree: what a screen reader goes by."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.printed import Box
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import (
    Element,
    has_tag,
    held_content,
)

SLACK_PT = 1.0
"""How far a line that is drawn on a picture's edge may reach over it."""
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


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
            yield from _stands_right(proof, element)


def _stands_right(proof: Proof, figure: Element) -> Iterator[Diagnostic]:
    """Check that a figure's box lies on its page, and that the picture is in it."""
    page = proof.page_of(figure)
    if Name.BBox not in figure.get(Name.A, {}):
        yield error("P015", f"{page}: a figure does not say where it stands")
        return
    box = Box(*(float(side) for side in figure.A.BBox))
    for holder, mcid in held_content(figure):
        number = proof.page_numbers.get(holder.objgen, -1)
        drawn = proof.pictures.get((number, mcid))
        if number < 0:
            continue
        paper = Box(*(float(side) for side in proof.document.pages[number].trimbox))
        if not _holds(paper, box):
            yield error("P015", f"{page}: a figure's box lies beside the page")
        elif drawn is not None and not _holds(box, drawn):
            yield error("P015", f"{page}: a figure's box does not cover the picture")


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - SLACK_PT <= inner.left
        and outer.bottom - SLACK_PT <= inner.bottom
        and inner.right <= outer.right + SLACK_PT
        and inner.top <= outer.top + SLACK_PT
    )


def check_tables(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P016: each header cell says whether it heads a column or a row (PDF/UA-1, 7.5)."""
    for element in proof.tree:
        if has_tag(element, "TH") and Name.Scope not in element.get(Name.A, {}):
            yield error("P016", f"{proof.page_of(element)}: a header cell has no scope")
