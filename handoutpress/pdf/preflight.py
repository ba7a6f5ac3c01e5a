"""The checks that every finished PDF must pass before it is written.

Outside validators find most faults of syntax and tagging; these checks run on each build without
them, and look for what no validator sees as well: content claimed twice, empty headings, lost
links, small print, a heading left alone at the foot of a page.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import pikepdf
from pikepdf import Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.archive_checks import check_archive
from handoutpress.pdf.capitals import check_capitals
from handoutpress.pdf.content_checks import check_marks, check_tags
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.identity_checks import check_identity
from handoutpress.pdf.layout_checks import (
    check_draft_mark,
    check_last_page,
    check_margins,
    check_stranded_headings,
    check_text_size,
)
from handoutpress.pdf.letter_checks import LETTER_CHECKS
from handoutpress.pdf.line_checks import LINE_CHECKS
from handoutpress.pdf.link_checks import check_link_areas, check_links
from handoutpress.pdf.parity import check_parity
from handoutpress.pdf.proof import Expected, Proof, open_proof
from handoutpress.pdf.tag_checks import (
    check_bookmarks,
    check_figures,
    check_headings,
    check_lists,
    check_tables,
)
from handoutpress.pdf.wholeness import check_whole

__all__ = [
    "LETTERHEAD_CHECKS",
    "PACK_CHECKS",
    "PAGE_CHECKS",
    "PANEL_CHECKS",
    "SHEET_CHECKS",
    "Check",
    "Checks",
    "Expected",
    "preflight",
]

Check = Callable[[Proof, Expected], Iterator[Diagnostic]]
Checks = Mapping[str, Check]
"""Checks by the names that the manifest gives them."""
SIZE_TOLERANCE_PT = 0.5
FEW, EVERY = 8, sys.maxsize
"""How many of one check's faults are told."""
EACH_ONE = frozenset({"pdf-parity", "pdf-identity"})
"""The checks of which every fault is told: what no edition may lose, and what is never many."""
_ACTIVE = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/AA": "an action that runs by itself",
    "/OpenAction": "an action that runs by itself",
    "/EmbeddedFiles": "an attached file",
    "/EF": "an attached file",
    "/XFA": "a form",
    "/AcroForm": "a form",
}
"""Keys that a leaflet has no use for, and what they would bring."""
_ACTIONS = frozenset({"/URI", "/GoTo"})
"""The kinds of action that a link may have."""


