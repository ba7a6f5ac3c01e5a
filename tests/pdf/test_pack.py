"""The print job of a pack: each leaflet on sheets of its own, and nothing of any is lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Name

from handoutpress.content.brand import PLAIN
from handoutpress.content.edition import PAPERS
from handoutpress.content.handout import Callout, CalloutKind, Handout, Paragraph, Text
from handoutpress.design.packing import PackJob
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Typeset
from handoutpress.diagnostics import ExportError
from handoutpress.pdf.binding import Insert, bind
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.pack import make_pack
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.tagtree import Element, elements, has_tag, kids
from tests.conftest import MakeWorkspace
from tests.golden.made import leaflet, pack_job, print_job
from tests.pdf.conftest import FAMILIES
from tests.pdf.test_page_words import printed_map

CASES = [(PLAIN, "a4", "en"), ("specimen", "letter", "es")]
OWN_PAGES = """<!doctype html>
<html lang="en"><head><title>Two</title><style>
html { font: 12pt "Atkinson Hyperlegible" }
section { break-before: page }
</style></head><body>
<section><h1>Two</h1><p><a href="#one">One</a> <a href="#two">Two</a></p></section>
<section id="one"><h1>The first</h1></section>
<section id="two"><h1>The second</h1></section>
</body></html>"""


@pytest.fixture(params=CASES, ids="-".join)
def case(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    found: tuple[str, str, str] = request.param
    return found


@pytest.fixture
def proof(case: tuple[str, str, str]) -> Iterator[Proof]:
    with open_proof(print_job(*case).data) as found:
        yield found


def articles(proof: Proof) -> list[Element]:
    return [element for element in proof.tree if has_tag(element, "Art")]


def words_of_page(proof: Proof, page: int) -> str:
    return " ".join(piece.text for piece in proof.printed.pieces if piece.page == page)


def first_page(proof: Proof, element: Element) -> int:
    inside = {each.objgen for each in (element, *elements(element))}
    return min(page for page, _, held in proof.claims if held.objgen in inside)


def test_each_separator_and_each_leaflet_begins_on_the_front_of_a_sheet(
    proof: Proof, case: tuple[str, str, str]
) -> None:
    assert proof.document.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    assert len(proof.document.pages) % 2 == 0
    whole = kids(proof.root)[0]
    separators = [
        first_page(proof, before)
        for before, _, article in zip(kids(whole), kids(whole)[1:], kids(whole)[2:], strict=False)
        if has_tag(article, "Art")
    ]
    starts = [first_page(proof, article) for article in articles(proof)]
    assert [page % 2 for page in (*separators, *starts)] == [0] * 4
    assert starts == [page + 2 for page in separators]
    text = words_of_page(proof, 0)
    for page in separators:
        label = "Page" if case[2] == "en" else "Página"
        assert f"{label} {page + 1}" in text


def test_each_leaflet_is_in_it_as_it_is_alone(proof: Proof, case: tuple[str, str, str]) -> None:
    brand, paper, lang = case
    for slug, article in zip(("specimen", "companion"), articles(proof), strict=True):
        alone = leaflet("specimen", slug, brand, paper, lang)
        with open_proof(alone.data) as own:
            assert proof.text(article) == own.text(own.root)
            tags = [str(element.S) for element in own.tree[1:]]
        assert [str(element.S) for element in elements(article)] == tags


def test_every_link_leads_to_a_place_of_its_own_leaflet(proof: Proof) -> None:
    pairs = list(proof.document.Root.Names.Dests.Names)
    names = [str(name) for name in pairs[::2]]
    assert names == sorted(set(names))
    places = {str(name): place[0].objgen for name, place in zip(names, pairs[1::2], strict=True)}
    starts = [first_page(proof, article) for article in articles(proof)]
    for number, page in enumerate(proof.document.pages):
        for link in page.get(Name.Annots, ()):
            if Name.Dest not in link:
                continue
            target = proof.page_numbers[places[str(link.Dest)]]
            if number:
                # The last leaflet that starts before a page is the one that it is of.
                assert [s <= number for s in starts] == [s <= target for s in starts]
            else:
                assert target + 2 in starts


def test_the_contents_list_says_the_pages_that_are_printed(proof: Proof) -> None:
    said = [str(link.Contents) for link in proof.document.pages[0].obj.Annots if Name.Dest in link]
    starts = [first_page(proof, article) - 1 for article in articles(proof)]
    assert [re.findall(r"\d+", words)[-1] for words in said] == [str(start) for start in starts]


def test_the_bookmarks_are_those_of_the_leaflets_under_their_titles(proof: Proof) -> None:
    with proof.document.open_outline() as outline:
        marks = [(mark.title, len(mark.children)) for mark in outline.root]
        places: list[Element] = [mark.destination for mark in outline.root]
        pages = [place[0].objgen for place in places]
    titles = [proof.text(e) for e in proof.tree if has_tag(e, "H1")]
    assert [title for title, _ in marks] == [titles[0], titles[2], titles[4]]
    assert [bool(count) for _, count in marks] == [False, True, True]
    starts = [first_page(proof, article) for article in articles(proof)]
    assert [proof.page_numbers[page] for page in pages] == [0, *(start - 2 for start in starts)]


def test_no_two_cells_have_one_name(proof: Proof) -> None:
    names = Counter(str(element.ID) for element in proof.tree if Name.ID in element)
    assert set(names.values()) <= {1}
    heads = {
        str(name)
        for element in proof.tree
        if Name.Headers in element.get(Name.A, {})
        for name in element.A.Headers
    }
    assert heads <= set(names)


def test_the_first_page_and_the_draft_alone_say_that_something_is_a_draft(proof: Proof) -> None:
    word = "Draft" if proof.document.Root.Lang == "en" else "Borrador"
    starts = [first_page(proof, article) for article in articles(proof)]
    said = [word in words_of_page(proof, n) for n in range(len(proof.document.pages))]
    assert said == [n < starts[0] - 2 or n >= starts[1] - 2 for n in range(len(said))]


def test_the_pages_of_a_leaflet_count_those_of_the_pack_too(proof: Proof) -> None:
    label = "Pack page" if proof.document.Root.Lang == "en" else "Paquete:"
    for start in (first_page(proof, article) for article in articles(proof)):
        assert f"{label} {start + 1}" in " ".join(words_of_page(proof, start).split())


# --- What is wrong with a pack ---


def changed(job: PackJob, *members: Handout) -> PackJob:
    """Return a pack with these handouts in place of its own."""
    return replace(job, pack=replace(job.pack, members=members))


def said_of(handout: Handout, **facts: str) -> Handout:
    """Return a handout with other front matter."""
    return replace(handout, front=handout.front.model_copy(update=facts))


@pytest.fixture
def job() -> PackJob:
    return pack_job("specimen", "both")


@pytest.fixture
def small(job: PackJob) -> Handout:
    """The handout of two pages."""
    return job.pack.members[1]


def refusal(job: PackJob) -> str:
    with pytest.raises(ExportError) as caught:
        make_pack(job, PAPERS["a4"])
    return str(caught.value)


def test_every_leaflet_that_cannot_be_made_is_told_at_once_with_its_place(job: PackJob) -> None:
    said = refusal(changed(job, *(said_of(m, title="A \u16a0") for m in job.pack.members)))
    assert said.count("error[F001]") == 2
    assert "handouts/specimen/en.md" in said
    assert "handouts/companion/en.md" in said


def test_a_title_without_a_glyph_is_told_at_its_line(job: PackJob) -> None:
    said = refusal(replace(job, pack=replace(job.pack, title="Both \u16a0")))
    assert said.startswith("publish.toml:6: error[F001]")


def dressed(job: PackJob, make_workspace: MakeWorkspace, before: str, after: str) -> PackJob:
    """Return a pack with one declaration of its style sheet changed."""
    sheet = "styles/components/pack.css"
    css = job.theme.text(sheet)
    assert before in css
    return replace(job, theme=Theme.find(make_workspace({sheet: css.replace(before, after)})))


def test_a_separator_that_is_longer_than_its_page_is_told(
    job: PackJob, small: Handout, make_workspace: MakeWorkspace
) -> None:
    low = dressed(job, make_workspace, "padding-top: 62mm", "padding-top: 225mm")
    said = refusal(changed(low, small))
    assert said.startswith("handouts/companion/en.md:3: error[P040]: the separator of `companion`")


def test_a_contents_list_of_two_pages_ends_on_a_back(
    job: PackJob, small: Handout, make_workspace: MakeWorkspace
) -> None:
    wide = dressed(job, make_workspace, "padding: 5mm 0", "padding: 70mm 0")
    finished = make_pack(changed(wide, small, replace(small, slug="next")), PAPERS["a4"])
    with open_proof(finished.data) as proof:
        starts = [first_page(proof, article) for article in articles(proof)]
        assert starts == [4, 8]
        assert "Page 7" in words_of_page(proof, 1)


def listing(job: PackJob, make_workspace: MakeWorkspace, more: str) -> PackJob:
    """Return a pack whose contents list has something more beside each page number."""
    name = "templates/pack.html"
    html, before = job.theme.text(name), '<p class="pack-list__page">'
    assert before in html
    dressed = make_workspace({name: html.replace(before, more + before)})
    return replace(job, theme=Theme.find(dressed))


def test_real_page_numbers_that_make_the_contents_list_longer_are_counted_in(
    job: PackJob, small: Handout, make_workspace: MakeWorkspace
) -> None:
    high = '<div style="height: {{ entry.page * 20 }}mm"></div>'
    grown = listing(job, make_workspace, high)
    finished = make_pack(changed(grown, small, replace(small, slug="next")), PAPERS["a4"])
    with open_proof(finished.data) as proof:
        assert [first_page(proof, article) for article in articles(proof)] == [4, 8]
        assert "Page 7" in words_of_page(proof, 1)
        assert [f"Page {n + 1}" in words_of_page(proof, n) for n in (2, 6)] == [True] * 2


def test_a_contents_list_whose_length_never_settles_is_told(
    job: PackJob, small: Handout, make_workspace: MakeWorkspace
) -> None:
    more = "{% if opening == 1 %}<div style='height: 240mm'></div>{% endif %}"
    said = refusal(changed(listing(job, make_workspace, more), small))
    assert said.startswith("publish.toml:6: error[P044]: the contents list of a pack")


def test_what_a_handout_may_not_lose_is_looked_for_in_its_own_leaflet(
    job: PackJob, small: Handout, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Paragraph((Text("Call 112 at once.", 5),), 5)
    urgent = Callout(CalloutKind.URGENT, (Text("Now", 4),), (words,), 4)
    first = replace(small, callouts=(urgent,))
    twins = changed(job, first, replace(first, slug="twin"))
    make_pack(twins, PAPERS["a4"])
    monkeypatch.setattr("handoutpress.pdf.pack.bind", lose_words)
    said = "handouts/companion/en.md:5: error[P025]: the finished file lost a line of an urgent box"
    assert f"{said}: Call 112 at once." in refusal(twins)


def lose_words(pdf: bytes, inserts: list[Insert]) -> bytes:
    """Bind a pack, and lose the last leaflet's first words."""
    with pikepdf.open(io.BytesIO(bind(pdf, inserts))) as document:
        whole = document.Root.StructTreeRoot.K[0]
        article = [kid for kid in kids(whole) if has_tag(kid, "Art")][-1]
        article.K = pikepdf.Array(kids(article)[1:])
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def test_each_passage_of_a_pack_is_printed_on_its_page() -> None:
    page_map = printed_map(print_job(PLAIN, "a4", "en"))
    members = ("", *pack_job("specimen", "both").pack.slugs)
    assert tuple(dict.fromkeys(p.handout for p in page_map.passages)) == members
    first = [min(p.page for p in page_map.passages if p.handout == slug) for slug in members]
    separators = {page - 2 for page in first[1:]}
    filled = {p.page for p in page_map.passages}
    assert separators.isdisjoint(filled)
    assert set(page_map.listed) == filled | separators


# --- Binding alone ---


def test_the_same_pages_and_leaflets_give_the_same_bytes(leaflet: bytes) -> None:
    own = finish(lay_out(Typeset(OWN_PAGES, {}, FAMILIES)).pdf, Imprint("en")).data
    inserts = [Insert(leaflet, 2, "one"), Insert(leaflet, 3, "two")]
    bound = bind(own, inserts)
    assert bind(own, inserts) == bound
    with open_proof(bound) as proof, open_proof(leaflet) as alone:
        pages = len(alone.document.pages)
        assert len(proof.document.pages) == 3 + 2 * pages
        assert [first_page(proof, article) for article in articles(proof)] == [2, 3 + pages]
        texts = [proof.text(article) for article in articles(proof)]
        assert texts == [alone.text(alone.root)] * 2
