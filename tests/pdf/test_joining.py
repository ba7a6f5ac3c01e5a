"""What crosses a page, a column or a line is one structure element, of a type that fits.

The engine's notes are made by a wrap of its private functions: these tests say when it has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from pikepdf import Name

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.joining import source_name
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_content, parts
from handoutpress.pdf.wholeness import count_types, words_of

HTML = Path(__file__).with_name("crossing.html").read_text("utf-8")


@pytest.fixture(scope="module")
def raw() -> bytes:
    """The pages as the layout engine writes them."""
    return lay_out(Typeset(HTML, {}, ())).pdf


@pytest.fixture(scope="module")
def proof(raw: bytes) -> Iterator[Proof]:
    with open_proof(finish(raw, Imprint("en")).data) as opened:
        yield opened


def body() -> etree._Element:
    found = etree.fromstring(HTML, etree.HTMLParser()).find("body")
    assert found is not None
    return found


def tagged(proof: Proof, *tags: str) -> list[Element]:
    return [element for element in proof.tree if has_tag(element, *tags)]


def pages_of(proof: Proof, element: Element) -> set[int]:
    inner = (element, *elements(element))
    return {proof.page_numbers[page.objgen] for part in inner for page, _ in held_content(part)}


def test_the_engine_cuts_what_crosses_a_page_and_notes_whose_piece_it_is(raw: bytes) -> None:
    with pikepdf.open(BytesIO(raw)) as pdf:
        named = Counter(source_name(e) for e in elements(pdf.Root.StructTreeRoot))
    assert named["p.long"] > 1
    assert named["table"] > 1
    assert named["thead"] == named["table"]


def test_each_element_of_the_source_is_one_element_of_the_tree(proof: Proof) -> None:
    found = Counter(str(element.S)[1:] for element in proof.tree)
    counts = count_types(body())
    assert {structure: found[structure] for structure in counts} == counts
    assert counts["P"] == 5
    assert counts["LI"] == 7
    assert counts["TR"] == 9


def test_they_run_over_pages(proof: Proof) -> None:
    for element in (tagged(proof, "P")[0], tagged(proof, "L")[0], *tagged(proof, "Table")):
        assert len(pages_of(proof, element)) > 1, str(element.S)


def test_words_are_met_in_the_order_of_the_source(proof: Proof) -> None:
    generated = dict.fromkeys(map(ord, "•◦"))
    said = "".join(proof.text(proof.root).translate(generated).split())
    assert said == words_of(body())


def test_a_repeated_head_is_furniture_and_its_cells_lead_to_the_first(proof: Proof) -> None:
    (head,) = tagged(proof, "THead")
    first = {str(cell.ID): proof.text(cell) for cell in elements(head) if has_tag(cell, "TH")}
    named = [[first[str(h)] for h in cell.A.Headers] for cell in tagged(proof, "TD")]
    assert named == [["Day"], ["Pain"]] * 8
    assert sum(piece.text.strip() == "Day" for piece in proof.printed.pieces) > 1


def test_a_foreign_word_says_its_language(proof: Proof) -> None:
    (foreign,) = (element for element in proof.tree if Name.Lang in element)
    assert (str(foreign.Lang), proof.text(foreign)) == ("es", "hola")


def test_a_term_is_a_note_after_the_words_that_it_stands_beside(proof: Proof) -> None:
    (note,) = tagged(proof, "Note")
    assert str(note.ID)
    around = [part for part in parts(note.P) if not isinstance(part, tuple)]
    assert [str(part.S) for part in around] == ["/P", "/Note"]


def test_columns_are_no_elements(proof: Proof) -> None:
    (callout,) = (e for e in tagged(proof, "Sect") if proof.text(e).startswith("Left"))
    assert [str(part.S) for part in parts(callout) if not isinstance(part, tuple)] == ["/P"] * 3


def test_a_contents_list_is_one(proof: Proof) -> None:
    (entry,) = tagged(proof, "TOCI")
    assert str(entry.P.S) == "/TOC"
    assert [str(part.S) for part in elements(entry)] == ["/Reference", "/Link"]


def test_a_term_and_its_meaning_are_one_item(proof: Proof) -> None:
    items = [e for e in tagged(proof, "LI") if proof.text(e).startswith(("Owner", "Version"))]
    for item in items:
        assert [str(p.S) for p in parts(item) if not isinstance(p, tuple)] == ["/Lbl", "/LBody"]
    assert len(items) == 2


def test_no_note_of_the_engine_is_left(proof: Proof) -> None:
    assert not [e for e in proof.tree if any(str(key).startswith("/HP") for key in set(e.keys()))]
