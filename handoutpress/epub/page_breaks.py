"""The pages of the printed leaflet, marked in the documents of its e-book (EPUB Accessibility 1.1).

Both are made of the same sections. Where a page ends inside one, the words of the two are laid
beside each other: print adds addresses and lines to write on, a screen hints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

from lxml import etree

from handoutpress.content.edition import Paper
from handoutpress.content.handout import Handout
from handoutpress.content.page_map import PageMap, Passage, picture_key, words_in
from handoutpress.design.words import Words
from handoutpress.epub.book import EPUB_TYPE, SVG_NS, XHTML_NS
from handoutpress.epub.features import HEADINGS

PREFIX = "_page-"
"""How the id of a mark begins; an author's anchor never starts with a low line."""
_SECTION, _IMG, _SPAN = (f"{{{XHTML_NS}}}{name}" for name in ("section", "img", "span"))
_SVG = f"{{{SVG_NS}}}svg"
WHOLE = HEADINGS | {f"{{{XHTML_NS}}}{name}" for name in ("a", "caption")}
"""What no mark stands in, for a screen reader would say it as part of a name."""
_ROWS = frozenset(
    f"{{{XHTML_NS}}}{name}" for name in ("ul", "ol", "dl", "table", "thead", "tbody", "tr")
)
"""What has room for its own kind of child alone."""


@dataclass(frozen=True, slots=True)
class PrintedLeaflet:
    """The leaflet of the same handout, brand and language, whose pages an e-book lists."""

    paper: Paper
    page_map: PageMap

    def name(self, handout: Handout, words: Words) -> str:
        """Return what tells it from every other: `HP-001, Version 1.0, leaflet-a4`."""
        record = handout.record
        version = words("Version {version}", version=record.version)
        return ", ".join((record.id, version, f"leaflet-{self.paper.name}"))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the printed leaflet begins."""

    number: int
    document: str

    @property
    def target(self) -> str:
        """Return its address from the book's top: `section-02.xhtml#_page-3`."""
        return f"{self.document}#{PREFIX}{self.number}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a document, or a picture, and where it stands."""

    document: str
    section: str
    """The anchor of the innermost section; empty for what stands in none."""
    key: str
    element: etree._Element
    is_tail: bool = False
    """Whether it stands behind its element and not in it."""
    offset: int | None = None
    """Where it starts in the text; None of a picture."""


def mark_pages(
    documents: Mapping[str, etree._Element], page_map: PageMap, words: Words
) -> tuple[PageBreak, ...]:
    """Mark in the documents where each printed page begins, and return the marks in order.

    `documents` are those that the leaflet has too, in reading order. A page of which the book has
    no word begins where the next one does, or at the end.
    """
    shown = [word for name, root in documents.items() for word in words_of(name, root[-1])]
    places = list(_openings(shown, page_map))
    # From the end, so that no place moves before its turn.
    for word, numbers in reversed(places):
        _put(word, [_mark(number, words) for number in numbers])
    found = [PageBreak(n, word.document) for word, numbers in places for n in numbers]
    *_, (last, root) = documents.items()
    rest = range(len(found) + 1, page_map.pages + 1)
    root[-1].extend(_mark(number, words) for number in rest)
    return (*found, *(PageBreak(number, last) for number in rest))


def words_of(name: str, element: etree._Element, section: str = "") -> Iterator[Word]:
    """Yield the words and pictures of a document's element in reading order."""
    if element.tag == _SVG or not isinstance(element.tag, str):
        return
    if element.tag == _SECTION:
        section = element.get("id", section)
    if element.tag == _IMG:
        yield Word(name, section, picture_key(element.get("alt", "")), element)
    for offset, key in words_in(element.text or ""):
        yield Word(name, section, key, element, False, offset)
    for child in element:
        yield from words_of(name, child, section)
        for offset, key in words_in(child.tail or ""):
            yield Word(name, section, key, child, True, offset)


def _openings(shown: Sequence[Word], page_map: PageMap) -> Iterator[tuple[Word, range]]:
    """Yield each word that pages begin with, and their numbers."""
    pages = _pages_of(shown, page_map.passages)
    latest = 0
    for number, word in enumerate(shown):
        page = pages.get(number, 0)
        if page > latest:
            yield word, range(latest + 1, page + 1)
            latest = page


