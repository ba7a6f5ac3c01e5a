"""Preflight bites: each fault, put into a good leaflet, is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EDITIONS
from handoutpress.design.essentials import Essential
from handoutpress.design.origins import Origins
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Location, Severity
from handoutpress.pdf.engine import Laid
from handoutpress.pdf.identity_checks import REVIEW_DUE, VERSION
from handoutpress.pdf.layout_checks import check_text_size, filled
from handoutpress.pdf.preflight import FEW, PAGE_CHECKS, Expected, preflight
from handoutpress.pdf.proof import open_proof
from handoutpress.pdf.tagtree import Element, elements, has_tag, held_annotations
from handoutpress.workspace import Workspace

Fault = Callable[[Pdf], None]
FAULTS: list[tuple[str, str, Fault]] = []
"""Code, words of the message, and how to break a good leaflet."""


def fault(code: str, words: str) -> Callable[[Fault], Fault]:
    def note(spoil: Fault) -> Fault:
        FAULTS.append((code, words, spoil))
        return spoil

    return note


def first(pdf: Pdf, tag: str) -> Element:
    return next(e for e in elements(pdf.Root.StructTreeRoot) if has_tag(e, tag))


def held(element: Element) -> list[Element]:
    return list(held_annotations(element))


def parent_entry(pdf: Pdf, page: int) -> Element:
    numbers: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
    return numbers[2 * page + 1]


def draw(pdf: Pdf, page: int, operators: bytes) -> None:
    pdf.pages[page].contents_add(operators)


def spoiled(leaflet: bytes, spoil: Fault) -> bytes:
    with pikepdf.open(BytesIO(leaflet)) as pdf:
        spoil(pdf)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


@fault("P041", "what its colours mean")
def colours_lost(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@fault("P041", "picture or gradient in CMYK")
def picture_in_ink(pdf: Pdf) -> None:
    size = {"Width": 1, "Height": 1, "BitsPerComponent": 8}
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceCMYK}
    pdf.pages[0].add_resource(pdf.make_stream(b"1234", **size, **kind), Name.XObject)


@fault("P041", "a colour in CMYK")
def colour_in_ink(pdf: Pdf) -> None:
    draw(pdf, 0, b"q 0 0 0 1 k Q")


@fault("P041", "does not print")
def link_hidden(pdf: Pdf) -> None:
    next(page.obj.Annots[0] for page in pdf.pages if Name.Annots in page.obj).F = 6


@fault("P041", "smoothed")
def picture_smoothed(pdf: Pdf) -> None:
    size = {"Width": 1, "Height": 1, "BitsPerComponent": 8, "Interpolate": True}
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray}
    pdf.pages[0].add_resource(pdf.make_stream(b"1", **size, **kind), Name.XObject)


@fault("P011", "title")
def title_lost(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["dc:title"]


@fault("P011", "language")
def language_lost(pdf: Pdf) -> None:
    del pdf.Root.Lang


@fault("P011", "PDF/UA-1")
def claim_lost(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


@fault("P011", "PDF/A-2a")
def archive_claim_lost(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfaid:conformance"]


@fault("P011", "show its title")
def title_hidden(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


@fault("P011", "tagged")
def mark_lost(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@fault("P011", "page labels")
def labels_lost(pdf: Pdf) -> None:
    del pdf.Root.PageLabels


@fault("P011", "title in its information")
def title_changed_in_one_place(pdf: Pdf) -> None:
    pdf.docinfo.Title = pikepdf.String("Ice and heat")


@fault("P011", "keywords in its information")
def keywords_in_one_place(pdf: Pdf) -> None:
    pdf.docinfo.Keywords = pikepdf.String("back")


@fault("P011", "version")
def version_of_nobody(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata[VERSION] = "2.0"


@fault("P011", "review date")
def review_date_of_nobody(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata[REVIEW_DUE] = "2030-01-01"


@fault("P011", "direction")
def pages_turned_the_other_way(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = Name.R2L


@fault("P011", "way to open")
def opened_in_two_columns(pdf: Pdf) -> None:
    pdf.Root.PageLayout = Name.TwoColumnLeft


@fault("P011", "way to open")
def opened_with_few_bookmarks(pdf: Pdf) -> None:
    pdf.Root.PageMode = Name.UseOutlines


@fault("P012", "page 2 is 215.9 x 279.4 mm")
def page_of_another_size(pdf: Pdf) -> None:
    pdf.pages[1].trimbox = Array([0, 0, 612, 792])
    pdf.pages[1].mediabox = Array([0, 0, 612, 792])


@fault("P013", "parent tree")
def parent_entries_swapped(pdf: Pdf) -> None:
    entry = parent_entry(pdf, 1)
    entry[0], entry[1] = entry[1], entry[0]


@fault("P013", "claimed 2 times")
def content_claimed_twice(pdf: Pdf) -> None:
    first(pdf, "H2").K.append(0)


@fault("P029", "elements to tag P")
def paragraph_cut_in_two(pdf: Pdf) -> None:
    paragraph = first(pdf, "P")
    further = pdf.make_indirect(Dictionary(S=Name.P, P=paragraph.P, K=Array([])))
    paragraph.P.K.append(further)


@fault("P029", "where the words go on with")
def words_in_another_order(pdf: Pdf) -> None:
    held = first(pdf, "Document").K
    held[0], held[1] = held[1], held[0]


@fault("P029", 'comes to "')
def paragraph_lost(pdf: Pdf) -> None:
    first(pdf, "P").K = Array()


@fault("P013", "not in the tag tree")
def element_cut_off(pdf: Pdf) -> None:
    first(pdf, "P").K = Array()


@fault("P013", "not on paper")
def content_that_no_page_marks(pdf: Pdf) -> None:
    first(pdf, "H1").K.append(999)


@fault("P013", "a link")
def link_with_a_wrong_parent(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots[0].StructParent = 0


@fault("P013", "page 1: content 0 is marked 2 times")
def number_used_twice(pdf: Pdf) -> None:
    draw(pdf, 0, b"/P <</MCID 0>> BDC EMC")


@fault("P013", "page 3: something is drawn that is neither content nor an artifact")
def words_not_tagged(pdf: Pdf) -> None:
    draw(pdf, 2, b"0 g 100 400 30 30 re f")


@fault("P013", "page 3: something is drawn that is neither content nor an artifact")
def picture_not_tagged(pdf: Pdf) -> None:
    draw(pdf, 2, b"q 9 0 0 9 300 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI Q")


@fault("P013", "page 3: content is marked inside other content or an artifact")
def artifact_in_content(pdf: Pdf) -> None:
    page: Any = pdf.pages[2].obj
    page.Contents = pdf.make_stream(
        page.Contents.read_bytes().replace(b" BDC", b" BDC /Artifact BMC EMC", 1)
    )


# --- In forms ---


def form(pdf: Pdf, page: int, content: bytes) -> Element:
    """Draw a form on a page, in no mark of the page's own."""
    drawn = pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(),
    )
    name = pdf.pages[page].add_resource(drawn, Name.XObject)
    draw(pdf, page, f"{name} Do".encode())
    return drawn


