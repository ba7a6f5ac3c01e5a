"""A handout's documents: every word in, every pointer across files, nothing to press."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EPUB
from handoutpress.content.handout import Handout, Term, Text
from handoutpress.content.sources import read_brand, read_handout
from handoutpress.content.svg_references import XML_LANG
from handoutpress.content.walk import nodes
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.epub.book import EPUB_TYPE
from handoutpress.epub.documents import documents, inline_icon, picture_names
from handoutpress.epub.features import text_of
from handoutpress.workspace import Workspace

SPECIMEN = Path(__file__).parent.parent / "specimen"

Pages = dict[str, etree._Element]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.find(SPECIMEN)


@pytest.fixture(scope="module")
def handout(workspace: Workspace) -> Handout:
    return read_handout(workspace, "specimen", "en")


def made(workspace: Workspace, handout: Handout, brand: Brand) -> Pages:
    neighbours = load_catalogue(workspace).neighbours(handout)
    return documents(Job(handout, brand, EPUB, Theme.find(workspace), neighbours))


@pytest.fixture(scope="module")
def plain(workspace: Workspace, handout: Handout) -> Pages:
    return made(workspace, handout, Brand.plain())


@pytest.fixture(scope="module")
def branded(workspace: Workspace, handout: Handout) -> Pages:
    return made(workspace, handout, read_brand(workspace, "specimen"))


def each(pages: Pages, path: str) -> list[etree._Element]:
    space = {"h": "http://www.w3.org/1999/xhtml"}
    return [e for root in pages.values() for e in root.findall(path, space)]


def test_the_documents_stand_in_reading_order(plain: Pages, handout: Handout) -> None:
    sections = [f"section-{n:02d}.xhtml" for n in range(1, len(handout.sections) + 1)]
    expected = ["cover.xhtml", "start.xhtml", "nav.xhtml", *sections, "about.xhtml", "access.xhtml"]
    assert list(plain) == expected


def test_no_standard_word_of_the_author_is_lost(plain: Pages, handout: Handout) -> None:
    book = " ".join(text_of(root) for root in plain.values())
    standard = tuple(
        dataclasses.replace(section, short=(), easy=()) for section in handout.sections
    )
    for node in nodes((handout.callouts, standard)):
        if isinstance(node, Text):
            assert " ".join(node.text.split()) in book
        if isinstance(node, Term):
            assert node.meaning in book


def test_pointers_lead_across_the_documents(plain: Pages) -> None:
    targets = {a.get("href", "") for a in each(plain, ".//h:a")}
    assert "section-06.xhtml#steps-to-take" in targets
    assert "about.xhtml#source-first-source" in targets
    assert not [target for target in targets if target.startswith("#")]


def test_a_neighbour_is_named_with_its_number(plain: Pages) -> None:
    (pointer,) = each(plain, ".//h:cite[@class='handout-link']/..")
    assert "(leaflet SP-002)" in text_of(pointer)


def test_languages_are_said_for_new_readers_and_old(plain: Pages) -> None:
    said = [*plain.values(), *each(plain, ".//*[@lang]")]
    assert {e.get("lang") for e in said} == {"en", "es"}
    assert all(e.get("lang") == e.get(XML_LANG) for e in said)


def test_nothing_looks_as_if_it_could_be_pressed(plain: Pages) -> None:
    tags = {etree.QName(e).localname for e in each(plain, ".//h:*")}
    assert not tags & {"input", "button", "form", "textarea", "select"}


def test_tables_scroll_in_a_frame_that_says_what_they_are(plain: Pages) -> None:
    for table in each(plain, ".//h:table"):
        frame = table.getparent()
        assert frame is not None
        assert (frame.get("class"), frame.get("role"), frame.get("tabindex")) == (
            "scroll",
            "group",
            "0",
        )
        assert frame.get("aria-label")


def test_the_diary_keeps_its_headers_and_says_what_to_do(plain: Pages) -> None:
    (diary,) = each(plain, ".//h:table[@class='diary']")
    assert len(diary.findall(".//{*}th[@scope='col']")) == 3
    assert len(diary.findall(".//{*}th[@scope='row']")) == 3
    assert "Copy this table" in text_of(diary)


def test_the_contents_list_names_sections_and_their_parts(plain: Pages, handout: Handout) -> None:
    listed = plain["nav.xhtml"].find(".//{*}nav")
    assert listed is not None
    assert listed.get(EPUB_TYPE) == "toc"
    assert listed.get("role") == "doc-toc"
    anchors = [a.get("href", "").partition("#")[2] for a in listed.iter("{*}a")]
    assert anchors == [
        "",
        *(s.anchor for s in handout.all_sections()),
        "_sources",
        "_about",
        "_contacts",
        "_access",
    ]


def test_a_brand_brings_its_logo_and_its_panel(branded: Pages, plain: Pages) -> None:
    shown = each({"start": branded["start.xhtml"]}, ".//h:img")
    assert "Specimen Clinic" in [img.get("alt") for img in shown]
    panel = text_of(branded["about.xhtml"])
    for fact in ("01632 960000", "Specimen Clinic North", "example.org/clinic/leaflets"):
        assert fact in panel
    assert "01632" not in text_of(plain["about.xhtml"])


def test_a_draft_is_marked_where_the_book_opens(workspace: Workspace, handout: Handout) -> None:
    review = handout.record.review.model_copy(update={"state": "draft"})
    draft = dataclasses.replace(
        handout, record=handout.record.model_copy(update={"review": review})
    )
    pages = made(workspace, draft, Brand.plain())
    for name in ("cover.xhtml", "start.xhtml"):
        assert each({name: pages[name]}, ".//*[@class='draft']")
    assert "this is a draft" in text_of(pages["about.xhtml"])


def test_a_language_from_right_to_left_turns_the_page(
    workspace: Workspace, handout: Handout
) -> None:
    pages = made(workspace, dataclasses.replace(handout, lang="ar"), Brand.plain())
    assert {root.get("dir") for root in pages.values()} == {"rtl"}


def test_a_name_that_needs_escapes_is_replaced() -> None:
    assert picture_names("images/figures/a-1.svg") == "images/figures/a-1.svg"
    odd = picture_names("images/figures/a picture é.SVG")
    assert odd.startswith("images/")
    assert odd.endswith(".svg")
    assert odd.isascii()
    assert " " not in odd


def test_an_icon_is_not_read_out() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><title>Urgent</title><path/></svg>'
    icon = inline_icon(etree.fromstring(drawn))
    assert 'aria-hidden="true"' in icon
    assert "Urgent" not in icon
