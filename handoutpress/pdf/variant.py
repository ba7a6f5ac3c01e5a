"""One clinic's file of pages that many clinics share, or of its own where it suits none.

A body is laid out once for all whom it suits, a letterhead once for all handouts of a clinic; a
file is composed of the two. The first file with a body goes through all of preflight, and a
letterhead does by itself. A further file is two parts that did, and differs in nothing but what
`compose` puts in.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from handoutpress.content.brand import Brand
from handoutpress.content.edition import Finished, Paper
from handoutpress.content.page_map import PageMap, Place
from handoutpress.content.report import has_errors
from handoutpress.design.clinic import clinic_values
from handoutpress.design.essentials import bare
from handoutpress.design.shared import Roots, Shared, Trail, UnfitError, blanked
from handoutpress.design.stylesheet import read_tokens
from handoutpress.design.typeset import Job, Typeset
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, ExportError, ThemeError
from handoutpress.pdf.body import CONTACTS, Body, make_body
from handoutpress.pdf.compose import compose
from handoutpress.pdf.engine import LIBRARIES, Laid
from handoutpress.pdf.leaflet import (
    MATTERS_OF_FIT,
    Design,
    Good,
    body_of,
    expected,
    good_leaflet,
    imprint_of,
    refuse_missing_glyphs,
)
from handoutpress.pdf.letterhead import Letterhead, make_letterhead
from handoutpress.pdf.preflight import Expected, preflight
from handoutpress.pdf.printed import read_printed
from handoutpress.pdf.stock import Stock
from handoutpress.pdf.structure import PT_PER_PX, finish
from handoutpress.pdf.wholeness import words_of
from handoutpress.recent import Recent

BODIES, LETTERHEADS = 5, 600
"""For how many handouts bodies are kept, and how many letterheads: for more clinics than the press
serves at once (`press.schedule`)."""
ALIKE = 40
"""How many bodies of one handout are kept: clinics differ in few ways that move words, such as the
shape of their phone numbers. A body takes about 400 KB and a letterhead 80 KB, so at most some
130 MB are held."""
LINE_END = "\\A"
"""What ends a line in a style sheet."""
COMPOSED = "pdf-composed"
"""What the manifest says of a composed file: its two parts passed all the checks, the pages in the
first file that was composed of them, the letterhead by itself."""
_SHADE = re.compile(r"gradient\([^;]*--color-(?:brand|on-brand|accent|tint)")


def make_variant(
    job: Job, paper: Paper, design: Design | None = None, stock: Stock | None = None
) -> Finished:
    """Return a handout's printed edition whose pages are its sheets, finished and checked.

    It is the same file whatever was made before it. What it shares with others is kept in `stock`.
    Raises as `good_leaflet`.
    """
    return good_variant(job, paper, design, stock).finished


def good_variant(
    job: Job, paper: Paper, design: Design | None = None, stock: Stock | None = None
) -> Good:
    """Return the same, with what preflight goes by: a start for further work."""
    design = design or Design()
    refuse_missing_glyphs(job)
    # A designer's own templates may do with a clinic's words what is not known here.
    if job.second is None and not job.theme.has_own("templates/"):
        variant = _Variant(job, paper, design, stock)
        try:
            return variant.good()
        except (ExportError, ThemeError, UnfitError):
            # Laid out by itself it is made all the same, or tells what is wrong with it.
            pass
        return variant.by_itself()
    return good_leaflet(job, paper, design)


def lay_letterhead(job: Job, paper: Paper, stock: Stock) -> None:
    """Keep in `stock` the letterhead that a clinic's files most likely need, if it can be made.

    What is wrong with it is told by the files that need it.
    """
    variant = _Variant(job, paper, Design(), stock)
    with contextlib.suppress(ExportError, ThemeError, UnfitError):
        variant.lay_letterhead()


def _refuse_gradients(source: Typeset) -> None:
    """Raise UnfitError where a clinic's colour may run into another: it is then in no one place."""
    shaded = any(
        b"stop-color" in data and b"currentColor" in data for data in source.resources.values()
    )
    if shaded or _SHADE.search(source.sheet.css):
        raise UnfitError("a clinic's colour runs into another")


def _refuse_repeats(pdf: bytes, source: Typeset, shared: Shared) -> None:
    """Raise UnfitError where a blank number is drawn more often than the source says it.

    A designer's styles may repeat words, where no link leads to be filled in.
    """
    drawn = bare("".join(piece.text for piece in read_printed(pdf).pieces))
    said = words_of(body_of(source))
    for name in set(shared.blanks):
        number = bare(blanked(shared.number(name)))
        if drawn.count(number) > said.count(number):
            raise UnfitError("a phone number is drawn again where it cannot be filled in")


