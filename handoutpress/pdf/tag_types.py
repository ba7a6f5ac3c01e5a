"""Structure types that fit what the words are, where the engine knows none or a poor one.

The types are those of PDF 1.7 (ISO 32000-1, 14.8.4), which PDF/UA-1 and PDF/A-2a are built on:
there is none for an aside, a strong word or a list of definitions.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Name

from handoutpress.pdf.joining import source_name
from handoutpress.pdf.tagtree import Element, elements, has_tag, kids

TYPES = {
    "aside": "Note",
    "b": "Span",
    "bdi": "Span",
    "cite": "Span",
    "em": "Span",
    "figure": "Div",
    "i": "Span",
    "nav": "Sect",
    "small": "Span",
    "strong": "Span",
}
"""The types of elements of the page source that the engine gives none (`NonStruct`)."""
CALLOUT = "callout"
"""The class of what stands apart from the words around it, like a section."""
COUNTED = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("li", "dt"), "LI"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    "a": "Link",
    "aside": "Note",
    "img": "Figure",
    "nav": "Sect",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "td": "TD",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
}
"""The elements of a page source that each make one structure element of a type, in a whole tree."""
CONTENTS = {"L": "TOC", "LI": "TOCI", "LBody": "Reference"}
"""What a contents list is made of, instead of what any list is made of."""


def name_types(root: Element) -> None:
    """Give the structure elements their types. Notes get the identifier that they need (7.9)."""
    notes = 0
    for element in list(elements(root)):
        tag, *classes = source_name(element).split(".")
        if has_tag(element, "NonStruct") and tag in TYPES:
            _set_type(element, TYPES[tag])
        if CALLOUT in classes:
            _set_type(element, "Sect")
        if tag == "nav":
            _name_contents(element)
        if tag == "dl":
            _pair_definitions(element)
        if has_tag(element, "Note"):
            notes += 1
            element.ID = pikepdf.String(f"note-{notes}")


def type_of(tag: str, classes: list[str]) -> str:
    """Return the type that an element of a page source makes one of; "" for one not counted."""
    return "Sect" if CALLOUT in classes else COUNTED.get(tag, "")


def _set_type(element: Element, structure: str) -> None:
    element.S = Name(f"/{structure}")


def _name_contents(nav: Element) -> None:
    for element in elements(nav):
        _set_type(element, CONTENTS.get(str(element.S)[1:], str(element.S)[1:]))


def _pair_definitions(listed: Element) -> None:
    """Make a term and what is said of it one item: the label and the body (14.8.4.3.3)."""
    items: list[Element] = []
    for item in kids(listed):
        body = kids(item)[0]
        if source_name(body).partition(".")[0] == "dt":
            body.S = Name.Lbl
        elif items and len(kids(items[-1])) == 1:
            body.P = items[-1]
            items[-1].K.append(body)
            continue
        items.append(item)
    listed.K = Array(items)
