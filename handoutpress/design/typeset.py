"""A handout, a brand and a theme to HTML and the files that the HTML names; no engine, no disk."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import LEAFLET, Edition, Paper
from handoutpress.content.handout import CalloutKind, Handout, Link
from handoutpress.content.walk import languages, plain_text
from handoutpress.design.bilingual import both, joint
from handoutpress.design.clinic import (
    address_in_words,
    breakable,
    clinic_values,
    open_at,
    phone,
    reached,
)
from handoutpress.design.direction import apart, turned
from handoutpress.design.drawings import icons, pictures
from handoutpress.design.fonts import families
from handoutpress.design.imprint import imprint
from handoutpress.design.links import LinkMap, PageLinks, page_links
from handoutpress.design.marks import mark_tokens, mark_words
from handoutpress.design.palette import Palette, derive_palette
from handoutpress.design.shared import SENTINELS, Noted, Shared
from handoutpress.design.sides import side_of, sides_of
from handoutpress.design.spreads import (
    LETTERS_OF_A_PANEL,
    groups,
    is_long,
    spreads,
    stands_in_columns,
    terms_of,
)
from handoutpress.design.stylesheet import Sheet, Tokens, print_sheet
from handoutpress.design.theme import Theme
from handoutpress.design.words import Words, words_for
from handoutpress.diagnostics import Diagnostic

CALLOUT_WORDS = {
    CalloutKind.URGENT: "Urgent",
    CalloutKind.CAUTION: "Take care",
    CalloutKind.NOTE: "Note",
    CalloutKind.TIP: "Tip",
}
SEPARATOR = " \u00b7 "
SIDES = {"ltr": ("left", "right"), "rtl": ("right", "left")}
"""Where words of each direction start and end."""
ROWS_OF_A_PAGE = 12
"""A table of more rows may be cut between two of them; a shorter one is never cut."""
HEAD_LETTERS = 88
"""What of a title two lines of the running head have room for."""
MOST_LETTERS = (HEAD_LETTERS, 44)
"""The same beside one mark at the most, and beside several."""
LEAFLET_FOOT, NARROW_FOOT = 62, 36
"""How many letters a line of the running foot has room for in a leaflet, and in large print or on
half a sheet."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A page source: HTML, and the bytes of every file that it may name."""

    html: str
    resources: Mapping[str, bytes] = field(repr=False)
    families: tuple[str, ...]
    """The font families that may be used."""
    diagnostics: tuple[Diagnostic, ...] = ()
    sheet: Sheet = field(default_factory=Sheet)
    """The theme's part of the style sheet."""
    more: Mapping[str, object] = field(default_factory=dict)
    """What its template was told beside what follows from the job: how close page 1 is set, and so
    on. The typesetter takes it to make the same for another clinic."""

    @property
    def closeness(self) -> str:
        """How close page 1 is set: "", or what a template knows as `closeness`."""
        return str(self.more.get("closeness", ""))


@dataclass(frozen=True, slots=True)
class Job:
    """One handout for one clinic in one edition: what every maker starts from."""

    handout: Handout
    brand: Brand
    edition: Edition
    theme: Theme
    neighbours: Mapping[str, Neighbour]
    """The other handouts that this one points to, by slug."""
    second: Job | None = None
    """The same for the second language of a bilingual edition."""
    shared: Shared | None = None
    """Where the pages are for many clinics, what they read of the one at hand; it is the plain one
    in all else."""
    noted: Noted | None = None
    """Where something is made that may suit other clinics too, what it read of the one at hand."""
    panel_px: float = 0.0
    """How much room is kept for the clinic's panel, in CSS pixels: as much as in shared pages, or
    0.0 for what it takes."""

    @property
    def each(self) -> tuple[Job, ...]:
        """It and what it is in the second language, if there is one."""
        return (self, self.second) if self.second else (self,)

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """The handout in each of its languages."""
        return tuple(job.handout for job in self.each)

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What decides on what is made, but for the clinic and what the edition is made on."""
        around = repr(sorted(self.neighbours.items()))
        return (*self.handout.key, around, repr(self.edition), self.theme.digest)

    @property
    def palette(self) -> tuple[Palette, tuple[Diagnostic, ...]]:
        """Its colours, and a warning where the clinic's had to change."""
        return (SENTINELS, ()) if self.shared else derive_palette(self.brand)

    @property
    def title(self) -> str:
        """The handout's title, in each of its languages."""
        return joint(*(handout.front.title for handout in self.handouts))