class _Setting(NamedTuple):
    """What decides on a letterhead beside the clinic, the language and the edition."""

    foot_lines: int
    closeness: str


@dataclass(frozen=True, slots=True)
class _Terms:
    """Whom a body suits."""

    readings: Mapping[Trail, str]
    """What a clinic says wherever the page source has read anything."""
    setting: _Setting
    heights: Mapping[str, float]
    """How high the parts of its letterhead are, in CSS pixels."""

    @property
    def key(self) -> Hashable:
        """What tells these terms from others."""
        return sorted(self.readings.items()), self.setting, sorted(self.heights.items())


@dataclass(frozen=True, slots=True)
class _Pages:
    """A body, whom it suits, and what is told of it."""

    body: Body
    terms: _Terms
    page_map: PageMap
    places: tuple[Place, ...]
    """Where the numbers to fill in stand in this map, in the order of the body's `fills`."""
    more: Mapping[str, object]
    """What the template was told beside the job."""
    told: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """Whom the bodies of one handout suit that are kept on disk."""

    terms: tuple[_Terms, ...] = ()


_bodies: Recent[tuple[_Pages, ...]] = Recent(BODIES)
_letterheads: Recent[Letterhead] = Recent(LETTERHEADS)


class _Variant:
    """One clinic's file on its way from shared pages."""

    def __init__(self, job: Job, paper: Paper, design: Design, stock: Stock | None) -> None:
        self.job = job
        self.paper = paper
        self.design = design
        self.stock = stock
        self.words, _ = words_for(job.handout.lang)
        self.roots = Roots.of(job.brand, job.handout, self.words)
        self.clinic = clinic_values(job.brand.facts, self.words)

    def good(self) -> Good:
        """Return the file; raises UnfitError or ExportError where it cannot be composed."""
        pages, finished = self._found()
        return Good(finished, lambda: self._wanted(pages))

    def _found(self) -> tuple[_Pages, Finished]:
        key = self._key()
        known = _bodies.get(key, tuple)
        for pages in known:
            if self._suits(pages.terms):
                return pages, self._composed(pages)
        kept = self._from_stock(key)
        if kept:
            pages, finished = kept, self._composed(kept)
        else:
            pages, finished = self._first_good()
            self._to_stock(pages, key)
        _bodies.put(key, (*known, pages)[-ALIKE:])
        return pages, finished

    def by_itself(self) -> Good:
        """Return the file as it is laid out for its clinic alone; raises as `good_leaflet`.

        Its panel has the room that it has in shared pages.
        """
        try:
            room = self._letterhead(self._likely).heights[CONTACTS]
        except (ExportError, ThemeError, UnfitError):
            room = 0.0
        job = replace(self.job, panel_px=room)
        return good_leaflet(job, self.paper, self.design)

    @property
    def _likely(self) -> _Setting:
        """The setting that most handouts have."""
        joint = read_tokens(self.job.theme, self.job.edition).get("--foot-joint", "")
        return _Setting(1 + joint.count(LINE_END), "")

    def _from_stock(self, key: Hashable) -> _Pages | None:
        """Return pages that suit, if there are any on disk."""
        if self.stock and (index := self.stock.get(_Index, key)):
            fitting = (terms for terms in index.terms if self._suits(terms))
            found = (self.stock.get(_Pages, (key, terms.key)) for terms in fitting)
            return next(filter(None, found), None)
        return None

    def _to_stock(self, pages: _Pages, key: Hashable) -> None:
        """Keep pages on disk; the first ones stay, for where clinics are all different none helps.

        The index is written last: what it names is there.
        """
        if not self.stock:
            return
        index = self.stock.get(_Index, key) or _Index()
        if len(index.terms) < ALIKE:
            self.stock.put(pages, (key, pages.terms.key))
            self.stock.put(_Index((*index.terms, pages.terms)), key)

    def _key(self) -> Hashable:
        """Return what decides on shared pages: all but the clinic."""
        return *self.job.key, self.paper, LIBRARIES

    def _own(self, setting: _Setting) -> Hashable:
        """Return what decides on a letterhead: where no clinic is named, a handout's number too."""
        brand, handout = self.job.brand, self.job.handout
        number = handout.record.id if brand.is_plain else ""
        own = brand.slug, brand.sources_digest, number, handout.lang, repr(self.job.edition)
        return (*own, self.paper, self.job.theme.digest, LIBRARIES, setting)

    def _letterhead(self, setting: _Setting) -> Letterhead:
        own = self._own(setting)

        def made() -> Letterhead:
            if self.stock and (kept := self.stock.get(Letterhead, own)):
                return kept
            letterhead = make_letterhead(self.job, self.paper, *setting)
            if self.stock:
                self.stock.put(letterhead, own)
            return letterhead

        return _letterheads.get(own, made)

    def lay_letterhead(self) -> None:
        """Lay out the letterhead that is needed where page 1 has room; raises as making it."""
        self._letterhead(self._likely)

    def _suits(self, terms: _Terms) -> bool:
        if not self.roots.agree(terms.readings):
            return False
        return self._letterhead(terms.setting).heights == terms.heights

    def _first_good(self) -> tuple[_Pages, Finished]:
        """Lay out shared pages, and return the first that preflight lets pass with their file."""
        # Any letterhead tells the heights; the one of as many lines as are likely is needed anyway.
        likely = self._likely
        shared = Shared(
            self.roots,
            lambda close: self._letterhead(likely._replace(closeness=close)).heights,
        )
        job = replace(self.job, brand=Brand.plain(), shared=shared)
        refused: list[ExportError] = []
        for laid in self.design.attempts(job, self.paper, self.design.typeset):
            pages = self._pages(laid, shared)
            try:
                finished, faults = self._checked(pages)
            except ExportError as trouble:
                refused.append(trouble)
                if any(fault.code in MATTERS_OF_FIT for fault in trouble.diagnostics):
                    continue
                break
            return replace(pages, told=(*pages.told, *self._of_words(faults))), finished
        raise refused[0]

    def _of_words(self, faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return those warnings that are no clinic's own."""
        file = self.job.handout.file
        return tuple(f for f in faults if f.location is None or f.location.file == file)

    def _pages(self, laid: Laid, shared: Shared) -> _Pages:
        setting = _Setting(laid.foot_lines, laid.source.closeness)
        done = finish(laid.pdf, imprint_of(self.job), keep_rooms=True)
        _refuse_gradients(laid.source)
        if self.job.theme.has_own("styles/"):
            _refuse_repeats(done.data, laid.source, shared)
        boxes = laid.letterboxes
        letterhead = self._letterhead(setting)
        if boxes.keys() != letterhead.parts.keys() or any(box.is_cut for box in boxes.values()):
            raise UnfitError("a part of the letterhead has no room on one page")
        spots = {
            name: (box.page, box.x_px * PT_PER_PX, box.y_px * PT_PER_PX)
            for name, box in boxes.items()
        }
        body, page_map = make_body(done.data, spots), laid.page_map
        return _Pages(
            body=body,
            terms=_Terms(dict(shared.readings), setting, letterhead.heights),
            page_map=page_map,
            places=page_map.places(blanked(self.clinic[fill.name].text) for fill in body.fills),
            more=laid.source.more,
            told=(*laid.source.diagnostics, *laid.told),
        )

    def _checked(self, pages: _Pages) -> tuple[Finished, tuple[Diagnostic, ...]]:
        """Return the file and what preflight says of it; ExportError where it refuses."""
        finished = self._composed(pages)
        faults = preflight(finished.data, self._wanted(pages), self.design.checks)
        if has_errors(faults):
            raise ExportError(faults)
        return replace(finished, diagnostics=(*finished.diagnostics, *faults)), faults

    def _wanted(self, pages: _Pages) -> Expected:
        """Return what preflight must find in the file."""
        source = self.design.typeset(self.job, self.paper, **pages.more)
        return expected(source, self.job, self.paper)

    def _composed(self, pages: _Pages) -> Finished:
        letterhead = self._letterhead(pages.terms.setting)
        data = compose(pages.body, letterhead, self.clinic, self.words)
        told = tuple(dict.fromkeys((*pages.told, *letterhead.diagnostics)))
        page_map = self._filled(pages)
        return Finished(data, len(pages.body.sheets), told, (COMPOSED,), page_map)

    def _filled(self, pages: _Pages) -> PageMap:
        """Return the map of the pages with the clinic's numbers in the place of blank ones."""
        numbers = (self.clinic[fill.name].text for fill in pages.body.fills)
        parts = self._letterhead(pages.terms.setting).words
        return pages.page_map.filled(parts, zip(pages.places, numbers, strict=True))
