"""Lists as a screen reader counts them: one inside its item, with what stands before each item.

The engine puts a list inside another beside the item that it belongs to, says of no list how its
items are numbered, and draws a box to tick that nobody hears of.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from handoutpress.pdf.joining import source_marker, source_name
from handoutpress.pdf.tagtree import Element, elements, has_tag, is_element, kids

NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "upper-roman": "UpperRoman",
}
"""What a list says of its labels (ISO 32000-1, table 347), by its `list-style-type`."""
UNNUMBERED = "None"
"""The same of labels that are no numbers and no bullets of PDF, such as dashes and terms."""
CHECKLIST = "checklist__items"
"""The class of a list of boxes to tick."""


def mend_lists(root: Element, tick_box: str) -> None:
    """Number lists, put each list into its item, and say `tick_box` where a box to tick is drawn.

    A box to tick is what styles generate before an item (`::before`), with a character in it.
    """
    for element in list(elements(root)):
        if has_tag(element, "L"):
            _put_into_items(element)
            marker = NUMBERING.get(source_marker(element), UNNUMBERED)
            element.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{marker}"))
            if CHECKLIST in source_name(element).split("."):
                for item in filter(is_element, kids(element)):
                    _label(item, tick_box)


def _put_into_items(listed: Element) -> None:
    """Put each list that stands beside an item into the body of the item before it."""
    items: list[Element] = []
    for kid in kids(listed):
        body = _body(items[-1]) if items and is_element(kid) and has_tag(kid, "L") else None
        if body is None:
            items.append(kid)
        else:
            kid.P = body
            body.K = Array([*kids(body), kid])
    listed.K = Array(items)


def _body(item: Element) -> Element | None:
    bodies = (kid for kid in kids(item) if is_element(kid) and has_tag(kid, "LBody"))
    return next(bodies, None)


def _label(item: Element, words: str) -> None:
    """Make what styles generate before an item its label, that is read as `words`."""
    body = _body(item)
    if body is None or not _is_generated(kids(body)[:1]):
        return
    label, *said = kids(body)
    body.K = Array(said)
    label.S, label.P, label.ActualText = Name.Lbl, item, pikepdf.String(words)
    item.K = Array([label, *kids(item)])


def _is_generated(first: list[Element]) -> bool:
    """Say whether styles generate what comes first in an item, and it has content."""
    return any(is_element(kid) and not source_name(kid) and kids(kid) for kid in first)
