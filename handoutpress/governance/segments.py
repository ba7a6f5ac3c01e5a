"""A language file as the run of its segments: what a translation tool shows one by one.

A segment is a heading, a title of a box, a paragraph, an item of a list, a row of a table, a text
of the front matter. What stands around it, such as `## `, `{#anchor}` or `- `, is the frame: a file
is built anew from the original's frame and the translation's segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from handoutpress.content.fingerprints import CALLOUTS, FRONT, plain
from handoutpress.content.handout import Handout
from handoutpress.content.hashing import short_hash
from handoutpress.content.labels import labels_in
from handoutpress.content.syntax import FENCE
from handoutpress.content.yaml_source import quoted

_HEADING = re.compile(r"(#{2,3}[ \t]+)(.*?)([ \t]*(?:\{(?!\s*clinic\b)[^{}]*\})?[ \t]*)")
_OPENING = re.compile(
    r"(\s*:::+[ \t]*[\w-]+[ \t]*)(.*?)([ \t]*(?:\{(?!\s*clinic\b)[^{}]*\})?[ \t]*)"
)
_MARKED = re.compile(r"([ \t]*(?:[-*+]|[0-9]{1,9}[.)]|:)[ \t]+)(.*)")
_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*")
_COMMENT = re.compile(r"[ \t]*<!--.*-->[ \t]*")
_KEY = re.compile(r"([A-Za-z_]\w*):")
_FRONT = ("title", "summary", "glance", "header_alt", "keywords")
_FRONT_LISTS = ("glance", "keywords")
FRONT_KINDS = ("front", "label")
"""The kinds of segments that the front matter holds."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that are translated as one, and the frame around them."""

    part: str
    """The part of the handout that it is in."""
    kind: str
    """`heading`, `title`, `item`, `row`, `text`, or `front`."""
    text: str
    """Lines without their indent; of a list in the front matter, an item on each line."""
    before: str = ""
    after: str = ""
    name: str = ""
    """The key in the front matter, or the label of a figure."""
    frame: tuple[str, ...] = ()
    """The lines of the frame that stand before it."""
    line: int = 1
    """Where it begins; 1 in the front matter."""

    @property
    def hash(self) -> str:
        """The hash of its words, however they are wrapped."""
        return short_hash([self.kind, self.name, plain(self.text)])

    @property
    def is_words(self) -> bool:
        """Whether there is something to translate: a letter, or a fact of the clinic."""
        return any(map(str.isalpha, self.text))


@dataclass(frozen=True, slots=True)
class Document:
    """A language file in segments, in their order, and the frame after the last one."""

    segments: tuple[Segment, ...]
    tail: tuple[str, ...]

    def named(self) -> Iterator[tuple[str, Segment]]:
        """Yield each segment with a name that stays the same as long as its words do.

        It is empty where there is nothing to translate.
        """
        seen: dict[str, int] = {}
        for segment in self.segments:
            key = f"{segment.part}/{segment.hash}"
            if segment.is_words:
                seen[key] = seen.get(key, 0) + 1
            again = f"-{seen[key]}" if seen.get(key, 0) > 1 else ""
            yield f"{key}{again}" if segment.is_words else "", segment

    def by_part(self) -> dict[str, list[Segment]]:
        """Return the segments of each part."""
        found: dict[str, list[Segment]] = {}
        for segment in self.segments:
            found.setdefault(segment.part, []).append(segment)
        return found


