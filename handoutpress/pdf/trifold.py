"""A handout to a trifold: its words fitted to six panels, these imposed on a sheet's two sides."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handoutpress.content.edition import CLEAR_PRINT_PT, Finished, Paper, Trifold
from handoutpress.content.handout import Handout, Section
from handoutpress.content.rewording import Wording, reworded
from handoutpress.content.walk import plain_text
from handoutpress.design.copyfit import (
    INDISPENSABLE,
    Copy,
    Fit,
    Place,
    Rooms,
    Spare,
    copy_fit,
    less,
    over_mm,
)
from handoutpress.design.essentials import held_lines
from handoutpress.design.stylesheet import Tokens, length_mm
from handoutpress.design.typeset import Job, typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, ExportError, Location, error, warning
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.folding import BACK, FLAP, LEFT, PANELS, Panels, trifold_sides
from handoutpress.pdf.imposition import SHORT_EDGE, impose
from handoutpress.pdf.leaflet import (
    first_good,
    fits,
    on_sheets,
    refuse_missing_glyphs,
    require_anchors,
)
from handoutpress.pdf.preflight import PANEL_CHECKS, SHEET_CHECKS

STRIP_MM = 20000.0
"""The height of the one long panel on which everything is measured."""
GAPS = (0.76, 0.88, 1.0, 1.15, 1.3, 1.5)
"""How wide the gaps may be, of the design's. Words go before air: everything is measured with the
narrowest, then the panels take the widest that they have room for."""
ONE_PANEL = {"--panel-break": "auto"}
SMALLER_PT = 0.5
"""From one size of type to the next where a clinic allows smaller words."""
CANNOT = "the trifold cannot be made"
NOTE_LINE_MM = 10.0
NOTES_FURNITURE_MM = 45.0
"""What the margins, the heading and the words of a panel for notes take of its height."""


def make_trifold(job: Job, paper: Paper) -> Finished:
    """Return a handout as a trifold: one sheet of `paper`, printed on both sides, folded twice.

    Raises ExportError where a character has no glyph, the engine fails or preflight refuses, and
    P027 where even the words that no trifold may leave out have no room.
    """
    refuse_missing_glyphs(job)
    making = job.edition.making
    making = making if isinstance(making, Trifold) else Trifold()
    panels = PANELS[paper.name]
    allowed = replace(job, edition=replace(job.edition, smallest_pt=making.smallest_pt))
    page = Paper(paper.name, panels.wide_mm, panels.height_mm)
    good = first_good(allowed, page, [_fitted(job, panels, making)], PANEL_CHECKS)
    words, _ = words_for(job.handout.lang)
    labels = (words("Outside"), words("Inside"))
    sides = trifold_sides(panels, labels, making.fold_ticks, words.direction)
    sheet = Paper(paper.name, paper.height_mm, paper.width_mm)
    pdf = impose(good.finished.data, sides, duplex=SHORT_EDGE)
    return on_sheets(good, pdf, sheet, SHEET_CHECKS)


def _fitted(job: Job, panels: Panels, making: Trifold) -> Laid:
    """Return six panels in the largest type in which the words have room."""
    faults: list[Diagnostic] = []
    for size_pt in _sizes(making.smallest_pt):
        fitting = _Fitting(job, panels, size_pt)
        laid = fitting.laid()
        if isinstance(laid, Laid):
            small = [_small(job.handout, size_pt)] if size_pt < CLEAR_PRINT_PT else []
            return replace(laid, remarks=(*laid.remarks, *small))
        faults.append(laid)
    raise ExportError(faults[-1:])


def _sizes(smallest_pt: float) -> Iterator[float]:
    size_pt = CLEAR_PRINT_PT
    while size_pt > smallest_pt:
        yield size_pt
        size_pt -= SMALLER_PT
    yield smallest_pt


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A handout on its way to six panels, in one size of type."""

    job: Job
    panels: Panels
    size_pt: float

    def laid(self) -> Laid | Diagnostic:
        """Return the panels; P027 where the words do not fit into them."""
        full, panel_mm = self._strip(Wording.FULL, self.job.handout.sections[:1])
        short, _ = self._strip(Wording.SHORT, self.job.handout.sections)
        copies = self._copies(full, short)
        rooms = Rooms(
            panel_mm=panel_mm,
            cover_mm=full["_cover"],
            callouts_mm=full["_flap"],
            glance_mm=full["_glance"],
            back_mm=full["_back"],
            brief_back_mm=short["_back"],
            more_mm=full["_more"],
            heading_mm=(short["_more"] - full["_more"])
            / max(len(self.job.handout.sections) - 1, 1),
        )
        return self._tried(copies, rooms)

    def _tried(self, copies: Sequence[Copy], rooms: Rooms) -> Laid | Diagnostic:
        """Return the panels with the most words that they hold, in the widest gaps."""
        spare: Spare | None = Spare()
        over: Place | None = None
        while spare is not None:
            fit = copy_fit(copies, rooms, spare)
            laid = self._panels(fit, GAPS[0], "auto")
            over = _overflow(laid)
            if over is None:
                longer = copy_fit(copies, rooms, spare, lengthens=True)
                return self._best(fit, longer, laid)
            tried, spare = spare, less(copies, rooms, spare, over)
        return _overfull(self.job, self.size_pt, copies, rooms, tried)

    def _strip(
        self, wording: Wording, left_out: Sequence[Section]
    ) -> tuple[dict[str, float], float]:
        """Return how high each part is on one long panel, and how much a real one has room for."""
        sections = self.job.handout.sections
        wordings = {s.anchor: wording if s.short else Wording.FULL for s in sections}
        fit = Fit(
            wordings,
            glance_place="flap",
            more_place="inside",
            is_brief=wording is Wording.SHORT,
        )
        spots = self._lay_out(fit, GAPS[0], STRIP_MM, left_out, ONE_PANEL).anchors[0]
        there = (s.anchor for s in self._worded(wordings).sections)
        names = ("_cover", "_flap", "_glance", *there, "_more", "_back", "_end")
        require_anchors(names, spots, self.job.edition.template)
        tops = {name: spots[name].y_mm for name in names}
        heights = {a: tops[b] - tops[a] for a, b in pairwise(names)}
        foot_mm = length_mm(self.job.theme, self.job.edition, "--margin-bottom")
        return heights, self.panels.height_mm - tops["_cover"] - foot_mm

    def _copies(self, full: Mapping[str, float], short: Mapping[str, float]) -> tuple[Copy, ...]:
        sections = self.job.handout.sections
        held = held_lines(self.job.handout, self.job.brand)
        ends = (*(section.line for section in sections[1:]), sys.maxsize)
        copies = tuple(
            Copy(
                section,
                _wordings(section, full, short),
                section.priority == INDISPENSABLE or any(section.line <= n < end for n in held),
            )
            for section, end in zip(sections, ends, strict=True)
        )
        _refuse_pictures_alone(self.job.handout, copies)
        return tuple(copy for copy in copies if copy.heights_mm)

    def _best(self, fit: Fit, longer: Fit, found: Laid) -> Laid:
        """Return the panels with whole sections, then longer words, then wide gaps, if they can.

        `found` are those of `fit` with the narrowest gaps and with sections cut by folds.
        """
        whole = self._panels(fit, GAPS[0], "avoid")
        keep, found = ("auto", found) if _overflow(whole) else ("avoid", whole)
        more = self._panels(longer, GAPS[0], keep)
        if not _overflow(more):
            fit, found = longer, more
        fitting, too_wide = 0, len(GAPS)
        while too_wide - fitting > 1:
            middle = (fitting + too_wide) // 2
            laid = self._panels(fit, GAPS[middle], keep)
            if _overflow(laid):
                too_wide = middle
            else:
                fitting, found = middle, laid
        return found

    def _panels(self, fit: Fit, factor: float, keep: str) -> Laid:
        """Return six panels with gaps of a width, or more where the words need them.

        `keep` says whether a fold may cut a section.
        """
        left_out = fit.left_out(self.job.handout.sections)
        height_mm, tokens = self.panels.height_mm, {"--keep-sections": keep}
        laid = self._lay_out(fit, factor, height_mm, left_out, tokens)
        lacking = BACK + 1 - len(laid.anchors)
        if lacking > 0:
            laid = self._lay_out(fit, factor, height_mm, left_out, tokens, notes=lacking)
        return laid

    def _worded(self, wordings: Mapping[str, Wording]) -> Handout:
        return reworded(self.job.handout, wordings, keeps_figures=False)

    def _lay_out(
        self,
        fit: Fit,
        factor: float,
        height_mm: float,
        left_out: Sequence[Section],
        tokens: Tokens,
        notes: int = 0,
    ) -> Laid:
        handout = self._worded(fit.wordings)
        gaps = fits(self.job, [factor])[factor]
        sizes = {
            "--type-body": f"{self.size_pt:g}pt",
            "--narrow-width": f"{self.panels.narrow_mm:g}mm",
        }
        source = typeset_leaflet(
            replace(self.job, handout=handout),
            Paper("panel", self.panels.wide_mm, height_mm),
            {**gaps, **sizes, **tokens},
            flap=tuple(s for s in handout.sections if s.anchor in fit.flap),
            inside=tuple(s for s in handout.sections if s.anchor not in fit.flap),
            left_out=tuple(section.heading for section in left_out),
            glance_place=fit.glance_place,
            more_place=fit.more_place,
            is_brief=fit.is_brief,
            notes=notes,
            note_lines=int((self.panels.height_mm - NOTES_FURNITURE_MM) / NOTE_LINE_MM),
        )
        return lay_out(source)


