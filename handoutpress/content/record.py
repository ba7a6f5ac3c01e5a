"""The schemas of handout.yaml and of a handout's front matter, checked by pydantic."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that is not empty."""
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_SLUG_LENGTH = 64
Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=_SLUG_LENGTH)]
"""Lower-case words joined by hyphens; safe as a folder and file name."""
WEB = r"^https?://[\w.-]+(:[0-9]{1,5})?([/?#][^\s<>\"']*)?$"
WebAddress = Annotated[str, StringConstraints(pattern=WEB)]
"""An http or https address."""
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*$"
LanguageTag = Annotated[str, StringConstraints(pattern=_LANGUAGE, max_length=35)]
"""A BCP 47 tag in its canonical case: `en`, `es-MX`, `zh-Hans`."""

LanguageOrTwo = Annotated[
    str,
    StringConstraints(pattern=rf"{_LANGUAGE[:-1]}([+]{_LANGUAGE[1:-1]})?$", max_length=71),
]
"""A language, or two that are printed together, the first one first: `en+es`."""


def is_slug(text: str) -> bool:
    """Say whether a text can name a handout, a brand or a section."""
    return len(text) <= _SLUG_LENGTH and bool(re.fullmatch(_SLUG[1:-1], text))


def is_language(text: str) -> bool:
    """Say whether a text is a BCP 47 tag in its canonical case."""
    return len(text) <= 35 and bool(re.fullmatch(_LANGUAGE[1:-1], text))


def read_day(value: object) -> object:
    """Turn `YYYY-MM-DD` into a date; raise ValueError for what only looks like one.

    Stricter than pydantic, which takes `20261122` for a number of seconds.
    """
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("not a date")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("no such day") from None


def read_day_or_year(value: object) -> object:
    """Turn `YYYY-MM-DD` into a date and `YYYY` into an int."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}", value):
        return int(value)
    return read_day(value)


Day = Annotated[datetime.date, BeforeValidator(read_day)]
"""A day as `YYYY-MM-DD`."""
DayOrYear = Annotated[datetime.date | int, BeforeValidator(read_day_or_year)]
"""A day as `YYYY-MM-DD`, or a year as `YYYY`."""


class Strict(BaseModel):
    """A schema that refuses unknown keys and never changes after it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Signature(Strict):
    """Whether a qualified person has signed, who, and when."""

    state: Literal["draft", "signed"] = "draft"
    """`draft` until a named and qualified person has signed."""
    by: Line | None = None
    """Who signed: name and qualification. Needed when signed."""
    on: Day | None = None
    """The day of signing. Needed when signed."""


class Review(Signature):
    """Whether a named clinician has signed, and when it must be looked at again."""

    due: Day
    """The day by which the handout must be reviewed: at most 3 years after publication."""


class Tested(Strict):
    """That readers have tried the words."""

    on: Day
    """The day on which they did."""
    readers: Line
    """Who they were, e.g. `8 adults with back pain`."""


class Code(Strict):
    """A code from a medical terminology."""

    system: Literal["ICD-10-CM", "ICD-11", "SNOMED CT", "MeSH"]
    """The terminology that the code is from."""
    code: Line
    """The code, e.g. `M62.830`."""
    display: Line
    """What the code means, in the terminology's words."""


class Source(Strict):
    """Published guidance that the handout rests on."""

    id: Slug
    """What `[@id]` in the text refers to."""
    title: Line
    """The guidance's own title."""
    publisher: Line
    """Who publishes it, e.g. `NICE`."""
    url: WebAddress
    """Where it can be read, with https://."""
    date: DayOrYear
    """When it was published or last reviewed: a day or a year."""
    accessed: Day
    """When we last read it."""
    lang: LanguageTag = "en"
    """The language of the title."""


class Picture(Strict):
    """The header picture's file; its text alternative is in each language's front matter."""

    file: Line
    """A path inside the handout's folder, e.g. `figures/header.svg`."""


class HandoutRecord(Strict):
    """handout.yaml: the facts about a handout that are in no language."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=32)]
    """The catalogue number, e.g. `HP-001`."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,2}$")]
    """In quotes, e.g. `"1.0"`."""
    published: Day
    """The day of this version."""
    written_in: LanguageTag | None = None
    """The language that it was written in; English, if it is there, when it says nothing."""
    review: Review
    """Who has signed this version, and when it must be looked at again."""
    owner: Line
    """Who answers for the words: a team, a role or a person."""
    contact: Line | None = None
    """Where to send questions about the handout, e.g. an e-mail address."""
    audience: Literal["adults", "children", "carers", "everyone"] = "adults"
    """Whom the words are for."""
    tested: Tested | None = None
    """Which readers have tried these words, and when."""
    codes: tuple[Code, ...] = ()
    """Codes of the condition, for library systems; they go into the files' metadata."""
    header: Picture | None = None
    """The picture at the head of page 1."""
    sources: tuple[Source, ...] = Field(min_length=1)
    """The guidance that the handout rests on: one at least."""
    related: tuple[Slug, ...] = ()
    """Slugs of handouts to read next."""


class SilenceKey(Strict):
    """A rule that `check` does not hold a handout to, and why."""

    rule: Line
    """The rule's code, e.g. `L108`."""
    reason: Line
    """Why it does not hold here."""


class FrontMatter(Strict):
    """The front matter of `<lang>.md`: what opens the handout, in its language."""

    title: Line
    """The handout's title."""
    summary: Line
    """One sentence that says what this is and for whom."""
    glance: tuple[Line, ...] = Field(default=(), max_length=4)
    """Three or four points that a reader must take home."""
    header_alt: Line | None = None
    """The text alternative of the header picture. Needed when handout.yaml has a header."""
    keywords: tuple[Line, ...] = ()
    """Words that a reader would search for; they go into the files' metadata."""
    translator: Line | None = None
    """Who translated it, for a language that is not the one it was written in."""
    review: Signature | None = None
    """Who has signed this translation; a draft when it says nothing."""
    labels: dict[Line, Line] = Field(default={})
    """The labels inside its figures in this language, by what the figures say: a translation's."""
    silence: tuple[SilenceKey, ...] = ()
    """The rules of `check` that these words are not held to, each with the reason."""
