"""Pages that are read from right to left: mends of the engine, marks, sheets that are folded."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from weasyprint.draw import text as drawing
from weasyprint.layout import block

from handoutpress.content.edition import BOOKLET, LEAFLET, PAPERS, TRIFOLD, Finished, Paper
from handoutpress.design.typeset import Job, Typeset
from handoutpress.pdf.booklet import make_booklet
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import Spot, lay_out
from handoutpress.pdf.layout_checks import check_draft_mark
from handoutpress.pdf.leaflet import make_leaflet
from handoutpress.pdf.preflight import Expected
from handoutpress.pdf.printed import Piece, read_printed
from handoutpress.pdf.proof import open_proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.trifold import make_trifold
from tests.golden.made import brand_of, handout_of, opened, theme
from tests.pdf.folded import folded_booklet, folded_trifold

DRAFT = "\u0645\u0633\u0648\u062f\u0629"
CLINIC = "meadowbrook"
PAGE = """<html lang=ar dir=rtl><title>t</title><style>@page {{ size: 100mm 80mm; margin: 10mm }}
html {{ font: 12pt 'Noto Sans Arabic' }}
body, h1 {{ margin: 0 }}</style><h1>{body}</h1></html>"""
FAMILIES = ("Noto Sans Arabic", "Noto Sans")


def laid(body: str, resources: dict[str, bytes] | None = None) -> Any:
    return lay_out(Typeset(PAGE.format(body=body), resources or {}, FAMILIES))


# --- the mends ---

GRID = """<div style="display: grid; grid-template-columns: 30mm 20mm">
<div id=first>1</div><div id=second>2</div></div>"""


def columns() -> tuple[Spot, Spot]:
    (spots,) = laid(GRID).anchors
    return spots["first"], spots["second"]


def test_a_grid_begins_at_the_right() -> None:
    first, second = columns()
    assert first.x_mm == pytest.approx(60, abs=0.1)
    assert second.x_mm == pytest.approx(40, abs=0.1)


def test_the_engine_still_needs_the_mend_of_grids(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = block.grid_layout.__closure__[0].cell_contents
    with monkeypatch.context() as patch:
        patch.setattr(block, "grid_layout", bare)
        first, second = columns()
    assert first.x_mm < second.x_mm


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">'
    '<text x="100" y="30" font-family="{family}" font-size="20" text-anchor="middle">{words}</text>'
    "</svg>"
)


def label(words: str, family: str = "Noto Sans Arabic") -> list[Piece]:
    """Return the pieces that an SVG's words are drawn in."""
    svg = SVG.format(words=words, family=family).encode()
    pdf = laid('<img src="a.svg" alt="a">', {"a.svg": svg}).pdf
    return list(read_printed(pdf).pieces)


def test_the_letters_of_an_arabic_label_are_joined() -> None:
    (joined,) = label(DRAFT)
    apart = label("\u200c".join(DRAFT))
    assert joined.box.right - joined.box.left < sum(p.box.right - p.box.left for p in apart)
    middle = (joined.box.left + joined.box.right) / 2
    assert middle == pytest.approx(90 / 25.4 * 72 - 75, abs=5)


def test_the_letters_of_a_latin_label_are_drawn_as_before() -> None:
    assert len(label("Bone", "Noto Sans")) == 4


def test_the_file_says_what_a_shaped_text_says() -> None:
    with pikepdf.open(io.BytesIO(laid(DRAFT).pdf)) as document:
        stream = document.pages[0].Contents.read_bytes()
    assert DRAFT.encode("utf-16-be").hex().encode() in stream
    bare = drawing.draw_first_line.__closure__[0].cell_contents
    assert bare.__name__ == "draw_first_line"


# --- the checks ---


@pytest.mark.parametrize(("printed", "codes"), [(DRAFT, []), ("\u0646\u0635", ["P024"])])
def test_a_drafts_mark_is_found_on_an_arabic_page(
    printed: str, codes: list[str], expected: Expected
) -> None:
    wanted = replace(expected, marks=((DRAFT, None),))
    with open_proof(finish(laid(printed).pdf, Imprint("ar")).data, wanted) as proof:
        assert [told.code for told in check_draft_mark(proof, wanted)] == codes


# --- the editions ---

MAKERS: dict[Any, Callable[[Job, Paper], Finished]] = {
    LEAFLET: make_leaflet,
    TRIFOLD: make_trifold,
    BOOKLET: make_booklet,
}


@functools.cache
def made(edition: Any) -> bytes:
    """Return the first section of the Arabic handout in an edition: all that makes a sheet."""
    catalogue = opened("samples")
    whole = handout_of(catalogue, "back-spasms", "ar")
    handout = replace(whole, sections=whole.sections[:1])
    job = Job(handout, brand_of(catalogue, CLINIC), edition, theme(), catalogue.neighbours(handout))
    return MAKERS[edition](job, PAPERS["a4"]).data


def test_a_trifold_opens_to_the_right() -> None:
    with open_proof(made(TRIFOLD)) as proof:
        cover, flap, *_, back = folded_trifold(proof, (100, 100, 97), leftwards=True)
        assert (cover.side, cover.left_mm) == (0, 0)
        assert flap.width_mm == pytest.approx(97)
        assert DRAFT in cover.text
        assert "meadowbrook.example" in back.text
        assert proof.document.Root.ViewerPreferences.Direction == "/R2L"


def test_a_booklet_has_its_fold_at_the_right() -> None:
    with open_proof(made(BOOKLET)) as proof:
        faces = folded_booklet(proof, leftwards=True)
        assert (faces[0].side, faces[0].left_mm) == (0, 0)
        assert DRAFT in faces[0].text
        assert "Brookside" in faces[-1].text
        assert all(face.left_mm > 0 for face in faces[1::2])


def test_head_and_foot_change_sides() -> None:
    pieces = read_printed(made(LEAFLET)).pieces
    second = [piece for piece in pieces if piece.page == 1 and "HP" in piece.text]
    assert second
    assert all(piece.box.right > 0.8 * 210 / 25.4 * 72 for piece in second)


def test_a_phone_number_is_printed_in_its_own_order() -> None:
    page = pypdfium2.PdfDocument(made(LEAFLET))[0]
    words = page.get_textpage()
    signs = [(words.get_text_range(n, 1), words.get_charbox(n)) for n in range(words.count_chars())]
    lines: dict[int, list[tuple[float, str]]] = {}
    for sign, (left, bottom, _, _) in signs:
        if sign.isdigit():
            lines.setdefault(round(bottom), []).append((left, sign))
    printed = ["".join(sign for _, sign in sorted(line)) for line in lines.values()]
    assert any("3035550119" in line for line in printed), printed
