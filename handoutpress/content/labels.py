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

SVG = "image/svg+xml"


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
    written = {
        label: name for name, image in drawings.items() for label in _labels(parsed(image.data))
    }
    line = lines.get("labels", 1)
    for label, name in written.items():
        if label not in wanted and any(map(str.isalpha, label)):
            hint = f'write it in the front matter, under `labels`: "{label}": its translation'
            report.warning("S119", f"{name}: the label {label!r} is not translated", line, hint)
    for label in labels:
        if _spaced(label) not in written:
            where = lines.get(f"labels.{label}", line)
            hint = "write the label as the picture does, one line of it for each key"
            report.warning("S120", f"no picture has the label {label!r}", where, hint)
    changed = {name: _with_words(image, wanted) for name, image in drawings.items()}
    return {name: changed.get(name, image) for name, image in images.items()}


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