def preflight(
    pdf: bytes, expected: Expected, checks: Checks | None = None
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a finished PDF; nothing when every check passed.

    `checks` are those of pages in reading order unless it says otherwise. Errors mean that the file
    must not be given out. Their messages name the page; the file's path is the caller's to add.
    """
    try:
        with open_proof(pdf, expected) as proof:
            return _faults(proof, expected, PAGE_CHECKS if checks is None else checks)
    except pikepdf.PdfError as fault:
        return (error("P010", f"the file cannot be read: {fault}"),)


def check_alone(pdf: bytes, print_only: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a finished PDF as far as the file alone can show it.

    `print_only` is what a file for print alone says of itself; empty for any other.
    """
    try:
        with open_proof(pdf) as proof:
            title, lang = proof.document.docinfo.get(Name.Title), proof.document.Root.get(Name.Lang)
            expected = Expected(
                title=str(title or "?"),
                lang=str(lang or "?"),
                width_mm=0,
                height_mm=0,
                links=0,
                families=(),
                allowed_uris=frozenset(),
                print_only=print_only,
            )
            return _faults(proof, expected, ALONE_CHECKS)
    except pikepdf.PdfError as fault:
        return (error("P010", f"the file cannot be read: {fault}"),)


def _faults(proof: Proof, expected: Expected, checks: Checks) -> tuple[Diagnostic, ...]:
    """Return what checks find: of those that can repeat, the first few and how many more."""
    return tuple(
        fault
        for name, check in checks.items()
        for fault in _first(tuple(check(proof, expected)), EVERY if name in EACH_ONE else FEW)
    )


def _first(found: Sequence[Diagnostic], few: int) -> Iterator[Diagnostic]:
    """Yield the first few of what one check found, and a word of the rest under each code."""
    yield from found[:few]
    for (code, severity), count in Counter((f.code, f.severity) for f in found[few:]).items():
        yield Diagnostic(code, severity, f"there are {count} more like this in the file")


def check_syntax(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P010: the file is read without repair, and each of its streams decodes."""
    for problem in (*proof.document.get_warnings(), *proof.document.check_pdf_syntax()):
        yield error("P010", f"the file's syntax is broken: {problem}")


def check_page_size(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P012: every page, once trimmed, has the size of the paper."""
    wanted = expected.width_mm * PT_PER_MM, expected.height_mm * PT_PER_MM
    for number, page in enumerate(proof.document.pages, start=1):
        left, bottom, right, top = (float(side) for side in page.trimbox)
        off = max(abs(right - left - wanted[0]), abs(top - bottom - wanted[1]))
        if off > SIZE_TOLERANCE_PT:
            size = f"{(right - left) / PT_PER_MM:.1f} x {(top - bottom) / PT_PER_MM:.1f} mm"
            yield error("P012", f"page {number} is {size}, not the paper's size")


def check_fonts(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P018: each font is embedded, and is one that the design names."""
    for descriptor in _font_descriptors(proof):
        name = str(descriptor.get(Name.FontName, "?")).lstrip("/")
        if not {Name.FontFile, Name.FontFile2, Name.FontFile3} & set(descriptor.keys()):
            yield error("P018", f"the font {name} is not embedded")
        if str(descriptor.get(Name.FontFamily, "")) not in expected.families:
            yield error(
                "P018",
                f"the font {name} is none of {', '.join(expected.families)}",
                None,
                "name only the design's own fonts in styles and pictures",
            )


def _font_descriptors(proof: Proof) -> Iterator[pikepdf.Object]:
    """Yield a descriptor for each font; an empty one where a font brings none."""
    for font in proof.document.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get(Name.Type) != Name.Font:
            continue
        if not str(font.get(Name.Subtype)).startswith("/CIDFont"):
            for part in font.get(Name.DescendantFonts, [font]):
                yield part.get(Name.FontDescriptor, pikepdf.Dictionary(FontName=font.BaseFont))


def check_contained(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P022: no script, form or attachment, and no address that the words do not have."""
    for item in proof.document.objects:
        yield from _reaches_out(item, expected)


def _reaches_out(item: object, expected: Expected) -> Iterator[Diagnostic]:
    """Look through one object and what it holds directly, not through references."""
    if isinstance(item, pikepdf.Array):
        for held in item:
            if isinstance(held, pikepdf.Object) and not held.is_indirect:
                yield from _reaches_out(held, expected)
    if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key, held in item.items():
        if key in _ACTIVE:
            yield error("P022", f"the file holds {_ACTIVE[key]} ({key})")
        if isinstance(held, pikepdf.Object) and not held.is_indirect:
            yield from _reaches_out(held, expected)
    yield from _leads_out(item, expected)


def _leads_out(item: pikepdf.Object, expected: Expected) -> Iterator[Diagnostic]:
    kind = str(item.get(Name.S, ""))
    if item.get(Name.Type) == Name.Action and kind not in _ACTIONS:
        yield error("P022", f"the file holds an action that is not a link ({kind})")
    if kind == "/URI" and str(item.get(Name.URI, "")) not in expected.allowed_uris:
        yield error("P022", f"a link leads to {item.get(Name.URI)}, which is not in the handout")


PAGE_CHECKS: Checks = {
    "pdf-syntax": check_syntax,
    "pdf-identity": check_identity,
    "pdf-page-size": check_page_size,
    "pdf-tags": check_tags,
    "pdf-marks": check_marks,
    "pdf-whole": check_whole,
    "pdf-headings": check_headings,
    "pdf-bookmarks": check_bookmarks,
    "pdf-lists": check_lists,
    "pdf-figures": check_figures,
    "pdf-tables": check_tables,
    "pdf-links": check_links,
    "pdf-link-areas": check_link_areas,
    "pdf-fonts": check_fonts,
    "pdf-text-size": check_text_size,
    **LINE_CHECKS,
    "pdf-capitals": check_capitals,
    **LETTER_CHECKS,
    "pdf-margins": check_margins,
    "pdf-last-page": check_last_page,
    "pdf-stranded-headings": check_stranded_headings,
    "pdf-draft-mark": check_draft_mark,
    "pdf-contained": check_contained,
    "pdf-archive": check_archive,
    "pdf-parity": check_parity,
}
"""The checks of pages in reading order, by name, in the order in which they run."""
OF_WORDS = (*LINE_CHECKS, "pdf-capitals")
"""The names of the checks of running text: those of the pages that a handout's words stand on."""
PACK_CHECKS: Checks = {
    name: check
    for name, check in PAGE_CHECKS.items()
    if name not in ("pdf-last-page", "pdf-bookmarks", *OF_WORDS)
}
"""The checks of leaflets bound into one file: its last page may be one that is left blank, and a
leaflet's title is the bookmark of its separator. The running text is that of its leaflets."""
PANEL_CHECKS: Checks = {
    name: check
    for name, check in PAGE_CHECKS.items()
    if name not in ("pdf-page-size", "pdf-last-page", "pdf-draft-mark")
}
"""The checks of panels before they are imposed: they differ in width, and share a draft's mark."""
SHEET_CHECKS: Checks = {
    name: check
    for name, check in PAGE_CHECKS.items()
    if name not in ("pdf-last-page", "pdf-stranded-headings", *OF_WORDS, *LETTER_CHECKS)
}
"""The checks of sheets on which pages were imposed: those that hold for any order of pages, and may
find something that was not there before."""
LETTERHEAD_CHECKS: Checks = {
    name: check
    for name, check in PAGE_CHECKS.items()
    if name
    not in (
        *("pdf-identity", "pdf-headings", "pdf-bookmarks", "pdf-last-page"),
        *("pdf-stranded-headings", "pdf-draft-mark", "pdf-archive", "pdf-parity", *OF_WORDS),
    )
}
"""The checks of a clinic's letterhead on pages of its own: it has no heading and says no handout's
words, none of them running text, and the file that it comes into is what has a title and claims."""
ALONE_CHECKS: Checks = {
    name: PAGE_CHECKS[name]
    for name in (
        "pdf-syntax",
        "pdf-identity",
        "pdf-tags",
        "pdf-marks",
        "pdf-headings",
        "pdf-lists",
        "pdf-figures",
        "pdf-tables",
        "pdf-archive",
    )
}
"""The checks that need nothing but the file."""
