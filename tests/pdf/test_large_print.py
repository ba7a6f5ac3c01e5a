"""Large print: no letter below 16 pt, lines that are short enough, and not one word fewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from handoutpress.content.edition import PAPERS
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.proof import Proof, open_proof
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
