"""A finished PDF laid open for preflight: its objects, its tag tree and its printed pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from handoutpress.content.edition import CLEAR_PRINT, CLEAR_PRINT_PT, ClearPrint
from handoutpress.design.essentials import Essential
from handoutpress.design.origins import Origins, letters_of
from handoutpress.diagnostics import Location
from handoutpress.pdf.grounds import Ground, read_grounds
from handoutpress.pdf.marked import Marks, marks_of
from handoutpress.pdf.passages import Passage, read_passages
from handoutpress.pdf.pictures import read_pictures
from handoutpress.pdf.printed import Box, Piece, Printed, read_printed
from handoutpress.pdf.tagtree import (
    BLOCKS,
    Content,
    Element,
    elements,
    has_tag,
    held_content,
    parts,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a leaflet must turn out to be."""

    title: str
    lang: str
    """A BCP 47 tag."""
    width_mm: float
    height_mm: float
    links: int
    """How many links its source has; one that runs over several lines is one."""
    families: tuple[str, ...]
    """The font families that it may use."""
    allowed_uris: frozenset[str]
    """The web, mail and phone addresses in the handout and the brand."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many structure elements of each type its source makes."""
    words: str = ""
    """The words of its source, without any space; empty where they are not to be compared."""
    word_count: int = 0
    """How many words its source has."""
    version: str | None = None
    """The version of its words; None where it is not to be compared."""
    review_due: str | None = None
    """The day by which its words are reviewed (ISO 8601); None likewise."""
    origins: Origins = field(default_factory=Origins)
    """Where its words were written."""
    captions: tuple[tuple[str, Location], ...] = ()
    """The caption of each table in the handout, without any space, and where it stands."""
    essentials: tuple[Essential, ...] = ()
    """What it must say word for word."""
    smallest_pt: float = CLEAR_PRINT_PT
    """The smallest size of words on a page."""
    smallest_label_pt: float = 10.0
    """The smallest size of words inside a figure."""
    clear_print: ClearPrint = CLEAR_PRINT
    """How the running text is set."""
    print_only: str = ""
    """What its metadata says instead of a claim where it is for print alone."""
    marks: tuple[tuple[str, frozenset[int] | None], ...] = ()
    """What pages say while a leaflet is a draft, overdue or stale, with the indexes of the pages.

    None is all of them.
    """


@dataclass(frozen=True)
class Proof:
    """A PDF that is open, with what preflight's checks share."""

    document: Pdf
    expected: Expected | None
    data: bytes

    @cached_property
    def root(self) -> Element:
        """The root of the tag tree; an empty dictionary where there is none."""
        return self.document.Root.get(Name.StructTreeRoot, Dictionary())

    @cached_property
    def tree(self) -> tuple[Element, ...]:
        """The elements in reading order."""
        return tuple(elements(self.root))

    @cached_property
    def printed(self) -> Printed:
        """What comes out of the printer."""
        return read_printed(self.data)

    @cached_property
    def marks(self) -> tuple[Marks, ...]:
        """What each page marks as content."""
        return tuple(marks_of(page) for page in self.document.pages)

    @cached_property
    def page_numbers(self) -> dict[tuple[int, int], int]:
        """Each page's index, by its object."""
        return {page.obj.objgen: number for number, page in enumerate(self.document.pages)}

    @cached_property
    def claims(self) -> tuple[tuple[int, int, Element], ...]:
        """Page index, MCID and element of each piece of content in the tree, in reading order."""
        return tuple(
            (self.page_numbers.get(page.objgen, -1), mcid, element)
            for element in self.tree
            for page, mcid in held_content(element)
        )

    @cached_property
    def body(self) -> tuple[Piece, ...]:
        """The pieces of text that belong to the tag tree: no running heads, no page numbers."""
        claimed = {(page, mcid) for page, mcid, _ in self.claims}
        return tuple(piece for piece in self.printed.pieces if (piece.page, piece.mcid) in claimed)

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """What is painted under each printed piece of text, in their order."""
        return read_grounds(self.printed)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs, list items and headings that have words, line by line."""
        return read_passages(self.root, self.page_numbers, self.printed.pieces)

    def text(self, element: Element) -> str:
        """Return the words under an element."""
        return " ".join(self._words(element)).strip()

    def _words(self, element: Element) -> Iterator[str]:
        for part in parts(element):
            if isinstance(part, Content):
                yield self.text_at(part)
            else:
                yield from self._words(part)

    def own_text(self, block: Element) -> str:
        """Return the words of a block without those of the blocks in it."""
        return " ".join(self._own_words(block)).strip()

    def _own_words(self, element: Element) -> Iterator[str]:
        for part in parts(element):
            if isinstance(part, Content):
                yield self.text_at(part)
            elif not has_tag(part, *BLOCKS):
                yield from self._own_words(part)

    def text_at(self, content: Content) -> str:
        """Return the words of a piece of content; none where it has no page."""
        page = self.page_numbers.get(content.page.objgen, -1)
        return self._text_by_content.get((page, content.mcid), "")

    @cached_property
    def _text_by_content(self) -> dict[tuple[int, int], str]:
        words: dict[tuple[int, int], str] = {}
        for piece in self.printed.pieces:
            key = piece.page, piece.mcid
            words[key] = words.get(key, "") + piece.text
        return words

    @property
    def origins(self) -> Origins:
        """Where the words were written; of a file alone, nobody knows."""
        return self.expected.origins if self.expected else Origins()

    @cached_property
    def owners(self) -> Mapping[tuple[int, int], Element]:
        """The element that holds each piece of content, by its page and MCID."""
        return {(page, mcid): element for page, mcid, element in self.claims}

    @cached_property
    def repeats(self) -> Mapping[tuple[int, int], int]:
        """How many blocks before each one, of its type, say the same; by its object."""
        found: Counter[tuple[str, str]] = Counter()
        repeats: dict[tuple[int, int], int] = {}
        for element in self.tree:
            if has_tag(element, *BLOCKS):
                key = str(element.S), letters_of(self.own_text(element))
                repeats[element.objgen] = found[key]
                found[key] += 1
        return repeats

    @cached_property
    def alternatives(self) -> dict[tuple[int, int], str]:
        """The text alternative of each figure, by the page and MCID of its drawing."""
        return {
            (page, mcid): " ".join(str(element.get(Name.Alt, "")).split())
            for page, mcid, element in self.claims
            if has_tag(element, "Figure")
        }

    @cached_property
    def pictures(self) -> dict[tuple[int, int], Box]:
        """Where each figure's drawing stands, by its page and MCID."""
        keys = ((page, mcid) for page, mcid, element in self.claims if has_tag(element, "Figure"))
        return read_pictures(self.data, (key for key in keys if key[0] >= 0))

    def pages_of(self, element: Element) -> set[tuple[int, int]]:
        """Return the pages, as objects, that an element has content on."""
        inside = (element, *elements(element))
        return {page.objgen for part in inside for page, _ in held_content(part)}

    def page_of(self, element: Element) -> str:
        """Return the page that an element starts on, as a message names it."""
        number = self.page_numbers.get(element.Pg.objgen) if Name.Pg in element else None
        return "the document" if number is None else f"page {number + 1}"


@contextmanager
def open_proof(pdf: bytes, expected: Expected | None = None) -> Iterator[Proof]:
    """Open a PDF for checking. Raises pikepdf.PdfError when it is no PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        yield Proof(document, expected, pdf)
