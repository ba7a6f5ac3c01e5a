"""The pages of the printed file, marked in the documents of its e-book (EPUB Accessibility 1.1).

Both are made of the same sections. Where a page ends inside one, the words of the two are laid
beside each other, language by language: print adds addresses and lines to write on, a screen hints.

Two languages stand beside each other on a page, and one under the other in a book. A page begins
there with what a book reads first of it: one place, in the column that comes first of those that
the page turns in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from lxml import etree

from handoutpress.content.edition import Paper
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.content.page_map import PageMap, Passage, picture_key, words_in
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.words import Words
from handoutpress.epub.book import EPUB_TYPE, SVG_NS, XHTML_NS
from handoutpress.epub.features import HEADINGS, lang_of

KEPT_FOLDERS = 256
"""Of so many documents the folder is remembered: each of their words asks for it."""
PREFIX = "_page-"
"""How the id of a mark begins; an author's anchor never starts with a low line."""
PAGE = "Page {page}"
PACK_PAGE = "Pack page {page}"
"""How the foot of a printed page names it, and how a pack names it below."""
_SECTION, _IMG, _SPAN = (f"{{{XHTML_NS}}}{name}" for name in ("section", "img", "span"))
_SVG = f"{{{SVG_NS}}}svg"
WHOLE = HEADINGS | {f"{{{XHTML_NS}}}{name}" for name in ("a", "caption")}
"""What no mark stands in, for a screen reader would say it as part of a name."""
_ROWS = frozenset(
    f"{{{XHTML_NS}}}{name}" for name in ("ul", "ol", "dl", "table", "thead", "tbody", "tr")
)
"""What has room for its own kind of child alone."""
_PAIR = "pair"
"""The class of what sets its two children beside each other: a third would move the second."""
Context = tuple[str, str, str]
"""The slug of a pack's leaflet, or nothing; a section's anchor; a language."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed file of the same words, brand and languages, whose pages an e-book lists."""

    paper: Paper
    page_map: PageMap

    def leaflet(self, handouts: Sequence[Handout], words: Words) -> str:
        """Return what tells a leaflet from every other: `HP-001, Version 1.0, leaflet-a4`.

        `handouts` are the handout in each of its languages; where they are two, it names them.
        """
        langs = ["+".join(each.lang for each in handouts)] if len(handouts) > 1 else []
        return ", ".join((*_numbered(handouts[0], words), *langs, f"leaflet-{self.paper.name}"))

    def pack(self, pack: Pack, words: Words) -> str:
        """Return the same for a pack, which names its leaflets: `back-pain, HP-001, ...`."""
        members = (part for handout in pack.members for part in _numbered(handout, words))
        return ", ".join((pack.slug, *members, f"pack-{self.paper.name}"))


