"""A pack to the page source of what stands around its leaflets: contents, separators, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import Edition, Paper
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.design.drawings import logo_file
from handoutpress.design.fonts import families
from handoutpress.design.marks import mark_words
from handoutpress.design.palette import derive_palette
from handoutpress.design.stylesheet import Tokens, print_sheet
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import (
    SEPARATOR,
    Job,
    Typeset,
    clinic_context,
    css_text,
    language_tokens,
    running_words,
)
from handoutpress.design.words import Words, words_for

ANCHOR = "_leaflet-"
"""How the anchor of a separator begins; a leaflet's own anchors get another beginning."""
LINE_MM = 10.0
"""From one line to write on to the next."""
FURNITURE_MM = 72.0
"""What the margins, the heading and the words of a page for notes take of its height."""


@dataclass(frozen=True, slots=True)
class PackJob:
    """One pack for one clinic: what its makers start from."""

    pack: Pack
    brand: Brand
    edition: Edition
    theme: Theme
    neighbours: Mapping[str, Neighbour]
    """The handouts that those of the pack point to, by slug."""

    def member(self, handout: Handout, edition: Edition) -> Job:
        """Return the job of one of its handouts, in an edition of it alone."""
        return Job(handout, self.brand, edition, self.theme, self.neighbours)


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaflet of a pack, as contents and separator tell it."""

    number: int
    handout: Handout
    page: int
    """The page of the pack that its separator stands on, from 1."""
    foot: Mapping[str, str]
    """The running words of its separator and its page for notes."""
    pages: int
    """How many pages the leaflet itself has."""

    @property
    def is_odd(self) -> bool:
        """Whether its pages end on the front of a sheet, so that the back is left blank."""
        return self.pages % 2 == 1

    @property
    def end(self) -> int:
        """The page of the pack after its own last one; its separator is a sheet before it."""
        return self.page + 2 + self.pages

    @property
    def anchor(self) -> str:
        """Where the contents list leads."""
        return f"{ANCHOR}{self.handout.slug}"


def pack_title(pack: Pack, words: Words) -> str:
    """Return a pack's title; a general one where publish.toml gives none in its language."""
    return pack.title or words("Your leaflets")


def leaflet_tokens(words: Words, before: int) -> Tokens:
    """Return the tokens of a leaflet with so many pages of its pack before it: it counts them."""
    start, end = words.around("Pack page {page}", "page")
    pieces = ('"\\A"', css_text(start), "counter(pack)", css_text(end))
    return {"--folio-second": " ".join(pieces), "--pages-before": str(before)}


def typeset_pack(
    job: PackJob, paper: Paper, starts: Sequence[int], pages: Sequence[int], opening: int
) -> Typeset:
    """Return the page source of a pack's own pages, those of its leaflets left out.

    `starts` are the pages of the pack that the separators stand on, `pages` how many each leaflet
    has, `opening` how many the contents list takes up. Raises ThemeError where a template or a
    style sheet is wrong.
    """
    pack, brand = job.pack, job.brand
    words, missing = words_for(pack.lang)
    palette, changed = derive_palette(brand)
    stack = families(pack.lang)
    sheet = print_sheet(
        job.theme, job.edition, paper, {**palette.tokens(), **language_tokens(words)}
    )
    title = pack_title(pack, words)
    entries = tuple(
        Entry(number, handout, start, _foot(handout, brand, words, title), count)
        for number, (handout, start, count) in enumerate(
            zip(pack.members, starts, pages, strict=True), 1
        )
    )
    total = entries[-1].end - 1 + entries[-1].is_odd
    context = {
        **clinic_context(brand, words),
        "record": None,
        "pack": pack,
        "title": title,
        "entries": entries,
        "folio": lambda page: words("Page {page} of {pages}", page=page, pages=total),
        "foot": _opening_foot(entries[0].foot, pack, words),
        "opening": opening,
        "note_lines": int((paper.height_mm - FURNITURE_MM) / LINE_MM),
    }
    html = job.theme.render(job.edition.template, context)
    resources = {"style.css": sheet.css.encode(), **logo_file(brand)}
    return Typeset(html, resources, stack, missing + changed, sheet)


def _foot(handout: Handout, brand: Brand, words: Words, title: str) -> dict[str, str]:
    return {**running_words(handout, brand, words), "title": title}


def _opening_foot(foot: Mapping[str, str], pack: Pack, words: Words) -> dict[str, str]:
    """Return the running words of the contents list: the pack's and the clinic's, no leaflet's."""
    return {
        **foot,
        "edition": pack_title(pack, words),
        "review": words("Review by {date}", date=words.date(pack.review_due)),
        "draft-short": SEPARATOR.join(mark_words(pack.marks, words)),
    }
