"""The e-book of a pack: each handout in a folder of one book, and every way through it right."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from lxml import etree

from handoutpress.content.brand import PLAIN, Brand
from handoutpress.content.edition import PAPERS
from handoutpress.content.pack import Pack
from handoutpress.content.page_map import PageMap, Passage
from handoutpress.design.essentials import essentials
from handoutpress.design.words import words_for
from handoutpress.diagnostics import ExportError
from handoutpress.epub.assemble import assemble_pack
from handoutpress.epub.book import EPUB_TYPE, OPF_NS, Book
from handoutpress.epub.documents import section_files
from handoutpress.epub.ebook import make_collection
from handoutpress.epub.features import links_of, text_of
from handoutpress.epub.metadata import identifier, pack_statements
from handoutpress.epub.page_breaks import Printed
from handoutpress.epub.preflight import preflight
from tests.golden.made import brand_of, collection, ebook, opened, pack_job

CASES = [(PLAIN, "en"), ("specimen", "es")]
OPENING = ["cover.xhtml", "start.xhtml", "nav.xhtml"]
Parts = Mapping[str, bytes]


def names_of(lang: str) -> list[str]:
    """Return the documents of the pack's handouts, in the order in which they are read."""
    return [
        f"{handout.slug}/{name}"
        for handout in pack_job("specimen", "both", lang=lang).pack.members
        for name in ("start.xhtml", *section_files(handout), "about.xhtml")
    ]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture(params=CASES, ids="-".join)
