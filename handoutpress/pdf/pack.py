"""A pack to one print job: contents, and each leaflet on sheets of its own behind a separator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from handoutpress.content.edition import LEAFLET, Finished, Paper
from handoutpress.content.handout import Handout, Stamp
from handoutpress.content.page_map import PageMap
from handoutpress.content.report import has_errors
from handoutpress.design.glyphs import missing_glyphs, missing_in_title
from handoutpress.design.marks import mark_word
from handoutpress.design.origins import Origins
from handoutpress.design.packing import ANCHOR, PackJob, leaflet_tokens, pack_title, typeset_pack
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.typeset import Typeset, typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, ExportError, Location, PressError, error
from handoutpress.pdf.binding import Insert, bind
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.leaflet import (
    Design,
    Good,
    addresses,
    body_of,
    good_leaflet,
    links_of,
    require_anchors,
)
from handoutpress.pdf.opening import Typesetter
from handoutpress.pdf.parity import faults_of
from handoutpress.pdf.preflight import PACK_CHECKS, Check, preflight
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.tagtree import Element, has_tag, kids
from handoutpress.pdf.wholeness import compare_words, count_types
from handoutpress.workspace import SETTINGS_FILE

SEPARATOR = 2
"""The pages of a separator's sheet: its words, and the back for notes."""
ROUNDS = 3
"""How often a pack is laid out before it is given up: wider page numbers add a page, once."""


def make_pack(job: PackJob, paper: Paper) -> Finished:
    """Return the print job of a pack, finished and checked.

    Raises ExportError with all that is wrong with its leaflets, or where preflight refuses it.
    """
    if missing := tuple(dict.fromkeys(_missing(job))):
        raise ExportError(missing)
    opening, parts, laid = _numbered(job, paper)
    _refuse_overflow(laid, parts)
    imprint = replace(_imprint(job), page_numbers=tuple(_page_numbers(parts, opening)))
    pages = finish(laid.pdf, imprint).data
    pdf = bind(pages, [Insert(p.good.finished.data, p.own + SEPARATOR, p.anchor) for p in parts])
    checks = {**PACK_CHECKS, "pdf-parity": _parity_of(parts), "pdf-words": _words_of(parts)}
    faults = preflight(pdf, _expected(job, parts, laid.source, opening), checks)
    if has_errors(faults):
        raise ExportError(faults)
    told = [d for part in parts for d in part.told]
    said = tuple(dict.fromkeys((*told, *laid.source.diagnostics, *laid.told, *faults)))
    return Finished(pdf, parts[-1].end, said, tuple(checks), _page_map(parts, laid, opening))


