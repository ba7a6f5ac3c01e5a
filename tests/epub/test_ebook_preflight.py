"""Each preflight check finds the fault that it is there for, and a good book has none."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest

from handoutpress.design.essentials import Essential
from handoutpress.diagnostics import Location
from handoutpress.epub.ebook import pack
from handoutpress.epub.preflight import CHECKS, preflight
from tests.epub.small_book import PAGE_MAP, png, rezipped, small_book

BOOK = pack(small_book())
OPF = "EPUB/content.opf"
START = "EPUB/start.xhtml"
SECTION = "EPUB/section-01.xhtml"
NAV = "EPUB/nav.xhtml"
CSS = "EPUB/book.css"
ACCESS = "EPUB/access.xhtml"
SVG = "EPUB/images/a.svg"

FAULTS = [
    ("E011", SVG, None, None, "the manifest lists images/a.svg, which is not there"),
    ("E011", "EPUB/more.txt", "", "x", "more.txt is not in the manifest"),
    ("E012", OPF, 'idref="part-02"', 'idref="part-99"', "the spine names part-99"),
    ("E013", OPF, ' xml:lang="en"', "", "does not say its language (xml:lang)"),
    ("E013", OPF, "<dc:title>A title</dc:title>", "", "no dc:title"),
    ("E013", OPF, 'id="id"', 'id="other"', "unique identifier"),
    ("E013", OPF, "dcterms:modified", "dcterms:issued", "when it was modified"),
    ("E014", OPF, "schema:accessibilityHazard", "schema:hazard", "no schema:accessibilityHazard"),
    ("E015", OPF, "tableOfContents", "synchronizedAudioText", "which is not so"),
    ("E015", OPF, "schema:version", "dcterms:conformsTo", "which was not checked"),
    ("E015", CSS, "margin: 1em 0", "animation: spin 1s", "accessibilityHazard none"),
    ("E017", ACCESS, "Every picture has a description in words.", "", "access.xhtml does not say"),
    (
        "E017",
        CSS,
        "margin: 1em 0",
        "animation: spin 1s",
        "'Nothing in it moves or flashes.', which",
    ),
    ("E017", OPF, "Nothing in it moves or flashes.", "", "the accessibility summary does not say"),
    ("E016", OPF, ' properties="cover-image"', "", "has 0 cover images"),
    ("E020", SECTION, "</h2>", "<h2>", "section-01.xhtml is not well-formed"),
    ("E021", SECTION, 'id="two"', 'id="one"', "has the id one twice"),
    ("E022", SECTION, 'href="start.xhtml"', 'href="gone.xhtml"', "gone.xhtml, which is not there"),
    ("E022", SECTION, 'href="start.xhtml"', 'href="start.xhtml#x"', "there is no such id"),
    ("E022", CSS, "images/a.svg", "images/b.svg", "book.css:1 leads to images/b.svg"),
    ("E023", START, "images/a.svg", "https://example.org/a.svg", "reaches outside the book"),
    ("E023", SECTION, "https://example.org/", "file:///etc/passwd", "reaches outside the book"),
    ("E023", CSS, "images/a.svg", "//example.org/a.svg", "reaches outside the book"),
    ("E024", SECTION, "<p>Words.</p>", "<script>1</script>", "holds a script"),
    ("E024", SECTION, "<p>Words.</p>", '<p onclick="1">Words.</p>', "event handler onclick"),
    ("E025", START, 'alt="A line."', 'alt=" "', "images/a.svg has no text alternative"),
    ("E026", SECTION, "h3", "h4", "from heading level 2 to 4"),
    ("E026", SECTION, "<h3>Two</h3>", "<h3> </h3>", "has an empty heading"),
    ("E027", SECTION, ' xml:lang="en"', "", "does not say its language"),
    ("E027", SECTION, "<p>Words.</p>", '<p lang="es">Hola.</p>', "says lang and xml:lang apart"),
    ("E028", SVG, "viewBox", "viewbox", "spells viewBox as viewbox"),
    ("E028", SVG, "viewBox", "data-box", "images/a.svg has no viewBox"),
    ("E029", START, 'class="draft"', 'class="note"', "start.xhtml does not show"),
    ("E030", NAV, '<li><a href="section-01.xhtml#two">Two</a></li>', "", "section-01.xhtml#two"),
    ("E031", NAV, "start.xhtml", "section-01.xhtml#two", "not in reading order"),
    ("E032", NAV, 'epub:type="bodymatter"', "", "do not lead to the bodymatter"),
    ("E032", NAV, ' aria-label="Places"', "", "a navigation list has no label"),
    ("E034", SECTION, 'epub:type="pagebreak"', "", "not that of the marks in the text"),
    ("E034", NAV, ">2</a>", ">3</a>", "the mark of page 3 in section-01.xhtml is called 'Page 2.'"),
    ("E034", NAV, "section-01.xhtml#_page-2", "start.xhtml#_page-1", "in their order"),
    ("E034", OPF, "pageBreakSource", "schema:name", "does not say once which printed pages"),
    ("E034", NAV, 'epub:type="page-list"', "", "names printed pages, and the book lists none"),
]


def faults(data: bytes) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in preflight(data)]


def test_a_good_book_has_no_fault() -> None:
    assert faults(BOOK) == []


@pytest.mark.parametrize(("code", "file", "old", "new", "said"), FAULTS)
def test_a_seeded_fault_is_found(
    code: str, file: str, old: str | None, new: str | None, said: str
) -> None:
    def change(files: dict[str, bytes]) -> Mapping[str, bytes]:
        if old is None or new is None:
            return {name: data for name, data in files.items() if name != file}
        text = files.get(file, b"").decode()
        assert old in text
        return {**files, file: text.replace(old, new).encode()}

    found = faults(rezipped(BOOK, change))
    assert [message for found_code, message in found if found_code == code and said in message]


@pytest.mark.parametrize("file", [ACCESS, OPF])
def test_what_is_said_with_spaces_that_do_not_break_is_found(file: str) -> None:
    polish = pack(small_book("pl"))
    said = "Nagłówki i\u00a0spis".encode()
    assert faults(polish) == []

    def change(files: dict[str, bytes]) -> Mapping[str, bytes]:
        assert said in files[file]
        return {**files, file: files[file].replace(said, b"")}

    assert [code for code, _ in faults(rezipped(polish, change))] == ["E017"]


def test_a_small_cover_is_found() -> None:
    data = rezipped(BOOK, lambda files: {**files, "EPUB/cover.png": png(60, 90)})
    assert faults(data) == [("E016", "the cover is 60 by 90 pixels, not 1200 by 1800")]


def test_a_cover_that_is_no_png_is_found() -> None:
    data = rezipped(BOOK, lambda files: {**files, "EPUB/cover.png": b"\xff\xd8"})
    assert faults(data) == [("E016", "the cover cover.png is not a PNG")]


def test_a_compressed_mimetype_is_found() -> None:
    data = rezipped(BOOK, lambda files: files, zipfile.ZIP_DEFLATED)
    assert faults(data) == [("E010", "mimetype is compressed or has an extra field")]


def test_a_mimetype_that_is_not_first_is_found() -> None:
    data = rezipped(BOOK, lambda files: dict(reversed(files.items())))
    assert faults(data) == [("E010", "the archive does not start with mimetype")]


@pytest.mark.parametrize("data", [b"", b"PK", BOOK[:200]])
def test_bytes_that_are_no_archive_are_told(data: bytes) -> None:
    assert [code for code, _ in faults(data)] == ["E001"]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("META-INF/container.xml", "there is no META-INF/container.xml"),
        (OPF, "no package document"),
    ],
)
def test_an_archive_without_a_package_is_told(gone: str, said: str) -> None:
    data = rezipped(BOOK, lambda files: {n: d for n, d in files.items() if n != gone})
    ((code, message),) = faults(data)
    assert code == "E001"
    assert said in message


def test_faults_are_located_at_the_source() -> None:
    (fault,) = preflight(b"", Location("handouts/a/en.md"))
    assert str(fault).startswith("handouts/a/en.md: error[E001]: the archive cannot be read")


def test_a_lost_draft_mark_is_located_at_the_template() -> None:
    def change(files: dict[str, bytes]) -> Mapping[str, bytes]:
        return {**files, START: files[START].replace(b'class="draft"', b'class="note"')}

    (fault,) = preflight(rezipped(BOOK, change), Location("handouts/a/en.md"))
    assert str(fault).startswith("templates/ebook/start.xhtml: error[E029]: start.xhtml does not")


def test_every_check_has_its_own_code_and_name_and_a_seeded_fault() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len({check.name for check in CHECKS}) == len(CHECKS)
    assert set(codes) - {"E010"} == {code for code, *_ in FAULTS}


def test_the_pages_are_held_against_those_of_the_leaflet() -> None:
    assert preflight(BOOK, page_map=PAGE_MAP) == ()
    (few,) = preflight(BOOK, page_map=replace(PAGE_MAP, pages=3))
    assert (few.code, few.message) == (
        "E035",
        "the book lists the pages 1, 2, and should list 1, 2, 3",
    )
    later = tuple(replace(p, page=1) if "more:" in p.words else p for p in PAGE_MAP.passages)
    (early,) = preflight(BOOK, page_map=replace(PAGE_MAP, passages=later))
    assert early.message == (
        "page 2 begins in section-01.xhtml with 'more:', which is not printed there"
    )
    spoken = tuple(replace(p, lang="es") if "more:" in p.words else p for p in PAGE_MAP.passages)
    (foreign,) = preflight(BOOK, page_map=replace(PAGE_MAP, passages=spoken))
    assert (foreign.code, foreign.message) == (early.code, early.message)
    (paper,) = preflight(BOOK, page_map=replace(PAGE_MAP, blank=frozenset((2,))))
    assert paper.message == "the book lists the pages 1, 2, and should list 1"


def test_a_lost_warning_is_told_at_its_line() -> None:
    kept = Essential("a dose", "Two", "handouts/a/en.md", 4)
    gone = Essential("a dose", "Take 5 mg.", "handouts/a/en.md", 5)
    assert preflight(BOOK, None, {"": (kept,)}) == ()
    (told,) = preflight(BOOK, None, {"": (kept, gone)})
    assert str(told).startswith("handouts/a/en.md:5: error[E033]: the finished file lost a dose")
