"""The pages of finished leaflets: their number and paper, and each heading where it is promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.edition import PAPERS
from handoutpress.content.walk import plain_text
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_annotations, link_target
from tests.golden.made import HERE, handout_of, leaflet, opened
from tests.golden.tagged import content, headings, page_of, pieces_at, words

if TYPE_CHECKING:
    from tests.conftest import Golden

Case = tuple[str, str, str, str]
"""Workspace, handout, brand, paper."""
CASES: list[Case] = [
    ("specimen", "specimen", "plain", "a4"),
    ("specimen", "companion", "plain", "letter"),
    ("samples", "back-spasms", "plain", "a4"),
]


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case[1:]))
def case(request: pytest.FixtureRequest) -> Case:
    """Return what each leaflet is made of."""
    found: Case = request.param
    return found


@pytest.fixture
def proof(case: Case) -> Iterator[Proof]:
    """Return each leaflet, open."""
    with open_proof(leaflet(*case).data) as found:
        yield found


def test_each_page_opens_the_sections_that_are_expected(
    proof: Proof, case: Case, golden: Golden
) -> None:
    lines = [f"{len(proof.document.pages)} pages"]
    for number in range(1, len(proof.document.pages) + 1):
        lines += ["", f"page {number}"]
        here = [heading for heading in headings(proof) if page_of(proof, heading) == number]
        lines += [f"  {str(heading.S)[1:]} {words(proof, heading)}" for heading in here]
    golden(HERE / "pages" / f"{'-'.join(case[1:])}.txt", "\n".join([*lines, ""]))


def test_every_page_is_the_paper(proof: Proof, case: Case) -> None:
    paper = PAPERS[case[3]]
    size = (paper.width_mm * PT_PER_MM, paper.height_mm * PT_PER_MM)
    for page in proof.document.pages:
        left, bottom, right, top = (float(side) for side in page.trimbox)
        assert (right - left, top - bottom) == pytest.approx(size, abs=0.1)


def test_the_contents_list_on_page_1_tells_the_page_of_every_section(
    proof: Proof, case: Case
) -> None:
    sections = handout_of(opened(case[0]), case[1]).sections
    entries = {link: item for item, link in contents_entries(proof)}
    assert list(entries) == [section.anchor for section in sections]
    pages = {
        words(proof, heading): page_of(proof, heading) for heading in reversed(headings(proof))
    }
    leads = destinations(proof)
    for section in sections:
        title = " ".join(plain_text(section.heading).split())
        assert words(proof, entries[section.anchor]) == f"{title} {pages[title]}"
        assert leads[section.anchor] == pages[title]


def contents_entries(proof: Proof) -> Iterator[tuple[Element, str]]:
    """Yield the items of the contents list on page 1, with the anchors that they lead to."""
    for item in proof.tree:
        links = [e for e in elements(item) if has_tag(item, "TOCI") and has_tag(e, "Link")]
        ends = words(proof, item).split()[-1:]
        if len(links) == 1 and ends[0].isdigit() and page_of(proof, item) == 1:
            yield item, link_target(next(held_annotations(links[0])))


def destinations(proof: Proof) -> dict[str, int]:
    """Return the 1-based page that each anchor of the file is on."""
    pairs = list(proof.document.Root.Names.Dests.Names)
    return {
        str(anchor): proof.page_numbers[place[0].objgen] + 1
        for anchor, place in zip(pairs[::2], pairs[1::2], strict=True)
    }


def test_no_heading_is_the_last_on_its_page(proof: Proof) -> None:
    titles = {key for heading in headings(proof) for key in content(proof, heading)}
    words_below = [piece for piece in proof.body if (piece.page, piece.mcid) not in titles]
    for heading in headings(proof):
        *_, key = content(proof, heading)
        last = pieces_at(proof, key)[-1]
        page = [piece for piece in words_below if piece.page == last.page]
        below = [piece for piece in page if piece.box.top < last.box.bottom]
        assert below, f"nothing is under {words(proof, heading)} on page {last.page + 1}"


def test_the_menu_of_a_viewer_lists_every_heading(proof: Proof) -> None:
    with proof.document.open_outline() as outline:
        titles = [title for item in outline.root for title in menu(item)]
    assert titles == [words(proof, heading) for heading in headings(proof)]


def menu(item: object) -> Iterator[str]:
    """Yield the titles of a bookmark and of those under it."""
    yield " ".join(str(getattr(item, "title", "")).split())
    for child in getattr(item, "children", ()):
        yield from menu(child)
