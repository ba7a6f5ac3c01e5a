"""Links as a reader presses and hears them: one for each link, which says where it leads.

The engine draws a rectangle of its own for each line that a link runs over, and says of it only
the raw target. A screen reader then meets "link" again at each line's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Name, Pdf

from handoutpress.design.bilingual import joint
from handoutpress.design.words import Words, words_for
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.document import bookmarks, named_places
from handoutpress.pdf.joining import source_name, source_words
from handoutpress.pdf.printed import Box, around
from handoutpress.pdf.tag_sources import VOICE
from handoutpress.pdf.tagtree import (
    HEADINGS,
    Element,
    elements,
    has_tag,
    held_annotations,
    is_annotation,
    is_element,
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
    and its page. In a file in several languages, each is said in that of the words around it: the
    `Lang` of the structure elements that the annotation stands in tells a reader which that is
    (ISO 32000-1, 14.9.2.2).
    """
    langs = (imprint.lang, *imprint.other_langs)
    places = _Places(document, tree, imprint)
    for element in tree:
        for annotation in held_annotations(element):
            target, lang = link_target(annotation), _language(element, langs)
            words, _ = words_for(lang or imprint.lang)
            said = places.said(target, lang, words) or said_of(source_words(element), target, words)
            annotation.Contents = pikepdf.String(said)


def _language(element: Element, langs: Sequence[str]) -> str:
    """Return which of `langs` an element or the nearest one around it says; "" if none does."""
    while is_element(element):
        if (lang := str(element.get(Name.Lang, ""))) in langs:
            return lang
        element = element.P
    return ""


class _Places:
    """The places of a document that links lead to, and what they are called."""

    def __init__(self, document: Pdf, tree: list[Element], imprint: Imprint) -> None:
        self.has_page_numbers = imprint.has_page_numbers
        self.numbers = imprint.page_numbers or range(1, len(document.pages) + 1)
        self.pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        named = named_places(document)
        self.anchors = {name: self._place(spot) for name, spot in named.items()}
        # The engine makes bookmarks of the headings.
        marks = bookmarks(document.Root.get(Name.Outlines))
        self.headings = sorted((self._place(mark.Dest), str(mark.Title)) for mark in marks)
        self.voices = dict(_voices(tree))

    def _place(self, spot: Element) -> Place:
        """Return the place of an explicit destination: page, /XYZ, left, top, zoom."""
        return self.pages[spot[0].objgen], -float(spot[3])

    def said(self, target: str, lang: str, words: Words) -> str:
        """Return what an anchor's place is called in a language; "" for what is no anchor.

        Where `lang` is "", a title in several languages is said in each of them.
        """
        place = self.anchors.get(target)
        if place is None:
            return ""
        page = words("Page {page}", page=self.numbers[place[0]])
        heading = self._heading_at(place)
        if not heading:
            return page
        voices = self.voices.get(_bare_title(heading), {})
        title = voices.get(lang) or joint(*voices.values()) or heading
        return _with_aside(title, page, words) if self.has_page_numbers else title

    def _heading_at(self, place: Place) -> str:
        """Return the heading that a section opens with, else the one that a place stands under."""
        page, down = place
        opening = [
            title for at, title in self.headings if at[0] == page and -1 < at[1] - down < OPENING_PT
        ]
        above = [title for at, title in self.headings if at <= place]
        return (opening[:1] or above[-1:] or [""])[0]


def _voices(tree: list[Element]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the title of each heading in several languages, and its words in each of them."""
    for heading in tree:
        voices = [kid for kid in kids(heading) if is_element(kid) and source_name(kid) == VOICE]
        if voices and has_tag(heading, *HEADINGS):
            said = {str(voice.get(Name.Lang, "")): source_words(voice) for voice in voices}
            yield _bare_title(" ".join(said.values())), said


def _bare_title(title: str) -> str:
    """Return a title as a bookmark and a note of the page source both have it."""
    return "".join(title.split())


def said_of(label: str, target: str, words: Words) -> str:
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
