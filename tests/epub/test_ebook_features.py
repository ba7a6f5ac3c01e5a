"""Only what a book truly has is found in it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree

from handoutpress.epub.ebook import pack
from handoutpress.epub.features import Claim, observed, spaced_text_of
from handoutpress.epub.opened import open_book
from tests.epub.small_book import rezipped, small_book

BOOK = pack(small_book())


def found(file: str = "", old: str = "", new: str = "") -> set[Claim]:
    def change(files: dict[str, bytes]) -> Mapping[str, bytes]:
        name = f"EPUB/{file}"
        return {**files, name: files[name].replace(old.encode(), new.encode())} if file else files

    return set(observed(open_book(rezipped(BOOK, change)).contents()))


def test_a_good_book_offers_all() -> None:
    assert found() == {
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessModeSufficient", "textual,visual"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityFeature", "ARIA"),
        ("accessibilityFeature", "displayTransformability"),
        ("accessibilityFeature", "pageBreakMarkers"),
        ("accessibilityFeature", "pageNavigation"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityHazard", "none"),
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "lost"),
    [
        ("start.xhtml", 'alt="A line."', "", ("accessibilityFeature", "alternativeText")),
        ("start.xhtml", 'alt="A line."', "", ("accessModeSufficient", "textual")),
        (
            "book.css",
            "margin: 1em",
            "font-size: 12px",
            ("accessibilityFeature", "displayTransformability"),
        ),
        ("book.css", "1em 0", "0 !important", ("accessibilityFeature", "displayTransformability")),
        (
            "nav.xhtml",
            "section-01.xhtml#one",
            "gone.xhtml",
            ("accessibilityFeature", "readingOrder"),
        ),
        ("nav.xhtml", 'epub:type="toc"', "", ("accessibilityFeature", "tableOfContents")),
        ("nav.xhtml", "page-list", "lot", ("accessibilityFeature", "pageNavigation")),
        ("start.xhtml", "h1", "p", ("accessibilityFeature", "structuralNavigation")),
        ("images/a.svg", "path", "animate", ("accessibilityHazard", "none")),
    ],
)
def test_what_is_missing_is_not_claimed(file: str, old: str, new: str, lost: Claim) -> None:
    assert lost not in found(file, old, new)


def test_cells_beside_each_other_are_words_apart_and_parts_of_a_line_are_not() -> None:
    row = etree.fromstring("<tr><td>link 1</td><td>12.<b>5</b> mg</td><td/></tr>")
    assert spaced_text_of(row) == "link 1 12.5 mg"
