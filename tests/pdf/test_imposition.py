"""Pages on sheets: each where it belongs to a tenth of a millimetre, its tags and links with it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from handoutpress.content.edition import PAPERS, Paper
from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.document import PT_PER_MM, bookmarks
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.folding import booklet_sides, half_sheet
from handoutpress.pdf.imposition import LONG_EDGE, Mark, Placed, Side, impose
from handoutpress.pdf.link_checks import check_link_areas
from handoutpress.pdf.links import areas
from handoutpress.pdf.preflight import Expected
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.tagtree import has_tag, held_annotations
from tests.pdf.numbered import FAMILIES, WORDS, numbered

PAGE = Paper("small", 100, 120)
SIDES = (
    Side(250, 150, (Placed(2, 10, 20), Placed(0, 130, 5)), "outer"),
    Side(250, 150, (Placed(1, 0, 0), Placed(3, 150, 30)), "inner", (Mark(125, 2, 125, 6),)),
)


@pytest.fixture(scope="module")
def sheets() -> bytes:
    return impose(numbered(4, PAGE), SIDES, duplex=LONG_EDGE)


@pytest.fixture
def proof(sheets: bytes) -> Iterator[Proof]:
    with open_proof(sheets) as found:
        yield found


@pytest.fixture
def before() -> Iterator[Proof]:
    with open_proof(numbered(4, PAGE)) as found:
        yield found


def heading(proof: Proof, word: str) -> tuple[int, float, float]:
    """Return the side that a page's heading is on, and how far from the left and from the top."""
    (piece,) = (p for p in proof.printed.pieces if p.text.strip() == f"Leaf {word}")
    top = float(proof.document.pages[piece.page].mediabox[3])
    return piece.page, piece.box.left / PT_PER_MM, (top - piece.box.top) / PT_PER_MM


def test_every_box_of_a_side_is_the_sheet(proof: Proof) -> None:
    for page in proof.document.pages:
        for box in (page.mediabox, page.trimbox, page.obj.BleedBox):
            size = [float(edge) / PT_PER_MM for edge in box]
            assert size == pytest.approx([0, 0, 250, 150], abs=0.1)


def test_words_stand_where_their_page_was_put(proof: Proof, before: Proof) -> None:
    for number, side in enumerate(SIDES):
        for placed in side.pages:
            _, left, down = heading(before, WORDS[placed.page])
            wanted = number, left + placed.x_mm, down + placed.y_mm
            assert heading(proof, WORDS[placed.page]) == pytest.approx(wanted, abs=0.1)


def test_the_printer_is_told_how_to_turn_the_sheet(proof: Proof) -> None:
    assert proof.document.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    labels = [str(label.P) for label in list(proof.document.Root.PageLabels.Nums)[1::2]]
    assert labels == ["outer", "inner"]


def test_a_screen_reader_goes_by_the_pages_and_not_by_the_sheet(
    proof: Proof, before: Proof
) -> None:
    assert proof.text(proof.root) == before.text(before.root)
    assert [str(e.S) for e in proof.tree] == [str(e.S) for e in before.tree]


def test_content_is_claimed_once_and_knows_its_element(proof: Proof) -> None:
    claims = [(page, mcid) for page, mcid, _ in proof.claims]
    assert len(set(claims)) == len(claims)
    numbers = list(proof.root.ParentTree.Nums)
    owners = {int(n): owner for n, owner in zip(numbers[::2], numbers[1::2], strict=True)}
    for page, mcid, element in proof.claims:
        key = int(proof.document.pages[page].obj.StructParents)
        assert owners[key][mcid].objgen == element.objgen
    for element in proof.tree:
        if has_tag(element, "Link"):
            (annotation,) = (kid.Obj for kid in element.K if isinstance(kid, pikepdf.Dictionary))
            assert owners[int(annotation.StructParent)].objgen == element.objgen


