"""Pages that many clinics share: a file composed of them is the file that is laid out by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from handoutpress.content.brand import Brand
from handoutpress.content.edition import PAPERS, Finished, Paper
from handoutpress.design.easy_read import typeset_easy
from handoutpress.design.shared import UnfitError
from handoutpress.design.typeset import Job, typeset_leaflet
from handoutpress.pdf import variant
from handoutpress.pdf.preflight import PAGE_CHECKS
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
from tests.golden.made import brand_of, handout_of, job_for, opened

A4 = PAPERS["a4"]
SECRET = b"k" * 32
DOTS_PER_PT = 1.0
TOLERANCE = 12
"""Of 255 levels of grey: a part of a letterhead may be drawn a thousandth of a point beside."""
EXACT = [
    ("ice-and-heat", "harbor-light", "en", "easy-read"),
    ("back-spasms", "st-brigid-and-the-holy-cross", "ar", "leaflet"),
]
"""What the suite compares; `--every-file` compares all sample files that can be composed."""


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with no shared pages."""
    forget(monkeypatch)


def typesetter(job: Job) -> Any:
    return typeset_easy if job.edition.is_easy else typeset_leaflet


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the shelves in memory."""
    for name in ("_bodies", "_letterheads"):
        shelf = getattr(variant, name)
        monkeypatch.setattr(variant, name, type(shelf)(shelf.most))


def composed(job: Job, paper: Paper = A4, stock: Stock | None = None) -> Finished:
    """Return the file of shared pages, and not the one that a fault in them would lead to."""
    found = variant._Variant(job, paper, typesetter(job), PAGE_CHECKS, stock)
    return found.finished()


def by_itself(job: Job, paper: Paper = A4) -> Finished:
    return variant._Variant(job, paper, typesetter(job), PAGE_CHECKS, None).by_itself()


def pictures(proof: Proof, pdf: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(proof.document.pages)):
        yield document[number].render(scale=DOTS_PER_PT).to_pil().convert("RGB")
    document.close()


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
        for page, (a, b) in enumerate(
            zip(pictures(first, one.data), pictures(second, other.data), strict=True), 1
        ):
            apart = ImageChops.difference(a, b).point(lambda level: 255 * (level > TOLERANCE))
            assert apart.getbbox() is None, f"page {page} differs at {apart.getbbox()}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With `--every-file`, compare every sample handout, brand, language and edition."""
    if "edition" not in metafunc.fixturenames:
        return
    every = [
        (handout.slug, brand.slug, handout.lang, edition)
        for handout in opened("samples").handouts
        for brand in opened("samples").brands
        if brand.hands_out(handout.lang)
        for edition in ("leaflet", "large-print", "easy-read")
    ]
    chosen = every if metafunc.config.getoption("--every-file") else EXACT
    metafunc.parametrize(("slug", "brand", "lang", "edition"), chosen)


def test_a_composed_file_is_the_one_that_is_laid_out_by_itself(
    slug: str, brand: str, lang: str, edition: str
) -> None:
    job = job_for(opened("samples"), slug, brand, lang, edition)
    # Some of the others stand in no pages but their own.
    is_composed = (slug, brand, lang, edition) in EXACT
    made = composed(job) if is_composed else make_variant(job, A4, typesetter(job))
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
    monkeypatch.setattr(variant, "attempts", None)
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
    monkeypatch.setattr(variant, "attempts", None)
    monkeypatch.setattr(variant, "make_letterhead", None)
    assert composed(job, stock=stock).data == first.data
    forget(monkeypatch)
    with pytest.raises(TypeError):
        composed(job, stock=Stock(Workspace(tmp_path), "another recipe", SECRET))


HANDOUT = {
    "handouts/visit/handout.yaml": """\
id: HP-9
version: "1.0"
published: 2026-01-02
owner: A team
review: {state: draft, due: 2028-01-02}
sources:
  - id: one
    publisher: A body
    title: A page
    url: https://example.org/a
    date: 2025
    accessed: 2026-01-01
""",
    "handouts/visit/en.md": """\
---
title: Your visit
summary: What to bring to your visit, and whom to call.
---

## What should I bring? {#bring role=overview priority=1}

WORDS

Bring your list of medicines. [@one]
""",
    "brands/hill/brand.yaml": """\
name: Hill Clinic
contacts: {phone: "01632 960123", emergency: "999"}
country: GB
""",
    "brands/dale/brand.yaml": """\
name: Dale Clinic
contacts: {phone: "01632 960456", emergency: "999"}
country: GB
""",
}


@pytest.fixture
def jobs(make_workspace: MakeWorkspace) -> Any:
    """Return a function that makes the jobs of two clinics for a handout with some words in it."""

    def make(words: str, **files: str) -> tuple[Job, Job]:
        from handoutpress.content.catalogue import load_catalogue
        from handoutpress.design.theme import Theme

        written = {
            name: text.replace("WORDS", words) for name, text in {**HANDOUT, **files}.items()
        }
        workspace: Workspace = make_workspace(written)
        catalogue, theme = load_catalogue(workspace), Theme.find(workspace)
        handout = handout_of(catalogue, "visit", "en")
        return tuple(  # type: ignore[return-value]
            replace(
                job_for(opened("samples"), "ice-and-heat", "plain", "en"),
                handout=handout,
                brand=brand_of(catalogue, name),
                theme=theme,
                neighbours={},
            )
            for name in ("hill", "dale")
        )

    return make


def bodies() -> int:
    return sum(map(len, variant._bodies.held.values()))


def test_numbers_in_the_words_are_filled_in(jobs: Any) -> None:
    hill, dale = jobs("Call {clinic.phone}.")
    assert "Call01632960123." in words(composed(hill))
    assert "Call01632960456." in words(composed(dale))
    assert bodies() == 1


def test_a_name_in_the_words_gives_each_clinic_pages_of_its_own(jobs: Any) -> None:
    hill, dale = jobs("Ask {clinic.name}.")
    for job in (hill, dale):
        assert_same(composed(job), by_itself(job))
    assert bodies() == 2


def test_a_number_in_a_heading_is_laid_out_with_it(jobs: Any) -> None:
    hill, _ = jobs("x\n\n## May I call {clinic.phone}? {#call role=get-help priority=2}\n\nYes.")
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


def test_a_number_in_the_head_of_a_long_table_is_right_on_each_page(jobs: Any) -> None:
    hill, _ = jobs(TABLE)
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


def test_a_picture_that_fades_in_the_clinics_colour_is_laid_out_by_itself(jobs: Any) -> None:
    picture = '![A bar that fades](figures/fade.svg "It fades.")'
    hill, _ = jobs(picture, **{"handouts/visit/figures/fade.svg": GRADIENT})
    with pytest.raises(UnfitError):
        composed(hill)


def words(made: Finished) -> str:
    with open_proof(made.data) as proof:
        return "".join("".join(piece.text for piece in proof.printed.pieces).split())
