"""A handout, a brand and a paper to a finished, checked PDF leaflet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter

from lxml import etree

from handoutpress.content.edition import Finished, Paper, Trifold
from handoutpress.content.handout import Handout
from handoutpress.content.report import has_errors
from handoutpress.design.essentials import essentials
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.marks import mark_words
from handoutpress.design.origins import Origins
from handoutpress.design.stylesheet import TOKENS, Tokens, read_tokens
from handoutpress.design.typeset import Job, Typeset, typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, ExportError, Location, ThemeError, error
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import Laid
from handoutpress.pdf.opening import Opening, Typesetter, opens_well
from handoutpress.pdf.preflight import PAGE_CHECKS, Checks, Expected, preflight
from handoutpress.pdf.structure import finish
from handoutpress.pdf.table_heads import captions
from handoutpress.pdf.wholeness import count_types, count_words, words_of

GAPS = ("--gap-line", "--gap", "--gap-block", "--gap-section")
FITS = (1.0, 0.88, 0.76, 1.12)
"""How far the gaps may shrink or grow so that the last page is worth its sheet."""
MATTERS_OF_FIT = ("P023",)
"""What preflight refuses that may be right where the gaps are smaller or larger."""
ENOUGH = 0.3
"""The share of the last page that must be filled: the clinic's panel alone is enough for it."""


def make_leaflet(job: Job, paper: Paper) -> Finished:
    """Return a handout's printed edition whose pages are its sheets, finished and checked.

    Raises ExportError where a character has no glyph, the engine fails or preflight refuses.
    """
    return good_leaflet(job, paper).finished


def good_leaflet(job: Job, paper: Paper, design: Design | None = None) -> Good:
    """Return the same as `make_leaflet`, with what preflight went by: a start for further work."""
    refuse_missing_glyphs(job)
    design = design or Design()
    return first_good(job, paper, design.attempts(job, paper, design.typeset), design.checks)


def attempts(job: Job, paper: Paper, typeset: Typesetter) -> Iterator[Laid]:
    """Yield the pages with each of the gaps, the best ones first."""
    gaps = fits(job)
    opening = Opening(job, paper, gaps, typeset)
    yield from _best_first(gaps, opening.lay_out, job)


def require_anchors(wanted: Iterable[str], laid: Iterable[str], template: str) -> None:
    """Raise ThemeError T009 with every anchor that a designer's template has lost.

    What is made of a page source beyond its pages goes by where its anchors stand.
    """
    there = frozenset(laid)
    where = Location(f"templates/{template}")
    hint = "put it back into the template as an `id`, or delete your copy of it"
    faults = [
        error("T009", f"the pages have no anchor `{name}`", where, hint)
        for name in wanted
        if name not in there
    ]
    if faults:
        raise ThemeError(faults)


def refuse_missing_glyphs(job: Job) -> None:
    """Raise ExportError with every character that no font has."""
    missing = dict.fromkeys(
        fault
        for each in job.each
        for fault in missing_glyphs(each.handout, each.brand, each.neighbours.values())
    )
    if missing:
        raise ExportError(missing)


@dataclass(frozen=True, slots=True)
class Design:
    """How an edition's pages are made of a job."""

    typeset: Typesetter = typeset_leaflet
    """What words its page source."""
    attempts: Callable[[Job, Paper, Typesetter], Iterator[Laid]] = attempts
    """What lays it out in several ways, best first."""
    checks: Checks = field(default_factory=lambda: PAGE_CHECKS)


@dataclass(frozen=True, slots=True)
class Good:
    """Finished pages, and what preflight goes by when it looks at them."""

    finished: Finished
    look: Callable[[], Expected]
    """What works that out, for few want it again."""

    @classmethod
    def known(cls, finished: Finished, expected: Expected) -> Good:
        """Return the same where it is known what preflight goes by."""
        return cls(finished, lambda: expected)

    @property
    def expected(self) -> Expected:
        """What preflight must find."""
        return self.look()


def first_good(
    job: Job, page: Paper, attempts: Iterable[Laid], checks: Checks = PAGE_CHECKS
) -> Good:
    """Return the first of some attempts at the same pages that preflight lets pass.

    Raises ExportError with what it has against the first attempt where it passes none.
    """
    refused: list[tuple[Diagnostic, ...]] = []
    for laid in attempts:
        done = finish(laid.pdf, imprint_of(job))
        wanted = expected(laid.source, job, page)
        faults = preflight(done.data, wanted, checks)
        if not has_errors(faults):
            told = (*laid.source.diagnostics, *laid.told, *faults)
            finished = Finished(done.data, done.pages, told, tuple(checks), laid.page_map)
            return Good.known(finished, wanted)
        refused.append(faults)
        if not any(fault.code in MATTERS_OF_FIT for fault in faults):
            break
    raise ExportError(refused[0])


