"""Two languages of a handout in one file: what corresponds stands together, each in its own."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pikepdf import Name

from handoutpress.content.catalogue import Catalogue, load_catalogue
from handoutpress.content.edition import PAPERS
from handoutpress.design.bilingual import both
from handoutpress.epub.book import XHTML_NS
from handoutpress.epub.ebook import make_ebook
from handoutpress.pdf.booklet import make_booklet
from handoutpress.pdf.leaflet import make_leaflet
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_annotations, link_target
from handoutpress.workspace import Workspace
from tests.golden.conftest import FRONT
from tests.golden.made import (
    HERE,
    WORKSPACES,
    book_documents,
    handout_of,
    job_for,
    opened,
    page_source,
)
from tests.golden.tagged import content, pieces_at, words
from tests.golden.test_blocks import full_lines

if TYPE_CHECKING:
    from tests.conftest import Golden
    from tests.golden.conftest import MakeSmall

CASES = sorted(path.name for path in (HERE / "bilingual").iterdir())
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
A_HAIR_PT = 1.0


@pytest.mark.parametrize("case", CASES)
def test_two_languages_are_set_as_expected(case: str, small: MakeSmall, golden: Golden) -> None:
    folder = HERE / "bilingual" / case
    english, spanish = ((folder / f"{lang}.md").read_text("utf-8") for lang in ("en", "es"))
    catalogue = small(english, **{"handouts/specimen/es.md": spanish})
    html = page_source(catalogue, "specimen", second="es")
    main = html.partition("<main>")[2].partition("</main>")[0]
    golden(folder / "print.html", full_lines(main))
    shown = book_documents(catalogue, "specimen", second="es")
    texts = (
        str(etree.tostring(body, encoding="unicode"))
        for name, root in shown.items()
        for body in root.iter(f"{{{XHTML_NS}}}body")
        if name.startswith("section")
    )
    golden(folder / "screen.xhtml", full_lines("".join(texts)))


@pytest.mark.parametrize(
    ("spanish", "pairs"),
    [
        (("a", "b"), [("a", "a"), ("b", "b")]),
        (("uno", "dos"), [("a", "uno"), ("b", "dos")]),
        (("b", "c"), [("a",), ("b", "b"), ("c",)]),
    ],
)
def test_parts_of_one_role_are_told_apart_by_their_anchors(
    small: MakeSmall, spanish: tuple[str, str], pairs: list[tuple[str, ...]]
) -> None:
    english, other = (
        FRONT
        + "Words.\n\n"
        + "\n\n".join(f"### {anchor} {{#{anchor}}}\n\nSo." for anchor in anchors)
        for anchors in (("a", "b"), spanish)
    )
    catalogue = small(english, **{"handouts/specimen/es.md": other.replace("is for", "es para")})
    languages = (handout_of(catalogue, "specimen", lang) for lang in ("en", "es"))
    (section,) = both(*languages).sections
    assert [
        tuple(anchor.removeprefix("_es-") for anchor in part.anchors)
        for part in section.subsections
    ] == pairs


@pytest.mark.parametrize(("second", "listed"), [("vi", 1), ("es", 2)])
def test_a_leaflet_to_read_next_is_listed_once_where_both_call_it_the_same(
    second: str, listed: int
) -> None:
    html = page_source(opened("samples"), "back-spasms", second=second)
    rows = html.partition('<section id="_about"')[2].partition("</section>")[0]
    assert rows.count("(HP-002)") == listed


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A workspace whose handout has every kind of block in English and Spanish."""
    root = tmp_path_factory.mktemp("two") / "workspace"
    shutil.copytree(WORKSPACES["specimen"], root)
    for lang in ("en", "es"):
        shutil.copy(
            HERE / "bilingual" / "every-kind" / f"{lang}.md", root / "handouts" / "specimen"
        )
    return load_catalogue(Workspace.find(root))


@pytest.fixture(scope="module")
def proof(catalogue: Catalogue) -> Iterator[Proof]:
    """The leaflet in both languages, for a clinic; preflight has passed it."""
    job = job_for(catalogue, "specimen", "specimen", second="es")
    with open_proof(make_leaflet(job, PAPERS["a4"]).data) as found:
        yield found


def language(element: Element) -> str:
    """Return the language that an element says, or else one around it."""
    while Name.S in element:
        if Name.Lang in element:
            return str(element.Lang)
        element = element.P
    return ""