def _overflow(laid: Laid) -> Place | None:
    """Return the first part of a trifold that has run out of its panels, if one has."""
    first = {
        name: min((n for n, page in enumerate(laid.anchors) if name in page), default=BACK + 1)
        for name in ("_flap", "_inside", "_back")
    }
    if first["_flap"] > FLAP:
        return "cover"
    if first["_back"] > BACK:
        return "inside" if first["_inside"] <= LEFT else "flap"
    return "back" if len(laid.anchors) > BACK + 1 else None


def _wordings(
    section: Section, full: Mapping[str, float], short: Mapping[str, float]
) -> dict[Wording, float]:
    """Return the height of each wording that a section has: of pictures alone it has none."""
    measured = {Wording.FULL: full} | ({Wording.SHORT: short} if section.short else {})
    return {w: mm[section.anchor] for w, mm in measured.items() if section.anchor in mm}


def _refuse_pictures_alone(handout: Handout, copies: Sequence[Copy]) -> None:
    """Raise ExportError P027 where a section stays in every edition, and has no words to print."""
    faults = [
        error(
            "P027",
            f"{CANNOT}: a section that may not be left out has figures and no words",
            Location(handout.file, copy.section.line),
            "write `::: short` words under its heading, or give it a lower priority than 1",
        )
        for copy in copies
        if copy.stays and not copy.heights_mm
    ]
    if faults:
        raise ExportError(faults)


