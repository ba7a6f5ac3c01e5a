"""A handout to its easy-read page source: one idea a line, with its picture, and the hard words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from handoutpress.content.edition import Paper
from handoutpress.content.handout import (
    Block,
    BulletList,
    Callout,
    EasyLine,
    Handout,
    Section,
    Steps,
    Term,
    Text,
)
from handoutpress.content.report import choose
from handoutpress.content.rewording import Wording, reworded
from handoutpress.content.walk import nodes, plain_text
from handoutpress.content.wordings import LIBRARY
from handoutpress.design.drawings import icon_svg
from handoutpress.design.spreads import groups, lines_in_column
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job, Typeset, typeset_leaflet
from handoutpress.diagnostics import (
    Diagnostic,
    ExportError,
    Location,
    ThemeError,
    error,
    warning,
)

PICTURES = "styles/pictures/"
LINES_OF_PAGE_1 = 14
"""Below a title and an opening sentence, page 1 has room for so many lines of a callout."""
_HOW = "write `::: easy` under the heading: each line a picture and one idea"


def typeset_easy(job: Job, page: Paper, fit: Tokens | None = None, **more: object) -> Typeset:
    """Return the easy-read page source of a handout; `fit` and `more` as of `typeset_leaflet`.

    A section without `::: easy` stands in its short words, else in its standard ones, with a S118
    warning. Raises ExportError S117 where no section has easy words, ThemeError T008 for a picture
    that the theme does not have.
    """
    handout = job.handout
    if not any(section.easy for section in handout.sections):
        where = Location(handout.file, handout.sections[0].line)
        raise ExportError([error("S117", "no section has easy words", where, _HOW)])
    easy = reworded(handout, {s.anchor: _wording(s) for s in handout.sections})
    easy = replace(easy, callouts=tuple(p for c in easy.callouts for p in parts(c)))
    drawn = _drawn(easy, job)
    own = {"hard_words": hard_words(handout, easy), "src": _address}
    source = typeset_leaflet(replace(job, handout=easy), page, fit, **own, **more)
    return replace(
        source,
        resources={**source.resources, **drawn},
        diagnostics=(*source.diagnostics, *_fallbacks(handout)),
        more=more,
    )


def parts(callout: Callout) -> Iterator[Callout]:
    """Yield a callout of page 1, or one for each of its lists if it is longer than the page's room.

    A page would cut it, and what is left of it on the next one would have no title.
    """
    if lines_in_column(callout) <= LINES_OF_PAGE_1:
        yield callout
        return
    found: list[tuple[Block, ...]] = []
    for group in groups(callout.blocks):
        has_list = any(isinstance(block, (BulletList, Steps)) for block in group)
        if has_list or not found:
            found.append(group)
        else:
            found[-1] += group
    for blocks in found:
        yield replace(callout, blocks=blocks)


def picture_names(theme: Theme) -> tuple[str, ...]:
    """Return the sorted names that may stand after `picture:`."""
    files = (n.removeprefix(PICTURES) for n in theme.names() if n.startswith(PICTURES))
    return tuple(sorted(file.removesuffix(".svg") for file in files if file.endswith(".svg")))


def hard_words(handout: Handout, easy: Handout) -> tuple[Term, ...]:
    """Return the terms to explain at the end, each once, in the order of the alphabet.

    They are those that the easy words mark, and those of the standard words that the easy ones use.
    """
    printed = (easy.callouts, easy.sections)
    runs = (node.text for node in nodes(printed) if isinstance(node, Text))
    text = " ".join(" ".join(runs).casefold().split())
    standard = (term for term in _terms((handout.callouts, handout.sections)) if _uses(text, term))
    found: dict[str, Term] = {}
    for term in (*_terms(printed), *standard):
        found.setdefault(_key(term), term)
    return tuple(found[key] for key in sorted(found))


def _terms(part: object) -> Iterator[Term]:
    return (node for node in nodes(part) if isinstance(node, Term))


def _key(term: Term) -> str:
    return plain_text(term.content).casefold()


def _uses(text: str, term: Term) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(_key(term))}(?!\w)", text))


def _wording(section: Section) -> Wording:
    if section.easy:
        return Wording.EASY
    return Wording.SHORT if section.short else Wording.FULL


def _fallbacks(handout: Handout) -> Iterator[Diagnostic]:
    for section in handout.sections:
        if not section.easy:
            stand_in = "short" if section.short else "standard"
            message = f"the section has no easy words; its {stand_in} ones stand in"
            yield warning("S118", message, Location(handout.file, section.line), _HOW)


def _drawn(easy: Handout, job: Job) -> dict[str, bytes]:
    """Return the theme's pictures that the easy lines name; T008 for each that is not there."""
    names = picture_names(job.theme)
    colour = job.palette[0].accent
    drawn: dict[str, bytes] = {}
    faults: list[Diagnostic] = []
    for line in nodes(easy.sections):
        if not isinstance(line, EasyLine) or not line.image.startswith(LIBRARY):
            continue
        name = line.image.removeprefix(LIBRARY)
        if name in names:
            file = f"{PICTURES}{name}.svg"
            drawn[_address(line.image)] = icon_svg(job.theme, file, colour)
        else:
            message = f"there is no picture called `{name}`"
            where = Location(easy.file, line.line)
            faults.append(error("T008", message, where, choose(name, names)))
    if faults:
        raise ThemeError(faults)
    return drawn


def _address(image: str) -> str:
    """Return where the page source finds a picture: the theme's apart from the handout's."""
    if image.startswith(LIBRARY):
        return f"pictures/{image.removeprefix(LIBRARY)}.svg"
    return f"images/{image}"
