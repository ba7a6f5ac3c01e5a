"""Preflight's checks of the printed pages: what a reader with paper in hand goes by."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Name
from PIL import Image

from handoutpress.diagnostics import Diagnostic, error, warning
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.printed import DOTS_PER_PT, Piece
from handoutpress.pdf.proof import Expected, Proof
from handoutpress.pdf.tagtree import HEADINGS, Element, has_tag, is_element
from handoutpress.pdf.whence import whence, whence_element

SIZE_TOLERANCE_PT = 0.05
UNPRINTABLE_MM = 5.0
"""What a desktop printer leaves white along each edge."""
FIRST_PAGE_MARK = "templates/partials/masthead.html or styles/components/draft.css"
RUNNING_MARK = "templates/leaflet.html or styles/page.css"
LEAST_FILL = 0.15
"""The share of the last page below which it is a waste of a sheet."""


def check_text_size(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P019: no text on the pages is below the edition's size, none inside figures below theirs.

    Page numbers and notes count (UKAAF G003). The engine draws a figure's labels letter by letter,
    so small ones are told of together.
    """
    small: dict[tuple[int, int, str], list[Piece]] = {}
    for piece in proof.printed.pieces:
        if piece.size_pt < _least_pt(piece, expected) - SIZE_TOLERANCE_PT:
            # Running heads and feet have no number: each is told of by itself.
            alone = piece.text if piece.mcid < 0 and not piece.in_figure else ""
            small.setdefault((piece.page, piece.mcid, alone), []).append(piece)
    for pieces in small.values():
        size = min(piece.size_pt for piece in pieces)
        yield error(
            "P019",
            f"page {pieces[0].page + 1}: {what(pieces[0], proof)} is printed at {size:.1f} pt",
            whence(proof, pieces),
            f"print it at {_least_pt(pieces[0], expected):g} pt or more",
        )


def _least_pt(piece: Piece, expected: Expected) -> float:
    return expected.smallest_label_pt if piece.in_figure else expected.smallest_pt


def what(piece: Piece, proof: Proof) -> str:
    """Return what a message calls a piece of text: its words, or a label of a figure."""
    if not piece.in_figure:
        return quote(piece.text)
    shown = proof.alternatives.get((piece.page, piece.mcid), "")
    return f"a figure's label ({quote(shown)})" if shown else "a figure's label"


def quote(text: str) -> str:
    """Return the first words of a text as a message quotes them."""
    words = " ".join(text.split())
    return f'"{words[:40]}..."' if len(words) > 40 else f'"{words}"'


def check_margins(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P020: nothing in the rim that desktop printers cannot reach, and no text beyond it."""
    rim = UNPRINTABLE_MM * PT_PER_MM
    outside = [piece for piece in proof.printed.pieces if _room(proof, piece) < rim]
    # The first of a page: a table that is too wide puts hundreds of words out.
    first = {piece.page: piece for piece in reversed(outside)}
    for piece in first.values():
        where = f"page {piece.page + 1}"
        yield error(
            "P020",
            f"{where}: {what(piece, proof)} is less than 5 mm from the paper's edge",
            whence(proof, [piece]),
            "shorten long words and addresses, or give a table fewer columns",
        )
    for page, ink in enumerate(proof.printed.ink):
        if page not in first and _reaches_rim(ink, int(rim * DOTS_PER_PT)):
            yield error(
                "P020",
                f"page {page + 1}: ink is less than 5 mm from the paper's edge",
                None,
                "make the picture, table or frame on it narrower",
            )


def _room(proof: Proof, piece: Piece) -> float:
    """Return how far a piece of text is from the nearest edge of the trimmed page, in points."""
    left, bottom, right, top = (float(side) for side in proof.document.pages[piece.page].trimbox)
    box = piece.box
    return min(box.left - left, box.bottom - bottom, right - box.right, top - box.top)


def _reaches_rim(ink: Image.Image, rim: int) -> bool:
    box = ink.getbbox()
    if box is None:
        return False
    left, top, right, bottom = box
    return min(left, top, ink.width - right, ink.height - bottom) < rim


def check_last_page(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P021: the last page is worth its sheet."""
    fill = filled(proof)
    if fill < LEAST_FILL:
        yield warning(
            "P021",
            f"page {len(proof.printed.ink)}, the last, is filled to {fill:.0%} only",
            None,
            "shorten the words a little, or say more",
        )


def filled(proof: Proof) -> float:
    """Return how far down the last page is filled, from 0 to 1; 1 for a single page.

    The area to fill reaches from the highest words of a page after the first down to the running
    foot. A rule above the foot is no filling: ink counts as far down as words go on some page.
    """
    last = len(proof.printed.ink) - 1
    tops = [piece.box.top for piece in proof.body if piece.page > 0]
    if not tops:
        return 1.0
    top = max(tops)
    deepest = min(piece.box.bottom for piece in proof.body)
    ink = proof.printed.ink[last]
    rows = [ink.height - round(height * DOTS_PER_PT) for height in (top, deepest, _foot(proof))]
    box = ink.crop((0, rows[0], ink.width, rows[1])).getbbox()
    return box[3] / (max(rows) - rows[0]) if box else 0.0


def _foot(proof: Proof) -> float:
    """Return how high the running foot of the pages reaches; where there is none, the words."""
    middle = proof.printed.ink[0].height / DOTS_PER_PT / 2
    words = set(proof.body)
    feet = [p.box.top for p in proof.printed.pieces if p not in words and p.box.top < middle]
    return max(feet, default=min(piece.box.bottom for piece in proof.body))


def check_stranded_headings(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P023: after a heading, the words that it is for follow on the same page."""
    heading: tuple[int, Element] | None = None
    for page, _mcid, element in proof.claims:
        owner = _heading_of(element)
        if owner is not None:
            heading = page, owner
        elif heading is not None:
            if heading[0] != page:
                yield _stranded(proof, *heading)
            heading = None
    if heading is not None:
        yield _stranded(proof, *heading)


def _stranded(proof: Proof, page: int, heading: Element) -> Diagnostic:
    words = proof.text(heading)
    return error(
        "P023",
        f'page {page + 1}: nothing follows the heading "{words}" on its page',
        whence_element(proof, heading),
        "say more or less before it, or mend the style sheet",
    )


def check_draft_mark(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P024: every page of a draft says that it is one, and so with what is overdue or stale."""
    every = frozenset(range(len(proof.printed.ink)))
    for word, pages in expected.marks:
        for page in sorted(every if pages is None else pages):
            words = "".join(piece.text for piece in proof.printed.pieces if piece.page == page)
            # Where a line ends between two words, nothing stands between them.
            if "".join(word.split()) not in "".join(words.split()):
                yield error(
                    "P024",
                    f'page {page + 1}: nothing says "{word}", as it has to',
                    None,
                    f"put the mark back into {FIRST_PAGE_MARK if page == 0 else RUNNING_MARK}",
                )


def _heading_of(element: Element) -> Element | None:
    """Return the heading that an element belongs to."""
    while is_element(element):
        if has_tag(element, *HEADINGS):
            return element
        element = element.get(Name.P)
    return None
