"""The words inside a figure, said in the language of a translation.

A figure is drawn once, with labels in the language that the handout was written in. A translator
gives each label in the front matter; the drawing is not copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from handoutpress.content.handout import Image
from handoutpress.content.report import Report
from handoutpress.content.svg import parsed, shown_text
from handoutpress.content.svg_references import NAMESPACE

SVG = "image/svg+xml"
LONG = 2
"""A word of more letters is no abbreviation."""
LEADING = 1.5
"""The lines of one label are no further apart, in heights of its letters."""
_TEXT = f"{NAMESPACE}text"
_LINE = ("x", "y", "dy")
"""What a `tspan` has that begins a line of its own."""


def relabelled(
    images: Mapping[str, Image], labels: Mapping[str, str], report: Report, lines: Mapping[str, int]
) -> dict[str, Image]:
    """Return pictures with their labels in the words of a translation.

    `labels` are the translator's words by the label's own, however those are spaced; `lines` the
    lines of the front matter's keys. S119 (warning) a label without a translation, S120 (warning)
    a translation of what no picture says.
    """
    wanted = {_spaced(label): words for label, words in labels.items()}
    drawings = {name: image for name, image in images.items() if image.media_type == SVG}
    written = labels_in(images)
    line = lines.get("labels", 1)
    for label, name in written.items():
        if _is_untranslated(label, wanted):
            hint = f'write it in the front matter, under `labels`: "{label}": its translation'
            report.warning("S119", f"{name}: the label {label!r} is not translated", line, hint)
    for label in labels:
        if _spaced(label) not in written:
            where = lines.get(f"labels.{label}", line)
            hint = "write the label as the picture does, one line of it for each key"
            report.warning("S120", f"no picture has the label {label!r}", where, hint)
    changed = {name: _with_words(image, wanted) for name, image in drawings.items()}
    return {name: changed.get(name, image) for name, image in images.items()}


def labels_in(images: Mapping[str, Image]) -> dict[str, str]:
    """Return each label of some pictures, with the name of the last picture that has it."""
    return {
        label: name
        for name, image in images.items()
        if image.media_type == SVG
        for label in _labels(parsed(image.data))
    }


def whole_labels(data: bytes) -> list[tuple[str, ...]]:
    """Return each label that an SVG shows, as its lines.

    Lines are drawn one by one. A text that stands right after another one and right under it, on
    the same side of the same vertical, goes on with the same label.
    """
    labels: list[tuple[str, ...]] = []
    last: etree._Element | None = None
    for text in parsed(data).iter(_TEXT):
        lines = tuple(filter(None, map(_spaced, _said(text).split("\n"))))
        if labels and last is not None and last.getnext() is text and _goes_on(last, text):
            labels[-1] += lines
        elif lines:
            labels.append(lines)
        last = text
    return labels


def _said(element: etree._Element) -> str:
    """Return what an element and all in it says, one line for each that is drawn."""
    parts = [" ".join((element.text or "").split("\n"))]
    for child in element:
        begins = any(child.get(name) for name in _LINE)
        parts += ["\n" if begins else "", _said(child), " ".join((child.tail or "").split("\n"))]
    return "".join(parts)


def _goes_on(above: etree._Element, text: etree._Element) -> bool:
    if any(above.get(name) != text.get(name) for name in ("x", "text-anchor", "transform")):
        return False
    try:
        first, second = (float(each.get("y", "nan")) for each in (above, text))
        size = max(float(each.get("font-size", "nan")) for each in (above, text))
    except ValueError:
        return False
    return 0 < second - first <= LEADING * size


def _is_untranslated(label: str, wanted: Mapping[str, str]) -> bool:
    """Say whether a label has no other words; a word alone, or `200 mg`, may be the same by right.

    It is not, where no label at all has other words: that is a copy which nobody worked on yet.
    """
    if not any(map(str.isalpha, label)):
        return False
    is_copy = len(wanted) > 1 and all(label == words for label, words in wanted.items())
    is_long = sum(len(word) > LONG for word in re.findall(r"[^\W\d_]+", label)) > 1
    return wanted.get(label, label) == label and (label not in wanted or is_copy or is_long)


def _with_words(image: Image, wanted: Mapping[str, str]) -> Image:
    root = parsed(image.data)
    for holder, is_tail, label in _places(root):
        if label in wanted:
            if is_tail:
                holder.tail = _in_place_of(holder.tail, wanted[label])
            else:
                holder.text = _in_place_of(holder.text, wanted[label])
    return replace(image, data=etree.tostring(root, encoding="utf-8"))


def _in_place_of(text: str | None, words: str) -> str:
    """Return words with the spaces around a text: they part it from a `tspan` beside it."""
    before, after = re.match(r"\s*", text or ""), re.search(r"\s*$", text or "")
    return f"{before[0] if before else ''}{words}{after[0] if after else ''}"


def _labels(root: etree._Element) -> Iterator[str]:
    return (label for _, _, label in _places(root))


def _places(root: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """Yield what holds each text, whether that is its tail, and the text."""
    for element in shown_text(root):
        yield from [(element, False, _spaced(element.text))] if _spaced(element.text) else []
        for child in element:
            yield from [(child, True, _spaced(child.tail))] if _spaced(child.tail) else []


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())