def split(text: str, handout: Handout) -> Document:
    """Return a language file in segments; `handout` is what was read of it."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---") + 1
    keys = {section.line: section.anchor for section in handout.sections}
    cutter = _Cutter()
    for number, line in enumerate(lines[start:], start + 1):
        cutter.part = keys.get(number, cutter.part)
        cutter.take(line, number)
    return Document((*_front(handout), *cutter.found), tuple(cutter.close()))


def _front(handout: Handout) -> Iterator[Segment]:
    front = handout.front
    for name in _FRONT:
        if said := getattr(front, name):
            text = "\n".join(said) if name in _FRONT_LISTS else said
            yield Segment(f"{FRONT}{name.replace('_', '-')}", "front", text, name=name)
    labels = front.labels
    if not handout.translated_from:
        drawn = sorted(labels_in(handout.images))
        labels = {label: label for label in drawn if any(map(str.isalpha, label))}
    for label, said in labels.items():
        yield Segment(f"{FRONT}labels", "label", said, name=label)


def other_keys(text: str) -> dict[str, str]:
    """Return what the front matter of a file has beside its words, each key as it was written."""
    found: dict[str, str] = {}
    key = ""
    for line in text.split("\n")[1:]:
        if line.rstrip() == "---":
            break
        if match := _KEY.match(line):
            key = match[1]
            found[key] = line[match.end() :]
        elif key:
            found[key] += f"\n{line}"
    return {name: said for name, said in found.items() if name not in (*_FRONT, "labels")}


class _Cutter:
    """Cuts the lines of a body into segments."""

    def __init__(self) -> None:
        self.part = CALLOUTS
        self.found: list[Segment] = []
        self._frame: list[str] = []
        self._is_open = False
        """Whether the next line may go on with the last segment."""
        self._last = ""
        self._number = 0

    def take(self, line: str, number: int) -> None:
        """Add a line."""
        self._number = number
        if not line.strip():
            self._add_frame("")
        elif _COMMENT.fullmatch(line):
            self._add_frame(line)
        elif match := _HEADING.fullmatch(line):
            self._add("heading", match[2], match[1], match[3])
        elif FENCE.fullmatch(line.strip()):
            match = _OPENING.fullmatch(line)
            if match and match[2]:
                self._add("title", match[2], match[1], match[3])
            else:
                self._add_frame(line)
        elif line.lstrip().startswith("|"):
            if _RULE.fullmatch(line):
                self._add_frame(line)
            else:
                self._add("row", line.strip())
        elif match := _MARKED.fullmatch(line):
            self._add("item", match[2].rstrip(" "), match[1])
            self._is_open = True
        elif self._is_open:
            last = self.found[-1]
            # Two spaces at the end of a line break it, as a backslash does, which can be seen.
            end = "\\" if self._last.endswith("  ") else ""
            self.found[-1] = replace(last, text=f"{last.text}{end}\n{line.strip()}")
        else:
            self._add("text", line.strip(), line[: len(line) - len(line.lstrip())])
            self._is_open = True
        self._last = line

    def close(self) -> list[str]:
        """Return the frame after the last segment."""
        return self._frame

    def _add(self, kind: str, text: str, before: str = "", after: str = "") -> None:
        frame = tuple(self._frame)
        self._frame = []
        self._is_open = False
        made = Segment(self.part, kind, text, before, after, frame=frame, line=self._number)
        self.found.append(made)

    def _add_frame(self, line: str) -> None:
        self._frame.append(line)
        self._is_open = False


@dataclass(frozen=True, slots=True)
class Built:
    """A language file made of a frame and segments, and which segment stands on which line."""

    text: str
    segment_of: Mapping[int, int]
    """The index of the segment, by the 1-based line."""


def build(document: Document, texts: Iterable[str], extra: Mapping[str, str]) -> Built:
    """Return the file with other words: one text for each segment of a document, in its order.

    `extra` are further keys of the front matter, each with what stands after its colon.
    """
    said = list(zip(document.segments, texts, strict=True))
    out: list[str] = ["---"]
    at: dict[int, int] = {}

    def add(index: int, *lines: str) -> None:
        for line in lines:
            out.append(line)
            at[len(out)] = index

    labels = [i for i, (segment, _) in enumerate(said) if segment.kind == "label"]
    front = [i for i, (segment, _) in enumerate(said) if segment.kind == "front"]
    for index in front:
        add(index, *_front_lines(*said[index]))
    for key, value in extra.items():
        out += f"{key}:{value}".split("\n")
    if labels:
        out.append("labels:")
    for index in labels:
        segment, words = said[index]
        add(index, f"  {quoted(segment.name)}: {quoted(words)}")
    out.append("---")
    for index, (segment, words) in enumerate(said):
        if segment.kind not in FRONT_KINDS:
            out += segment.frame
            add(index, *_body_lines(segment, words))
    return Built("\n".join([*out, *document.tail]).rstrip("\n") + "\n", at)


def _front_lines(segment: Segment, words: str) -> Iterator[str]:
    if segment.name in _FRONT_LISTS:
        yield f"{segment.name}:"
        yield from (f"  - {quoted(line)}" for line in words.split("\n") if line.strip())
    else:
        yield f"{segment.name}: {quoted(words)}"


def _body_lines(segment: Segment, words: str) -> Iterator[str]:
    first, *more = (line.strip() for line in words.split("\n"))
    yield f"{segment.before}{first}{segment.after}".rstrip()
    indent = " " * len(segment.before) if segment.kind == "item" else segment.before
    yield from (f"{indent}{line}" for line in more if line)
