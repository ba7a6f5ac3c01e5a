"""The booklet: folded and stapled, its pages are read in order, and the last is the clinic's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import BOOKLET, PAPERS, Booklet
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.pdf.booklet import make_booklet
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.folding import booklet_sides, half_sheet
from handoutpress.pdf.imposition import SHORT_EDGE, impose
from handoutpress.pdf.proof import open_proof
from tests.conftest import SPECIMEN, MakeWorkspace
from tests.golden.made import brand_of, handout_of, opened, theme
from tests.pdf.folded import Face, folded_booklet
from tests.pdf.numbered import WORDS, numbered

COUNTS = (4, 8, 12, 16)


def folded(pdf: bytes) -> list[Face]:
    with open_proof(pdf) as proof:
        return folded_booklet(proof)


def small(count: int, paper: str, creep_mm: float = 0) -> list[Face]:
    """Return a folded booklet of numbered pages."""
    sheet = PAPERS[paper]
    pages = numbered(count, half_sheet(sheet))
    return folded(impose(pages, booklet_sides(count, sheet, creep_mm), duplex=SHORT_EDGE))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", COUNTS)
def test_folded_pages_are_read_in_order(count: int, paper: str) -> None:
    faces = small(count, paper)
    assert [face.text.split()[1] for face in faces] == list(WORDS[:count])
    page = half_sheet(PAPERS[paper])
    for face in faces:
        assert (face.width_mm, face.height_mm) == pytest.approx(
            (page.width_mm, page.height_mm), abs=0.1
        )
        assert starts_mm(face) == pytest.approx(20, abs=0.2)


def starts_mm(face: Face) -> float:
    """Return how far from the page's left edge its words start."""
    return min(piece.box.left for piece in face.pieces) / PT_PER_MM


@pytest.mark.parametrize("count", COUNTS)
def test_creep_moves_the_pages_of_each_further_sheet_towards_the_fold(count: int) -> None:
    for number, (still, crept) in enumerate(
        zip(small(count, "a4"), small(count, "a4", creep_mm=0.5), strict=True)
    ):
        sheet = min(number, count - 1 - number) // 2
        # A right-hand page, which is read first on its leaf, has the fold to its left.
        towards_fold = -1 if number % 2 == 0 else 1
        moved = starts_mm(crept) - starts_mm(still)
        assert moved == pytest.approx(0.5 * sheet * towards_fold, abs=0.1)


# --- Of a handout ---

RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
FRONT = "---\ntitle: Small\nsummary: This leaflet is for tests.\n---\n\n"
SECTION = "## Part {0}? {{#part{0} role=overview}}\n\n{1}\n\n"
DANGERS = "".join(f"- It is danger number {n}, and words on it.\n" for n in range(9))

Make = Callable[..., list[Face]]


@pytest.fixture
def make(make_workspace: MakeWorkspace) -> Make:
    """Return a function that makes and folds the booklet of a handout of these words."""

    def made(words: str, making: Booklet | None = None) -> list[Face]:
        own = {"handouts/small/handout.yaml": RECORD}
        workspace = make_workspace({**own, "handouts/small/en.md": FRONT + words})
        catalogue = load_catalogue(workspace)
        (handout,), plain = catalogue.handouts, catalogue.brands[0]
        edition = replace(BOOKLET, making=making or Booklet())
        job = Job(handout, plain, edition, Theme.find(workspace), {})
        return folded(make_booklet(job, PAPERS["letter"]).data)

    return made


@pytest.fixture(scope="module")
def faces() -> list[Face]:
    """The pages of a handout with pictures, for the clinic that has the most to say of itself."""
    catalogue = opened("specimen")
    handout = handout_of(catalogue, "specimen")
    neighbours = catalogue.neighbours(handout)
    job = Job(handout, brand_of(catalogue, "specimen"), BOOKLET, theme(), neighbours)
    return folded(make_booklet(job, PAPERS["a4"]).data)


def test_a_handouts_pages_are_numbered_as_they_are_read(faces: list[Face]) -> None:
    assert len(faces) % 4 == 0
    for number, face in enumerate(faces, start=1):
        assert f"Page {number} of {len(faces)}" in face.text


def test_it_opens_with_the_urgent_words_and_closes_with_the_clinic(faces: list[Face]) -> None:
    assert "Urgent:" in faces[0].text
    assert "How to reach us" in faces[-1].text


def test_words_keep_clear_of_the_fold_and_of_the_edge(faces: list[Face]) -> None:
    for face in faces:
        assert starts_mm(face) >= 10
        ends = max(piece.box.right for piece in face.pieces) / PT_PER_MM
        assert ends <= face.width_mm - 10


def test_words_are_as_large_as_clear_print(faces: list[Face]) -> None:
    pieces = [piece for face in faces for piece in face.pieces]
    assert min(p.size_pt for p in pieces if not p.in_figure) >= 11.95
    assert min(p.size_pt for p in pieces if p.in_figure) >= 9.95


def test_pages_for_notes_stand_before_the_back_cover(make: Make) -> None:
    pages = make(SECTION.format(1, "word " * 40))
    assert len(pages) == 4
    notes = ["My notes" in page.text for page in pages]
    assert notes == [*sorted(notes[:-1]), False]
    assert any(notes)
    assert "How to reach your clinic" in pages[-1].text


@pytest.mark.parametrize("before", [0, 3])
def test_a_danger_sign_is_on_the_page_that_says_whom_to_call(make: Make, before: int) -> None:
    first = "Words come first. " * 8 * before
    urgent = f"::: urgent Act now\n{first}\n\nCall us if:\n\n{DANGERS}:::\n\n"
    pages = make(urgent + SECTION.format(1, "Word."))
    (page,) = (page.text for page in pages if "Call us" in page.text)
    assert page.count("It is danger number") == 9


def test_a_clinic_asks_for_creep(make: Make) -> None:
    words = "".join(SECTION.format(n, "word " * 330) for n in range(3))
    still, crept = make(words), make(words, Booklet(creep_mm=1))
    inner = len(still) // 2 - 1
    moved = starts_mm(crept[inner]) - starts_mm(still[inner])
    assert moved == pytest.approx(len(still) // 4 - 1, abs=0.1)