def block_context(
    handout: Handout,
    brand: Brand,
    words: Words,
    link: LinkMap,
    src: Callable[[str], str],
    medium: str,
) -> dict[str, object]:
    """Return what every template needs; `medium` is "print" or "screen".

    `src` gives the address of one of the handout's pictures.
    """
    return {
        **clinic_context(brand, words),
        "handout": handout,
        "record": handout.record,
        "front": handout.front,
        "translations": tuple(filter(brand.hands_out, handout.translations)),
        "callout_word": {kind.value: words(text) for kind, text in CALLOUT_WORDS.items()},
        "link": link,
        "src": src,
        "medium": medium,
        "spreads": spreads,
        "terms_of": terms_of,
        "groups": groups,
        "is_long": is_long,
        "stands_in_columns": stands_in_columns,
        "in_words": _in_words,
        "address_in_words": address_in_words,
        "breakable": breakable if medium == "print" else str,
        "phone": lambda number: phone(number, brand.facts.country if brand.facts else None),
        "plain_text": plain_text,
        "reached": reached,
        "is_brief": False,
        "rows_of_a_page": ROWS_OF_A_PAGE,
        "letters_of_a_panel": LETTERS_OF_A_PANEL,
        "read_on": min(source.accessed for source in handout.record.sources),
        "related": [n for n in map(link.handout, handout.record.related) if n],
    }


def job_context(
    job: Job, links: Sequence[LinkMap], medium: str, **more: object
) -> dict[str, object]:
    """Return what the templates of a job need: its `sides`, and all else in its first language.

    `links` are those of each language; `more` goes to every template.
    """
    voices = [
        {
            **block_context(
                each.handout,
                each.brand,
                words_for(each.handout.lang)[0],
                link,
                _picture_address(picture_folder(job, each.handout)),
                medium,
            ),
            "edition": job.edition,
            "panel_px": job.panel_px,
            **more,
        }
        for each, link in zip(job.each, links, strict=True)
    ]
    if noted := job.shared or job.noted:
        voices = [noted.context(voice) for voice in voices]
    context = {
        **voices[0],
        "sides": sides_of(job.theme, voices),
        "title": job.title,
        "translated": [handout for handout in job.handouts if handout.translated_from],
        "header_alt": joint(*(handout.front.header_alt for handout in job.handouts)),
    }
    if job.second:
        spoken = [handout.lang for handout in job.handouts]
        if job.brand.facts:
            context["imprint"] = imprint(job.brand.facts, *spoken)
        others = tuple(filter(job.brand.hands_out, job.handout.translations))
        context["handout"] = both(*job.handouts)
        context["translations"] = tuple(lang for lang in others if lang not in spoken)
    return context


def picture_folder(job: Job, handout: Handout) -> str:
    """Return where a page source finds the pictures of the handout in one of its languages."""
    return "images" if handout is job.handout else f"images/{handout.lang}"


def _picture_address(folder: str) -> Callable[[str], str]:
    return lambda name: f"{folder}/{name}"


def clinic_context(brand: Brand, words: Words) -> dict[str, object]:
    """Return what a template needs to say who gives a file out, and in which language it speaks."""
    return {
        "brand": brand,
        "facts": brand.facts,
        "imprint": imprint(brand.facts, words.lang) if brand.facts else None,
        "t": words,
        "sides": (side_of(words),),
        "open_at": open_at,
        "direction": lambda lang: words_for(lang)[0].direction,
        "turned": lambda text, around=None: turned(text, around or words.direction),
        "clinic": clinic_values(brand.facts, words),
    }


def _in_words(link: Link) -> str | None:
    """Return a link's address for print, unless the link's own words say it already."""
    address = address_in_words(link.href)
    shown = plain_text(link.content)
    digits = "".join(c for c in shown if c.isdigit())
    said = address in shown or (link.href.startswith("tel:") and digits and digits in link.href)
    return None if said else address


def typeset_leaflet(job: Job, page: Paper, fit: Tokens | None = None, **more: object) -> Typeset:
    """Return a printed edition's page source, on pages of the size of `page`.

    `fit` overrides tokens to fill the pages better; `more` goes to the edition's own template.
    Raises ThemeError where a template or a style sheet is wrong.
    """
    theme = job.theme
    spoken = tuple(words_for(handout.lang) for handout in job.handouts)
    palette, changed = job.palette
    tokens = {**palette.tokens(), **language_tokens(*(words for words, _ in spoken))}
    tokens |= {**mark_tokens(job.handouts), **(fit or {})}
    sheet = print_sheet(theme, job.edition, page, tokens)
    context = job_context(job, leaflet_links(job), "print", **more)
    html = theme.render(job.edition.template, {**context, "foot": job_foot(job)})
    if job.shared:
        job.shared.refuse_lost(html)
    langs = tongues(job)
    resources = {
        "style.css": (sheet.css + language_rules(langs)).encode(),
        **job_pictures(job, palette),
        **icons(theme, palette),
    }
    missing = (fault for _, faults in spoken for fault in faults)
    told = (*missing, *changed)
    return Typeset(html, resources, used_families(langs), told, sheet, more)


def leaflet_links(job: Job) -> tuple[PageLinks, ...]:
    """Return the pointers of a page source in each of its languages."""
    return tuple(
        page_links(each.handout, each.neighbours, "" if each is job else each.handout.lang)
        for each in job.each
    )


