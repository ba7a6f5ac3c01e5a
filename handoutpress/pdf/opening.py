"""Page 1 of a handout: what belongs there, and how it is set so that it has room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handoutpress.content.edition import Edition, Paper
from handoutpress.design.stylesheet import Tokens
from handoutpress.design.typeset import Job, Typeset, typeset_leaflet
from handoutpress.pdf.engine import Laid, lay_out

Typesetter = Callable[..., Typeset]
"""From a job, a page, the gaps' tokens and what goes to the template to a page source."""
CONTENTS, CALLOUTS = "_contents", "_callouts"
"""What belongs on page 1, where pages are wide and where they are narrow. An author's anchor never
starts with a low line."""
Way = Mapping[str, object]
"""What a template is told of page 1."""
CLOSER: tuple[Way, ...] = ({"closeness": "close"}, {"closeness": "closest"})
"""How the theme may set a page 1 that has too little room, loosest first."""
PICTURE_FIRST: Way = {"picture_first": True}
"""Where the urgent words have no room below the title, the picture stands there, and they follow
whole."""


def opens_well(laid: Laid, edition: Edition) -> bool:
    """Say whether page 1 has what belongs there."""
    wanted = CONTENTS if edition.is_wide else CALLOUTS
    return not any(wanted in anchors for anchors in laid.anchors[1:])


class Opening:
    """Lays out a handout's pages with one width of its gaps after another.

    The gaps move little on page 1: the way that it was set the first time is where the next time
    begins, and where none has room with the narrowest gaps they are not all tried with others.
    """

    def __init__(
        self,
        job: Job,
        page: Paper,
        gaps: Mapping[float, Tokens],
        typeset: Typesetter = typeset_leaflet,
    ) -> None:
        self.job = job
        self.page = page
        self.gaps = gaps
        self.typeset = typeset
        self.ways = _ways(job)
        self.found: dict[float, Way] = {}
        """How page 1 was set with each of the gaps that were tried."""

    def lay_out(self, fit: float, **more: object) -> Laid:
        """Return the pages with one of the gaps; `more` goes to the template.

        With the same gaps, page 1 is set as it was before.
        """
        if fit in self.found:
            return self._lay_out(fit, self.found[fit], more)
        tried: list[Laid] = []
        for number, way in enumerate(self.ways):
            laid = self._lay_out(fit, way, more)
            if opens_well(laid, self.job.edition):
                self.found[fit] = way
                self.ways = self.ways[number:]
                return laid
            tried.append(laid)
        return self._too_full(fit, tried, more)

    def _too_full(self, fit: float, tried: Sequence[Laid], more: Mapping[str, object]) -> Laid:
        """Return a wide page 1 set as loosely as it was tried, a narrow one picture first."""
        if self.job.edition.is_wide:
            self.found[fit] = self.ways[0]
            self.ways = self.ways[:1]
            return tried[0]
        self.found[fit] = self.ways[-1]
        if self.ways[1:]:
            closest = self._lay_out(min(self.gaps), self.ways[-2], more)
            if not opens_well(closest, self.job.edition):
                self.ways = self.ways[-1:]
        return tried[-1]

    def _lay_out(self, fit: float, way: Way, more: Mapping[str, object]) -> Laid:
        return lay_out(self.typeset(self.job, self.page, self.gaps[fit], **way, **more))


def _ways(job: Job) -> tuple[Way, ...]:
    """Return how page 1 may be set, best first."""
    if job.edition.is_wide:
        return ({}, *CLOSER)
    # Large type is not made smaller, and a small page has nothing to give.
    return ({}, *(CLOSER if job.second else ()), PICTURE_FIRST)
