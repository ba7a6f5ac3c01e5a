"""Preflight's checks of a file for a printing press (PDF/X-4, ISO 15930-7:2010)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import hypot
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Name
from PIL import Image, ImageChops

from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.pdf.document import PT_PER_MM
from handoutpress.pdf.ink import Item, drawings, pictures, shadings, stops
from handoutpress.pdf.letter_checks import LETTER_CHECKS
from handoutpress.pdf.preflight import OF_WORDS, PAGE_CHECKS, Checks
from handoutpress.pdf.proof import Expected, Proof

CLAIM = "PDF/X-4"
NPES = "http://www.npes.org/pdfx/ns/id/"
"""The namespace of the claim."""
TOLERANCE_MM = 0.1
LEAST_DPI = 300
ROUNDING_DPI = 1
MOST_INK = 3.0
"""The inks of one place together: more do not dry on uncoated paper."""
ROUNDING_INK = 0.02

FIRST_PAGES_CHECKS = ("pdf-identity", "pdf-margins", "pdf-last-page", *OF_WORDS, *LETTER_CHECKS)
"""Checks of the leaflet itself: a press sheet has another claim, ink beyond the page and colours of
inks."""
_INK_SPACES = (Name.DeviceCMYK, Name.DeviceGray, Name.Pattern)

Where = Callable[[int, int], Location | None]
"""Where a picture of so many dots across and down is asked for."""


def shop_checks(bleed_mm: float, where: Where) -> Checks:
    """Return the checks of a file for a press: those of pages that still hold, and its own."""
    kept = {name: PAGE_CHECKS[name] for name in PAGE_CHECKS if name not in FIRST_PAGES_CHECKS}
    return {
        **kept,
        "shop-boxes": partial(_check_boxes, bleed_mm=bleed_mm),
        "shop-colour": check_colour,
        "shop-resolution": partial(_check_resolution, where=where),
        "shop-intent": check_intent,
        "shop-ink": check_ink,
        "shop-actions": check_actions,
    }


def _check_boxes(proof: Proof, _: Expected, *, bleed_mm: float) -> Iterator[Diagnostic]:
    """P030: the page lies in its bleed, that in the sheet, each as far as it should."""
    for number, page in enumerate(proof.document.pages, start=1):
        if not {"/TrimBox", "/BleedBox", "/MediaBox"} <= set(page.obj.keys()):
            yield error(
                "P030", f"page {number} does not say where it is cut, and how far it bleeds"
            )
            continue
        trim, bleed, media = ([float(n) for n in page.obj[box]] for box in _BOXES)
        around = [abs(a - b) / PT_PER_MM for a, b in zip(trim, bleed, strict=True)]
        if any(abs(side - bleed_mm) > TOLERANCE_MM for side in around):
            yield error("P030", f"page {number}: the bleed is not {bleed_mm:g} mm on every side")
        if not (_inside(trim, bleed) and _inside(bleed, media)) or Name.ArtBox in page.obj:
            yield error("P030", f"page {number}: its boxes do not lie in each other")


_BOXES = (Name.TrimBox, Name.BleedBox, Name.MediaBox)


def _inside(box: list[float], other: list[float]) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]


def check_colour(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P031: every colour is one of inks or of grey, in whatever it is drawn."""
    found: dict[str, None] = {}
    for drawing in drawings(proof.document):
        found.update(dict.fromkeys(_colours_of(drawing)))
    for item in (*pictures(proof.document), *shadings(proof.document)):
        if item.get(Name.ColorSpace) not in _INK_SPACES:
            found[f"a picture or gradient in {_called(item.get(Name.ColorSpace))}"] = None
    for what in found:
        yield error("P031", f"the file has {what}: a press has inks alone", None, _COLOUR_HINT)


_COLOUR_HINT = "write colours as #rrggbb, and save pictures in RGB, CMYK or grey"


def _colours_of(drawing: Item) -> Iterator[str]:
    for instruction in pikepdf.parse_content_stream(drawing):
        operator = str(instruction.operator)
        if operator in ("rg", "RG"):
            yield "a colour in RGB"
        elif operator in ("cs", "CS") and instruction.operands[0] not in _INK_SPACES:
            yield f"a colour in {_called(instruction.operands[0])}"
        elif operator == "INLINE IMAGE":
            yield "a picture inside a drawing"
    group = drawing.get(Name.Group)
    if group is not None and group.get(Name.CS, Name.DeviceCMYK) not in _INK_SPACES:
        yield f"a group that is blended in {_called(group.CS)}"
    for space in drawing.get(Name.Resources, {}).get(Name.ColorSpace, {}).values():
        if space not in _INK_SPACES:
            yield f"a colour space {_called(space)}"


