"""A handout to a leaflet for a printing press: PDF/X-4 in inks, with bleed and crop marks.

The leaflet is laid out and checked as it is for every other printer. Then one pass lays it upon
press sheets, turns its colours into inks, takes away what paper cannot follow, and says what the
file is: PDF/X-4 (ISO 15930-7:2010).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.content.edition import Finished, Paper, Trimmed
from handoutpress.content.handout import Figure
from handoutpress.content.walk import nodes
from handoutpress.design.press_sheet import ROOM_MM, TEMPLATE, typeset_press_sheets
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import ExportError, Location, ThemeError, error
from handoutpress.pdf.document import PT_PER_MM, saved, write_parent_tree
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.ink import Inks, to_inks
from handoutpress.pdf.leaflet import Good, on_sheets
from handoutpress.pdf.proof import Expected
from handoutpress.pdf.shop_checks import CLAIM, NPES, shop_checks
from handoutpress.pdf.stock import Stock
from handoutpress.pdf.tagtree import elements, has_tag, is_annotation, kids
from handoutpress.pdf.variant import good_variant

PROFILE = "styles/press/uncoated.icc"
VERSION = "1.6"
"""The PDF version that PDF/X-4 is built on."""
_MARKS = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
"""The operators that mark content."""


def make_shop(job: Job, paper: Paper, stock: Stock | None = None) -> Finished:
    """Return a handout's leaflet for a printing press; `paper` is the size of the trimmed page.

    The leaflet is one of shared pages where it can be, and these are kept in `stock`. Raises
    ExportError where the leaflet cannot be made, or where preflight refuses the file.
    """
    making = job.edition.making
    making = making if isinstance(making, Trimmed) else Trimmed()
    inks = _inks(job.theme)
    good = good_variant(job, paper, stock=stock)
    around = _press_sheets(job, paper, making, good.finished.pages or 0)
    with pikepdf.open(BytesIO(good.finished.data)) as document:
        _drop_links(document)
        _lay_on_sheets(document, around.pdf, making.bleed_mm)
        to_inks(document, inks)
        _write_intent(document, inks)
        _write_metadata(document, good.finished.data)
        data = saved(document, VERSION)
    unlinked = without_links(good.expected)
    told = (*good.finished.diagnostics, *around.told)
    good = Good.known(replace(good.finished, diagnostics=told), unlinked)
    checks = shop_checks(making.bleed_mm, partial(_where, job))
    # The leaflet's own checks passed on other bytes than these, and claim more.
    return replace(on_sheets(good, data, paper, checks), checks=tuple(checks))


def _press_sheets(job: Job, paper: Paper, making: Trimmed, pages: int) -> Laid:
    """Return a press sheet for each page; ThemeError T011 where the template makes other ones."""
    laid = lay_out(typeset_press_sheets(job, paper, making, pages))
    if len(laid.anchors) != pages:
        message = f"the template makes {len(laid.anchors)} sheets for {pages} pages"
        hint = "mend the template or styles/press.css, or delete your copy of it"
        raise ThemeError([error("T011", message, Location(f"templates/{TEMPLATE}"), hint)])
    return laid


def _inks(theme: Theme) -> Inks:
    """Return the press's inks, of the workspace's own profile where it has one."""
    inks = Inks(theme.data(PROFILE))
    if not inks.is_press:
        where = Location(PROFILE)
        hint = "put the CMYK profile there that the print shop names, or delete your copy"
        raise ExportError([error("P033", "this is not an ICC profile of CMYK inks", where, hint)])
    return inks


def _drop_links(document: Pdf) -> None:
    """Turn links into plain words: nothing to press may lie inside the bleed."""
    tree = list(elements(document.Root.StructTreeRoot))
    for element in tree:
        if Name.K in element:
            element.K = Array([kid for kid in kids(element) if not is_annotation(kid)])
        if has_tag(element, "Link"):
            element.S = Name.Span
    for page in document.pages:
        for key in (Name.Annots, Name.Tabs):
            if key in page.obj:
                del page.obj[key]
    write_parent_tree(document, tree)
    if Name.Names in document.Root:
        del document.Root.Names


def without_links(wanted: Expected) -> Expected:
    """Return what preflight must find once links are plain words."""
    counts = {**wanted.counts, "Link": 0}
    return replace(wanted, counts=counts, links=0, allowed_uris=frozenset())


def _lay_on_sheets(document: Pdf, around: bytes, bleed_mm: float) -> None:
    """Put each page upon its press sheet, and say where it is cut."""
    with pikepdf.open(BytesIO(around)) as sheets:
        for number, (page, sheet) in enumerate(zip(document.pages, sheets.pages, strict=True), 1):
            _unmark(sheets, sheet)
            form = document.copy_foreign(sheet.as_form_xobject())
            # The engine's pages share their resources: each sheet has a name of its own.
            name = page.add_resource(form, Name.XObject, Name(f"/PressSheet{number}"))
            room = ROOM_MM * PT_PER_MM
            under = f"/Artifact BMC q 1 0 0 1 {-room:.4f} {-room:.4f} cm {name} Do Q EMC\n"
            page.contents_add(under.encode(), prepend=True)
            _write_boxes(page, bleed_mm)


def _unmark(document: Pdf, sheet: pikepdf.Page) -> None:
    """Take the tags' marks out of a sheet: as a whole, it is an artifact."""
    kept = [i for i in pikepdf.parse_content_stream(sheet) if str(i.operator) not in _MARKS]
    sheet.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))


