"""The named ways to present a handout, and the papers that they are printed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from handoutpress.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet. Sizes in millimetres."""

    name: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Edition:
    """A way to present a handout; `styles/editions/<name>.css` overrides tokens for it."""

    name: str
    format: Literal["pdf", "epub"]

    @property
    def is_paged(self) -> bool:
        """Whether it is laid out on paper."""
        return self.format == "pdf"


PAPERS: dict[str, Paper] = {
    "a4": Paper("a4", 210, 297),
    "letter": Paper("letter", 215.9, 279.4),
}
EDITIONS: dict[str, Edition] = {
    "leaflet": Edition("leaflet", "pdf"),
    "epub": Edition("epub", "epub"),
}


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that is ready to be written: its bytes, its pages, and what preflight said of it."""

    data: bytes = field(repr=False)
    pages: int | None
    """The number of pages; None for an e-book."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Warnings only: an error is raised as ExportError."""
    checks: tuple[str, ...] = ()
    """The names of the preflight checks that ran and passed on these very bytes."""