def _pages_of(shown: Sequence[Word], passages: Iterable[Passage]) -> dict[int, int]:
    """Return the printed page of each word that is printed, by its place among those shown."""
    by_section = attrgetter("section")
    printed = {
        section: [(key, passage.page) for passage in group for key in passage.words]
        for section, group in groupby(sorted(passages, key=by_section), key=by_section)
    }
    places: dict[str, list[int]] = {}
    for place, word in enumerate(shown):
        places.setdefault(word.section, []).append(place)
    return {
        place: page
        for section, own in places.items()
        if section in printed
        for place, page in zip(
            own, _matched([shown[p].key for p in own], printed[section]), strict=True
        )
    }


def _matched(keys: Sequence[str], printed: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Yield the page of each word of a section; one that is not printed is where it comes."""
    page, last = printed[0][1], printed[-1][1]
    if page == last:
        yield from (page for _ in keys)
        return
    matcher = SequenceMatcher(None, [key for key, _ in printed], keys, autojunk=False)
    found = {
        match.b + step: printed[match.a + step][1]
        for match in matcher.get_matching_blocks()
        for step in range(match.size)
    }
    for place in range(len(keys)):
        page = max(page, found.get(place, page))
        yield page


def _mark(number: int, words: Words) -> etree._Element:
    """Return a mark. It says "page": in the middle of a dose, a bare number would be read as one.

    The stop keeps a voice from running on into the words after it.
    """
    label = words("Page {page}", page=number) + words(".")
    return etree.Element(
        _SPAN,
        {
            EPUB_TYPE: "pagebreak",
            "role": "doc-pagebreak",
            "id": f"{PREFIX}{number}",
            "aria-label": label,
        },
    )


def _put(word: Word, marks: Sequence[etree._Element]) -> None:
    """Put marks before a word: before the block that it opens, else in the middle of the line."""
    whole = next((e for e in _around(word) if e.tag in WHOLE), None)
    opened = whole if whole is not None else _opened(word)
    before = None if opened is None else _outermost(opened)
    if before is not None:
        parent = before.getparent()
        assert parent is not None
        place = parent.index(before)
        # A later page may begin in the same heading: its mark stands there already.
        while place and parent[place - 1].get(EPUB_TYPE) == "pagebreak":
            place -= 1
        parent[place:place] = list(marks)
        return
    _split(word, marks)


def _around(word: Word) -> Iterator[etree._Element]:
    """Yield the elements that a word stands in, the outermost last."""
    if not word.is_tail:
        yield word.element
    yield from word.element.iterancestors()


def _opened(word: Word) -> etree._Element | None:
    """Return the element that begins with a word, if there is one."""
    if word.offset is None:
        return word.element
    if word.is_tail:
        parent = word.element.getparent()
        blank = not (word.element.tail or "")[: word.offset].strip()
        if parent is not None and blank and word.element.tag == _SVG and _is_first(word.element):
            return parent
        return None
    return None if (word.element.text or "")[: word.offset].strip() else word.element


def _outermost(opened: etree._Element) -> etree._Element | None:
    """Return the largest element that begins with another one and that a mark may stand before."""
    best = None
    element = opened
    while (parent := element.getparent()) is not None and parent.getparent() is not None:
        if parent.tag not in _ROWS:
            best = element
        if not _is_first(element):
            break
        element = parent
    return best


def _is_first(element: etree._Element) -> bool:
    """Say whether nothing is read before an element in its parent."""
    parent = element.getparent()
    if parent is None or (parent.text or "").strip():
        return False
    before = element.itersiblings(preceding=True)
    return all(e.tag == _SVG and not (e.tail or "").strip() for e in before)


def _split(word: Word, marks: Sequence[etree._Element]) -> None:
    """Put marks into the text that a word stands in."""
    element, offset = word.element, word.offset or 0
    text = (element.tail if word.is_tail else element.text) or ""
    marks[-1].tail = text[offset:]
    if word.is_tail:
        element.tail = text[:offset]
        parent = element.getparent()
        assert parent is not None
        place = parent.index(element) + 1
        parent[place:place] = list(marks)
    else:
        element.text = text[:offset]
        element[0:0] = list(marks)