def _numbered(handout: Handout, words: Words) -> tuple[str, str]:
    record = handout.record
    return record.id, words("Version {version}", version=record.version)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the printed file begins."""

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
    lang: str
    key: str
    element: etree._Element
    is_tail: bool = False
    """Whether it stands behind its element and not in it."""
    offset: int | None = None
    """Where it starts in the text; None of a picture."""

    @property
    def context(self) -> Context:
        """What it has in common with the words that it is laid beside in print.

        The documents of a leaflet of a pack stand in a folder of its name.
        """
        return _folder(self.document), self.section, self.lang


@lru_cache(maxsize=KEPT_FOLDERS)
def _folder(document: str) -> str:
    return PurePosixPath(document).parent.name


class Marker:
    """Marks where each printed page begins, in some documents of a book after the others."""

    def __init__(self, page_map: PageMap, spoken: Sequence[Words], name: str = PAGE) -> None:
        """`spoken` are the words of the book's languages.

        A mark says `name` in that of the words around it.
        """
        self.breaks: list[PageBreak] = []
        """The marks so far, in order."""
        self._listed = page_map.listed
        self._latest = 0
        self._spoken = spoken
        self._name = name
        self._printed: dict[Context, tuple[Passage, ...]] = {
            context: tuple(group)
            for context, group in groupby(sorted(page_map.passages, key=_context), key=_context)
        }

    def decides(self, contexts: Iterable[Context]) -> Hashable:
        """Return what decides on the marks in the next document, beside the document.

        `contexts` are those of its words, which no other document has.
        """
        printed = tuple((context, self._printed.get(context)) for context in sorted(contexts))
        return self._listed, self._latest, self._name, printed

    def mark(self, documents: Mapping[str, etree._Element]) -> tuple[PageBreak, ...]:
        """Put the marks into the next documents, and return them in order.

        The marker goes on behind these with `go_on`. A page of which the book has no word begins
        where the next one does, or at the end.
        """
        shown = [word for file, root in documents.items() for word in words_of(file, root[-1])]
        places = list(self._openings(shown))
        marks = {number: _mark(number) for _, numbers in places for number in numbers}
        # From the end, so that no place moves before its turn.
        for word, numbers in reversed(places):
            _put(word, [marks[number] for number in numbers])
        self._labelled(marks)
        return tuple(PageBreak(n, word.document) for word, numbers in places for n in numbers)

    def go_on(self, breaks: Sequence[PageBreak]) -> None:
        """Go on behind the next documents, in which some pages begin."""
        self.breaks += breaks
        self._latest = max((self._latest, *(each.number for each in breaks)))

    def end(self, file: str, root: etree._Element) -> None:
        """Put the marks of what pages there are besides at the end of the last document."""
        rest = {number: _mark(number) for number in self._listed if number > self._latest}
        root[-1].extend(rest.values())
        self._labelled(rest)
        self.go_on([PageBreak(number, file) for number in rest])

    def _openings(self, shown: Sequence[Word]) -> Iterator[tuple[Word, tuple[int, ...]]]:
        """Yield each word that pages begin with, and their numbers."""
        pages = self._pages_of(shown)
        latest = self._latest
        for number, word in enumerate(shown):
            page = pages.get(number, 0)
            if page > latest:
                yield word, tuple(n for n in self._listed if latest < n <= page)
                latest = page

    def _pages_of(self, shown: Sequence[Word]) -> dict[int, int]:
        """Return the printed page of each word that is printed, by its place among those shown."""
        places: dict[Context, list[int]] = {}
        for place, word in enumerate(shown):
            places.setdefault(word.context, []).append(place)
        return {
            place: page
            for context, own in places.items()
            if context in self._printed
            for place, page in zip(
                own,
                _matched([shown[p].key for p in own], self._printed[context]),
                strict=True,
            )
        }

    def _labelled(self, marks: Mapping[int, etree._Element]) -> None:
        for number, mark in marks.items():
            _label(mark, self._name, number, self._spoken)


def mark_pages(
    documents: Mapping[str, etree._Element],
    page_map: PageMap,
    spoken: Sequence[Words],
    name: str = PAGE,
) -> tuple[PageBreak, ...]:
    """Mark in the documents where each printed page begins, and return the marks in order.

    `documents` are those that the printed file has too, in reading order.
    """
    marker = Marker(page_map, spoken, name)
    marker.go_on(marker.mark(documents))
    marker.end(*list(documents.items())[-1])
    return tuple(marker.breaks)


def contexts_of(file: str, root: etree._Element) -> frozenset[Context]:
    """Return what the words of a document have in common with those that are printed."""
    return frozenset(word.context for word in words_of(file, root[-1]))


def words_of(
    name: str, element: etree._Element, section: str = "", lang: str | None = None
) -> Iterator[Word]:
    """Yield the words and pictures of a document's element in reading order."""
    if element.tag == _SVG or not isinstance(element.tag, str):
        return
    lang = lang_of(element) if lang is None else element.get("lang", lang)
    if element.tag == _SECTION:
        section = element.get("id", section)
    if element.tag == _IMG:
        yield Word(name, section, lang, picture_key(element.get("alt", "")), element)
    for offset, key in words_in(element.text or ""):
        yield Word(name, section, lang, key, element, False, offset)
    for child in element:
        yield from words_of(name, child, section, lang)
        for offset, key in words_in(child.tail or ""):
            yield Word(name, section, lang, key, child, True, offset)


def _context(passage: Passage) -> Context:
    return passage.handout, passage.section, passage.lang


def _matched(keys: Sequence[str], passages: Iterable[Passage]) -> Iterator[int]:
    """Yield the page of each word of a context; one that is not printed is where it comes."""
    printed = [(key, passage.page) for passage in passages for key in passage.words]
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


def _mark(number: int) -> etree._Element:
    return etree.Element(
        _SPAN,
        {EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": f"{PREFIX}{number}"},
    )


def _label(mark: etree._Element, name: str, number: int, spoken: Sequence[Words]) -> None:
    """Let a mark say what it is, in the voice that reads the words around it.

    It says "page": in the middle of a dose, a bare number would be read as one. The stop keeps a
    voice from running on into the words after it.
    """
    around = lang_of(mark)
    words = next((each for each in spoken if each.lang == around), spoken[0])
    mark.set("aria-label", words(name, page=number) + words("."))
    if words.lang != around:
        mark.set("lang", words.lang)
        mark.set(XML_LANG, words.lang)


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
        if parent.tag not in _ROWS and _PAIR not in parent.get("class", "").split():
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
