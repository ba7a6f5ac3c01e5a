"""Words as a typesetter sets them, with the marks and the spaces of their language.

What an author or a clinic types stays as it is in the source: straight quotation marks become
those of the language, and lines do not break inside `20 mg`.
Text alternatives, keywords and web addresses are left as they are.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from handoutpress.content.brand import Brand, BrandFile, Contacts, Hours, Site
from handoutpress.content.handout import (
    Break,
    Citation,
    ClinicField,
    Emphasis,
    Handout,
    HandoutLink,
    Language,
    Link,
    SectionLink,
    Strong,
    Term,
    Text,
)
from handoutpress.design.called import LONG_NUMBER
from handoutpress.design.direction import END_OF_ISOLATE, ISOLATES
from handoutpress.design.essentials import NUMBERS
from handoutpress.design.phones import as_written
from handoutpress.design.quotation import quoted
from handoutpress.design.spacing import NO_BREAK, unbroken
from handoutpress.design.words import words_for
from handoutpress.recent import HANDOUTS, Recent

Part = TypeVar("Part")
OBJECT = "\ufffc"
"""Stands for a fact of the clinic or words in another language: a word that is not looked into."""
LONGEST_NUMBER = 22
"""The letters of the longest number that stands alone, such as `+44 (0)1632 960000`, and some."""
_INSIDE_NUMBER = r"(?<=[\d)]) (?=[\d(])"
_LEFT_TO_RIGHT = re.compile(
    LONG_NUMBER + r"|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:/[!-~]*)?"
)
"""A phone number or a day, or an address in Latin letters."""
_set_of_late: Recent[Handout] = Recent(HANDOUTS)
INLINES = (
    *(Text, Break, Strong, Emphasis, Language, Term),
    *(Link, SectionLink, HandoutLink, Citation, ClinicField),
)


def set_text(text: str, lang: str) -> str:
    """Return a line with the marks and the spaces of its language."""
    return "".join(_pieces(text, lang))


def set_handout(handout: Handout) -> Handout:
    """Return a handout whose words are set; where each stands in its file stays the same.

    It is the very same one for the same files, so that what is known of it is known again.
    """
    if not handout.sources_digest:
        return _set_handout(handout)
    return _set_of_late.get(handout.key, lambda: _set_handout(handout))


def _set_handout(handout: Handout) -> Handout:
    lang, front = handout.lang, handout.front
    words = {
        "title": set_text(front.title, lang),
        "summary": set_text(front.summary, lang),
        "glance": tuple(set_text(point, lang) for point in front.glance),
    }
    return dataclasses.replace(
        handout,
        front=front.model_copy(update=words),
        callouts=_set(handout.callouts, lang),
        sections=_set(handout.sections, lang),
    )


def set_brand(brand: Brand) -> Brand:
    """Return a brand whose own words are set, each in its language."""
    if brand.facts is None:
        return brand
    facts, own, country = brand.facts, brand.facts.languages[0], brand.facts.country
    words = {
        **_set_fields(facts, ("name", "short_name", "disclaimer"), own),
        "contacts": facts.contacts.model_copy(
            update=_set_fields(facts.contacts, ("address", "hours"), own)
            | _numbers(facts.contacts, NUMBERS, country)
        ),
        "sites": tuple(
            site.model_copy(
                update=_set_fields(site, ("name", "address", "hours"), own)
                | _numbers(site, ("phone",), country)
            )
            for site in facts.sites
        ),
    }
    return dataclasses.replace(brand, facts=facts.model_copy(update=words))


def _set_fields(
    holder: BrandFile | Contacts | Site, names: tuple[str, ...], own: str
) -> dict[str, object]:
    return {name: _set_said(getattr(holder, name), own) for name in names}


def _numbers(
    holder: Contacts | Site, names: tuple[str, ...], country: str | None
) -> dict[str, object]:
    """Return numbers to call as their country writes them, which no line breaks.

    Words that are said with one, as `(press 2 for the nurse)`, go on in the next line.
    """
    said = {name: getattr(holder, name) for name in names}
    return {name: number and _whole(as_written(number, country)) for name, number in said.items()}


def _whole(number: str) -> str:
    spaces = " " if len(number) <= LONGEST_NUMBER else _INSIDE_NUMBER
    return re.sub(spaces, NO_BREAK, number)


def _set_said(said: object, lang: str) -> object:
    if isinstance(said, Mapping):
        return {tag: _set_said(words, tag) for tag, words in said.items()}
    if isinstance(said, tuple):
        return tuple(_set_said(line, lang) for line in said)
    if isinstance(said, Hours):
        days, times = set_text(said.days, lang), set_text(said.times, lang)
        return said.model_copy(update={"days": days, "times": times})
    return set_text(said, lang) if isinstance(said, str) else said


def _set(part: Part, lang: str) -> Part:
    """Return a part of a handout with every line of it set."""
    changed: Any = part
    if isinstance(part, tuple):
        is_line = bool(part) and all(isinstance(member, INLINES) for member in part)
        changed = _set_line(part, lang) if is_line else tuple(_set(each, lang) for each in part)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        inner = {
            name: _set(value, lang)
            for name, value in fields.items()
            if isinstance(value, tuple) or dataclasses.is_dataclass(value)
        }
        changed = dataclasses.replace(part, **inner)
    found: Part = changed
    return found


def _set_line(runs: tuple[object, ...], lang: str) -> tuple[object, ...]:
    """Return the runs of one line: a mark may open in one of them and close in another."""
    texts = tuple(_texts(runs))
    pieces = _pieces("".join(texts), lang)
    ends = accumulate(map(len, texts), initial=0)
    said = iter(["".join(pieces[start:end]) for start, end in pairwise(ends)])
    return _filled(runs, said, lang)


def _texts(runs: tuple[object, ...]) -> Iterator[str]:
    """Yield what each run of a line counts for in it; what `_filled` takes back, in its order."""
    for run in runs:
        if isinstance(run, Text):
            yield run.text
        elif isinstance(run, Break):
            yield "\n"
        elif isinstance(run, (ClinicField, Language)):
            yield OBJECT
        elif content := getattr(run, "content", None):
            yield from _texts(content)


def _filled(runs: tuple[object, ...], said: Iterator[str], lang: str) -> tuple[object, ...]:
    filled: list[Any] = []
    for run in runs:
        new: Any = run
        if isinstance(run, Text):
            new = dataclasses.replace(run, text=next(said))
        elif isinstance(run, (Break, ClinicField)):
            next(said)
        elif isinstance(run, Language):
            next(said)
            new = dataclasses.replace(run, content=_set(run.content, run.lang))
        elif content := getattr(run, "content", None):
            new = dataclasses.replace(new, content=_filled(content, said, lang))
        if isinstance(new, Term):
            new = dataclasses.replace(new, meaning=set_text(new.meaning, lang))
        if filled and isinstance(run, Citation):
            filled[-1] = _held(filled[-1])
        filled.append(new)
    return tuple(filled)


def _held(run: object) -> object:
    """Return a run that no line break ends: the number of a source follows it."""
    if isinstance(run, Text) and run.text.endswith(" "):
        return dataclasses.replace(run, text=run.text[:-1] + NO_BREAK)
    return run


def _pieces(text: str, lang: str) -> list[str]:
    """Return what stands in place of each letter of a line."""
    changed = {**dict.fromkeys(unbroken(text, lang), NO_BREAK), **quoted(text, lang)}
    pieces = [changed.get(at, letter) for at, letter in enumerate(text)]
    if words_for(lang)[0].direction == "rtl":
        # A number to call or an address that begins with a digit would else change its order.
        for match in _LEFT_TO_RIGHT.finditer(text):
            first, last = match.start(), match.end() - 1
            if pieces[first - 1 : first] != [ISOLATES["ltr"]]:
                pieces[first] = ISOLATES["ltr"] + pieces[first]
                pieces[last] += END_OF_ISOLATE
    return pieces
