"""The file for a printing press: cut where it should be, in inks, and each fault in it is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image as Pillow

from handoutpress.content.brand import Brand
from handoutpress.content.edition import EDITIONS, PAPERS, Finished
from handoutpress.content.handout import Image
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job, typeset_leaflet
from handoutpress.diagnostics import ExportError
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.leaflet import expected
from handoutpress.pdf.preflight import Expected, preflight
from handoutpress.pdf.proof import open_proof
from handoutpress.pdf.shop import PROFILE, make_shop, without_links
from handoutpress.pdf.shop_checks import shop_checks
from handoutpress.pdf.variant import _Variant
from handoutpress.workspace import Workspace
from tests.golden.made import handout_of, job_for, leaflet, opened, theme
from tests.pdf.test_variant import DOTS_PER_PT, apart

A4 = PAPERS["a4"]
CHECKS = shop_checks(3.0, lambda width, height: None)
Fault = Callable[[Pdf], None]
FAULTS: list[tuple[str, str, Fault]] = []
"""Code, words of the message, and how to break a good file."""


def fault(code: str, words: str) -> Callable[[Fault], Fault]:
    def note(spoil: Fault) -> Fault:
        FAULTS.append((code, words, spoil))
        return spoil

    return note


@dataclass(frozen=True)
class Made:
    """A job and the file that was made of it."""

    job: Job
    finished: Finished
    expected: Expected


def specimen_job(width: int) -> Job:
    """Return the specimen's job, the dots of its photograph so many across, and in colour."""
    catalogue = opened("specimen")
    handout = handout_of(catalogue, "specimen")
    out = io.BytesIO()
    stripes = Pillow.new("RGB", (width, width * 3 // 10), (180, 60, 20))
    stripes.paste((20, 120, 60), (0, 0, width // 2, 40))
    stripes.save(out, "PNG")
    photo = Image("figures/dots.png", "image/png", out.getvalue(), width, width * 3 // 10)
    handout = replace(handout, images={**handout.images, photo.name: photo})
    neighbours = catalogue.neighbours(handout)
    return Job(handout, Brand.plain(), EDITIONS["shop"], theme(), neighbours)


@pytest.fixture(scope="module")
def made() -> Made:
    """A good file for a press."""
    job = specimen_job(1600)
    wanted = expected(typeset_leaflet(job, A4), job, A4)
    unlinked = without_links(wanted)
    return Made(job, make_shop(job, A4), unlinked)


def spoiled(data: bytes, spoil: Fault) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def photo_of(pdf: Pdf) -> pikepdf.Object:
    return next(
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.get(Name.Width) == 1600
    )


@fault("P030", "page 2 does not say")
def trim_lost(pdf: Pdf) -> None:
    del pdf.pages[1].obj.TrimBox


@fault("P030", "page 1: the bleed is not 3 mm")
def bleed_too_narrow(pdf: Pdf) -> None:
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox


@fault("P030", "page 1: its boxes")
def sheet_too_small(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.TrimBox


@fault("P031", "a colour in RGB")
def screen_colour(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"1 0 0 rg")


@fault("P031", "a colour in Lab")
def eye_colour(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"/Lab cs")


@fault("P031", "a picture or gradient in DeviceRGB")
def screen_picture(pdf: Pdf) -> None:
    photo_of(pdf).ColorSpace = Name.DeviceRGB


@fault("P031", "a picture inside a drawing")
def picture_inside(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI")


@fault("P031", "a group that is blended in DeviceRGB")
def screen_group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group.CS = Name.DeviceRGB


@fault("P032", "a picture of 400 x 480 dots prints with")
def coarse_picture(pdf: Pdf) -> None:
    photo = photo_of(pdf)
    photo.write(bytes(400 * 480 * 4))
    photo.Width = 400


@fault("P033", "claim to be PDF/X-4")
def claim_lost(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"]


@fault("P033", "one output intent")
def intent_lost(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@fault("P033", "profile of four inks")
def profile_lost(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


@fault("P033", "word on trapping")
def trapping_unknown(pdf: Pdf) -> None:
    del pdf.docinfo["/Trapped"]


@fault("P033", "honesty about PDF/UA")
def false_claim(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfuaid:part"] = "1"


@fault("P034", "add up to 400%")
def too_much_ink(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"1 1 1 1 k")


@fault("P034", "add up to 400%")
def too_much_ink_in_a_picture(pdf: Pdf) -> None:
    photo_of(pdf).write(b"\xff" * (1600 * 480 * 4))


@fault("P035", "page 1: there is a link")
def link_added(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


@fault("P035", "an action (/GoTo)")
def action_added(pdf: Pdf) -> None:
    pdf.Root.Kept = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.GoTo))


def test_a_good_file_passes_every_check(made: Made) -> None:
    assert preflight(made.finished.data, made.expected, CHECKS) == ()
    assert made.finished.checks == tuple(CHECKS)
    assert "pdf-identity" not in CHECKS


@pytest.mark.parametrize(
    ("code", "words", "spoil"), FAULTS, ids=[spoil.__name__ for _, _, spoil in FAULTS]
)
def test_a_fault_is_found(made: Made, code: str, words: str, spoil: Fault) -> None:
    found = preflight(spoiled(made.finished.data, spoil), made.expected, CHECKS)
    assert [told for told in found if told.code == code and words in told.message], found


def test_a_locked_file_is_found(made: Made) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.finished.data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    found = preflight(out.getvalue(), made.expected, {"shop-actions": CHECKS["shop-actions"]})
    assert [told.message for told in found] == ["the file is encrypted"]


@pytest.mark.parametrize("page", [0, -1])
def test_the_boxes_are_right_to_a_tenth_of_a_millimetre(made: Made, page: int) -> None:
    with pikepdf.open(io.BytesIO(made.finished.data)) as pdf:
        obj = pdf.pages[page].obj
        sizes = {
            str(name): [float(side) / PT_PER_MM for side in obj[name]]
            for name in (Name.TrimBox, Name.BleedBox, Name.MediaBox)
        }
    assert sizes["/TrimBox"] == pytest.approx([0, 0, 210, 297], abs=0.1)
    assert sizes["/BleedBox"] == pytest.approx([-3, -3, 213, 300], abs=0.1)
    assert sizes["/MediaBox"] == pytest.approx([-18, -18, 228, 315], abs=0.1)


def test_the_band_bleeds_off_page_1_and_no_mark_touches_the_bleed(made: Made) -> None:
    """At 4 dots a millimetre: the sheet's edge is 18 mm from the cut, the bleed's 15 mm."""
    with pypdfium2.PdfDocument(made.finished.data) as pdf:
        shown = pdf[0].render(scale=4 / PT_PER_MM, grayscale=True).to_pil()
    dots = shown.point([255 * (level < 240) for level in range(256)])
    sheet_to_bleed, bleed_to_mark = 15 * 4, 13 * 4
    assert dots.getpixel((dots.width // 2, sheet_to_bleed + 1))
    assert not dots.getpixel((dots.width // 2, sheet_to_bleed - 1))
    assert dots.crop((0, bleed_to_mark + 1, dots.width, sheet_to_bleed - 1)).getbbox() is None
    assert dots.crop((70, bleed_to_mark - 20, 75, bleed_to_mark)).getbbox() is not None


def test_words_are_black_ink_alone(made: Made) -> None:
    """Every piece of running text is drawn in 100 % black, or in white, or in an accent."""
    with pikepdf.open(io.BytesIO(made.finished.data)) as pdf:
        fill: list[float] = [0, 0, 0, 1]
        used = []
        for instruction in pikepdf.parse_content_stream(pdf.pages[1], "k TJ Tj"):
            if str(instruction.operator) == "k":
                fill = [float(ink) for ink in instruction.operands]
            else:
                used.append(tuple(fill))
    assert used.count((0.0, 0.0, 0.0, 1.0)) > 0.8 * len(used)


def test_it_says_that_it_is_for_print_only_on_its_face_and_in_its_metadata(made: Made) -> None:
    pages = made.finished.pages or 0
    with open_proof(made.finished.data) as proof:
        words = [" ".join(p.text for p in proof.printed.pieces if p.page == n) for n in (0, 1)]
        with proof.document.open_metadata() as metadata:
            assert metadata["pdf:Keywords"].endswith("For print only")
            assert metadata["dc:title"] == made.job.handout.front.title
            assert metadata["xmp:CreateDate"] == "2026-03-01"
        assert str(proof.document.docinfo["/CreationDate"]) == "D:20260301"
        title = made.job.handout.front.title
        size = "trim 210 x 297 mm, bleed 3 mm"
        for number, text in enumerate(words, start=1):
            slug = f"For print only · SP-001 {title} · en · {size} · Page {number} of {pages}"
            assert "".join(slug.split()) in "".join(text.split())


def test_the_tags_stay_and_the_links_are_words(made: Made) -> None:
    with open_proof(made.finished.data) as proof:
        tags = {str(element.S) for element in proof.tree}
        assert "/H1" in tags
        assert "/Link" not in tags
        assert "/Annots" not in proof.document.pages[0].obj
        text = proof.text(proof.root)
    assert made.job.handout.front.title in text
    assert "For print only" not in text


def test_the_same_job_gives_the_same_bytes(made: Made) -> None:
    assert make_shop(made.job, A4).data == made.finished.data


def test_a_clinics_file_of_shared_pages_is_the_one_that_is_laid_out_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = job_for(opened("samples"), "ice-and-heat", "harbor-light", "en", "shop")

    with monkeypatch.context() as patch:
        patch.setattr(_Variant, "by_itself", None)
        shared = make_shop(job, A4)
    monkeypatch.setattr(_Variant, "good", _Variant.by_itself)
    alone = make_shop(job, A4)
    assert shared.pages == alone.pages
    for page in range(shared.pages or 0):
        assert not all(apart(shared.data, alone.data, page, dots) for dots in DOTS_PER_PT)


def test_a_coarse_picture_is_told_at_its_figure() -> None:
    job = specimen_job(800)
    with pytest.raises(ExportError) as caught:
        make_shop(job, A4)
    (told,) = caught.value.diagnostics
    assert told.code == "P032"
    assert str(told.location) == "handouts/specimen/en.md:132"


def test_the_standard_leaflet_has_no_band_and_no_marks() -> None:
    data = leaflet("specimen", "specimen", "plain").data
    with open_proof(data) as proof:
        assert "For print only" not in " ".join(p.text for p in proof.printed.pieces)
        box = proof.printed.ink[0].getbbox()
    assert box is not None
    assert box[1] > 10


def test_a_profile_that_is_none_is_told_at_its_place(made: Made, tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text("", "utf-8")
    (tmp_path / PROFILE).parent.mkdir(parents=True)
    (tmp_path / PROFILE).write_bytes(b"no profile")
    job = replace(made.job, theme=Theme.find(Workspace.find(tmp_path)))
    with pytest.raises(ExportError) as caught:
        make_shop(job, A4)
    assert [str(told.location) for told in caught.value.diagnostics] == [PROFILE]