def _small(handout: Handout, size_pt: float) -> Diagnostic:
    return warning(
        "P028",
        f"the trifold is printed at {size_pt:g} pt, and clear print begins at {CLEAR_PRINT_PT:g}",
        Location(handout.file),
        "shorten the `::: short` words, or give more sections a lower priority",
    )


def _overfull(
    job: Job, size_pt: float, copies: Sequence[Copy], rooms: Rooms, spare: Spare
) -> Diagnostic:
    """Say by how much the panels are too small, and which sections would have to go."""
    handout = job.handout
    outer = (
        ("cover", rooms.cover_mm, handout.file, "shorten the title and summary"),
        ("back", rooms.brief_back_mm, job.brand.file, "shorten what it says, the disclaimer first"),
    )
    for name, height_mm, file, hint in outer:
        if height_mm > rooms.panel_mm:
            where = Location(file or handout.file)
            told = f"the {name} is overfull by {height_mm - rooms.panel_mm:.0f} mm"
            return error("P027", f"{CANNOT} at {size_pt:g} pt: {told}", where, hint)
    kept = sorted((c for c in copies if c.stays), key=lambda copy: -copy.least_mm)
    over = max(over_mm(copies, rooms, spare), 1.0)
    return error(
        "P027",
        f"{CANNOT} at {size_pt:g} pt: its panels are overfull by {over:.0f} mm",
        Location(handout.file, kept[0].section.line if kept else None),
        "these sections may not be left out: give one a lower priority than 1 if it can be, or "
        "write fewer `::: short` words",
        *(_in_way(copy) for copy in kept),
    )


def _in_way(copy: Copy) -> str:
    return f'line {copy.section.line}, "{plain_text(copy.section.heading)}": {copy.least_mm:.0f} mm'