def _missing(job: PackJob) -> Iterator[Diagnostic]:
    """Yield what fonts lack of all leaflets: the pack's own pages print their titles too."""
    yield from missing_in_title(job.pack)
    for handout in job.pack.members:
        yield from missing_glyphs(handout, job.brand, job.neighbours.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """A leaflet in its place: the pages of the pack are counted from 1, the pack's own from 0."""

    handout: Handout
    good: Good
    start: int
    """The page of the pack that its separator stands on."""
    own: int
    """The same among the pack's own pages."""

    @property
    def anchor(self) -> str:
        """Where its separator can be found."""
        return f"{ANCHOR}{self.handout.slug}"

    @property
    def pages(self) -> int:
        """How many pages the leaflet has."""
        return self.good.finished.pages or 0

    @property
    def end(self) -> int:
        """The last page of its last sheet."""
        return self.start - 1 + SEPARATOR + self.pages + self.pages % 2

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """What was said of the leaflet alone."""
        return _placed(self.good.finished.diagnostics, self.handout)


def _numbered(job: PackJob, paper: Paper) -> tuple[int, tuple[_Part, ...], Laid]:
    """Return how many pages the contents list takes up, and the leaflets and own pages after it.

    The list says the pages that the leaflets begin on, and those depend on its own length. It is
    laid out with stand-ins first; where the real numbers make it longer, all is laid out again.
    Raises ExportError where no length is the one that it was counted with.
    """
    opening = _contents_pages(job, paper)
    for _ in range(ROUNDS):
        parts = _parts(job, paper, opening)
        laid = lay_out(_own_pages(job, paper, parts, opening))
        taken = _page_of(parts[0].anchor, laid) - opening % 2
        if taken == opening:
            return opening, parts, laid
        opening = taken
    what = "the contents list of a pack takes up another number of pages each time it is numbered"
    hint = "mend your copy of the template or style sheet, or give the pack fewer handouts"
    raise ExportError([error("P044", what, Location(SETTINGS_FILE, job.pack.line), hint)])


def _contents_pages(job: PackJob, paper: Paper) -> int:
    """Return how many pages the contents list takes up with stand-ins for its page numbers."""
    few = [1] * len(job.pack.members)
    laid = lay_out(typeset_pack(job, paper, few, few, opening=0))
    wanted = [f"{ANCHOR}{handout.slug}" for handout in job.pack.members]
    require_anchors(wanted, chain.from_iterable(laid.anchors), job.edition.template)
    return _page_of(f"{ANCHOR}{job.pack.members[0].slug}", laid)


def _page_of(anchor: str, laid: Laid) -> int:
    """Return the index of the first page on which what has an anchor stands."""
    return next(number for number, anchors in enumerate(laid.anchors) if anchor in anchors)


def _parts(job: PackJob, paper: Paper, opening: int) -> tuple[_Part, ...]:
    """Return each leaflet in its place; ExportError with what is wrong with any of them."""
    words = words_for(job.pack.lang)[0]
    parts: list[_Part] = []
    faults: list[Diagnostic] = []
    start, own = opening + opening % 2 + 1, opening + opening % 2
    for handout in job.pack.members:
        typeset = _counting(leaflet_tokens(words, start - 1 + SEPARATOR))
        try:
            good = good_leaflet(job.member(handout, LEAFLET), paper, Design(typeset))
        except PressError as trouble:
            faults += _placed(trouble.diagnostics, handout)
            continue
        part = _Part(handout, good, start, own)
        parts.append(part)
        start, own = part.end + 1, own + SEPARATOR + part.pages % 2
    if faults:
        raise ExportError(faults)
    return tuple(parts)


def _counting(tokens: Tokens) -> Typesetter:
    """Return what typesets a leaflet whose pages count those of its pack too."""
    return lambda job, page, fit, **more: typeset_leaflet(job, page, {**fit, **tokens}, **more)


def _placed(found: Iterable[Diagnostic], handout: Handout) -> tuple[Diagnostic, ...]:
    """Name the handout in what is said of its leaflet; pages are those of the leaflet alone."""
    place = Location(handout.file)
    return tuple(
        replace(
            told,
            location=told.location or place,
            message=re.sub(r"^page \d+(?=:)", r"\g<0> of the leaflet", told.message),
        )
        for told in found
    )


def _own_pages(job: PackJob, paper: Paper, parts: Sequence[_Part], opening: int) -> Typeset:
    starts = [part.start for part in parts]
    return typeset_pack(job, paper, starts, [part.pages for part in parts], opening)


def _refuse_overflow(laid: Laid, parts: Sequence[_Part]) -> None:
    """Raise ExportError with every separator that takes more than its page: it moves the others."""
    bounds = [*(_page_of(part.anchor, laid) for part in parts), len(laid.anchors)]
    faults = [
        error(
            "P040",
            f"the separator of `{part.handout.slug}` has no room on one page",
            Location(part.handout.file, part.handout.front_lines.get("summary")),
            "shorten its title and summary, or mend your copy of the style sheet",
        )
        for part, start, end in zip(parts, bounds, bounds[1:], strict=False)
        if end - start != SEPARATOR + part.pages % 2
    ]
    if faults:
        raise ExportError(faults)


def _imprint(job: PackJob) -> Imprint:
    """Return what the file says of its words: they are reviewed by the first of all days."""
    return Imprint(job.pack.lang, review_due=job.pack.review_due.isoformat())


def _page_numbers(parts: Sequence[_Part], opening: int) -> Iterator[int]:
    """Yield the pages of the pack that its own pages are."""
    yield from range(1, opening + opening % 2 + 1)
    for part in parts:
        yield from range(part.start, part.start + SEPARATOR)
        if part.pages % 2:
            yield part.end


def _page_map(parts: Sequence[_Part], laid: Laid, opening: int) -> PageMap:
    """Return what stands on which page of the pack that its e-book has too.

    That is its contents list and its leaflets. A leaflet's separator, whose page the contents list
    names, is where the leaflet begins; the other pages between them are of paper alone.
    """
    own = frozenset(_page_numbers(parts, opening))
    blank = own.difference(range(1, opening + 1), (part.start for part in parts))
    listed = (passage for passage in laid.page_map.passages if passage.page <= opening)
    printed = (
        replace(passage, page=part.start - 1 + SEPARATOR + passage.page, handout=part.handout.slug)
        for part in parts
        if part.good.finished.page_map
        for passage in part.good.finished.page_map.passages
    )
    return PageMap(parts[-1].end, (*listed, *printed), blank)


def _expected(job: PackJob, parts: Sequence[_Part], source: Typeset, opening: int) -> Expected:
    """Return what preflight must find: what it found in each leaflet, and in the own pages."""
    wanted = [part.good.expected for part in parts]
    words = words_for(job.pack.lang)[0]
    body = body_of(source)
    links = links_of(body)
    return replace(
        wanted[0],
        title=pack_title(job.pack, words),
        counts=sum((Counter(each.counts) for each in wanted), Counter(count_types(body))),
        words="",
        version=_imprint(job).version,
        review_due=_imprint(job).review_due,
        links=len(links) + sum(each.links for each in wanted),
        origins=Origins(tuple(own for each in wanted for own in each.origins.jobs)),
        families=tuple(dict.fromkeys((*source.families, *(f for w in wanted for f in w.families)))),
        allowed_uris=addresses(links).union(*(each.allowed_uris for each in wanted)),
        marks=tuple(
            (mark_word(mark, words), frozenset(_marked_pages(parts, opening, mark)))
            for mark in job.pack.marks
        ),
    )


def _parity_of(parts: Sequence[_Part]) -> Check:
    """Return what looks in each leaflet for its own essentials: another's are not its own."""

    def check_parity(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
        texts = chain(map(proof.text, _articles(proof)), repeat(""))
        for part, text in zip(parts, texts, strict=False):
            yield from faults_of(text, part.good.expected.essentials)

    return check_parity


def _words_of(parts: Sequence[_Part]) -> Check:
    """Return what compares each leaflet with its own words."""

    def check_words(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
        for part, article in zip(parts, _articles(proof), strict=False):
            yield from compare_words(proof, article, part.good.expected.words)

    return check_words


def _articles(proof: Proof) -> Iterator[Element]:
    """Yield the elements that each hold a leaflet."""
    yield from (kid for whole in kids(proof.root) for kid in kids(whole) if has_tag(kid, "Art"))


def _marked_pages(parts: Sequence[_Part], opening: int, mark: Stamp) -> Iterator[int]:
    """Yield the indexes of the pages that say that something in the pack is a draft, or stale."""
    marked = [part for part in parts if mark in part.handout.marks]
    if marked:
        yield from range(opening + opening % 2)
    for part in marked:
        yield from range(part.start - 1, part.end)
