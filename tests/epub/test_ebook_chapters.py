"""Chapters that many clinics share: each book is the one that is made without any other."""

from __future__ import annotations

import pytest
from lxml import etree

from handoutpress.content.page_map import PageMap, Passage, words_in
from handoutpress.design.typeset import Job
from handoutpress.epub import chapters
from handoutpress.epub.documents import documents
from handoutpress.epub.ebook import make_ebook
from tests.conftest import MakeWorkspace
from tests.two_clinics import two_clinics

CHAPTER = "section-01.xhtml"


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with no chapters."""
    forget(monkeypatch)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_chapters", "_marked"):
        monkeypatch.setattr(chapters, name, type(getattr(chapters, name))(100))


def printed(*pages: str) -> PageMap:
    """Return a map of pages with words of the chapter on them."""
    return PageMap(
        len(pages),
        tuple(
            Passage(number, "bring", "en", tuple(word for _, word in words_in(text)))
            for number, text in enumerate(pages, 1)
        ),
    )


def text(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode")


def test_clinics_that_say_the_same_have_the_same_chapter(make_workspace: MakeWorkspace) -> None:
    hill, dale = two_clinics(make_workspace, "Bring your coat.", "epub")
    assert documents(hill)[CHAPTER] is documents(dale)[CHAPTER]


@pytest.mark.parametrize("words", ["Call {clinic.phone}.", "Ask {clinic.name}."])
def test_a_chapter_that_says_something_of_a_clinic_is_its_own(
    make_workspace: MakeWorkspace, words: str
) -> None:
    hill, dale = (
        text(documents(job)[CHAPTER]) for job in two_clinics(make_workspace, words, "epub")
    )
    assert any(said in hill for said in ("01632 960123", "Hill Clinic"))
    assert any(said in dale for said in ("01632 960456", "Dale Clinic"))
    assert all(said not in dale for said in ("01632 960123", "Hill Clinic"))


def test_a_chapter_is_marked_anew_where_its_pages_are_others(make_workspace: MakeWorkspace) -> None:
    hill, dale = two_clinics(make_workspace, "Bring your coat.", "epub")
    one = documents(hill, printed("What should I bring? Bring your", "coat."))
    same = documents(dale, printed("What should I bring? Bring your", "coat."))
    other = documents(dale, printed("What should I bring?", "Bring your coat."))
    assert one[CHAPTER] is same[CHAPTER]
    assert "Bring your <span" in text(one[CHAPTER])
    assert "Bring your <span" not in text(other[CHAPTER])
    assert "pagebreak" not in text(documents(hill)[CHAPTER])


@pytest.mark.parametrize("words", ["Bring your coat.", "Call {clinic.phone}, or {clinic.name}."])
def test_a_book_does_not_depend_on_who_came_first(
    make_workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def book(job: Job) -> bytes:
        return make_ebook(job).data

    hill, dale = two_clinics(make_workspace, words, "epub")
    alone = book(dale)
    forget(monkeypatch)
    book(hill)
    assert book(dale) == alone


def test_a_designers_own_templates_make_chapters_that_are_not_shared(
    make_workspace: MakeWorkspace,
) -> None:
    hill, _ = two_clinics(make_workspace, "Bring your coat.", "epub")
    assert "Bring your coat" in text(documents(hill)[CHAPTER])
    own = {
        "templates/ebook/section.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "{{ imprint.name.value | upper }}</body></html>"
    }
    for job, name in zip(
        two_clinics(make_workspace, "Bring your coat.", "epub", **own),
        ("HILL CLINIC", "DALE CLINIC"),
        strict=True,
    ):
        assert name in text(documents(job)[CHAPTER])