def tagged_form(pdf: Pdf) -> tuple[Element, Element]:
    """Draw a square in a form on page 3, tag it as it should be, and return form and element."""
    drawn = form(pdf, 2, b"/Span <</MCID 0>> BDC 1 g 300 300 9 9 re f EMC")
    root, paragraph = pdf.Root.StructTreeRoot, first(pdf, "P")
    reference = Dictionary(Type=Name.MCR, Pg=pdf.pages[2].obj, Stm=drawn, MCID=0)
    square = pdf.make_indirect(Dictionary(S=Name.Span, P=paragraph, K=Array([reference])))
    paragraph.K.append(square)
    drawn.StructParents = int(root.ParentTreeNextKey)
    root.ParentTree.Nums.extend([drawn.StructParents, pdf.make_indirect(Array([square]))])
    return drawn, square


@fault("P013", "page 3: something is drawn that is neither content nor an artifact")
def form_not_tagged(pdf: Pdf) -> None:
    form(pdf, 2, b"1 g 300 300 9 9 re f")


@fault("P013", "page 3, in a form: content 0 is tagged, but not in the tag tree")
def form_cut_off(pdf: Pdf) -> None:
    _, square = tagged_form(pdf)
    square.K = Array()


@fault("P013", "page 3, in a form: content 0 is claimed 2 times")
def form_claimed_twice(pdf: Pdf) -> None:
    _, square = tagged_form(pdf)
    square.K.append(square.K[0])