def test_links_are_pressed_and_lead_where_the_words_have_gone(proof: Proof) -> None:
    names = list(proof.document.Root.Names.Dests.Names)
    places = {str(n): place for n, place in zip(names[::2], names[1::2], strict=True)}
    for side, page in enumerate(proof.document.pages):
        for annotation in page.obj.Annots:
            left, right = sorted(float(annotation.Rect[n]) for n in (0, 2))
            bottom, top = sorted(float(annotation.Rect[n]) for n in (1, 3))
            words = " ".join(
                p.text.strip()
                for p in proof.printed.pieces
                if p.page == side
                and left - 1 <= p.box.left <= right
                and bottom - 1 <= (p.box.bottom + p.box.top) / 2 <= top + 1
            )
            word = words.removeprefix("leaf ")
            target, _, x, y, _ = places[str(annotation.Dest)]
            number, from_left, from_top = heading(proof, word)
            assert proof.page_numbers[target.objgen] == number
            height = float(proof.document.pages[number].mediabox[3])
            assert float(x) / PT_PER_MM == pytest.approx(from_left, abs=1)
            assert (height - float(y)) / PT_PER_MM == pytest.approx(from_top, abs=3)


OVER_A_FOLD = """<html lang="en"><head><title>Long</title><style>
@page { size: 100mm 120mm; margin: 20mm }
html { font: 12pt "Atkinson Hyperlegible"; orphans: 1; widows: 1 }
body, h1 { margin: 0; font-size: 12pt }
div { height: 60mm }
p { margin: 0 }
</style></head><body><h1>Long</h1><div></div>
<p>Before it, <a href="https://example.org/">a link of so many words that it begins on one page and
goes on over several lines on the next one</a>, after it.</p></body></html>"""


def test_a_link_over_a_fold_is_one_link_to_press(expected: Expected) -> None:
    pdf = finish(lay_out(Typeset(OVER_A_FOLD, {}, FAMILIES)).pdf, Imprint("en")).data
    side = Side(200, 120, (Placed(1, 100, 0), Placed(0, 0, 0)), "inner")
    with open_proof(pdf) as apart, open_proof(impose(pdf, [side], duplex=LONG_EDGE)) as proof:
        counts = [
            [len(list(held_annotations(e))) for e in found.tree if has_tag(e, "Link")]
            for found in (apart, proof)
        ]
        assert counts == [[2], [1]]
        (link,) = proof.document.pages[0].obj.Annots
        parts = areas(link)
        assert len(parts) > 2
        assert parts[0].right < 100 * PT_PER_MM < parts[-1].left
        assert list(check_link_areas(proof, expected)) == []


def test_bookmarks_lead_where_the_words_have_gone(proof: Proof) -> None:
    for mark in bookmarks(proof.document.Root.Outlines):
        number, *_ = heading(proof, str(mark.Title).removeprefix("Leaf "))
        assert proof.page_numbers[mark.Dest[0].objgen] == number


def test_marks_are_drawn_for_the_eye_alone(proof: Proof) -> None:
    moves = [
        [float(n) / PT_PER_MM for n in i.operands]
        for i in pikepdf.parse_content_stream(proof.document.pages[1], "m l")
    ]
    for end in ([125, 148], [125, 144]):
        assert any(move == pytest.approx(end, abs=0.1) for move in moves)


def test_each_page_belongs_on_one_side() -> None:
    twice = (Side(250, 150, tuple(Placed(n, 0, 0) for n in (0, 1, 2, 2)), "x"),)
    with pytest.raises(ValueError, match="each page belongs on one side"):
        impose(numbered(4, PAGE), twice, duplex=LONG_EDGE)
    with pytest.raises(ValueError, match="multiple of four"):
        booklet_sides(6, PAPERS["a4"], 0)


def test_the_same_pages_give_the_same_bytes(sheets: bytes) -> None:
    assert impose(numbered(4, PAGE), SIDES, duplex=LONG_EDGE) == sheets
    with pikepdf.open(BytesIO(sheets)) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.parametrize("paper", PAPERS)
def test_half_a_sheet_is_half_a_sheet(paper: str) -> None:
    page = half_sheet(PAPERS[paper])
    assert 2 * page.width_mm == PAPERS[paper].height_mm
    assert page.height_mm == PAPERS[paper].width_mm
