"""The sheets that a print shop cuts the pages out of: crop marks, the slug line, what bleeds."""

from __future__ import annotations

from dataclasses import replace

from handoutpress.content.edition import Paper, Trimmed
from handoutpress.design.fonts import families
from handoutpress.design.palette import derive_palette
from handoutpress.design.stylesheet import print_sheet
from handoutpress.design.typeset import SEPARATOR, Job, Typeset, language_tokens, shortened
from handoutpress.design.words import Words, words_for

ROOM_MM = 18.0
"""What lies around the trimmed page: the bleed, the marks and the slug line."""
NO_BREAK = "\u00a0"
STYLE = "styles/press.css"
TEMPLATE = "press.html"


def typeset_press_sheets(job: Job, trim: Paper, making: Trimmed, pages: int) -> Typeset:
    """Return the page source of the sheets around `pages` pages of the size of `trim`.

    Raises ThemeError where the template or a style sheet is wrong.
    """
    words, _ = words_for(job.handout.lang)
    stack = families(job.handout.lang)
    sheet = Paper(trim.name, trim.width_mm + 2 * ROOM_MM, trim.height_mm + 2 * ROOM_MM)
    tokens = {
        **derive_palette(job.brand)[0].tokens(),
        **language_tokens(words),
        "--room": f"{ROOM_MM}mm",
        "--bleed": f"{making.bleed_mm}mm",
    }
    style = print_sheet(job.theme, replace(job.edition, page_sheet=STYLE), sheet, tokens)
    context = {
        "lang": job.handout.lang,
        "direction": words.direction,
        "title": job.handout.front.title,
        "slugs": tuple(_slug(job, trim, making, words, n, pages) for n in range(1, pages + 1)),
    }
    html = job.theme.render(TEMPLATE, context)
    return Typeset(html, {"style.css": style.css.encode()}, stack, sheet=style)


def _slug(job: Job, trim: Paper, making: Trimmed, words: Words, page: int, pages: int) -> str:
    """Return what the press's staff read beside a page, outside of the trim."""
    handout = job.handout
    size = words(
        "trim {width} x {height} mm, bleed {bleed} mm",
        width=f"{trim.width_mm:g}",
        height=f"{trim.height_mm:g}",
        bleed=f"{making.bleed_mm:g}",
    )
    name = f"{handout.record.id} {shortened(handout.front.title)}"
    place = words("Page {page} of {pages}", page=page, pages=pages)
    whole = (part.replace(" ", NO_BREAK) for part in (size, place))
    return SEPARATOR.join((words("For print only"), name, handout.lang, *whole))