@fault("P013", "page 3, in a form: content 0 is not led to its element by the parent tree")
def form_with_a_wrong_parent(pdf: Pdf) -> None:
    drawn, _ = tagged_form(pdf)
    drawn.StructParents = 0


@fault("P013", "page 3, in a form: content 0 is not led to its element by the parent tree")
def form_with_no_parent(pdf: Pdf) -> None:
    drawn, _ = tagged_form(pdf)
    del drawn.StructParents


@fault("P013", "page 2, in a form: content 0 is marked 2 times")
def form_drawn_twice(pdf: Pdf) -> None:
    drawn, _ = tagged_form(pdf)
    name = pdf.pages[1].add_resource(drawn, Name.XObject)
    draw(pdf, 1, f"{name} Do".encode())


@fault("P013", "content 7 is in the tag tree, not on paper")
def form_content_that_is_not_drawn(pdf: Pdf) -> None:
    _, square = tagged_form(pdf)
    square.K[0].MCID = 7


@fault("P013", "page 3: content is marked inside other content or an artifact")
def form_tagged_in_an_artifact(pdf: Pdf) -> None:
    drawn, _ = tagged_form(pdf)
    name = pdf.pages[2].add_resource(drawn, Name.XObject)
    draw(pdf, 2, f"/Artifact BMC {name} Do EMC".encode())


@fault("P014", "page 2: a heading of level 2 is empty")
def heading_empty(pdf: Pdf) -> None:
    heading = first(pdf, "H2")
    words = pdf.make_indirect(Dictionary(S=Name.P, P=heading.P, Pg=heading.Pg, K=heading.K))
    heading.K = Array()
    heading.P.K.insert(1, words)


@fault("P014", "level 3 follows one of level 1")
def heading_level_skipped(pdf: Pdf) -> None:
    first(pdf, "H2").S = Name.H3


@fault("P014", "level 2 follows one of level 0")
def first_heading_too_low(pdf: Pdf) -> None:
    first(pdf, "H1").S = Name.H2


@fault("P014", "no heading")
def no_headings(pdf: Pdf) -> None:
    for element in elements(pdf.Root.StructTreeRoot):
        if has_tag(element, "H1", "H2"):
            element.S = Name.P


@fault("P014", "the file has 4 headings, and 3 bookmarks")
def bookmark_lost(pdf: Pdf) -> None:
    title: Any = pdf.Root.Outlines.First
    title.Last = title.Last.Prev
    del title.Last.Next


