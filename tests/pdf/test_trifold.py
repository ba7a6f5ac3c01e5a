"""The finished trifold: its sheet and folds, what it says, and what it says when it cannot be."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
import pytest

from handoutpress.content.brand import PLAIN
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import PAPERS, TRIFOLD, Finished, Trifold
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import ExportError
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.trifold import make_trifold
from tests.conftest import SPECIMEN, MakeWorkspace
from tests.golden.made import brand_of, handout_of, opened, theme
from tests.pdf.folded import Face, folded_trifold

LONGEST_NAME = "st-brigid-and-the-holy-cross"
INSIDE_MM = {"a4": (100, 100, 97), "letter": (93.6625, 93.6625, 92.075)}
"""The panels of the inner side as they are read: the narrow one is folded in."""
SHEETS_MM = {"a4": (297, 210), "letter": (279.4, 215.9)}
CLEAR_MM = 5.0
"""What a fold and an edge leave white on each side."""


@functools.cache
def trifold(slug: str, brand: str = PLAIN, paper: str = "a4") -> Finished:
    catalogue = opened("samples")
    handout = handout_of(catalogue, slug)
    job = Job(handout, brand_of(catalogue, brand), TRIFOLD, theme(), catalogue.neighbours(handout))
    return make_trifold(job, PAPERS[paper])


@pytest.fixture(params=[("back-spasms", LONGEST_NAME, "a4"), ("ice-and-heat", PLAIN, "letter")])
def case(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    found: tuple[str, str, str] = request.param
    return found


@pytest.fixture
def proof(case: tuple[str, str, str]) -> Iterator[Proof]:
    with open_proof(trifold(*case).data) as found:
        yield found


def test_it_is_two_sides_of_one_sheet_turned_on_the_short_edge(
    proof: Proof, case: tuple[str, str, str]
) -> None:
    pages = proof.document.pages
    assert len(pages) == 2
    for page in pages:
        size = [float(n) / PT_PER_MM for n in page.mediabox[2:]]
        assert size == pytest.approx(SHEETS_MM[case[2]], abs=0.1)
    assert proof.document.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


@pytest.fixture
def panels(proof: Proof, case: tuple[str, str, str]) -> list[Face]:
    """Return the panels in the order in which a reader unfolds them."""
    return folded_trifold(proof, INSIDE_MM[case[2]])


def test_no_word_is_near_a_fold_or_an_edge(panels: list[Face]) -> None:
    for panel in panels:
        for piece in panel.pieces:
            assert piece.box.left / PT_PER_MM >= CLEAR_MM, piece
            assert piece.box.right / PT_PER_MM <= panel.width_mm - CLEAR_MM, piece


def test_words_start_as_far_from_each_panels_edge_as_they_may_end(panels: list[Face]) -> None:
    narrow = min(panel.width_mm for panel in panels)
    for panel in panels:
        start = min(piece.box.left for piece in panel.pieces if not piece.in_figure) / PT_PER_MM
        rim = (panel.width_mm - (narrow - 12)) / 2
        # A letter's own space, or a callout's frame and padding.
        assert rim - 0.1 <= start <= rim + 4.1, panel


def test_nothing_is_smaller_than_clear_print(proof: Proof) -> None:
    assert min(p.size_pt for p in proof.printed.pieces if not p.in_figure) >= 11.95
    assert min((p.size_pt for p in proof.printed.pieces if p.in_figure), default=10) >= 9.95


def test_each_panel_is_worth_its_fold(panels: list[Face]) -> None:
    for panel in panels:
        lowest = min(piece.box.bottom for piece in panel.pieces) / PT_PER_MM
        assert lowest < 0.4 * panel.height_mm, panel


def test_who_unfolds_it_meets_the_cover_the_dangers_the_advice_and_the_clinic(
    panels: list[Face],
) -> None:
    cover, flap, *_, back = (panel.text for panel in panels)
    assert "This leaflet is for adults" in cover
    assert "Urgent:" in flap
    assert "How to reach" in back


def test_a_screen_reader_meets_the_panels_in_the_order_of_folding(proof: Proof) -> None:
    words = " ".join(proof.text(proof.root).split())
    places = [
        words.index(text)
        for text in ("This leaflet is for adults", "Urgent:", "What", "How to reach")
    ]
    assert places == sorted(places)
    assert words.index("This is general information") > places[-1]


def test_what_had_no_room_is_named() -> None:
    with open_proof(trifold("back-spasms", LONGEST_NAME).data) as proof:
        words = " ".join(proof.text(proof.root).split())
    named = words[words.index("More in the full leaflet") :]
    assert "Could I join a clinical trial?" in named
    assert "Go to ClinicalTrials.gov" not in words


# --- Handouts out of the ordinary ---

RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
FRONT = "---\ntitle: Small\nsummary: This leaflet is for tests.\n---\n\n"

Make = Callable[..., Finished]


@pytest.fixture
def make(make_workspace: MakeWorkspace) -> Make:
    """Return a function that makes the trifold of a handout of these words."""

    def made(words: str, making: Trifold | None = None, front: str = FRONT) -> Finished:
        small = {"handouts/small/handout.yaml": RECORD.replace("related: [specimen]\n", "")}
        workspace = make_workspace({**small, "handouts/small/en.md": front + words})
        catalogue = load_catalogue(workspace)
        assert catalogue.diagnostics == ()
        (handout,), plain = catalogue.handouts, catalogue.brands[0]
        edition = replace(TRIFOLD, making=making or Trifold())
        return make_trifold(Job(handout, plain, edition, Theme.find(workspace), {}), PAPERS["a4"])

    return made


def section(name: str, words: int, priority: int, text: str = "word ") -> str:
    return f"## {name}? {{#{name.lower()} role=overview priority={priority}}}\n\n{text * words}\n\n"


def words_of(finished: Finished) -> str:
    with open_proof(finished.data) as proof:
        return " ".join(proof.text(proof.root).split())


def test_a_short_handout_has_panels_for_notes(make: Make) -> None:
    words = words_of(make(section("What", 20, 3)))
    assert words.count("My notes") == 2
    assert "More in the full leaflet" not in words


def test_the_less_important_is_left_to_the_full_leaflet(make: Make) -> None:
    handout = section("Long", 800, 5) + section("Main", 300, 1) + section("Small", 40, 4)
    words = words_of(make(handout))
    assert "More in the full leaflet • Long?" in words
    assert words.count("word") == 340


def test_a_dose_stays_whatever_its_priority(make: Make) -> None:
    dose = section("Dose", 1, 5, "Take one tablet of 200 mg. ")
    words = words_of(make(section("Long", 800, 4) + section("Big", 480, 2) + dose))
    assert "Take one tablet of 200 mg." in words
    assert "• Long?" in words


def test_an_urgent_box_stays_without_its_section(make: Make) -> None:
    box = "::: urgent Act now\nCall **{clinic.emergency}**.\n:::\n\n"
    words = words_of(make(section("Main", 500, 1) + section("Long", 500, 5) + box))
    assert "Long? Urgent: Act now Call your local emergency number" in words
    assert words.count("word") == 500


def test_an_overfull_trifold_says_by_how_much_and_why(make: Make) -> None:
    handout = section("First", 500, 1) + section("Second", 700, 1) + section("Third", 50, 2)
    with pytest.raises(ExportError) as caught:
        make(handout)
    (fault,) = caught.value.diagnostics
    assert fault.code == "P027"
    assert fault.location is not None
    assert (fault.location.file, fault.location.line) == ("handouts/small/en.md", 10)
    over = re.search(r"at 12 pt: its panels are overfull by (\d+) mm", fault.message)
    assert over is not None
    assert 100 < int(over[1]) < 500
    assert [hint.partition(":")[0] for hint in fault.hints[1:]] == [
        'line 10, "Second?"',
        'line 6, "First?"',
    ]


def test_a_title_that_is_too_long_is_told(make: Make) -> None:
    front = FRONT.replace("Small", "Small " * 45)
    with pytest.raises(ExportError) as caught:
        make(section("What", 20, 3), front=front)
    (fault,) = caught.value.diagnostics
    assert fault.code == "P027"
    assert "the cover is overfull by" in fault.message


def test_smaller_words_are_a_clinics_own_wish_and_warned_of(make: Make) -> None:
    handout = section("First", 880, 1)
    with pytest.raises(ExportError):
        make(handout)
    finished = make(handout, Trifold(smallest_pt=10))
    (told,) = finished.diagnostics
    assert told.code == "P028"
    size = float(re.search(r"printed at ([\d.]+) pt", told.message)[1])  # type: ignore[index]
    assert 10 <= size < 12


def test_fold_ticks_stand_at_the_folds(make: Make) -> None:
    finished = make(section("What", 20, 3), Trifold(fold_ticks=True))
    with pikepdf.open(io.BytesIO(finished.data)) as pdf:
        for page, folds in zip(pdf.pages, ((97, 197), (100, 200)), strict=True):
            moves = pikepdf.parse_content_stream(page, "m l")
            places = {round(float(i.operands[0]) / PT_PER_MM, 1) for i in moves}
            assert set(map(float, folds)) <= places
