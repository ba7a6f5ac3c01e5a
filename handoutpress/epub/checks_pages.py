"""Preflight of the list of printed pages and the marks that it leads to (EPUB 3.3, 7.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from handoutpress.content.page_map import PageMap, picture_key, words_in
from handoutpress.epub.features import links_of, page_breaks, text_of
from handoutpress.epub.opened import OpenedBook, resolve
from handoutpress.epub.page_breaks import WHOLE

SOURCE = "pageBreakSource"


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
    """Yield each page of the printed leaflet that the book lists wrongly, or not at all.

    Without a map of that leaflet there is nothing to compare.

    What follows a mark must be printed on that page, or on a later one where a page has nothing
    that a book has too: lines to write on, an address in print.
    """
    if page_map is None:
        return
    numbers = [text_of(a) for _, a in links_of(book.nav, "page-list")]
    if numbers != [str(number) for number in range(1, page_map.pages + 1)]:
        listed = ", ".join(numbers) or "none"
        yield f"the leaflet has {page_map.pages} pages, and the book lists {listed}"
    printed: dict[int, set[str]] = {}
    for passage in page_map.passages:
        printed.setdefault(passage.page, set()).update(passage.words)
    for number, (name, mark) in enumerate(page_breaks(book.contents()), 1):
        words = _after(mark)
        pages = range(number, page_map.pages + 1)
        if words and not any(printed.get(page, set()) & words for page in pages):
            yield f"page {number} begins in {name} with {min(words)!r}, which is not printed there"


def _after(mark: etree._Element) -> set[str]:
    """Return the word or picture after a mark, as it is compared; none at a document's end.

    Of a link or a heading, before which a mark stands for what may begin in it, all words.
    """
    following = mark.xpath("following::text() | following::*[local-name() = 'img']")
    for node in following if isinstance(following, list) else ():
        if isinstance(node, etree._Element):
            return {picture_key(node.get("alt", ""))}
        found = words_in(str(node))
        if found:
            whole = _whole_of(node, mark)
            words = words_in(text_of(whole)) if whole is not None else found[:1]
            return {word for _, word in words}
    return set()


def _whole_of(text: object, mark: etree._Element) -> etree._Element | None:
    """Return the link or heading that begins between a mark and a text after it."""
    if not isinstance(text, etree._ElementUnicodeResult):
        return None
    owner = text.getparent()
    if owner is None:
        return None
    around = [*([] if text.is_tail else [owner]), *owner.iterancestors()]
    before = set(mark.iterancestors())
    return next((e for e in around if e.tag in WHOLE and e not in before), None)