@fault("P014", 'page 2: the bookmark "What is this?" is not the heading')
def bookmark_of_other_words(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.First.Title = pikepdf.String("What is this?")


@fault("P014", 'page 2: the bookmark "What is it?" leads to another page')
def bookmark_astray(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.First.Dest[0] = pdf.pages[2].obj


@fault("P014", "is not on its heading's level")
def bookmark_on_another_level(pdf: Pdf) -> None:
    title: Any = pdf.Root.Outlines.First
    inner, outer = title.First, title.First.Next
    title.First, inner.First, inner.Last = inner, outer, title.Last
    del inner.Next


@fault("P015", "page 1: a figure has no text alternative")
def alternative_lost(pdf: Pdf) -> None:
    del first(pdf, "Figure").Alt


@fault("P015", "where it stands")
def figure_box_lost(pdf: Pdf) -> None:
    del first(pdf, "Figure").A


@fault("P015", "page 1: a figure's box lies beside the page")
def figure_box_beside_the_page(pdf: Pdf) -> None:
    figure = first(pdf, "Figure")
    figure.A.BBox = Array([float(side) + 700 for side in figure.A.BBox])


@fault("P015", "page 1: a figure's box does not cover the picture")
def figure_box_moved(pdf: Pdf) -> None:
    figure = first(pdf, "Figure")
    figure.A.BBox = Array([float(side) - 20 for side in figure.A.BBox])


@fault("P016", "page 2: a header cell has no scope")
def scope_lost(pdf: Pdf) -> None:
    del first(pdf, "TH").A.Scope


@fault("P016", "page 2: a cell is headed by one that is not there")
def header_renamed(pdf: Pdf) -> None:
    first(pdf, "TH").ID = pikepdf.String("another")


@fault("P016", "page 2: a cell does not say what heads it")
def headers_lost(pdf: Pdf) -> None:
    del first(pdf, "TD").A.Headers


@fault("P042", "page 2: a list does not say how it is numbered")
def numbering_lost(pdf: Pdf) -> None:
    del first(pdf, "L").A


@fault("P042", "page 2: a list holds something that is no item")
def list_beside_an_item(pdf: Pdf) -> None:
    outer = first(pdf, "L")
    inner = next(e for e in elements(outer) if has_tag(e, "L"))
    inner.P.K = Array([kid for kid in inner.P.K if kid.objgen != inner.objgen])
    outer.K.append(inner)


@fault("P042", "page 2: an item of a list has no body")
def item_without_a_body(pdf: Pdf) -> None:
    first(pdf, "LBody").S = Name.Span


@fault("P017", "has 5 links, the file 4")
def link_lost(pdf: Pdf) -> None:
    link = first(pdf, "Link")
    link.K = Array([kid for kid in link.K if isinstance(kid, int)])


@fault("P017", "not in the tag tree")
def link_not_tagged(pdf: Pdf) -> None:
    first(pdf, "Link").S = Name.Span


@fault("P017", "does not say where")
def link_described_by_its_anchor(pdf: Pdf) -> None:
    annotation: Any = pdf.pages[0].obj.Annots[0]
    annotation.Contents = annotation.Dest


@fault("P017", "page 2: one link is 2 links to press")
def link_cut_in_two(pdf: Pdf) -> None:
    annotations: Any = pdf.pages[1].obj.Annots
    again = pdf.make_indirect(Dictionary(annotations[0]))
    annotations.append(again)
    link = next(e for e in elements(pdf.Root.StructTreeRoot) if annotations[0] in held(e))
    reference = Dictionary(Type=Name.OBJR, Obj=again, Pg=pdf.pages[1].obj)
    link.K.append(pdf.make_indirect(reference))


@fault("P017", "a link leads nowhere")
def link_astray(pdf: Pdf) -> None:
    pages = (page.obj.get(Name.Annots, ()) for page in pdf.pages)
    link = next(a for annotations in pages for a in annotations if Name.Dest in a)
    link.Dest = pikepdf.String("nowhere")


@fault("P017", "cannot be pressed")
def link_beside_its_words(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots[1].Rect = Array([10, 10, 20, 20])


@fault("P017", "page 2: a link's parts lie outside its rectangle")
def link_parts_left_behind(pdf: Pdf) -> None:
    """Move a link as if it had no parts."""
    link: Any = pdf.pages[1].obj.Annots[0]
    link.Rect = Array([float(side) + 30 for side in link.Rect])


@fault("P017", "page 2: the tab key does not go by the tag tree")
def tab_order_lost(pdf: Pdf) -> None:
    del pdf.pages[1].obj.Tabs


@fault("P018", "not embedded")
def font_not_embedded(pdf: Pdf) -> None:
    fonts: Any = pdf.pages[0].Resources.Font
    for font in fonts.values():
        del font.DescendantFonts[0].FontDescriptor.FontFile2


@fault("P018", "none of Atkinson Hyperlegible, Noto Sans")
def foreign_font(pdf: Pdf) -> None:
    fonts: Any = pdf.pages[0].Resources.Font
    for font in fonts.values():
        font.DescendantFonts[0].FontDescriptor.FontFamily = pikepdf.String("Comic Sans")


@fault("P019", 'page 1: a figure\'s label ("A hand on the lower back.") is printed at 2.8 pt')
def label_too_small(pdf: Pdf) -> None:
    scale_text(pdf, page=0, mark="/Figure", factor=0.25)


@fault("P019", 'page 1: "For adults with a sudden pain." is printed at 9.0 pt')
def words_too_small(pdf: Pdf) -> None:
    scale_text(pdf, page=0, mark="/Span", factor=0.75)


@fault("P051", '"For adults with a sudden pain." has a contrast of 1.8:1 to what is under it')
def words_too_pale(pdf: Pdf) -> None:
    page: Any = pdf.pages[0].obj
    words = page.Contents.read_bytes()
    before, mark, after = words.partition(b"/Span")
    page.Contents = pdf.make_stream(before + mark + after.replace(b"BT", b"0.75 g BT", 1))


@fault("P054", '"For adults with a sudden pain." is underlined')
def words_underlined(pdf: Pdf) -> None:
    with open_proof(saved(pdf)) as proof:
        (words,) = (p for p in proof.printed.pieces if p.text.startswith("For adults"))
    left, _, right, _ = words.box
    line = f"/Artifact BMC {left} {words.start[1] - 2} {right - left} 0.6 re f EMC"
    pdf.pages[0].contents_add(line.encode(), prepend=True)


def scale_text(pdf: Pdf, page: int, mark: str, factor: float) -> None:
    """Make the letters in marked content smaller."""
    instructions: list[Any] = []
    inside = False
    for instruction in pikepdf.parse_content_stream(pdf.pages[page]):
        operator = str(instruction.operator)
        operands: list[Any] = list(instruction.operands)
        if operator in {"BDC", "EMC"}:
            inside = operator == "BDC" and operands[0] == mark
        if inside and operator == "Tf":
            operands[1] = float(operands[1]) * factor
        instructions.append((operands, instruction.operator))
    pdf.pages[page].obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


@fault("P020", "page 3: ink is less than 5 mm from")
def ink_at_the_edge(pdf: Pdf) -> None:
    draw(pdf, 2, b"/Artifact BMC 0 g 0 400 30 30 re f EMC")


@fault("P020", '" is less than 5 mm from')
def words_off_the_page(pdf: Pdf) -> None:
    shift_words(pdf, -60)


def shift_words(pdf: Pdf, points: int) -> None:
    page = pdf.pages[2].obj
    shift = pdf.make_stream(f"1 0 0 1 {points} 0 cm".encode())
    page.Contents = Array([shift, page.Contents])


@fault("P021", "page 3, the last, is filled to")
def last_page_nearly_empty(pdf: Pdf) -> None:
    move_words_up(pdf, page=2)


def move_words_up(pdf: Pdf, page: int) -> None:
    """Print the tagged words of a page on its first line."""
    instructions: list[Any] = []
    inside = False
    for instruction in pikepdf.parse_content_stream(pdf.pages[page]):
        operator = str(instruction.operator)
        operands: list[Any] = list(instruction.operands)
        if operator in {"BDC", "EMC"}:
            inside = operator == "BDC" and Name.MCID in operands[1]
        if inside and operator == "Tm":
            operands[5] = 120
        instructions.append((operands, instruction.operator))
    pdf.pages[page].obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


@fault("P022", "a script")
def script_added(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(
        Type=Name.Action, S=Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


@fault("P022", "not a link (/Launch)")
def launcher_added(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots[0].A = Dictionary(Type=Name.Action, S=Name.Launch)


@fault("P022", "an attached file")
def attachment_added(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = b"secret"


@fault("P022", "https://tracker.example/ping")
def address_of_nobody(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots[0].A.URI = pikepdf.String("https://tracker.example/ping")


@fault("P023", 'page 2: nothing follows the heading "Keep moving."')
def heading_stranded(pdf: Pdf) -> None:
    """Tag the last words of page 2 as a heading of what page 3 says."""
    heading = [e for e in elements(pdf.Root.StructTreeRoot) if has_tag(e, "H2")][-1]
    foot = [e for e in elements(pdf.Root.StructTreeRoot) if has_tag(e, "P")][-3]
    heading.S, foot.S = Name.P, Name.H2


def test_a_good_leaflet_passes_every_check(leaflet: bytes, expected: Expected) -> None:
    assert preflight(leaflet, expected) == ()


@pytest.mark.parametrize(
    ("code", "words", "spoil"), FAULTS, ids=[spoil.__name__ for _, _, spoil in FAULTS]
)
def test_a_fault_is_found(
    leaflet: bytes, expected: Expected, code: str, words: str, spoil: Fault
) -> None:
    found = preflight(spoiled(leaflet, spoil), expected)
    assert [told for told in found if told.code == code and words in told.message], found


WRITTEN = Path(__file__).with_name("written")
"""A workspace whose handout says what the leaflet says."""
LINES = [
    (words_too_small, "P019", "handouts/careful/en.md:3"),
    (words_too_pale, "P051", "handouts/careful/en.md:3"),
    (label_too_small, "P019", "handouts/careful/figures/back.svg:3"),
    (heading_stranded, "P023", "handouts/careful/en.md:29"),
    (words_off_the_page, "P020", "handouts/careful/en.md:31"),
    (link_beside_its_words, "P017", "handouts/careful/en.md:12"),
    (bookmark_of_other_words, "P014", "handouts/careful/en.md:6"),
    (figure_box_moved, "P015", "handouts/careful/en.md:8"),
    (paragraph_lost, "P029", "handouts/careful/en.md:6"),
]


@pytest.fixture(scope="module")
def origins() -> Origins:
    workspace = Workspace.find(WRITTEN)
    (handout,) = load_catalogue(workspace).handouts
    return Origins((Job(handout, Brand.plain(), EDITIONS["leaflet"], Theme.find(workspace), {}),))


@pytest.mark.parametrize(
    ("spoil", "code", "place"), LINES, ids=[spoil.__name__ for spoil, _, _ in LINES]
)
def test_a_fault_of_words_is_told_at_their_line(
    leaflet: bytes, expected: Expected, origins: Origins, spoil: Fault, code: str, place: str
) -> None:
    found = preflight(spoiled(leaflet, spoil), replace(expected, origins=origins))
    assert place in [str(told.location) for told in found if told.code == code]


def test_the_programs_own_words_are_told_at_the_handout(
    leaflet: bytes, expected: Expected, origins: Origins
) -> None:
    wanted = replace(expected, origins=origins, smallest_pt=20)
    with open_proof(leaflet, wanted) as proof:
        places = {told.message: told.location for told in check_text_size(proof, wanted)}
    hint = "is printed at 12.0 pt"
    assert places[f'page 1: "Page 1 of 3" {hint}'] == Location("handouts/careful/en.md")
    assert places[f'page 3: "Most spasms ease in a few days." {hint}'] == Location(
        "handouts/careful/en.md", 33
    )


def test_words_off_the_page_have_no_ground(leaflet: bytes, expected: Expected) -> None:
    found = preflight(spoiled(leaflet, lambda pdf: shift_words(pdf, -150)), expected)
    assert not {"P051", "P052"} & {told.code for told in found}


def test_a_form_that_is_tagged_as_it_should_be_passes(leaflet: bytes, expected: Expected) -> None:
    def spoil(pdf: Pdf) -> None:
        tagged_form(pdf)

    assert preflight(spoiled(leaflet, spoil), expected) == ()


def test_a_form_that_is_content_as_a_whole_passes(leaflet: bytes, expected: Expected) -> None:
    def spoil(pdf: Pdf) -> None:
        name = pdf.pages[2].add_resource(form(pdf, 2, b""), Name.XObject)
        draw(pdf, 2, f"/Artifact BMC {name} Do EMC".encode())

    assert preflight(spoiled(leaflet, spoil), expected) == ()


def test_the_engines_raw_file_does_not_pass(raw: bytes, expected: Expected) -> None:
    codes = {told.code for told in preflight(raw, expected)}
    assert codes >= {"P011", "P013", "P016", "P017"}


def test_a_file_that_is_no_pdf_is_refused(expected: Expected) -> None:
    assert [told.code for told in preflight(b"words", expected)] == ["P010"]


def test_a_damaged_file_is_refused(leaflet: bytes, expected: Expected) -> None:
    codes = [told.code for told in preflight(leaflet[:-400], expected)]
    assert codes[0] == "P010"


def test_a_last_page_with_little_on_it_is_only_warned_of(
    leaflet: bytes, expected: Expected
) -> None:
    found = preflight(spoiled(leaflet, last_page_nearly_empty), expected)
    assert {told.severity for told in found if told.code == "P021"} == {Severity.WARNING}


def test_the_engines_measure_of_the_last_page_is_that_of_the_printed_page(
    laid: Laid, leaflet: bytes
) -> None:
    with open_proof(leaflet) as proof:
        assert laid.fill == pytest.approx(filled(proof), abs=0.08)
    assert 0.3 < laid.fill < 0.6


def test_every_page_of_a_draft_says_so(leaflet: bytes, expected: Expected) -> None:
    said = preflight(leaflet, replace(expected, marks=(("back", None),)))
    assert [told for told in said if told.code != "P024"] == []
    found = preflight(leaflet, replace(expected, marks=(("Unsigned", None),)))
    assert [told.message.partition(":")[0] for told in found] == ["page 1", "page 2", "page 3"]
    assert {(told.code, told.severity) for told in found} == {("P024", Severity.ERROR)}
    assert "templates/partials/masthead.html" in str(found[0])
    assert "styles/page.css" in str(found[1])


def test_the_title_must_be_the_handouts(leaflet: bytes, expected: Expected) -> None:
    (told,) = preflight(leaflet, replace(expected, title="Ice and heat"))
    assert str(told) == "error[P011]: the file's title is missing or wrong"


def test_checks_have_names_of_their_own() -> None:
    assert len(PAGE_CHECKS) == 32


def test_of_many_faults_the_first_few_are_told_and_how_many_more(
    leaflet: bytes, expected: Expected
) -> None:
    def spoil(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot.ParentTree

    found = [told for told in preflight(spoiled(leaflet, spoil), expected) if told.code == "P013"]
    assert len(found) == FEW + 1
    assert found[-1].message.endswith(" more like this in the file")
    assert int(found[-1].message.split()[2]) > FEW
    assert found[-1].severity is Severity.ERROR


def test_every_essential_that_is_lost_is_told(leaflet: bytes, expected: Expected) -> None:
    gone = [Essential("a dose", f"{n} tablets", "handouts/a/en.md", n) for n in range(2 * FEW)]
    assert len(preflight(leaflet, replace(expected, essentials=tuple(gone)))) == 2 * FEW


def test_a_lost_warning_is_told_at_its_line(leaflet: bytes, expected: Expected) -> None:
    kept = Essential("a line of an urgent box", "Keep moving.", "handouts/a/en.md", 4)
    gone = Essential("a line of an urgent box", "Call 999 at once.", "handouts/a/en.md", 5)
    assert preflight(leaflet, replace(expected, essentials=(kept,))) == ()
    (told,) = preflight(leaflet, replace(expected, essentials=(kept, gone)))
    assert str(told).startswith("handouts/a/en.md:5: error[P025]: the finished file lost a line")