SPOKEN = {"Two": "en", "Dos": "es", "Open the window.": "en", "Abra la ventana.": "es"}
"""Words of lists, which stand beside each other, and of a checklist, which stands once."""


def test_words_say_their_language(proof: Proof) -> None:
    found = {words(proof, element): language(element) for element in proof.tree}
    assert {text: found[text] for text in SPOKEN} == SPOKEN
    assert str(proof.document.Root.Lang) == "en"


def test_what_corresponds_begins_at_the_same_height(proof: Proof) -> None:
    pairs = 0
    for element in proof.tree:
        sides = [
            kid for kid in elements(element) if Name.Lang in kid and kid.P.objgen == element.objgen
        ]
        if not has_tag(element, "Div") or [str(side.Lang) for side in sides] != ["en", "es"]:
            continue
        first, other = (pieces_at(proof, next(content(proof, side)))[0] for side in sides)
        assert first.page == other.page
        assert first.box.left < other.box.left
        assert first.box.bottom == pytest.approx(other.box.bottom, abs=A_HAIR_PT)
        pairs += 1
    assert pairs > 5


def test_a_picture_stands_once_and_says_what_it_shows_in_both_languages(proof: Proof) -> None:
    alts = [str(element.Alt) for element in proof.tree if has_tag(element, "Figure")]
    assert len(alts) == len(set(alts))
    assert any(" / " in alt for alt in alts)


def test_pointers_of_each_language_lead_to_its_own_part(proof: Proof) -> None:
    names = proof.document.Root.Names.Dests.Names
    known = {str(name) for name in list(names)[::2]}
    inside = {
        (language(element), target)
        for element in proof.tree
        for annotation in held_annotations(element)
        if Name.Dest in annotation and not (target := link_target(annotation)).startswith("source-")
    }
    assert {target for _, target in inside} <= known
    spanish = {target for lang, target in inside if lang == "es"}
    assert spanish
    assert all(target.startswith("_es-") for target in spanish)


def test_a_link_says_in_the_language_of_its_column_where_it_leads(proof: Proof) -> None:
    said = {
        (language(element), link_target(annotation)): str(annotation.Contents)
        for element in proof.tree
        for annotation in held_annotations(element)
        if Name.Dest in annotation
    }
    assert said == {
        ("en", "list"): "A list (Page 3)",
        ("es", "_es-list"): "Una lista (Página 3)",
        # What stands once, such as the contents list, says its title in both.
        ("", "section"): "Section / Sección (Page 1)",
    }


def test_the_metadata_name_both_languages_and_both_titles(proof: Proof) -> None:
    with proof.document.open_metadata() as metadata:
        assert metadata["dc:language"] == {"en", "es"}
        assert " / " in metadata["dc:title"]


NOTHING_MOVES = ("Nothing in it moves or flashes", "Nada se mueve ni parpadea")


def test_a_book_names_and_speaks_both_languages(catalogue: Catalogue) -> None:
    made = make_ebook(job_for(catalogue, "specimen", "specimen", "en", "epub", "es"))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        package = etree.fromstring(archive.read("EPUB/content.opf"))
        section = etree.fromstring(archive.read("EPUB/section-01.xhtml"))
        access = etree.fromstring(archive.read("EPUB/access.xhtml"))
    named = [e.text for e in package.iter("{http://purl.org/dc/elements/1.1/}language")]
    assert named == ["en", "es"]
    sides = [e for e in section.iter("{*}div") if e.get("class") == "side"]
    assert [side.get(XML_LANG) for side in sides[:2]] == ["en", "es"]
    texts = list(access.itertext())
    for text in ("English", "español", *(f"{said}." for said in NOTHING_MOVES)):
        assert texts.count(text) == 1
    (english, spanish) = (side for side in access.iter("{*}div") if side.get("class") == "side")
    assert len(english.findall(".//{*}li")) == len(spanish.findall(".//{*}li")) > 3


@pytest.mark.parametrize("edition", ["large-print", "booklet"])
def test_the_words_are_all_there_where_pages_are_narrow(edition: str) -> None:
    job = job_for(opened("specimen"), "companion", "specimen", "en", edition, "es")
    make = make_booklet if edition == "booklet" else make_leaflet
    assert "pdf-whole" in make(job, PAPERS["a4"]).checks