def imprint_of(job: Job) -> Imprint:
    """Return what an edition's file says of the words in it."""
    record, (words, _) = job.handout.record, words_for(job.handout.lang)
    return Imprint(
        lang=job.handout.lang,
        version=record.version,
        review_due=record.review.due.isoformat(),
        has_page_numbers=not isinstance(job.edition.making, Trifold),
        print_only=words("For print only") if job.edition.is_for_print else "",
        other_langs=tuple(handout.lang for handout in job.handouts[1:]),
    )


def on_sheets(good: Good, pdf: bytes, sheet: Paper, checks: Checks) -> Finished:
    """Return imposed pages as a finished file, checked once more as sheets of a size.

    Raises ExportError where preflight refuses the sheets.
    """
    wanted = replace(good.expected, width_mm=sheet.width_mm, height_mm=sheet.height_mm)
    faults = preflight(pdf, wanted, checks)
    if has_errors(faults):
        raise ExportError(faults)
    names = dict.fromkeys((*good.finished.checks, *checks))
    told = tuple(dict.fromkeys((*good.finished.diagnostics, *faults)))
    return replace(good.finished, data=pdf, diagnostics=told, checks=tuple(names))


def fits(job: Job, factors: Iterable[float] = FITS) -> dict[float, Tokens]:
    """Return the gaps' tokens for each attempt to fill the pages; T005 where one is missing."""
    tokens = read_tokens(job.theme, job.edition)
    missing = [
        error("T005", f"there is no token {gap}", Location(TOKENS))
        for gap in GAPS
        if gap not in tokens
    ]
    if missing:
        raise ThemeError(missing)
    return {factor: {name: _scaled(tokens[name], factor) for name in GAPS} for factor in factors}


def _scaled(length: str, factor: float) -> str:
    match = re.fullmatch(r"([\d.]+)([a-z]+)", length)
    return f"{float(match[1]) * factor:.3f}{match[2]}" if match else length


def _best_first(
    gaps: Iterable[float], lay_out: Callable[[float], Laid], job: Job
) -> Iterator[Laid]:
    """Yield the attempts, best first: those that open and end well, of these the shortest.

    On wide pages, and on as many as two languages take, the gaps hardly change how many there are,
    so there the first good one will do. Wider gaps than the design's save no page: they are tried
    where none of the others is good, or none of the good ones has passed.
    """
    first_will_do = job.edition.is_wide or job.second is not None
    good: list[Laid] = []
    others: list[tuple[float, int, Laid]] = []
    for factor in gaps:
        if factor > 1:
            yield from sorted(good, key=_pages)
            good.clear()
        attempt = lay_out(factor)
        opens = opens_well(attempt, job.edition)
        if not opens or attempt.fill < ENOUGH:
            others.append((-opens - min(attempt.fill, ENOUGH), _pages(attempt), attempt))
        elif first_will_do:
            yield attempt
        else:
            good.append(attempt)
    yield from sorted(good, key=_pages)
    yield from (attempt for *_, attempt in sorted(others, key=itemgetter(0, 1)))


def _pages(laid: Laid) -> int:
    return len(laid.anchors)


def expected(source: Typeset, job: Job, page: Paper) -> Expected:
    """Return what preflight must find in the pages made from a page source."""
    return replace(
        expected_of_pages(source, job, page),
        captions=tuple(captions(job.handouts)),
        marks=next((_marks(handout) for handout in job.handouts if handout.marks), ()),
        essentials=tuple(
            dict.fromkeys(e for each in job.handouts for e in essentials(each, job.brand))
        ),
    )


def _marks(handout: Handout) -> tuple[tuple[str, None], ...]:
    """Return what every page of a handout's leaflet has to say of it."""
    return tuple((word, None) for word in mark_words(handout.marks, words_for(handout.lang)[0]))


def expected_of_pages(source: Typeset, job: Job, page: Paper) -> Expected:
    """Return the same of pages that need not say all that the handout says."""
    body = body_of(source)
    links = links_of(body)
    handout, imprint = job.handout, imprint_of(job)
    return Expected(
        title=job.title,
        lang=handout.lang,
        width_mm=page.width_mm,
        height_mm=page.height_mm,
        links=len(links),
        families=source.families,
        counts=count_types(body),
        words=words_of(body),
        word_count=count_words(body),
        allowed_uris=addresses(links),
        version=imprint.version,
        review_due=imprint.review_due,
        print_only=imprint.print_only,
        origins=Origins(job.each),
        smallest_pt=job.edition.smallest_pt,
        smallest_label_pt=job.edition.smallest_label_pt,
        clear_print=job.edition.clear_print,
    )


def body_of(source: Typeset) -> etree._Element:
    """Return the body of a page source."""
    root = etree.fromstring(source.html, etree.HTMLParser())
    # A designer's template may come out empty, and then there is no root.
    body = None if root is None else root.find("body")
    return etree.Element("body") if body is None else body


def links_of(body: etree._Element) -> list[str]:
    """Return where each link in a page source leads."""
    return [a.get("href", "") for a in body.iter("a")]


def addresses(links: Iterable[str]) -> frozenset[str]:
    """Return those links that lead out of the page source."""
    return frozenset(link for link in links if not link.startswith("#"))
