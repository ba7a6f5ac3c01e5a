"""What the pages of a PDF mark as content, and what they draw without a mark, in forms too.

A form (form XObject) either is a piece of marked content as a whole, or marks its own content and
has an entry of its own in the parent tree (ISO 32000-1, 14.7.4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from handoutpress.pdf.tagtree import Element

_PAINTS = frozenset(
    ["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Tj", "TJ", "'", '"', "INLINE IMAGE"]
)
"""The operators that put ink on paper."""
_READ = " ".join(("BDC", "BMC", "EMC", "Do", "BI", "ID", "EI", *sorted(_PAINTS)))
ARTIFACT = -1
"""Stands for the number of what is an artifact."""


@dataclass
class Marks:
    """What one page marks, in the order of drawing."""

    content: list[tuple[Element, int]] = field(default_factory=list)
    """The page or the form that marks a piece of content, and its number there."""
    bare: int = 0
    """How often something is drawn that is neither content nor an artifact."""
    nested: int = 0
    """How often content is marked inside other content, or inside an artifact."""


def marks_of(page: pikepdf.Page) -> Marks:
    """Return what a page marks, and what it does not."""
    marks = Marks()
    _read(page.obj, page.obj.get(Name.Resources, Dictionary()), marks, None)
    return marks


def _read(holder: Element, resources: Element, marks: Marks, around: int | None) -> None:
    """Read the content of a page or form; `around` is the mark that it stands in."""
    open_marks: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(holder, _READ):
        operator = str(instruction.operator)
        within = next((mark for mark in reversed(open_marks) if mark is not None), around)
        if operator in {"BDC", "BMC"}:
            mark = _mark(instruction, resources)
            if mark is not None and within is not None and mark != within:
                marks.nested += 1
            if mark is not None and mark != ARTIFACT:
                marks.content.append((holder, mark))
            open_marks.append(mark)
        elif operator == "EMC":
            del open_marks[-1:]
        elif operator == "Do":
            for form in _drawn(instruction, resources):
                _read(form, form.get(Name.Resources, resources), marks, within)
        if within is None and _is_ink(instruction, operator, resources):
            marks.bare += 1


def _mark(instruction: Any, resources: Element) -> int | None:
    """Return the number that an instruction marks content with; None for another kind of mark."""
    if instruction.operands[0] == Name.Artifact:
        return ARTIFACT
    properties = instruction.operands[1] if len(instruction.operands) > 1 else None
    if isinstance(properties, Name):
        properties = resources.get(Name.Properties, Dictionary()).get(properties)
    found = properties.get(Name.MCID) if isinstance(properties, Dictionary) else None
    return None if found is None else int(found)


def _drawn(instruction: Any, resources: Element) -> Iterator[Element]:
    """Yield the form that an instruction draws, if it draws one."""
    found = resources.get(Name.XObject, Dictionary()).get(instruction.operands[0])
    if found is not None and found.get(Name.Subtype) == Name.Form:
        yield found


def _is_ink(instruction: Any, operator: str, resources: Element) -> bool:
    """Say whether an instruction draws something itself; of a form, its content does."""
    if operator == "Do":
        return not list(_drawn(instruction, resources))
    return operator in _PAINTS
