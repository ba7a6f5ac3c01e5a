"""Numbers and short words with a hyphen that no line of a book breaks: 555-0187, HP-003, X-ray.

They are marked, and the sheet keeps what is marked in one line. The words stay what they are: with
the hyphen that is made for this (U+2011), no search would find them, and a copied number could not
be called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from handoutpress.epub.book import SVG_NS, XHTML_NS

UNBROKEN = "unbroken"
"""The class of what stays in one line."""
_BODY, _SPAN = (f"{{{XHTML_NS}}}{name}" for name in ("body", "span"))
_SVG = f"{{{SVG_NS}}}svg"
_HYPHENED = re.compile(
    r"(?<![\w-])"
    r"(?:\+?\d{1,5}|\(\d{1,5}\)|[A-Z]{2,4}(?=-\d)|[^\W\d_])"  # 555, (206), HP before a digit, X
    r"(?:[-–][^\W_]{1,10})+"
    r"(?![\w-])"
)
"""What is kept whole begins with a number, a letter, or the letters of a leaflet's number."""
_LONGEST = 20
"""More letters may be wider than the page of a phone."""


def keep_unbroken(root: etree._Element) -> None:
    """Mark in a document what no line of it may break."""
    for body in root.iterchildren(_BODY):
        for element in [*_with_words(body)]:
            _mark(element)


def _with_words(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and all in it, but for drawings."""
    if element.tag == _SVG or not isinstance(element.tag, str):
        return
    yield element
    for child in element:
        yield from _with_words(child)


def _mark(element: etree._Element) -> None:
    """Mark what stands in an element's own text: from its end, so that no place moves."""
    for place, child in reversed([*enumerate(element, 1)]):
        if child.tail:
            child.tail, element[place:place] = _marked(child.tail)
    if element.text:
        element.text, element[0:0] = _marked(element.text)


def _marked(text: str) -> tuple[str, list[etree._Element]]:
    """Return a text up to its first mark, and the marks, each with what follows it."""
    before, marks, end = text, list[etree._Element](), 0
    for match in _HYPHENED.finditer(text):
        if len(match[0]) > _LONGEST:
            continue
        between = text[end : match.start()]
        if marks:
            marks[-1].tail = between
        else:
            before = between
        mark = etree.Element(_SPAN, {"class": UNBROKEN})
        mark.text, mark.tail, end = match[0], text[match.end() :], match.end()
        marks.append(mark)
    return before, marks
