"""Accessibility: text alternatives that tell what a picture tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import EasyLine, Figure
from handoutpress.content.walk import plain_text

_FEWEST = 10
_FEWEST_WIDE = 4
"""Letters, where one is a syllable or a word."""
_WIDE = ("zh", "ja", "ko")
_FILE = re.compile(
    r"[\w./ -]+\.(?:svg|png|jpe?g|gif|webp|tiff?)"
    r"|(?:img|image|fig(?:ure)?|dsc|photo|picture)[ _-]?\d+",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:an? |the |una? )?(?:image|picture|photo(?:graph)?|graphic|illustration|drawing|icon"
    r"|screenshot|imagen|foto(?:grafía)?|ilustración|dibujo|icono) "
    r"(?:of|showing|that shows|de|que muestra)\b",
    re.IGNORECASE,
)


class _Alt(NamedTuple):
    text: str
    line: int
    image: str
    caption: str
    is_easy: bool


def _alts(subject: Subject) -> Iterator[_Alt]:
    """Yield the text alternatives of the header, of the figures and of the easy lines."""
    front, record = subject.handout.front, subject.handout.record
    if front.header_alt and record.header:
        line = subject.handout.front_lines.get("header_alt", 1)
        yield _Alt(front.header_alt, line, record.header.file, "", is_easy=False)
    for block in subject.blocks:
        if isinstance(block, Figure):
            caption = plain_text(block.caption)
            yield _Alt(block.alt, block.line, block.image, caption, is_easy=False)
        elif isinstance(block, EasyLine):
            yield _Alt(block.alt, block.line, block.image, "", is_easy=True)


@rule("L501", "a text alternative is a file name", "UA3")
def alt_is_file(subject: Subject) -> Found:
    """Some programs put it there by themselves."""
    for alt in _alts(subject):
        stem = re.sub(r"[-_]", " ", alt.image.rpartition("/")[2].rpartition(".")[0]).casefold()
        is_stem = len(stem) > 3 and alt.text.casefold() in (stem, stem.replace(" ", "-"))
        if _FILE.fullmatch(alt.text.strip()) or (is_stem and not alt.is_easy):
            hint = "say what the picture shows, to somebody who cannot see it"
            yield at(alt.line, f"“{alt.text}” is the name of a file", hint)


@rule("L502", "a text alternative repeats the caption", "UA3")
def alt_is_caption(subject: Subject) -> Found:
    """Both are read aloud, one after the other."""
    for alt in _alts(subject):
        if alt.caption and _bare(alt.text) == _bare(alt.caption):
            hint = "the alternative says what can be seen, the caption what it means"
            yield at(alt.line, f"the alternative repeats the caption: “{shown(alt.text)}”", hint)


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


@rule("L503", "a text alternative is too short or too long", "UA3")
def alt_length(subject: Subject) -> Found:
    """A word tells too little; what takes a paragraph belongs into the text."""
    wide = subject.lang in _WIDE
    fewest, most = (_FEWEST_WIDE if wide else _FEWEST), subject.limits.alt_letters
    for alt in _alts(subject):
        count = len(alt.text)
        if count < fewest and not alt.is_easy:
            message = f"a text alternative of {count} letters: “{alt.text}”"
            yield at(alt.line, message, "say what the picture shows in a sentence")
        elif count > most:
            message = f"a text alternative of {count} letters, where {most} is the most"
            yield at(alt.line, message, "say the point of it, and the rest in the text")


@rule("L504", "a text alternative says that it is a picture", "UA3", langs=("en", "es"))
def alt_says_picture(subject: Subject) -> Found:
    """A screen reader says so already."""
    for alt in _alts(subject):
        if match := _OF.match(alt.text):
            message = f"it begins with “{match[0]}”, which a screen reader says already"
            yield at(alt.line, message, "begin with what it shows")


@rule("L505", "two pictures have one text alternative", "UA3")
def same_alt(subject: Subject) -> Found:
    """Nobody who listens could tell them apart."""
    first: dict[str, _Alt] = {}
    for alt in _alts(subject):
        if alt.is_easy:
            continue
        before = first.setdefault(_bare(alt.text), alt)
        if before.image != alt.image:
            message = f"another picture (line {before.line}) has this alternative too"
            yield at(alt.line, message, "say what only this one shows")