def case(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def parts(case: tuple[str, str]) -> Parts:
    return parts_of(collection(*case).data)


@pytest.fixture
def documents(parts: Parts) -> dict[str, etree._Element]:
    return {name: etree.fromstring(parts[name]) for name in parts if name.endswith(".xhtml")}


def test_each_handout_has_a_folder_and_comes_in_its_turn(
    parts: Parts, case: tuple[str, str]
) -> None:
    package = etree.fromstring(parts["content.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter(f"{{{OPF_NS}}}item")}
    assert len(items) == len(set(items.values()))
    spine = [items[ref.get("idref")] for ref in package.iter(f"{{{OPF_NS}}}itemref")]
    assert spine == [*OPENING, *names_of(case[1]), "access.xhtml"]


def test_every_pointer_leads_to_what_is_in_the_book(
    documents: Mapping[str, etree._Element], parts: Parts
) -> None:
    ids = {name: {e.get("id") for e in root.iter("{*}*")} for name, root in documents.items()}
    seen = 0
    for name, target in targets(documents):
        file, _, anchor = target.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
        assert place in parts, f"{name} names {target}"
        assert not anchor or anchor in ids[place], f"{name} names {target}"
        seen += 1
    assert seen > 30


def targets(documents: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield the address of all that documents name in the book, with the name of each."""
    for name, root in documents.items():
        for element in root.iter("{*}a", "{*}img", "{*}link"):
            address = element.get("href") or element.get("src") or ""
            if ":" not in address:
                yield name, address


def test_no_id_stands_twice_in_a_document(documents: Mapping[str, etree._Element]) -> None:
    for root in documents.values():
        ids = [element.get("id") for element in root.iter("{*}*") if element.get("id")]
        assert len(ids) == len(set(ids))


def test_the_contents_list_leads_through_all_handouts(
    documents: Mapping[str, etree._Element], case: tuple[str, str]
) -> None:
    listed = [href.partition("#")[0] for href, _ in links_of(documents["nav.xhtml"], "toc")]
    assert list(dict.fromkeys(listed)) == ["start.xhtml", *names_of(case[1]), "access.xhtml"]
    marks = links_of(documents["nav.xhtml"], "landmarks")
    kinds = {a.get(EPUB_TYPE): href for href, a in marks}
    assert kinds["bodymatter"] == "specimen/start.xhtml"


def test_a_pointer_to_another_handout_of_the_pack_is_a_link(
    documents: Mapping[str, etree._Element],
) -> None:
    inner = [
        a
        for name in documents
        if name.startswith("specimen/")
        for a in documents[name].iter("{*}a")
    ]
    assert {"../companion/start.xhtml"} == {
        href for a in inner if (href := a.get("href", "")).startswith("../")
    }


@pytest.mark.parametrize("slug", ["specimen", "companion"])
def test_a_document_says_the_same_as_in_the_book_of_its_handout_alone(slug: str) -> None:
    whole = parts_of(collection(PLAIN, "en").data)
    alone = parts_of(ebook("specimen", slug).data)
    for name in (name for name in names_of("en") if name.startswith(f"{slug}/")):
        own = alone[name.removeprefix(f"{slug}/")]
        assert text_of(etree.fromstring(whole[name])) == text_of(etree.fromstring(own))


def test_a_picture_that_two_handouts_show_is_there_once() -> None:
    job = pack_job("specimen", "both", "specimen")
    first = job.pack.members[0]
    twin = replace(first, slug="twin")
    book = assemble_pack(replace(job, pack=replace(job.pack, members=(first, twin))))[0]
    pictures = [part for part in book.parts if part.media_type.startswith("image/")]
    assert len({part.data for part in pictures}) == len(pictures)
    assert {"brand/logo.svg", "specimen/images/figures/bar.svg"} <= {p.name for p in pictures}
    shown = document(book, "twin/section-01.xhtml")
    assert [img.get("src") for img in shown.iter("{*}img")] == [
        "../specimen/images/figures/bar.svg"
    ]


def document(book: Book, name: str) -> etree._Element:
    (data,) = (part.data for part in book.parts if part.name == name)
    return etree.fromstring(data)


# --- The pages of the printed pack ---


def test_it_lists_the_pages_that_the_pack_says() -> None:
    job = pack_job("specimen", "both")
    passages = (
        Passage(1, "", "en", ("patient", "leaflets")),
        Passage(5, "", "en", ("patient", "leaflet"), "specimen"),
        Passage(11, "", "en", ("patient", "leaflet"), "companion"),
    )
    page_map = PageMap(12, passages, frozenset((2, 4, 6, 7, 8, 10)))
    finished = make_collection(job, Printed(PAPERS["a4"], page_map))
    parts = parts_of(finished.data)
    listed = links_of(etree.fromstring(parts["nav.xhtml"]), "page-list")
    assert [(text_of(a), href) for href, a in listed] == [
        ("1", "start.xhtml#_page-1"),
        *((str(n), f"specimen/start.xhtml#_page-{n}") for n in (3, 5)),
        *((str(n), f"companion/start.xhtml#_page-{n}") for n in (9, 11)),
        ("12", "companion/about.xhtml#_page-12"),
    ]
    assert b'aria-label="Pack page 11."' in parts["companion/start.xhtml"]
    said = "SP-001, Version 1.2, SP-002, Version 1.0, pack-a4"
    assert f'"pageBreakSource">both, {said}<'.encode() in parts["content.opf"]
    assert b"pageNavigation" in parts["content.opf"]
    assert b"The pages of the printed version are marked" in parts["access.xhtml"]


# --- What the package says ---


def said(pack: Pack, brand: Brand) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in pack_statements(pack, pack.title, brand, words_for(pack.lang)[0], ()):
        name = statement.attributes.get("property", statement.name)
        found.setdefault(name, []).append(statement.text)
    return found


def test_it_says_of_the_whole_what_is_true_of_each() -> None:
    pack, brand = pack_job("specimen", "both").pack, Brand.plain()
    facts = said(pack, brand)
    assert facts["dc:title"] == ["Both specimens"]
    assert facts["dc:description"] == ["Draft. Every kind of block & mark; The companion"]
    assert facts["dc:creator"] == ["Specimen library"]
    assert facts["dc:contributor"] == ["Dr Ada Specimen, general practitioner"]
    assert facts["dcterms:hasPart"] == [identifier(member, brand) for member in pack.members]
    assert facts["schema:creativeWorkStatus"] == ["Draft"]
    assert "schema:lastReviewed" not in facts
    assert facts["dcterms:valid"] == ["start=2026-03-01; end=2027-03-01"]
    assert facts["schema:version"] == ["1.2, 1.0"]


def test_the_identifier_is_that_of_these_handouts_in_these_versions() -> None:
    pack = pack_job("specimen", "both").pack
    clinic = brand_of(opened("specimen"), "specimen")
    first = replace(pack, members=pack.members[:1])
    names = [said(p, b)["dc:identifier"][0] for p in (pack, first) for b in (Brand.plain(), clinic)]
    assert len(set(names)) == 4
    assert said(replace(pack, title="Else"), clinic)["dc:identifier"] == [names[1]]


def test_a_title_without_a_glyph_for_the_cover_is_told_at_its_line() -> None:
    job = pack_job("specimen", "both")
    with pytest.raises(ExportError) as caught:
        make_collection(replace(job, pack=replace(job.pack, title="Both \u16a0")))
    assert str(caught.value).startswith("publish.toml:6: error[F001]")


def test_each_handout_must_say_its_own_words() -> None:
    book = collection(PLAIN, "en").data
    specimen = pack_job("specimen", "both").pack.members[0]
    wanted = essentials(specimen, Brand.plain())
    assert wanted
    assert preflight(book, None, {"specimen/": wanted}) == ()
    told = preflight(book, None, {"companion/": wanted})
    assert [fault.code for fault in told] == ["E033"] * len(wanted)
