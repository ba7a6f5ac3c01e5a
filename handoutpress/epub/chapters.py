"""The chapters of a book, made once for all clinics that say the same in them.

What a chapter reads of a clinic is noted as it is made (`design.shared`). It stands in another
clinic's book only where that says the very same; where its pages are printed alike too, it stands
there as it was marked, and as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from handoutpress.design.shared import Roots, Trail
from handoutpress.epub.page_breaks import Context, Marker, PageBreak, contexts_of
from handoutpress.recent import Recent

CHAPTERS, ALIKE, MARKED = 320, 8, 320
"""How many chapters are kept, in how many wordings, and how many of them with marks: those of some
twenty handouts. Each takes about 50 KB."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter without marks, for all clinics that say what was read."""

    readings: Mapping[Trail, str]
    root: etree._Element
    """Never changed."""
    contexts: frozenset[Context]


@dataclass(frozen=True, slots=True)
class _Marked:
    chapter: Chapter
    """Held, so that no other can come to be where it was."""
    root: etree._Element
    breaks: tuple[PageBreak, ...]
    """The pages that begin in it."""


_chapters: Recent[tuple[Chapter, ...]] = Recent(CHAPTERS)
_marked: Recent[_Marked] = Recent(MARKED)


def chapter(
    file: str,
    key: tuple[object, ...],
    roots: Roots,
    make: Callable[[], tuple[etree._Element, Mapping[Trail, str]]],
) -> Chapter:
    """Return the chapter of a name; `make` gives it with its readings, if none is known that suits.

    `key` is what decides on it beside the clinic, and `roots` what that says.
    """
    known = _chapters.get((file, *key), tuple)
    for each in known:
        if roots.agree(each.readings):
            return each
    root, readings = make()
    made = Chapter(readings, root, contexts_of(file, root))
    _chapters.put((file, *key), (*known, made)[-ALIKE:])
    return made


def marked(file: str, unmarked: Chapter, marker: Marker) -> etree._Element:
    """Return a chapter with the marks of the printed pages that begin in it, the next of a book."""

    def made() -> _Marked:
        root = deepcopy(unmarked.root)
        return _Marked(unmarked, root, marker.mark({file: root}))

    key = (id(unmarked), file, marker.decides(unmarked.contexts))
    found = _marked.get(key, made)
    marker.go_on(found.breaks)
    return found.root
