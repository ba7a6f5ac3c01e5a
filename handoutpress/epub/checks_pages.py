"""Preflight of the list of printed pages and the marks that it leads to (EPUB 3.3, 7.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from handoutpress.content.page_map import PageMap, picture_key, words_in
from handoutpress.epub.features import lang_of, links_of, page_breaks, text_of
from handoutpress.epub.opened import OpenedBook, resolve
from handoutpress.epub.page_breaks import WHOLE, words_of

SOURCE = "pageBreakSource"
_Spoken = tuple[str, str]
"""A language, and a word of it or a picture, as they are compared."""


def page_list(book: OpenedBook) -> Iterator[str]:
    """The list names every mark, in reading order, and each mark says its number.

    EPUB Accessibility 1.1, 3.2: a book with such a list says which printed pages they are.
    """
    nav = next((item.name for item in book.items if "nav" in item.properties), "")
    listed = [(resolve(nav, href), text_of(a)) for href, a in links_of(book.nav, "page-list")]
    marks = {(name, e.get("id", "")): e for name, e in page_breaks(book.contents())}
    if [place for place, _ in listed] != list(marks):
        yield "the list of pages is not that of the marks in the text, in their order"
    for place, number in listed:
        label = marks[place].get("aria-label", "") if place in marks else ""
        if place in marks and number not in label:
            yield f"the mark of page {number} in {place[0]} is called {label!r}"
    if listed and len(book.metadata(SOURCE)) != 1:
        yield "the package does not say once which printed pages are listed (pageBreakSource)"
    if book.metadata(SOURCE) and not listed:
        yield "the package names printed pages, and the book lists none"


def pages_printed(book: OpenedBook, page_map: PageMap | None) -> Iterator[str]:
    """Yield each page of the printed file that the book lists wrongly, or not at all.

    Without a map of that file there is nothing to compare.

    What follows a mark must be printed on that page in that language, or on a later one where a
    page has nothing that a book has too: lines to write on, an address in print.
    """
    if page_map is None:
        return
    numbers = [text_of(a) for _, a in links_of(book.nav, "page-list")]
    if numbers != [str(number) for number in page_map.listed]:
        listed = ", ".join(numbers) or "none"
        wanted = ", ".join(map(str, page_map.listed))
        yield f"the book lists the pages {listed}, and should list {wanted}"
    printed: dict[int, set[_Spoken]] = {}
    for passage in page_map.passages:
        own = {(passage.lang, word) for word in passage.words}
        printed.setdefault(passage.page, set()).update(own)
    marks = page_breaks(book.contents())
    for number, (name, mark) in zip(page_map.listed, marks, strict=False):
        words = _after(mark)
        pages = range(number, page_map.pages + 1)
        if words and not any(printed.get(page, set()) & words for page in pages):
            _, first = min(words)
            yield f"page {number} begins in {name} with {first!r}, which is not printed there"


def _after(mark: etree._Element) -> set[_Spoken]:
    """Return the word or picture after a mark, as it is compared; none at a document's end.

    Of a link or a heading, before which a mark stands for what may begin in it, all words.
    """
    following = mark.xpath("following::text() | following::*[local-name() = 'img']")
    for node in following if isinstance(following, list) else ():
        if isinstance(node, etree._Element):
            return {(lang_of(node), picture_key(node.get("alt", "")))}
        found = words_in(str(node))
        if found and isinstance(node, etree._ElementUnicodeResult):
            around = _around(node)
            before = set(mark.iterancestors())
            whole = next((e for e in around if e.tag in WHOLE and e not in before), None)
            if whole is not None:
                return {(word.lang, word.key) for word in words_of("", whole)}
            return {(lang_of(around[0]), found[0][1])}
    return set()


def _around(text: etree._ElementUnicodeResult) -> list[etree._Element]:
    """Return the elements that a text stands in, the outermost last."""
    owner = text.getparent()
    assert owner is not None
    return [*([] if text.is_tail else [owner]), *owner.iterancestors()]
