"""A clinic's letterhead: what it brings to the pages of every handout, as a page source."""

from __future__ import annotations

from handoutpress.content.edition import Booklet, Paper
from handoutpress.design.clinic import address_in_words, breakable, phone
from handoutpress.design.drawings import logo_file, qr_file
from handoutpress.design.imprint import imprint
from handoutpress.design.stylesheet import print_sheet
from handoutpress.design.typeset import (
    Job,
    Typeset,
    clinic_context,
    clinic_line,
    language_rules,
    language_tokens,
    used_families,
)
from handoutpress.design.words import words_for

LINE = '"\\A" '
"""A line of the foot that is the handout's own, and stays empty."""


def typeset_letterhead(job: Job, page: Paper, foot_lines: int, closeness: str = "") -> Typeset:
    """Return a clinic's letterhead for the pages of an edition, in the language of a handout.

    `foot_lines` are those that the handout's own words take at the foot, above the clinic's;
    `closeness` says how close page 1 is set. Only
    where no clinic is named does it say anything of the handout. Raises ThemeError as any page
    source.
    """
    brand, lang = job.brand, job.handout.lang
    words, missing = words_for(lang)
    palette, changed = job.palette
    tokens = {
        **palette.tokens(),
        **language_tokens(words),
        "--head-words": '""',
        "--head-end-words": '""',
        "--foot-words": LINE * foot_lines + "string(foot-second)",
        "--folio-words": '""',
    }
    sheet = print_sheet(job.theme, job.edition, page, tokens)
    facts = brand.facts
    country = facts.country if facts else None
    context = {
        **clinic_context(brand, words),
        "edition": job.edition,
        "medium": "print",
        "record": job.handout.record if brand.is_plain else None,
        "address_in_words": address_in_words,
        "breakable": breakable,
        "phone": lambda number: phone(number, country),
        "is_brief": False,
        "is_back_cover": isinstance(job.edition.making, Booklet),
        "foot": clinic_line(brand, words),
        **({"closeness": closeness} if closeness else {}),
    }
    html = job.theme.render("letterhead.html", context)
    said = imprint(facts, lang).said() if facts else ()
    langs = tuple(dict.fromkeys((lang, *(one.lang for one in said if one.lang))))
    resources = {
        "style.css": (sheet.css + language_rules(langs)).encode(),
        **logo_file(brand),
        **qr_file(brand),
    }
    return Typeset(html, resources, used_families(langs), (*missing, *changed), sheet)
