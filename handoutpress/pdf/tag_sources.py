"""A note on each structure element of which element of the page source it is a piece.

WeasyPrint 70.0 cuts whatever crosses a line or a page into elements of its own, and says nowhere
that they belong together (Kozea/WeasyPrint issue 2903); what floats comes before what it stands
beside; and a change of language is lost. The notes are read, and taken away again, by the pass
over the finished file (`joining.py`). This wraps private functions of the engine; the version is
pinned, and a test says when they have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

SOURCE, NAME, WORDS, MARKER, MARGIN = "HPSource", "HPName", "HPWords", "HPMarker", "HPMargin"
ROOM = "HPRoom"
"""The keys of the notes: which element of the page source it is, counted from its start; that
element's name with its classes; the words of a link, or of a run in one of the languages of a
bilingual file (`VOICE`); the style of a list's markers; the box of the page's margin that it stands
in; and which part of a clinic's letterhead it is. What styles generate (`::before`) has numbers of
its own."""
VOICE = "span.voice"
"""The name of such a run, as its note has it."""
_NUMBERS, _AROUND = "_handoutpress_numbers", "_handoutpress_margin"
_GENERATED = ("::marker", "::before", "::after")

BuildBoxTree = Callable[..., Iterator[Any]]


def name_sources(build: BuildBoxTree) -> BuildBoxTree:
    """Return the engine's `_build_box_tree`, which yields each structure element with its notes."""

    def build_box_tree(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        around = getattr(pdf, _AROUND, "")
        setattr(pdf, _AROUND, getattr(box, "at_keyword", around))
        for element in build(box, parent, pdf, *rest):
            # An element that a box yields for its children was noted as theirs.
            if SOURCE not in element:
                _note(element, box, pdf)
            if around:
                element[MARGIN] = pydyf.String(around)
            yield element
        setattr(pdf, _AROUND, around)

    return build_box_tree


def number_sources(add: Callable[..., None]) -> Callable[..., None]:
    """Return the engine's `add_tags`, which counts the elements of the page source first."""

    def add_tags(pdf: Any, document: Any, *rest: Any) -> None:
        root = document.pages[0]._page_box.children[0].element
        setattr(pdf, _NUMBERS, {id(element): n for n, element in enumerate(root.iter())})
        add(pdf, document, *rest)

    return add_tags


def _note(element: Any, box: Any, pdf: Any) -> None:
    # What is placed absolutely comes in a wrapper.
    box = getattr(box, "_box", box)
    if box.element is None:
        return
    number = getattr(pdf, _NUMBERS)[id(box.element)] * (len(_GENERATED) + 1)
    name, mark, generated = box.element_tag.partition("::")
    if mark:
        element[SOURCE] = number + 1 + _GENERATED.index(mark + generated)
        return
    element[SOURCE] = number
    classes = box.element.get("class", "").split()
    if room := box.element.get("data-letterbox"):
        element[ROOM] = pydyf.String(room)
    called = ".".join([name, *classes])
    element[NAME] = pydyf.String(called)
    if name == "a" or called == VOICE:
        element[WORDS] = pydyf.String("".join(box.element.itertext()))
    if name in ("ul", "ol"):
        element[MARKER] = pydyf.String(str(box.style["list_style_type"]))
    lang = box.element.get("lang")
    if lang:
        element["Lang"] = pydyf.String(lang)
