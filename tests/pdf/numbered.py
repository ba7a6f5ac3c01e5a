"""Small finished pages with a number, a link and a bookmark each: what imposition is tried on."""

from __future__ import annotations

import functools

from handoutpress.content.edition import Paper
from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.structure import finish

FAMILIES = ("Atkinson Hyperlegible",)
SHEET = """<html lang="en"><head><title>Numbers</title><style>
@page {{ size: {width}mm {height}mm; margin: 20mm }}
html {{ font: 12pt "Atkinson Hyperlegible" }}
body {{ margin: 0 }}
h1, h2 {{ margin: 0; font-size: 18pt }}
section {{ break-after: page }}
section:last-child {{ break-after: auto }}
</style></head><body>{pages}</body></html>"""
PAGE = """<section id="p{number}"><h{level}>Leaf {word}</h{level}>
<p>See <a href="#p{other}">leaf {other_word}</a>.</p></section>"""
WORDS = (
    *("Ada", "Bea", "Cleo", "Dora", "Eva", "Flo", "Gwen", "Hera"),
    *("Ida", "Joy", "Kate", "Lena", "Mia", "Nell", "Orla", "Pia"),
)
"""What the pages are called."""


@functools.cache
def numbered(count: int, paper: Paper) -> bytes:
    """Return `count` tagged pages of a size; each names itself, and points to the next."""
    pages = "".join(
        PAGE.format(
            number=n,
            level=1 if n == 0 else 2,
            word=WORDS[n],
            other=(n + 1) % count,
            other_word=WORDS[(n + 1) % count],
        )
        for n in range(count)
    )
    html = SHEET.format(width=paper.width_mm, height=paper.height_mm, pages=pages)
    return finish(lay_out(Typeset(html, {}, FAMILIES)).pdf, Imprint("en")).data
