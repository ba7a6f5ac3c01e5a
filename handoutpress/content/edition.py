"""The named ways to present a handout, and the papers that they are printed on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from handoutpress.content.page_map import PageMap
from handoutpress.diagnostics import Diagnostic

CLEAR_PRINT_PT = 12.0
"""The smallest size of clear print (UKAAF G003)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet. Sizes in millimetres."""

    name: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class ClearPrint:
    """How the running text of an edition is set, as far as clear print has numbers for it."""

    fewest_characters: int = 0
    """What a line of most paragraphs holds at least; two for each character of East Asia."""
    most_characters: int = 80
    """What the lines of no paragraph hold more of (WCAG 2.2, 1.4.8); UKAAF G003 asks for 60 to 70,
    which a box as wide as the page exceeds."""
    longest_in: float | None = None
    """How long a line may be, in inches (UKAAF G003, large print)."""
    leading: float = 1.4
    """The distance of its lines, of their size (house)."""
    keeps_words_whole: bool = False
    """Whether no word is cut at the end of a line (UKAAF G003)."""


CLEAR_PRINT = ClearPrint()
Format = Literal["pdf", "epub"]


@dataclass(frozen=True, slots=True)
class Trifold:
    """Six panels on one sheet, folded twice, the last panel inwards."""

    fold_ticks: bool = False
    """Whether short lines at the edge show where to fold."""
    smallest_pt: float = CLEAR_PRINT_PT
    """The body's size when nothing else helps: less than clear print only where a clinic asks."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """Pages of half a sheet, two to a side, stitched through the fold."""

    creep_mm: float = 0.0
    """How far each sheet, from the outside in, moves its pages towards the fold."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Pages for a printing press: cut out of a larger sheet, in the colours of ink."""

    bleed_mm: float = 3.0
    """How far colour that reaches the cut goes on beyond it."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A way to present a handout; `styles/editions/<name>.css` overrides tokens for it."""

    name: str
    formats: tuple[Format, ...]
    template: str = "leaflet.html"
    """The page source's template; an e-book has a folder of its own."""
    page_sheet: str = "styles/page.css"
    """The style sheet of the pages' frames: their size, margins, head and foot."""
    smallest_pt: float = CLEAR_PRINT_PT
    """No smaller words stand on a page."""
    smallest_label_pt: float = 10.0
    """No smaller words stand inside a figure."""
    is_wide: bool = True
    """Whether a page has room for a side column, and opens with its contents list."""
    is_easy: bool = False
    """Whether a section is printed in its `::: easy` words."""
    making: Trifold | Booklet | Trimmed | None = None
    """What is done with the pages; None: they are the sheets."""
    is_for_print: bool = False
    """Whether it is for a printer alone, and never the file that a patient is offered."""
    clear_print: ClearPrint = CLEAR_PRINT
    """How its running text is set."""
    tokens: str = ""
    """The name of its sheet of tokens, where that is not its own."""

    def __hash__(self) -> int:
        # It is looked up for each of thousands of files, and the name tells nearly all apart.
        return hash(self.name)


PAPERS: dict[str, Paper] = {
    "a4": Paper("a4", 210, 297),
    "letter": Paper("letter", 215.9, 279.4),
}
LEAFLET = Edition("leaflet", ("pdf",), clear_print=ClearPrint(fewest_characters=45))
LARGE_PRINT = Edition(
    "large-print",
    ("pdf",),
    smallest_pt=16,
    smallest_label_pt=16,
    is_wide=False,
    clear_print=ClearPrint(longest_in=6, keeps_words_whole=True),
)
EASY_READ = Edition(
    "easy-read",
    ("pdf",),
    "easy-read.html",
    smallest_pt=14,
    smallest_label_pt=14,
    is_wide=False,
    is_easy=True,
    clear_print=ClearPrint(keeps_words_whole=True),
)
TRIFOLD = Edition(
    "trifold",
    ("pdf",),
    "trifold.html",
    "styles/panels.css",
    is_wide=False,
    making=Trifold(),
    is_for_print=True,
    clear_print=ClearPrint(leading=1.3),
)
BOOKLET = Edition(
    "booklet", ("pdf",), "booklet.html", is_wide=False, making=Booklet(), is_for_print=True
)
SHOP = Edition("shop", ("pdf",), making=Trimmed(), is_for_print=True)
PACK = Edition("pack", ("pdf", "epub"), "pack.html")
EPUB = Edition("epub", ("epub",))

EDITIONS: dict[str, Edition] = {
    edition.name: edition
    for edition in (LEAFLET, LARGE_PRINT, EASY_READ, TRIFOLD, BOOKLET, SHOP, PACK, EPUB)
}

BILINGUAL: dict[str, Edition] = {
    # Two columns leave no room for a third of terms, nor for a contents list on page 1.
    LEAFLET.name: replace(
        LEAFLET,
        is_wide=False,
        tokens="leaflet-bilingual",
        clear_print=ClearPrint(leading=1.35),
    ),
    LARGE_PRINT.name: LARGE_PRINT,
    BOOKLET.name: BOOKLET,
    EPUB.name: EPUB,
}
"""The editions that can hold two languages of a handout, as they are made then, by name."""


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
    page_map: PageMap | None = None
    """What stands on which page, where an e-book may list these pages."""
    seconds: float | None = field(default=None, compare=False)
    """How long it took to make, where that was measured: no part of what it is."""
