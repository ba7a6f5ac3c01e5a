"""Pages that many clinics share: a file composed of them is the file that is laid out by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from handoutpress.content.brand import Brand
from handoutpress.content.edition import PAPERS, Booklet, Finished, Paper
from handoutpress.design.easy_read import typeset_easy
from handoutpress.design.shared import UnfitError
from handoutpress.design.typeset import Job
from handoutpress.pdf import variant
from handoutpress.pdf.booklet import PAGES
from handoutpress.pdf.folding import half_sheet
from handoutpress.pdf.leaflet import Design
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.stock import Stock
from handoutpress.pdf.tagtree import (
    held_annotations,
    held_content,
    link_target,
)
from handoutpress.pdf.variant import COMPOSED, make_variant
from handoutpress.workspace import Workspace
from tests.conftest import MakeWorkspace
from tests.golden.made import job_for, opened
from tests.two_clinics import two_clinics

A4 = PAPERS["a4"]
SECRET = b"k" * 32
DOTS_PER_PT = (1.0, 2.0, 3.0)
"""A letter is painted at a whole dot. One that stands a thousandth of a point beside may so come a
dot beside, at one of these sizes: what is not the same differs at all of them."""
TOLERANCE = 12
"""Of 255 levels of grey: a part of a letterhead may be drawn a thousandth of a point beside."""
EXACT = [
    ("ice-and-heat", "harbor-light", "en", "easy-read"),
    ("back-spasms", "st-brigid-and-the-holy-cross", "ar", "leaflet"),
    ("ice-and-heat", "st-brigid-and-the-holy-cross", "en", "booklet"),
]
"""What the suite compares; `--every-file` compares all sample files that can be composed."""


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with no shared pages."""
    forget(monkeypatch)


def design(job: Job) -> Design:
    if isinstance(job.edition.making, Booklet):
        return PAGES
    return Design(typeset_easy) if job.edition.is_easy else Design()


def page_of(job: Job, paper: Paper) -> Paper:
    return half_sheet(paper) if isinstance(job.edition.making, Booklet) else paper


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the shelves in memory."""
    for name in ("_bodies", "_letterheads"):
        shelf = getattr(variant, name)
        monkeypatch.setattr(variant, name, type(shelf)(shelf.most))


def composed(job: Job, paper: Paper = A4, stock: Stock | None = None) -> Finished:
    """Return the file of shared pages, and not the one that a fault in them would lead to."""
    return variant._Variant(job, page_of(job, paper), design(job), stock).good().finished


def by_itself(job: Job, paper: Paper = A4) -> Finished:
    return variant._Variant(job, page_of(job, paper), design(job), None).by_itself().finished


def apart(one: bytes, other: bytes, page: int, dots_per_pt: float) -> Any:
    """Return the box on a page, in dots, in which two files are not painted alike; None if none."""
    pictures = []
    for pdf in (one, other):
        with pypdfium2.PdfDocument(pdf) as document:
            pictures.append(document[page].render(scale=dots_per_pt).to_pil().convert("RGB"))
    painted = ImageChops.difference(*pictures)
    return painted.point(lambda level: 255 * (level > TOLERANCE)).getbbox()


def tags(proof: Proof) -> list[Any]:
    """Return what a screen reader meets: each element, its language, its words, its links."""
    pages = {page.obj.objgen: number for number, page in enumerate(proof.document.pages)}
    return [
        (
            str(element.S),
            str(element.get("/Lang", "")),
            str(element.get("/Alt", "")),
            [(pages[part.page.objgen], proof.text_at(part)) for part in held_content(element)],
            [
                (
                    link_target(link),
                    str(link.Contents),
                    [round(float(side), 1) for side in link.Rect],
                )
                for link in held_annotations(element)
            ],
        )
        for element in proof.tree
    ]


def marks(document: pikepdf.Pdf) -> list[str]:
    with document.open_outline() as outline:
        return [entry.title for entry in outline.root]


def assert_same(one: Finished, other: Finished) -> None:
    """Hold that two files look, read and lead the same."""
    assert one.page_map == other.page_map
    with open_proof(one.data) as first, open_proof(other.data) as second:
        assert tags(first) == tags(second)
        assert marks(first.document) == marks(second.document)
        assert first.document.docinfo.get("/Title") == second.document.docinfo.get("/Title")
        assert len(first.document.pages) == len(second.document.pages)
        for page in range(len(first.document.pages)):
            boxes = (apart(one.data, other.data, page, dots) for dots in DOTS_PER_PT)
            assert not all(boxes), f"page {page + 1} is painted otherwise"


def test_a_word_that_stands_elsewhere_is_seen(make_workspace: MakeWorkspace) -> None:
    hill, dale = (
        make_variant(job, A4).data for job in two_clinics(make_workspace, "Call {clinic.phone}.")
    )
    assert all(apart(hill, dale, 0, dots) for dots in DOTS_PER_PT)
    assert not any(apart(hill, hill, 0, dots) for dots in DOTS_PER_PT)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With `--every-file`, compare every sample handout, brand, language and edition."""
    if "edition" not in metafunc.fixturenames:
        return
    every = [
        (handout.slug, brand.slug, handout.lang, edition)
        for handout in opened("samples").handouts
        for brand in opened("samples").brands
        if brand.hands_out(handout.lang)
        for edition in ("leaflet", "large-print", "easy-read", "booklet")
    ]
    chosen = every if metafunc.config.getoption("--every-file") else EXACT
    metafunc.parametrize(("slug", "brand", "lang", "edition"), chosen)


