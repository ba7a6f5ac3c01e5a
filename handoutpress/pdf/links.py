"""Links as a reader presses and hears them: one for each link, which says where it leads.

The engine draws a rectangle of its own for each line that a link runs over, and says of it only
the raw target. A screen reader then meets "link" again at each line's end.
"""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Name, Pdf

from handoutpress.design.words import Words, words_for
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.document import bookmarks, named_places
from handoutpress.pdf.joining import source_words
from handoutpress.pdf.printed import Box, around
from handoutpress.pdf.tagtree import (
    Element,
    elements,
    has_tag,
    held_annotations,
    is_annotation,
    kids,
    link_target,
)

OPENING_PT = 48.0
"""How far below the top of a section its heading may stand (icon, padding)."""
CORNERS = 8
"""The numbers that QuadPoints have for each part of a link."""
SLACK_PT = 1.0
"""How far strong words may reach over the link that they stand in."""
Place: TypeAlias = tuple[int, float]
"""A page's index, and points below its top: places sort in the order of the pages."""


def join_annotations(tree: list[Element]) -> None:
    """Leave each link one annotation on each page that it is on.

    Where it runs over lines, columns or a fold, the annotation's QuadPoints say which parts of its
    bounding box are to be pressed (ISO 32000-1, 12.5.6.5).
    """
    for link in tree:
        if has_tag(link, "Link"):
            _take_inner(link)
            _join(link)


def _take_inner(link: Element) -> None:
    """Take over the annotations that words inside a link get once more.

    Where the link's own cover them, as they do strong words, they are dropped. Words that stand as
    a block have theirs alone.
    """
    own = [
        (kid.Pg.objgen, box) for kid in kids(link) if is_annotation(kid) for box in areas(kid.Obj)
    ]
    for inner in elements(link):
        taken = [kid for kid in kids(inner) if is_annotation(kid)]
        if not taken:
            continue
        inner.K = Array([kid for kid in kids(inner) if not is_annotation(kid)])
        for kid in taken:
            page, (box,) = kid.Pg.objgen, areas(kid.Obj)
            if not any(page == at and other.holds(box, SLACK_PT) for at, other in own):
                own.append((page, box))
                link.K = Array([*kids(link), kid])


def _join(link: Element) -> None:
    first: dict[tuple[int, int], Element] = {}
    boxes: dict[tuple[int, int], list[Box]] = {}
    kept = []
    for kid in kids(link):
        if is_annotation(kid):
            page = kid.Pg.objgen
            boxes.setdefault(page, []).extend(areas(kid.Obj))
            if page in first:
                continue
            first[page] = kid.Obj
        kept.append(kid)
    link.K = Array(kept)
    for page, annotation in first.items():
        _cover(annotation, boxes[page])


def areas(annotation: Element) -> list[Box]:
    """Return the parts of a page on which a link is pressed; corners may come in any order."""
    corners = list(annotation.get(Name.QuadPoints, ())) or list(annotation.Rect)
    numbers = [round(float(number), 3) for number in corners]
    parts = (numbers[at : at + CORNERS] for at in range(0, len(numbers), CORNERS))
    return [Box(min(p[::2]), min(p[1::2]), max(p[::2]), max(p[1::2])) for p in parts]


def _cover(annotation: Element, boxes: list[Box]) -> None:
    """Let an annotation cover boxes: corners go round from the lower left, against the clock."""
    annotation.Rect = Array(around(boxes))
    if len(boxes) > 1:
        annotation.QuadPoints = Array(
            [
                number
                for left, bottom, right, top in boxes
                for number in (left, bottom, right, bottom, right, top, left, top)
            ]
        )


def keep_held(document: Pdf, tree: list[Element]) -> None:
    """Leave each page the annotations that the tree holds: the last one at a point is meant.

    Some viewers go by the bounding box alone: that of a link over two lines also covers others.
    """
    held = {annotation.objgen for element in tree for annotation in held_annotations(element)}
    for page in document.pages:
        found = page.obj.get(Name.Annots, ())
        kept = [annotation for annotation in found if annotation.objgen in held]
        if kept:
            page.obj.Annots = Array(sorted(kept, key=lambda a: Name.QuadPoints not in a))
        elif Name.Annots in page.obj:
            del page.obj[Name.Annots]


def describe_links(document: Pdf, tree: list[Element], imprint: Imprint) -> None:
    """Say in words where each link leads (PDF/UA-1, 7.18.5).

    One to a web page says its words and the address, one within the file the title of the section
    and its page.
    """
    words, _ = words_for(imprint.lang)
    places = _Places(document, words, imprint)
    for element in tree:
        for annotation in held_annotations(element):
            target = link_target(annotation)
            said = places.said(target) or _said(source_words(element), target, words)
            annotation.Contents = pikepdf.String(said)


class _Places:
    """The places of a document that links lead to, and what they are called."""

    def __init__(self, document: Pdf, words: Words, imprint: Imprint) -> None:
        self.words = words
        self.has_page_numbers = imprint.has_page_numbers
        self.numbers = imprint.page_numbers or range(1, len(document.pages) + 1)
        self.pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        named = named_places(document)
        self.anchors = {name: self._place(spot) for name, spot in named.items()}
        # The engine makes bookmarks of the headings.
        marks = bookmarks(document.Root.get(Name.Outlines))
        self.headings = sorted((self._place(mark.Dest), str(mark.Title)) for mark in marks)

    def _place(self, spot: Element) -> Place:
        """Return the place of an explicit destination: page, /XYZ, left, top, zoom."""
        return self.pages[spot[0].objgen], -float(spot[3])

    def said(self, target: str) -> str:
        """Return what an anchor's place is called; "" for what is no anchor."""
        place = self.anchors.get(target)
        if place is None:
            return ""
        page = self.words("Page {page}", page=self.numbers[place[0]])
        title = self._heading_at(place)
        if not title:
            return page
        return _with_aside(title, page, self.words) if self.has_page_numbers else title

    def _heading_at(self, place: Place) -> str:
        """Return the heading that a section opens with, else the one that a place stands under."""
        page, down = place
        opening = [
            title for at, title in self.headings if at[0] == page and -1 < at[1] - down < OPENING_PT
        ]
        above = [title for at, title in self.headings if at <= place]
        return (opening[:1] or above[-1:] or [""])[0]


def _said(label: str, target: str, words: Words) -> str:
    """Return a link's words, and the address where they are not it."""
    address = _address(target)
    return address if _bare(label) in ("", _bare(address)) else _with_aside(label, address, words)


def _with_aside(text: str, aside: str, words: Words) -> str:
    return f"{text}{words.space}{words('(')}{aside}{words(')')}"


def _address(target: str) -> str:
    """Return an address as a person would say it: no `mailto:`, no `tel:`, no %20."""
    scheme, colon, rest = target.partition(":")
    return unquote(rest) if colon and scheme in {"mailto", "tel"} else target


def _bare(address: str) -> str:
    """Return what two ways to write an address have in common."""
    return "".join(address.split()).casefold().removeprefix("https://").rstrip("/")