def _write_boxes(page: pikepdf.Page, bleed_mm: float) -> None:
    trim = [float(side) for side in page.trimbox]
    page.trimbox = Array(trim)
    page.obj.BleedBox = _wider(trim, bleed_mm)
    page.mediabox = page.cropbox = _wider(trim, ROOM_MM)
    page.obj.Group = Dictionary(
        Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False
    )


def _wider(box: list[float], by_mm: float) -> Array:
    by = by_mm * PT_PER_MM
    return Array([round(side, 4) for side in (box[0] - by, box[1] - by, box[2] + by, box[3] + by)])


def _write_intent(document: Pdf, inks: Inks) -> None:
    """Say which press the inks are for; an identifier of no registry is allowed."""
    profile = document.make_stream(inks.profile, N=4, Alternate=Name.DeviceCMYK)
    name = pikepdf.String(inks.name)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=name,
        OutputCondition=name,
        Info=name,
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _write_metadata(document: Pdf, leaflet: bytes) -> None:
    """Claim PDF/X-4; that it is for print only, the pages have said."""
    document.docinfo.Trapped = Name("/False")
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.register_xml_namespace(NPES, "pdfxid")
        metadata[f"{{{NPES}}}GTS_PDFXVersion"] = CLAIM
        metadata["pdf:Trapped"] = "False"
        metadata["xmp:MetadataDate"] = metadata["xmp:ModifyDate"]
        metadata["xmpMM:DocumentID"] = f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, leaflet.hex())}"
        metadata["xmpMM:RenditionClass"] = "default"
        metadata["xmpMM:VersionID"] = "1"


def _where(job: Job, width: int, height: int) -> Location | None:
    """Return the line that a picture of so many dots is asked for, where one is alone in it."""
    handout, brand = job.handout, job.brand
    size = (width, height)
    places = [place for image, place in _asked_for(job) if image == size]
    if brand.logo and (brand.logo.width, brand.logo.height) == size:
        places.append(Location(brand.file, brand.lines.get("logo")))
    if len(set(places)) == 1:
        return places[0]
    return Location(handout.file) if places else None


def _asked_for(job: Job) -> Iterator[tuple[tuple[float, float], Location]]:
    handout = job.handout
    for node in nodes((handout.callouts, handout.sections)):
        if isinstance(node, Figure):
            image = handout.images[node.image]
            yield (image.width, image.height), Location(handout.file, node.line)
