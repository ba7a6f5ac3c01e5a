"""The easy-read edition, measured on the finished file."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from handoutpress.content.edition import EASY_READ, PAPERS, Finished
from handoutpress.content.handout import EasyLine, Handout
from handoutpress.content.walk import nodes
from handoutpress.design.essentials import essentials, lost
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import ExportError
from handoutpress.pdf import easy_read
from handoutpress.pdf.easy_read import MANY_WORDS, MOST_PAGES, make_easy_read
from handoutpress.pdf.printed import Box, Piece
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.tagtree import Element, elements, has_tag
from tests.golden.made import brand_of, handout_of, opened, theme

FLAGSHIP = "back-spasms"
FILES = [("plain", "a4"), ("st-brigid-and-the-holy-cross", "letter")]
"""The sparest leaflet, and the one with the most words on the smallest page."""


def job_of(slug: str = FLAGSHIP, brand: str = "plain", workspace: str = "samples") -> Job:
    catalogue = opened(workspace)
    handout = handout_of(catalogue, slug)
    neighbours = catalogue.neighbours(handout)
    return Job(handout, brand_of(catalogue, brand), EASY_READ, theme(), neighbours)


@functools.cache
def made(brand: str, paper: str) -> Finished:
    """Return the flagship's easy-read edition, made once."""
    return make_easy_read(job_of(FLAGSHIP, brand), PAPERS[paper])


@pytest.fixture(params=FILES, ids="-".join)
def brand(request: pytest.FixtureRequest) -> str:
    """Return the brand of each file of FILES."""
    return str(request.param[0])


@pytest.fixture
def proof(brand: str) -> Iterator[Proof]:
    """Return the file of that brand, laid open."""
    with open_proof(made(brand, dict(FILES)[brand]).data) as found:
        yield found


def flagship() -> Handout:
    return handout_of(opened("samples"), FLAGSHIP)


def lines() -> list[EasyLine]:
    return [node for node in nodes(flagship().sections) if isinstance(node, EasyLine)]


def pieces_of(proof: Proof, element: Element) -> list[Piece]:
    inside = {part.objgen for part in (element, *elements(element))}
    held = {(page, mcid) for page, mcid, owner in proof.claims if owner.objgen in inside}
    return [piece for piece in proof.body if (piece.page, piece.mcid) in held]


class Idea(NamedTuple):
    """A picture of an easy line on the finished page, and the words that follow it."""

    alt: str
    page: int
    picture: Box
    words: list[Piece]


def ideas(proof: Proof) -> list[Idea]:
    """Return the easy lines as they are printed, in reading order."""
    alternatives = {line.alt for line in lines()}
    found = []
    for figure, words in zip(proof.tree, proof.tree[1:], strict=False):
        if has_tag(figure, "Figure") and str(figure.Alt) in alternatives:
            box = Box(*(float(side) for side in figure.A.BBox))
            page = proof.page_numbers[figure.Pg.objgen]
            found.append(Idea(str(figure.Alt), page, box, pieces_of(proof, words)))
    return found


def test_a_handout_with_all_its_easy_words_is_not_warned_of() -> None:
    finished = made(*FILES[0])
    assert finished.diagnostics == ()


def test_nothing_is_smaller_than_14_pt(proof: Proof) -> None:
    assert min(round(piece.size_pt, 1) for piece in proof.printed.pieces) >= 14


def test_it_is_short(proof: Proof) -> None:
    assert len(proof.text(proof.root).split()) < MANY_WORDS
    assert len(proof.document.pages) <= MOST_PAGES


def test_each_idea_has_its_picture_beside_it(proof: Proof) -> None:
    found = ideas(proof)
    assert [idea.alt for idea in found] == [line.alt for line in lines()]
    for idea in found:
        assert idea.words, idea.alt
        for piece in idea.words:
            assert piece.page == idea.page, idea.alt
            assert piece.box.left > idea.picture.right, idea.alt
        middle = (idea.picture.top + idea.picture.bottom) / 2
        top = max(piece.box.top for piece in idea.words)
        bottom = min(piece.box.bottom for piece in idea.words)
        assert bottom < middle < top, idea.alt


def test_it_has_one_column(proof: Proof) -> None:
    starts = [min(piece.box.left for piece in idea.words) for idea in ideas(proof)]
    assert max(starts) - min(starts) < 3


def test_the_hard_words_are_explained_at_the_end(proof: Proof) -> None:
    headings = [proof.text(element) for element in proof.tree if has_tag(element, "H2")]
    sections = len(flagship().sections)
    assert headings[sections] == "Hard words"
    assert "A study in which people test a treatment." in proof.text(proof.root)


def test_each_list_of_the_urgent_box_stands_whole_before_all_else(proof: Proof, brand: str) -> None:
    wanted = essentials(flagship(), job_of(FLAGSHIP, brand).brand)
    urgent = [each for each in wanted if each.what == "a line of an urgent box"]
    at = next(n for n, each in enumerate(urgent) if "the same day" in each.text)
    assert at > 5
    pages = [
        " ".join(piece.text for piece in proof.printed.pieces if piece.page == page)
        for page in (0, 1)
    ]
    assert list(lost(urgent[:at], pages[0])) == []
    assert list(lost([urgent[0], *urgent[at:]], pages[1])) == []


def test_urgent_words_are_as_large_as_the_ideas(proof: Proof) -> None:
    idea = ideas(proof)[0].words[0]
    (urgent,) = {p.size_pt for p in proof.body if p.text.startswith("You have chest pain")}
    assert urgent == pytest.approx(idea.size_pt)


@pytest.mark.parametrize("clinic", ["harbor-light", "meadowbrook"])
def test_nothing_is_printed_over_the_clinics_qr_code(clinic: str) -> None:
    with open_proof(made(clinic, "letter").data) as proof:
        figures = [element for element in proof.tree if has_tag(element, "Figure")]
        (code,) = (figure for figure in figures if str(figure.Alt).startswith("QR code"))
        box = Box(*(float(side) for side in code.A.BBox))
        page = proof.page_numbers[code.Pg.objgen]
        beside = [
            piece.text
            for piece in proof.body
            if piece.page == page
            and piece.box.right > box.left
            and piece.box.left < box.right
            and piece.box.top > box.bottom
            and piece.box.bottom < box.top
        ]
    assert beside == []


def test_a_file_with_too_many_words_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(easy_read, "MANY_WORDS", 300)
    handout = flagship()
    assert [*easy_read.length_faults(4, 299, handout)] == []
    (told,) = easy_read.length_faults(4, 300, handout)
    assert "has 300 words" in told.message
    assert told.location is not None
    assert (told.code, told.location.file) == ("P036", handout.file)
    assert told.location.line == handout.sections[0].line


def test_a_file_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(easy_read, "MOST_PAGES", 2)
    with pytest.raises(ExportError) as caught:
        make_easy_read(job_of("specimen", workspace="specimen"), PAPERS["a4"])
    assert "handouts/specimen/en.md" in str(caught.value)
    assert "error[P037]" in str(caught.value)


def test_a_section_without_easy_words_is_printed_and_warned_of() -> None:
    finished = make_easy_read(job_of("specimen", workspace="specimen"), PAPERS["letter"])
    handout = handout_of(opened("specimen"), "specimen")
    without = [section.line for section in handout.sections if not section.easy]
    told = [d.location.line for d in finished.diagnostics if d.code == "S118" and d.location]
    assert told == without
    with open_proof(finished.data) as proof:
        text = proof.text(proof.root)
        assert min(round(piece.size_pt, 1) for piece in proof.printed.pieces) >= 14
    assert "Keep the paper dry." in text
