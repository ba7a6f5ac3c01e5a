"""A handout, a brand and a theme to HTML and the files that the HTML names; no engine, no disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import Edition, Paper
from handoutpress.content.handout import CalloutKind, Handout, Image, Link
from handoutpress.content.picture import PictureError
from handoutpress.content.svg import read_svg, shown_text
from handoutpress.content.svg_references import XML_LANG
from handoutpress.content.walk import languages, plain_text
from handoutpress.design.clinic import (
    address_in_words,
    breakable,
    clinic_values,
    open_at,
    phone,
)
from handoutpress.design.direction import apart, turned
from handoutpress.design.fonts import LATIN_STACK, families
from handoutpress.design.imprint import imprint
from handoutpress.design.mirror import may_be_mirrored, mirror
from handoutpress.design.palette import URGENT, Palette, derive_palette
from handoutpress.design.qr import qr_svg
from handoutpress.design.spreads import groups, spreads, stands_in_columns, terms_of
from handoutpress.design.stylesheet import Sheet, Tokens, print_sheet
from handoutpress.design.theme import Theme
from handoutpress.design.words import Words, words_for
from handoutpress.diagnostics import Diagnostic, Location, ThemeError, error

CALLOUT_WORDS = {
    CalloutKind.URGENT: "Urgent",
    CalloutKind.CAUTION: "Take care",
    CalloutKind.NOTE: "Note",
    CalloutKind.TIP: "Tip",
}
SEPARATOR = " \u00b7 "
ICONS = "styles/icons/"
ALARM_ICONS = ("urgent",)
"""Icons whose colour no brand sets."""

ROWS_OF_A_PAGE = 12
"""A table of more rows may be cut between two of them; a shorter one is never cut."""
LETTERS_OF_A_PANEL = 1200
"""A callout with more is no panel to take in at one look, and may be longer than a page."""
HEAD_LETTERS = 88
"""What of a title two lines of the running head have room for."""


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


@dataclass(frozen=True, slots=True)
class Job:
    """One handout for one clinic in one edition: what every maker starts from."""

    handout: Handout
    brand: Brand
    edition: Edition
    theme: Theme
    neighbours: Mapping[str, Neighbour]
    """The other handouts that this one points to, by slug."""


class LinkMap(Protocol):
    """Where the pointers of a handout lead in one kind of output."""

    def section(self, anchor: str) -> str:
        """Return the address of a section."""
        ...

    def source(self, source: str) -> str:
        """Return the address of an entry of the list of sources."""
        ...

    def number(self, source: str) -> int:
        """Return the number that a source is cited by."""
        ...

    def handout(self, slug: str) -> Neighbour | None:
        """Return another handout, if the workspace has it in this language."""
        ...


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Pointers within one page source: everything is a fragment of it."""

    numbers: Mapping[str, int]
    neighbours: Mapping[str, Neighbour]

    def section(self, anchor: str) -> str:
        """Return `#anchor`."""
        return f"#{anchor}"

    def source(self, source: str) -> str:
        """Return `#source-id`."""
        return f"#source-{source}"

    def number(self, source: str) -> int:
        """Return the 1-based place of a source in handout.yaml."""
        return self.numbers[source]

    def handout(self, slug: str) -> Neighbour | None:
        """Return the handout of that slug."""
        return self.neighbours.get(slug)


def page_links(handout: Handout, neighbours: Mapping[str, Neighbour]) -> PageLinks:
    """Return the pointers of a leaflet."""
    return PageLinks({s.id: n for n, s in enumerate(handout.record.sources, 1)}, neighbours)


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
        "stands_in_columns": stands_in_columns,
        "in_words": _in_words,
        "address_in_words": address_in_words,
        "breakable": breakable if medium == "print" else str,
        "phone": phone,
        "plain_text": plain_text,
        "is_brief": False,
        "rows_of_a_page": ROWS_OF_A_PAGE,
        "letters_of_a_panel": LETTERS_OF_A_PANEL,
        "read_on": min(source.accessed for source in handout.record.sources),
        "related": [n for n in map(link.handout, handout.record.related) if n],
    }


