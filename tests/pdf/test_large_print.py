"""Large print: no letter below 16 pt, lines that are short enough, and not one word fewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import LARGE_PRINT, PAPERS
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.leaflet import make_leaflet
from handoutpress.pdf.proof import Proof, open_proof
from tests.conftest import SPECIMEN, MakeWorkspace
from tests.golden.made import leaflet

LONGEST_LINE_MM = 6 * 25.4


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def large(paper: str) -> Iterator[Proof]:
    made = leaflet("specimen", "specimen", "specimen", paper, edition="large-print")
    with open_proof(made.data) as proof:
        yield proof


def test_no_letter_on_any_page_is_below_16_pt(large: Proof) -> None:
    assert min(piece.size_pt for piece in large.printed.pieces) >= 15.95


def test_the_body_is_18_pt(large: Proof) -> None:
    letters: Counter[float] = Counter()
    for piece in large.body:
        letters[round(piece.size_pt, 1)] += len(piece.text)
    assert letters.most_common(1)[0][0] == 18
    assert letters[18] > 0.7 * letters.total()


def test_lines_are_of_six_inches_or_less(large: Proof) -> None:
    """All words but those in pictures stand in one column, and that is no wider than a line."""
    words = [piece for piece in large.body if not piece.in_figure]
    left = min(piece.box.left for piece in words)
    right = max(piece.box.right for piece in words)
    assert (right - left) / PT_PER_MM <= LONGEST_LINE_MM


def test_it_says_what_the_leaflet_says(large: Proof, paper: str) -> None:
    with open_proof(leaflet("specimen", "specimen", "specimen", paper).data) as standard:
        assert words(large) == words(standard)


def words(proof: Proof) -> Counter[str]:
    """Return the words of a file, but not its page numbers; terms stand in another order.

    An address that is cut where its line ends is one word.
    """
    text = re.sub(r"(/\S*\?|/) ", r"\1", proof.text(proof.root))
    return Counter(word for word in text.split() if not word.isdigit())


RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
FRONT = """---
title: Small
summary: This leaflet is for tests.
header_alt: A grey field.
---

"""
FIELD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150">
<rect width="300" height="150" fill="#777777"/></svg>"""


@pytest.mark.parametrize(("signs", "page"), [(11, 0), (19, 1)])
def test_urgent_words_stay_whole_and_page_1_full(
    make_workspace: MakeWorkspace, signs: int, page: int
) -> None:
    """Where a warning has no room under the title, the picture takes its place on page 1."""
    listed = "".join(f"- This is sign {n} of a danger.\n" for n in range(signs))
    urgent = f"::: urgent Act now\nCall us if:\n\n{listed}:::\n\n"
    words = f"{FRONT}{urgent}## What? {{#what role=overview}}\n\nWords.\n"
    workspace = make_workspace(
        {
            "handouts/small/handout.yaml": RECORD + "header: {file: figures/field.svg}\n",
            "handouts/small/en.md": words,
            "handouts/small/figures/field.svg": FIELD,
        }
    )
    catalogue = load_catalogue(workspace)
    assert catalogue.diagnostics == ()
    (handout,), plain = catalogue.handouts, catalogue.brands[0]
    job = Job(handout, plain, LARGE_PRINT, Theme.find(workspace), {})
    with open_proof(make_leaflet(job, PAPERS["a4"]).data) as proof:
        assert {p.page for p in proof.body if "of a danger" in p.text} == {page}
        assert {at for at, _ in proof.alternatives} == {1 - page}
