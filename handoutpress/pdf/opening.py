"""Page 1 of a handout: what belongs there, and how it is set so that it has room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
WIDE: tuple[Way, ...] = ({}, {"closeness": "close"}, {"closeness": "closest"})
"""How the theme may set a wide page 1, loosest first: its contents list needs the room."""
NARROW: tuple[Way, ...] = ({}, {"picture_first": True})
"""The same of a narrow page: where the urgent words have no room below the title, the picture
stands there, and they follow whole."""


def opens_well(laid: Laid, edition: Edition) -> bool:
    """Say whether page 1 has what belongs there."""
    wanted = CONTENTS if edition.is_wide else CALLOUTS
    return not any(wanted in anchors for anchors in laid.anchors[1:])


class Opening:
    """Lays out a handout's pages with one width of its gaps after another.

    The gaps move little on page 1: the way that it was set the first time is where the next time
    begins, and a way that is too wide with the narrowest gaps is not tried with others.
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
        self.ways = WIDE if job.edition.is_wide else NARROW

    def lay_out(self, fit: float, **more: object) -> Laid:
        """Return the pages with one of the gaps; `more` goes to the template."""
        laid = self._lay_out(fit, self.ways[0], more)
        if len(self.ways) == 1 or opens_well(laid, self.job.edition):
            return laid
        return self._wide(laid, fit, more) if self.job.edition.is_wide else self._narrow(fit, more)

    def _wide(self, loosest: Laid, fit: float, more: Mapping[str, object]) -> Laid:
        """Return a wide page 1 set as close as it must be; where that does not help, as it was."""
        for number, way in enumerate(self.ways[1:], start=1):
            laid = self._lay_out(fit, way, more)
            if opens_well(laid, self.job.edition):
                self.ways = self.ways[number:]
                return laid
        self.ways = self.ways[:1]
        return loosest

    def _narrow(self, fit: float, more: Mapping[str, object]) -> Laid:
        """Return a narrow page 1 with the picture first."""
        if not opens_well(self._lay_out(min(self.gaps), self.ways[0], more), self.job.edition):
            self.ways = self.ways[1:]
        return self._lay_out(fit, self.ways[-1], more)

    def _lay_out(self, fit: float, way: Way, more: Mapping[str, object]) -> Laid:
        return lay_out(self.typeset(self.job, self.page, self.gaps[fit], **way, **more))