def _called(space: Any) -> str:
    return str(space[0] if isinstance(space, pikepdf.Array) else space).lstrip("/")


def _check_resolution(proof: Proof, _: Expected, *, where: Where) -> Iterator[Diagnostic]:
    """P032: a picture made of dots has 300 of them to the inch as it is printed, or more."""
    with pypdfium2.PdfDocument(proof.data) as document:
        for number in range(len(document)):
            for found in document[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
                width, height = found.get_px_size()
                dpi = min(width / _inches(found, 0), height / _inches(found, 1))
                if dpi < LEAST_DPI - ROUNDING_DPI:
                    yield error(
                        "P032",
                        f"page {number + 1}: a picture of {width} x {height} dots prints with "
                        f"{dpi:.0f} dots per inch, and a press wants {LEAST_DPI}",
                        where(width, height),
                        f"use one that is {round(width * LEAST_DPI / dpi)} dots wide or more, "
                        "or an SVG",
                    )


def _inches(found: pypdfium2.PdfObject, side: int) -> float:
    """Return how wide (0) or high (1) a picture is printed, through the groups that it is in."""
    matrix = found.get_matrix()
    holder = found.container
    while holder is not None:
        matrix = matrix.multiply(holder.get_matrix())
        holder = holder.container
    across, down = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
    return float((across, down)[side] / 72)


def check_intent(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P033: the file says what it is, which press it is for, and that nothing is trapped."""
    document = proof.document
    intents: Any = document.Root.get(Name.OutputIntents, [])
    mine = [intent for intent in intents if intent.get(Name.S) == Name.GTS_PDFX]
    profile = mine[0].get(Name.DestOutputProfile) if len(mine) == 1 else None
    info = document.docinfo
    with document.open_metadata() as metadata:
        found = {
            "claim to be PDF/X-4": metadata.get(f"{{{NPES}}}GTS_PDFXVersion") == CLAIM,
            "one output intent": len(mine) == 1 and Name.OutputConditionIdentifier in mine[0],
            "profile of four inks": profile is not None and int(profile.get(Name.N, 0)) == 4,
            "word on trapping": info.get("/Trapped") == "/False",
            "title": metadata.get("dc:title") == str(info.get("/Title", "")) != "",
            "keywords": metadata.get("pdf:Keywords") == str(info.get("/Keywords", "")),
            "identifier": "/ID" in document.trailer,
            "version of PDF": document.pdf_version == "1.6",
            "honesty about PDF/UA": "pdfuaid:part" not in metadata,
        }
    for what, is_right in found.items():
        if not is_right:
            yield error("P033", f"the file's {what} is missing or wrong")


def check_ink(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P034: nowhere do the four inks together make more than 300 %."""
    most = max((sum(inks) for inks in _inks_of(proof.document)), default=0.0)
    if most > MOST_INK + ROUNDING_INK:
        yield error(
            "P034",
            f"the inks of one place add up to {most:.0%}, and {MOST_INK:.0%} are the most",
            None,
            "use a profile with a lower ink limit, or convert that CMYK picture anew",
        )


def _inks_of(document: pikepdf.Pdf) -> Iterator[tuple[float, ...]]:
    """Yield the inks of each flat colour, and the strongest of each picture and gradient."""
    for drawing in drawings(document):
        for instruction in pikepdf.parse_content_stream(drawing, "k K sc scn SC SCN"):
            operands = list(instruction.operands)
            if len(operands) == 4:
                yield tuple(float(ink) for ink in operands)
    for shading in shadings(document):
        for function in stops(shading.get(Name.Function, pikepdf.Array())):
            for end in (function.C0, function.C1):
                yield tuple(float(ink) for ink in end)
    for picture in pictures(document):
        if picture.get(Name.ColorSpace) == Name.DeviceCMYK:
            yield (_strongest(pikepdf.PdfImage(picture).as_pil_image()),)


def _strongest(picture: Image.Image) -> float:
    """Return the most ink at one dot of a CMYK picture, from 0 to 4."""
    cyan, magenta, yellow, black = picture.split()
    halves = ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2)
    _, most = ImageChops.add(*halves, 2).getextrema()
    assert isinstance(most, int)
    return most / 255 * 4


def check_actions(proof: Proof, _: Expected) -> Iterator[Diagnostic]:
    """P035: nothing to press, and no secret: neither links, actions nor encryption."""
    if proof.document.is_encrypted:
        yield error("P035", "the file is encrypted")
    for number, page in enumerate(proof.document.pages, start=1):
        if len(page.obj.get(Name.Annots, [])):
            yield error("P035", f"page {number}: there is a link or note, and paper has none")
    for item in proof.document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get(Name.Type) == Name.Action:
            yield error("P035", f"the file holds an action ({item.get(Name.S)})")