def clinic_context(brand: Brand, words: Words) -> dict[str, object]:
    """Return what a template needs to say who gives a file out, and in which language it speaks."""
    return {
        "brand": brand,
        "facts": brand.facts,
        "imprint": imprint(brand.facts, words.lang) if brand.facts else None,
        "t": words,
        "open_at": open_at,
        "direction": lambda lang: words_for(lang)[0].direction,
        "turned": lambda text: turned(text, words.direction),
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
    handout, brand, theme = job.handout, job.brand, job.theme
    words, missing = words_for(handout.lang)
    palette, changed = derive_palette(brand)
    tokens = {**palette.tokens(), **language_tokens(words), **(fit or {})}
    sheet = print_sheet(theme, job.edition, page, tokens)
    link = page_links(handout, job.neighbours)
    context = block_context(handout, brand, words, link, lambda name: f"images/{name}", "print")
    spoken = tongues(handout, brand)
    foot = running_words(handout, brand, words)
    html = theme.render(
        job.edition.template, {**context, "edition": job.edition, "foot": foot, **more}
    )
    resources = {
        "style.css": (sheet.css + language_rules(spoken)).encode(),
        **pictures(handout, brand, palette),
        **dict(_icons(theme, palette)),
    }
    used = dict.fromkeys(name for lang in spoken for name in families(lang))
    return Typeset(html, resources, tuple(used), missing + changed, sheet)


def language_tokens(words: Words) -> dict[str, str]:
    """Return the tokens that a language sets: its fonts, its sides, and what follows a label."""
    start, end = ("left", "right") if words.direction == "ltr" else ("right", "left")
    return {
        "--font-family": _font_list(families(words.lang)),
        "--start": start,
        "--end": end,
        "--colon": css_text(words(":") + words.space),
    }


def css_text(words: str) -> str:
    """Return words as a string of a style sheet."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def tongues(handout: Handout, brand: Brand) -> tuple[str, ...]:
    """Return the languages of a leaflet: the handout's own first, a clinic's words in another."""
    own = imprint(brand.facts, handout.lang).said() if brand.facts else ()
    foreign = (said.lang for said in own if said.lang)
    return tuple(dict.fromkeys((*languages(handout), *foreign)))


def language_rules(spoken: Sequence[str]) -> str:
    """Return a rule for each language but the first that gives its runs that language's fonts."""
    return "".join(
        f"\n@layer base {{ [lang='{lang}'] {{ font-family: {_font_list(families(lang))}; }} }}"
        for lang in spoken[1:]
    )


def _font_list(stack: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in stack)


def running_words(handout: Handout, brand: Brand, words: Words) -> dict[str, str]:
    """Return the words of the running head and foot, by the name of their `data-` attribute."""
    before, between, after = words.around("Page {page} of {pages}", "page", "pages")
    record = handout.record
    facts = brand.facts
    edition = record.id, words("Version {version}", version=record.version)
    clinic = (imprint(facts, words.lang).short_name.value, facts.contacts.phone) if facts else ()

    def line(parts: tuple[str, ...]) -> str:
        return SEPARATOR.join(apart(part, words.direction) for part in parts)

    return {
        "title": shortened(handout.front.title),
        "draft-short": words("Draft") if handout.is_draft else "",
        "edition": line(edition),
        "review": words("Review by {date}", date=words.date(record.review.due)),
        "second": line(clinic),
        "page": before,
        "of": between,
        "after": after,
    }


def shortened(title: str) -> str:
    """Return a title for the running head, cut after a word where it is too long for it."""
    if len(title) <= HEAD_LETTERS:
        return title
    whole_words = title[:HEAD_LETTERS].rpartition(" ")[0]
    return f"{whole_words or title[: HEAD_LETTERS // 2]} ..."


def pictures(handout: Handout, brand: Brand, palette: Palette) -> dict[str, bytes]:
    """Return every picture that a page source may name: the handout's, the logo, the QR code."""
    found = {
        f"images/{image.name}": drawing(image, palette.accent, handout.lang)
        for image in handout.images.values()
    }
    found |= logo_file(brand)
    if brand.qr_address:
        found["brand/qr.svg"] = qr_svg(brand.qr_address)
    return found


def logo_file(brand: Brand) -> dict[str, bytes]:
    """Return a clinic's logo by the name that a page source gives it, if it has one."""
    return {f"brand/{brand.logo.name}": brand.logo.data} if brand.logo else {}


def drawing(image: Image, accent: str, lang: str) -> bytes:
    """Return a picture's bytes, an SVG's `currentColor`, fonts and direction set."""
    if image.media_type != "image/svg+xml":
        return image.data
    root = parsed_svg(image.data)
    root.set("color", accent)
    _set_fonts(root, lang)
    if words_for(lang)[0].direction == "rtl" and may_be_mirrored(root):
        mirror(root)
    return etree.tostring(root)


def _set_fonts(root: etree._Element, lang: str) -> None:
    """Set an SVG's words in the fonts of a language; figures are drawn with Latin ones."""
    stack = families(lang)
    if stack == LATIN_STACK:
        return
    root.set(XML_LANG, lang)
    for element in shown_text(root):
        element.set("font-family", ", ".join((*stack, "sans-serif")))
        # A text of a drawing is set from left to right, whatever its words are.
        element.text = apart(element.text or "", "ltr")
        for child in element:
            child.tail = apart(child.tail or "", "ltr")


def parsed_svg(svg: bytes) -> etree._Element:
    """Return an SVG's root; nothing outside the bytes is read."""
    return etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))


def _icons(theme: Theme, palette: Palette) -> Iterator[tuple[str, bytes]]:
    for name in theme.names():
        if name.startswith(ICONS) and name.endswith(".svg"):
            file = name.removeprefix(ICONS)
            colour = URGENT if file.removesuffix(".svg") in ALARM_ICONS else palette.accent
            yield f"icons/{file}", icon_svg(theme, name, colour)


def icon_svg(theme: Theme, name: str, colour: str) -> bytes:
    """Return an icon of the theme in a colour; ThemeError T007 if it is not XML."""
    root = icon(theme, name)
    root.set("color", colour)
    return etree.tostring(root)


def icon(theme: Theme, name: str) -> etree._Element:
    """Return an icon of the theme; ThemeError T007 if it is no SVG that may be used."""
    data = theme.data(name)
    try:
        read_svg(data)
    except PictureError as fault:
        raise ThemeError([_not_svg(name, fault.message, fault.hint)]) from fault
    root = parsed_svg(data)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ThemeError([_not_svg(name, "has a document type", "delete its <!DOCTYPE ...> lines")])
    return root


def _not_svg(name: str, reason: str, hint: str) -> Diagnostic:
    return error("T007", f"this picture cannot be used: it {reason}", Location(name), hint)
