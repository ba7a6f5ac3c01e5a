"""A clinic's letterhead, laid out once for all handouts, and kept as what it adds to a file.

Each of its parts is a piece of page content with structure elements and links of its own. Where it
comes to stand, and which numbers its pieces of content have there, is left open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

from handoutpress.content.edition import Paper
from handoutpress.content.page_map import Passage, part_key
from handoutpress.content.report import has_errors
from handoutpress.design.letterhead import typeset_letterhead
from handoutpress.design.palette import Palette
from handoutpress.design.shared import UnfitError
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Diagnostic, ExportError
from handoutpress.pdf.body import (
    CATEGORIES,
    CONTACTS,
    FIRST,
    FOOT,
    LETTERHEAD,
    LINKS,
    MASTHEAD,
    PARTS,
    TABLE,
)
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import Box, lay_out
from handoutpress.pdf.frozen import Frozen, Template, blank, freeze
from handoutpress.pdf.joining import take_room
from handoutpress.pdf.leaflet import expected_of_pages
from handoutpress.pdf.preflight import LETTERHEAD_CHECKS, preflight
from handoutpress.pdf.structure import PT_PER_PX, finish
from handoutpress.pdf.tagtree import Element, elements, is_annotation, is_element, kids, opened_mcid

FONT_FILES = ("/FontFile3", "/FontFile2")
STEP_PX = 96
"""The heights of the rooms for a panel are multiples of this, in CSS pixels: an inch."""
WHOLE_PX = 4
"""A panel that leaves so little of its page takes the whole of it, in CSS pixels: that of a booklet
always does, and so has the same room for all clinics."""
TAG = 6
"""The letters before the name of a font of which a file has a part."""
PREFIX = "/L."
"""How the names of a letterhead's resources start; no body's do."""
_NAMED = {"Tf": "Font", "Do": "XObject", "gs": "ExtGState", "sh": "Shading", "cs": "ColorSpace"}
_NAMED |= {"CS": "ColorSpace", "scn": "Pattern", "SCN": "Pattern"}
"""The operators that name a resource, and of which kind."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letterhead that has a room in a body."""

    room_px: float
    """How high its room is, in CSS pixels."""
    x_pt: float
    y_pt: float
    """Its upper left corner on its own page, in points from that page's lower left one."""
    kids: Template
    """What its structure element holds."""
    annotations: tuple[int, ...]
    """Its links, by number."""
    owners: tuple[int | None, ...]
    """The structure element of each of its pieces of content, by number."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a clinic adds to a body, and where in it."""

    frozen: Frozen = field(repr=False)
    parts: Mapping[str, Part]
    boxes: tuple[tuple[str, tuple[float, ...]], ...]
    """Each box that moves with its part: that part, and left, bottom, right, top and so on."""
    resources: Mapping[str, bytes]
    """What it adds to each kind of resources."""
    parents: bytes
    """What it adds to the parent tree for its links."""
    words: Mapping[str, tuple[Passage, ...]]
    """What it says, by the key of each part in a map of pages."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def heights(self) -> dict[str, float]:
        """How high the room for each part must be, in CSS pixels."""
        return {name: part.room_px for name, part in self.parts.items()}


def make_letterhead(job: Job, page: Paper, foot_lines: int, closeness: str = "") -> Letterhead:
    """Return a clinic's letterhead for pages of an edition, under `foot_lines` of the handout's.

    `closeness` says how close page 1 is set. It is checked as pages of its own.

    Raises ExportError and ThemeError as laying out any page source does, ExportError where
    preflight refuses it, and UnfitError where it cannot be put into pages.
    """
    source = typeset_letterhead(job, page, foot_lines, closeness)
    laid = lay_out(source)
    boxes = laid.letterboxes
    if boxes.keys() != {MASTHEAD, CONTACTS} or any(box.is_cut for box in boxes.values()):
        raise UnfitError("a part of the letterhead is missing, or longer than a page")
    done = finish(laid.pdf, Imprint(lang=job.handout.lang), keep_rooms=True)
    faults = preflight(done.data, expected_of_pages(source, job, page), LETTERHEAD_CHECKS)
    if has_errors(faults):
        raise ExportError(faults)
    with pikepdf.open(BytesIO(done.data)) as document:
        making = _Making(document, job.palette[0])
        frozen, parts, parents = making.letterhead(boxes)
        return Letterhead(
            frozen=frozen,
            parts=parts,
            boxes=tuple(making.boxes),
            resources=making.written_resources(frozen),
            parents=parents,
            words={
                part_key(name): tuple(p for p in laid.page_map.passages if p.page == box.page + 1)
                for name, box in boxes.items()
            },
            diagnostics=(*source.diagnostics, *laid.told, *faults),
        )


class _Making:
    """A document with a page for each part, on its way to a letterhead."""

    def __init__(self, document: Pdf, palette: Palette) -> None:
        self.document = document
        self.palette = palette
        self.boxes: list[tuple[str, tuple[float, ...]]] = []
        self.resources: dict[str, dict[str, Any]] = {category: {} for category in CATEGORIES}
        self.open: dict[tuple[int, int], bytes] = {}

    def letterhead(self, boxes: Mapping[str, Box]) -> tuple[Frozen, dict[str, Part], bytes]:
        """Return the objects, the parts, and what they add to the parent tree for their links."""
        root = self.document.Root.StructTreeRoot
        rooms = {name: element for element in elements(root) if (name := take_room(element))}
        pages = {name: self.document.pages[box.page].obj for name, box in boxes.items()}
        pages[FOOT] = self.document.pages[boxes[MASTHEAD].page + 1].obj
        streams = [self._content(name, pages[name], boxes.get(name)) for name in PARTS]
        # Elements and links of a part stand in no list but its own.
        held = {name: self._held(name, rooms[name]) for name in boxes}
        links = [link for each in held.values() for link in each.links]
        for at, (link, _) in enumerate(links):
            link.StructParent = LINKS + at
        roots = [self.document.make_indirect(self._colour_table()), *streams]
        roots += [element for each in held.values() for element in each.elements]
        roots += [link for link, _ in links]
        roots += self._shared()
        frozen = freeze(self.document, roots, LETTERHEAD, self.open)
        if max(entry.number for entry in frozen.entries) >= FIRST:
            raise UnfitError("the letterhead has too many parts")
        number = frozen.numbers
        parts = {
            name: Part(
                room_px=_room(name, boxes[name]),
                x_pt=boxes[name].x_px * PT_PER_PX,
                y_pt=float(pages[name].MediaBox[3]) - boxes[name].y_px * PT_PER_PX,
                kids=each.kids(number),
                annotations=tuple(number[link.objgen] for link, _ in each.links),
                owners=tuple(
                    number[each.owners[mcid].objgen] if mcid in each.owners else None
                    for mcid in range(max(each.owners, default=-1) + 1)
                ),
            )
            for name, each in held.items()
        }
        parents = b" ".join(
            b"%d %d 0 R" % (LINKS + at, number[owner.objgen]) for at, (_, owner) in enumerate(links)
        )
        return frozen, parts, parents

    def _colour_table(self) -> Array:
        """Return the palette as a colour space (ISO 32000-1, 8.6.6.3)."""
        values = bytes.fromhex("".join(getattr(self.palette, name)[1:] for name in TABLE))
        space = [Name.Indexed, Name.DeviceRGB, len(TABLE) - 1, pikepdf.String(values)]
        return Array(space)

    # --- content ---
    def _content(self, name: str, page: Element, box: Box | None) -> Any:
        """Return the stream that draws a part; what it names and numbers are those of a body."""
        instructions: list[Any] = [([], Operator("q"))]
        if box is not None:
            y_pt = float(page.MediaBox[3]) - box.y_px * PT_PER_PX
            corner = [1, 0, 0, 1, -round(box.x_px * PT_PER_PX, 6), -round(y_pt, 6)]
            instructions.append((corner, Operator("cm")))
        for instruction in pikepdf.parse_content_stream(page):
            instructions.append(self._renamed(instruction, page, name))
        instructions.append(([], Operator("Q")))
        stream = self.document.make_stream(b"")
        self.open[stream.objgen] = pikepdf.unparse_content_stream(instructions)
        return stream

    def _renamed(self, instruction: Any, page: Element, part: str) -> Any:
        mcid = opened_mcid(instruction)
        if mcid is not None:
            tag, properties = instruction.operands
            numbered = Dictionary(
                {**dict(properties.items()), "/MCID": blank(f"mark.{part}.{mcid}")}
            )
            return [tag, numbered], instruction.operator
        category = _NAMED.get(str(instruction.operator), "")
        operands = list(instruction.operands)
        held = page.Resources.get(f"/{category}", Dictionary())
        named = [at for at, operand in enumerate(operands) if isinstance(operand, Name)]
        if not named or operands[named[-1]] not in held:
            return instruction
        old = operands[named[-1]]
        new = f"{PREFIX}{str(old)[1:]}"
        self.resources[category][new] = held[old]
        operands[named[-1]] = Name(new)
        return operands, instruction.operator

    def _shared(self) -> list[Any]:
        """Return the resources that are named, each as an object of its own."""
        for font in self.resources["Font"].values():
            _tag(font)
        for held in self.resources.values():
            for name, item in held.items():
                if not item.is_indirect:
                    held[name] = self.document.make_indirect(item)
        return list(
            {i.objgen: i for held in self.resources.values() for i in held.values()}.values()
        )

    def written_resources(self, frozen: Frozen) -> dict[str, bytes]:
        """Return what the parts add to each kind of resources."""
        return {
            category: b" ".join(
                b"%s %d 0 R" % (name.encode(), frozen.numbers[item.objgen])
                for name, item in sorted(held.items())
            )
            for category, held in self.resources.items()
        }

    # --- structure ---
    def _held(self, part: str, room: Element) -> _Held:
        """Open what the element of a part holds for the page that it comes to stand on."""
        held = _Held(part, kids(room))
        self._open(room, room, held)
        for element in list(elements(room)):
            if element.P.objgen == room.objgen:
                element.P = blank(f"room.{part}")
            self._open(element, room, held)
        return held

    def _open(self, element: Element, room: Element, held: _Held) -> None:
        is_room = element.objgen == room.objgen
        opened: list[Any] = []
        for kid in kids(element):
            if isinstance(kid, int):
                held.owners[kid] = element
                kid = blank(f"mark.{held.part}.{kid}")
            elif is_annotation(kid):
                held.links.append((kid.Obj, element))
                self._move(kid.Obj, held.part)
                kid.Pg = blank(f"page.{held.part}")
            opened.append(kid)
        if is_room:
            held.inside = opened
            return
        if Name.K in element:
            element.K = Array(opened)
        if Name.Pg in element:
            element.Pg = blank(f"page.{held.part}")
        attributes = element.get(Name.A)
        if isinstance(attributes, Dictionary) and Name.BBox in attributes:
            attributes.BBox = self._box(held.part, attributes.BBox)

    def _move(self, annotation: Element, part: str) -> None:
        annotation.Rect = self._box(part, annotation.Rect)
        if Name.QuadPoints in annotation:
            annotation.QuadPoints = self._box(part, annotation.QuadPoints)
        if Name.P in annotation:
            annotation.P = blank(f"page.{part}")

    def _box(self, part: str, numbers: Any) -> Name:
        self.boxes.append((part, tuple(float(number) for number in numbers)))
        return blank(f"box.{len(self.boxes) - 1}")


def _room(name: str, box: Box) -> float:
    """Return how high the room for a part is, in CSS pixels.

    Nothing follows the panel, so what it leaves free of its room is not seen, and the pages suit
    panels of many heights.
    """
    if name != CONTACTS or box.height_px > box.page_px - WHOLE_PX:
        return box.height_px
    return min(math.ceil(box.height_px / STEP_PX) * STEP_PX, max(box.height_px, box.page_px))


def _tag(font: Any) -> None:
    """Give a subset of a font a tag of its own: a body has another (ISO 32000-1, 9.6.4)."""
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    file = next(descriptor[key] for key in FONT_FILES if key in descriptor)
    number = int.from_bytes(sha256(file.read_bytes()).digest()[:8], "big")
    tag = "".join(chr(ord("A") + number // 26**place % 26) for place in range(TAG))
    name = Name(f"/{tag}{str(font.BaseFont)[1 + TAG :]}")
    font.BaseFont = descendant.BaseFont = descriptor.FontName = name


@dataclass(slots=True)
class _Held:
    """What the structure element of a part holds."""

    part: str
    inside: list[Any]
    owners: dict[int, Element] = field(default_factory=dict)
    links: list[tuple[Element, Element]] = field(default_factory=list)
    """Each link annotation, and the element that holds it."""

    @property
    def elements(self) -> Iterator[Element]:
        """The elements right in it."""
        return (kid for kid in self.inside if is_element(kid))

    def kids(self, numbers: Mapping[tuple[int, int], int]) -> Template:
        """Return the array of what it holds, with blanks for the numbers of pieces of content."""
        written = (
            kid.unparse() if isinstance(kid, Name) else b"%d 0 R" % numbers[kid.objgen]
            for kid in self.inside
        )
        return Template.of(b"[" + b" ".join(written) + b"]")