def test_a_composed_file_is_the_one_that_is_laid_out_by_itself(
    slug: str, brand: str, lang: str, edition: str
) -> None:
    job = job_for(opened("samples"), slug, brand, lang, edition)
    # Some of the others stand in no pages but their own.
    is_composed = (slug, brand, lang, edition) in EXACT
    made = composed(job) if is_composed else make_variant(job, page_of(job, A4), design(job))
    assert_same(made, by_itself(job))


def changed(brand: Brand, **facts: Any) -> Brand:
    assert brand.facts is not None
    new = brand.facts.model_copy(update=facts)
    return replace(brand, facts=new, sources_digest=repr(sorted(facts)))


def another(job: Job) -> Job:
    """Return the same handout for a clinic with a name, a number and a colour of its own."""
    facts = job.brand.facts
    assert facts is not None
    assert facts.palette is not None
    contacts = facts.contacts.model_copy(
        update={"phone": facts.contacts.phone.translate(str.maketrans("0123456789", "9876543210"))}
    )
    palette = facts.palette.model_copy(update={"accent": "#7A1F5C"})
    brand = changed(
        job.brand, name="Meadowbrook Family Doctors", contacts=contacts, palette=palette
    )
    return replace(job, brand=brand)


def test_a_second_clinic_gets_the_pages_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_for(opened("samples"), "ice-and-heat", "meadowbrook", "en")
    composed(job)
    monkeypatch.setattr(variant._Variant, "_first_good", None)
    made = composed(another(job))
    assert made.checks == (COMPOSED,)
    assert_same(made, by_itself(another(job)))


def test_the_file_does_not_depend_on_who_came_first(monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_for(opened("samples"), "ice-and-heat", "meadowbrook", "en")
    alone = composed(another(job))
    forget(monkeypatch)
    composed(job)
    assert composed(another(job)).data == alone.data


def test_what_is_kept_on_disk_is_not_laid_out_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = job_for(opened("samples"), "ice-and-heat", "meadowbrook", "en")
    stock = Stock(Workspace(tmp_path), "recipe", SECRET)
    first = composed(job, stock=stock)
    forget(monkeypatch)
    monkeypatch.setattr(variant._Variant, "_first_good", None)
    monkeypatch.setattr(variant, "make_letterhead", None)
    assert composed(job, stock=stock).data == first.data
    forget(monkeypatch)
    with pytest.raises(TypeError):
        composed(job, stock=Stock(Workspace(tmp_path), "another recipe", SECRET))


def bodies() -> int:
    return sum(map(len, variant._bodies.held.values()))


def test_numbers_in_the_words_are_filled_in(make_workspace: MakeWorkspace) -> None:
    hill, dale = two_clinics(make_workspace, "Call {clinic.phone}.")
    assert "Call01632960123." in words(composed(hill))
    assert "Call01632960456." in words(composed(dale))
    assert bodies() == 1


def test_a_name_in_the_words_gives_each_clinic_pages_of_its_own(
    make_workspace: MakeWorkspace,
) -> None:
    hill, dale = two_clinics(make_workspace, "Ask {clinic.name}.")
    for job in (hill, dale):
        assert_same(composed(job), by_itself(job))
    assert bodies() == 2


def test_a_number_in_a_heading_is_laid_out_with_it(make_workspace: MakeWorkspace) -> None:
    hill, _ = two_clinics(
        make_workspace,
        "x\n\n## May I call {clinic.phone}? {#call role=get-help priority=2}\n\nYes.",
    )
    with pytest.raises(UnfitError):
        composed(hill)
    assert "MayIcall01632960123?" in words(make_variant(hill, A4))


TABLE = (
    """\
::: table Your days
| When | Call {clinic.phone} |
| --- | --- |
"""
    + "".join(f"| Day {day} | Say how it is |\n" for day in range(1, 61))
    + ":::"
)


def test_a_number_in_the_head_of_a_long_table_is_right_on_each_page(
    make_workspace: MakeWorkspace,
) -> None:
    hill, _ = two_clinics(make_workspace, TABLE)
    with pytest.raises(UnfitError):
        composed(hill)
    said = words(make_variant(hill, A4))
    assert "00000" not in said
    assert said.count("Call01632960123") > 1


GRADIENT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"><defs><linearGradient id="g">
<stop offset="0" stop-color="currentColor"/><stop offset="1" stop-color="#ffffff"/>
</linearGradient></defs><rect width="100" height="40" fill="url(#g)"/></svg>
"""


def test_a_picture_that_fades_in_the_clinics_colour_is_laid_out_by_itself(
    make_workspace: MakeWorkspace,
) -> None:
    picture = '![A bar that fades](figures/fade.svg "It fades.")'
    drawing = {"handouts/visit/figures/fade.svg": GRADIENT}
    hill, _ = two_clinics(make_workspace, picture, **drawing)
    with pytest.raises(UnfitError):
        composed(hill)


def words(made: Finished) -> str:
    with open_proof(made.data) as proof:
        return "".join("".join(piece.text for piece in proof.printed.pieces).split())