def language_tokens(words: Words, *others: Words) -> dict[str, str]:
    """Return the tokens that a language sets: its fonts, its sides, and what follows a label.

    The fonts of `others` come after its own, for places that no markup can give a language.
    """
    start, end = SIDES[words.direction]
    stack = dict.fromkeys(name for each in (words, *others) for name in families(each.lang))
    return {
        "--font-family": _font_list(tuple(stack)),
        "--start": start,
        "--end": end,
        "--page-start": start,
        "--other-start": SIDES[(*others, words)[0].direction][0],
        "--colon": css_text(words(":") + words.space),
    }


def css_text(words: str) -> str:
    """Return words as a string of a style sheet."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def tongues(job: Job) -> tuple[str, ...]:
    """Return the languages of a leaflet: its own first, a clinic's words in another last."""
    spoken = (lang for handout in job.handouts for lang in languages(handout))
    own = (imprint(each.brand.facts, each.handout.lang) for each in job.each if each.brand.facts)
    foreign = (said.lang for words in own for said in words.said() if said.lang)
    return tuple(dict.fromkeys((*spoken, *foreign)))


def language_rules(langs: Sequence[str]) -> str:
    """Return a rule for each run in another language that gives it that language's fonts.

    `langs` are all that are used, that of the page first.
    """
    return "".join(
        f"\n@layer base {{ [lang='{lang}'] {{ font-family: {_font_list(families(lang))}; }} }}"
        for lang in langs[1:]
    )


def used_families(langs: Sequence[str]) -> tuple[str, ...]:
    """Return the font families that words in some languages may be set in."""
    return tuple(dict.fromkeys(name for lang in langs for name in families(lang)))


def _font_list(stack: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in stack)


def running_words(handout: Handout, brand: Brand, words: Words) -> dict[str, str]:
    """Return the words of the running head and foot, by the name of their `data-` attribute."""
    before, between, after = words.around("Page {page} of {pages}", "page", "pages")
    record = handout.record
    edition = record.id, words("Version {version}", version=record.version)
    return {
        "title": shortened(handout.front.title, MOST_LETTERS[len(handout.marks) > 1]),
        "draft-short": SEPARATOR.join(mark_words(handout.marks, words)),
        "edition": _line(edition, words),
        "review": words("Review by {date}", date=words.date(record.review.due)),
        "second": clinic_line(brand, words),
        "page": before,
        "of": between,
        "after": after,
    }


def clinic_line(brand: Brand, words: Words) -> str:
    """Return what the running foot says of a clinic: its name and phone number."""
    facts = brand.facts
    if facts is None:
        return ""
    return _line((imprint(facts, words.lang).short_name.value, facts.contacts.phone), words)


def _line(parts: tuple[str, ...], words: Words) -> str:
    return SEPARATOR.join(apart(part, words.direction) for part in parts)


def job_foot(job: Job) -> dict[str, str]:
    """Return the same for a job: with two titles and marks where it has two languages.

    There, a page's number needs no words, and what is left of them is the first language's.
    """
    each = [
        running_words(one.handout, one.brand, words_for(one.handout.lang)[0]) for one in job.each
    ]
    if not job.second:
        return each[0]
    way = words_for(job.handout.lang)[0].direction
    several = {
        key: SEPARATOR.join(apart(words[key], way) for words in each if words[key])
        for key in ("title", "draft-short")
    }
    heads = (": ".join(filter(None, (words["draft-short"], words["title"]))) for words in each)
    columns = dict(zip(("first", "other"), heads, strict=True))
    marks = {**several, **columns, "second": _clinic_twice(job) or each[0]["second"]}
    return {**each[0], **marks, "page": "", "of": " / ", "after": ""}


def _clinic_twice(job: Job) -> str:
    """Return a clinic's name in each language of a job, and its phone number.

    "" where it has one name alone, or the foot has no room for a line so long.
    """
    facts, langs = job.brand.facts, [handout.lang for handout in job.handouts]
    names = imprint(facts, *langs).short_name.each if facts else ()
    if facts is None or len(names) < len(langs):
        return ""

    def line(made: Callable[[str], str]) -> str:
        called = " / ".join(made(name.value) for name in names)
        return called + SEPARATOR + made(facts.contacts.phone)

    way = words_for(langs[0])[0].direction
    room = LEAFLET_FOOT if job.edition.name == LEAFLET.name else NARROW_FOOT
    # A Chinese character is as wide as two letters.
    wide = sum(east_asian_width(character) in "WF" for character in line(str))
    return line(lambda words: apart(words, way)) if len(line(str)) + wide <= room else ""


def shortened(title: str, most: int = HEAD_LETTERS) -> str:
    """Return a title for the running head, cut after a word where it is too long for it."""
    if len(title) <= most:
        return title
    whole_words = title[:most].rpartition(" ")[0]
    return f"{whole_words or title[: most // 2]} ..."


def job_pictures(job: Job, palette: Palette) -> dict[str, bytes]:
    """Return every picture that the page source of a job may name, in each of its languages."""
    return {
        name: data
        for handout in job.handouts
        for name, data in pictures(
            handout, job.brand, palette, picture_folder(job, handout)
        ).items()
    }
