"""The pages of a handout that many clinics share, made ready for a clinic to be filled in.

It starts from finished pages in which a clinic's parts are blank (`design/shared.py`), and replaces
what stands there by blanks of the file: the rooms for its letterhead, the figures of its phone
numbers, and its colours, which become places in a colour table.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

from handoutpress.design.shared import BLANK, SENTINELS, UnfitError
from handoutpress.pdf.document import parent_entries, write_parent_tree
from handoutpress.pdf.figures import FIGURES, Figures
from handoutpress.pdf.frozen import MORE, Frozen, blank, elsewhere, freeze
from handoutpress.pdf.joining import take_room
from handoutpress.pdf.tagtree import (
    Element,
    elements,
    held_annotations,
    held_content,
    link_target,
    opened_mcid,
)

LETTERHEAD = 1
"""The number of a letterhead's first object."""
FIRST = 1_000
"""The number of a body's first object: no letterhead has so many. Readers take numbers for broken
that are large for a file's size."""
LINKS = 1_000_000
"""The key in the parent tree of a letterhead's first link: no body has so many pages and links."""
COLOURS = "HPColours"
"""The name of the colour table in the resources of pages and pictures."""
TABLE = ("brand", "on_brand", "accent", "tint", "accent_night")
"""The fields of a palette in the order of the colour table."""
CATEGORIES = ("Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading")
"""The kinds of resources that a letterhead brings."""
FOOT, MASTHEAD, CONTACTS = "foot", "masthead", "contacts"
"""The parts of a letterhead; all but the first have a room."""
PARTS = (FOOT, MASTHEAD, CONTACTS)
WORDS = "words"
"""How the keys of blanks in words that are noted start; those in what is drawn name a font."""
_COLOURED = {"rg": ("cs", "sc"), "RG": ("CS", "SC")}


@dataclass(frozen=True, slots=True)
class Room:
    """Where a part of a letterhead goes."""

    page: int
    """The page's index."""
    x_pt: float
    y_pt: float
    """Its upper left corner, in points from the page's lower left one."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A phone number to fill in."""

    name: str
    figures: int = 0
    """How many figures of it are drawn."""


@dataclass(frozen=True, slots=True)
class Body:
    """Shared pages as they are written, and where a clinic's parts go."""

    frozen: Frozen = field(repr=False)
    catalog: int
    info: int
    rooms: Mapping[str, Room]
    fills: tuple[Fill, ...]
    fonts: Mapping[str, Figures]
    """The figures of each font that phone numbers are set in, by a name of its own."""
    marks: Mapping[int, int]
    """The number of the first piece of marked content that is free on the page of a room."""
    elements: Mapping[str, int]
    """The structure element of each room, by its number in the file."""
    sheets: tuple[int, ...]
    """The pages, by theirs."""


def make_body(pdf: bytes, spots: Mapping[str, tuple[int, float, float]]) -> Body:
    """Return finished pages as a body; `spots` say where each room stands: page, and x and y in
    points from the page's upper left corner.

    Raises UnfitError where a number stands in words that cannot be filled in.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        return _Making(document).body(spots)


def part_stream(name: str) -> int:
    """Return the number of the stream that draws a part of a letterhead."""
    return LETTERHEAD + 1 + PARTS.index(name)


def rgb(colour: str) -> tuple[float, float, float]:
    """Return the parts of `#rrggbb`, each from 0 to 1, as content streams write them."""
    red, green, blue = (round(int(colour[at : at + 2], 16) / 255, 6) for at in (1, 3, 5))
    return red, green, blue


class _Making:
    """A document on its way to a body."""

    def __init__(self, document: Pdf) -> None:
        self.document = document
        self.root = document.Root.StructTreeRoot
        self.tree = list(elements(self.root))
        self.sentinels = {rgb(getattr(SENTINELS, name)): at for at, name in enumerate(TABLE)}
        self.fills: list[Fill] = []
        self.figures: dict[str, Figures] = {}
        self.fonts: dict[tuple[int, int], str] = {}
        self.streams: dict[tuple[int, int], bytes] = {}
        self.counts: Counter[int] = Counter()
        self.said: Counter[int] = Counter()
        """How many figures of each fill are drawn, and noted beside what is drawn."""
        self.rooms: dict[str, Room] = {}
        self.opened: set[str] = set()

    def body(self, spots: Mapping[str, tuple[int, float, float]]) -> Body:
        """Return the body; `spots` and what is raised are those of `make_body`."""
        rooms = {name: element for element in self.tree if (name := take_room(element))}
        dropped = {
            (page.objgen, mcid): name
            for name, room in rooms.items()
            for element in (room, *elements(room))
            for page, mcid in held_content(element)
        }
        filled = dict(self._links())
        self.rooms = {name: self._make_room(name, *spots[name]) for name in rooms}
        for page in self.document.pages:
            self._write_page(page.obj, dropped, filled)
        for item in list(self.document.objects):
            if _is_drawing(item):
                self._write_form(item)
            elif isinstance(item, Dictionary):
                self._refuse_shade(item)
        if any(said not in (0, self.counts[at]) for at, said in self.said.items()):
            raise UnfitError("a phone number is drawn in part with words of its own beside it")
        self._open_resources()
        marks = self._open_parents(rooms, {room.page for room in self.rooms.values()})
        frozen = freeze(
            self.document, [self.document.Root, self.document.trailer.Info], FIRST, self.streams
        )
        return Body(
            frozen=frozen,
            catalog=frozen.numbers[self.document.Root.objgen],
            info=frozen.numbers[self.document.trailer.Info.objgen],
            rooms=self.rooms,
            fills=tuple(
                replace(fill, figures=self.counts[at]) for at, fill in enumerate(self.fills)
            ),
            fonts=self.figures,
            marks=marks,
            elements={name: frozen.numbers[room.objgen] for name, room in rooms.items()},
            sheets=tuple(frozen.numbers[page.obj.objgen] for page in self.document.pages),
        )

    # --- phone numbers ---
    def _links(self) -> Iterator[tuple[tuple[tuple[int, int], int], int]]:
        """Open the links that are filled in; yield their pieces of content, and which fill."""
        for element in self.tree:
            targets = list(held_annotations(element))
            if not targets or not link_target(targets[0]).startswith(BLANK):
                continue
            at = len(self.fills)
            name = link_target(targets[0]).removeprefix(BLANK)
            self.fills.append(Fill(name))
            for annotation in targets:
                annotation.A = Dictionary(
                    Type=Name.Action, S=Name.URI, URI=blank(f"address.{name}")
                )
                annotation.Contents = blank(f"said.{at}")
            for part in (element, *elements(element)):
                for page, mcid in held_content(part):
                    yield (page.objgen, mcid), at

    # --- content ---
    def _write_page(
        self, page: Element, dropped: Mapping[Any, str], filled: Mapping[Any, int]
    ) -> None:
        """Write a page's content anew: what is the same for all clinics in streams of its own."""
        content = _Content(self, page)
        for instruction in pikepdf.parse_content_stream(page):
            mcid = opened_mcid(instruction)
            key = (page.objgen, mcid)
            content.take(instruction, dropped.get(key), filled.get(key))
        content.close()
        page.Contents = Array(content.streams)

    def _write_form(self, form: Any) -> None:
        instructions = [
            new for old in pikepdf.parse_content_stream(form) for new in self.coloured(old)
        ]
        data = pikepdf.unparse_content_stream(instructions)
        if COLOURS.encode() in data:
            form.write(data)
            form.Resources = form.get(Name.Resources, Dictionary())
            spaces = form.Resources.get(Name.ColorSpace, Dictionary())
            spaces[f"/{COLOURS}"] = elsewhere(LETTERHEAD)
            form.Resources.ColorSpace = spaces

    def _refuse_shade(self, function: Any) -> None:
        """Raise UnfitError where a clinic's colour runs into another (ISO 32000-1, 7.10.3)."""
        for end in (Name.C0, Name.C1):
            parts = tuple(round(float(part), 6) for part in function.get(end, ()))
            if len(parts) == 3 and parts in self.sentinels:
                raise UnfitError("a picture fades from or to a clinic's colour")

    def coloured(self, instruction: Any) -> list[Any]:
        """Return an instruction as it is, or those that name the clinic's colour instead."""
        ways = _COLOURED.get(str(instruction.operator))
        if ways is None:
            return [instruction]
        red, green, blue = (round(float(part), 6) for part in instruction.operands)
        at = self.sentinels.get((red, green, blue))
        if at is None:
            return [instruction]
        space, value = map(Operator, ways)
        return [([Name(f"/{COLOURS}")], space), ([at], value)]

    def corner(self, name: str) -> tuple[float, float]:
        """Return the upper left corner of a room, in points from the page's lower left one."""
        return self.rooms[name].x_pt, self.rooms[name].y_pt

    def font(self, page: Element, name: str) -> str:
        """Return the name of a font among those whose figures are known."""
        font = page.Resources.Font[name]
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = key = f"font{len(self.fonts)}"
            self.figures[key] = Figures.of(font)
        return self.fonts[font.objgen]

    # --- the rest of the file ---
    def _make_room(self, name: str, page: int, x_pt: float, y_pt: float) -> Room:
        """Open the annotations of a page for what a part of a letterhead brings."""
        held = self.document.pages[page].obj
        held.Annots = self.document.make_indirect(
            Array([*held.get(Name.Annots, ()), blank(f"annots.{name}")])
        )
        return Room(page, x_pt, float(held.MediaBox[3]) - y_pt)

    def _open_resources(self) -> None:
        """Let the pages, which share their resources, name what a letterhead brings."""
        shared = {page.obj.Resources.objgen: page.obj.Resources for page in self.document.pages}
        for resources in shared.values():
            for category in CATEGORIES:
                held = dict(resources.get(f"/{category}", Dictionary()).items())
                held[MORE] = blank(f"more.{category}")
                resources[f"/{category}"] = Dictionary(held)
            resources.ColorSpace[f"/{COLOURS}"] = elsewhere(LETTERHEAD)

    def _open_parents(self, rooms: Mapping[str, Element], pages: Iterable[int]) -> dict[int, int]:
        """Open the ways back from content for a letterhead; return how many each page has."""
        for room in rooms.values():
            room.K = Array()
        write_parent_tree(self.document, list(elements(self.root)))
        for name, room in rooms.items():
            room.K = blank(f"kids.{name}")
        parents = parent_entries(self.document)
        counts = {}
        for page in pages:
            number = int(self.document.pages[page].obj.StructParents)
            counts[page] = len(parents[number])
            parents[number] = self.document.make_indirect(
                Array([*parents[number], blank(f"parents.{page}")])
            )
        flat = [item for number in sorted(parents) for item in (number, parents[number])]
        self.root.ParentTree.Nums = Array([*flat, blank("parents")])
        self.root.ParentTreeNextKey = 2 * LINKS
        return counts


class _Content:
    """The content of a page, split where a clinic's parts come in."""

    def __init__(self, making: _Making, page: Element) -> None:
        self.making = making
        self.page = page
        self.streams: list[Any] = []
        self.out: list[Any] = [_instruction("q")]
        self.matrices = [pikepdf.Matrix()]
        self.depth = 0
        self.dropping = 0
        """How deep the mark is whose content is dropped; 0 for none."""
        self.filling: tuple[int, int] | None = None
        """How deep the mark of a link is that is filled in, and which fill."""
        self.is_text = False
        self.font = ""

    def take(self, instruction: Any, room: str | None, fill: int | None) -> None:
        """Take the next instruction; `room` or `fill` say what the mark that it opens is of."""
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            if self._open_mark(instruction, room, fill):
                return
        elif operator == "EMC" and self._is_closed():
            return
        if operator == "BT":
            self.is_text = True
        drops = self.dropping and (self.is_text or operator == "Do")
        if operator == "ET":
            self.is_text = False
        if not drops:
            self._keep(operator, instruction)

    def _keep(self, operator: str, instruction: Any) -> None:
        self._follow(operator, instruction.operands)
        if self.filling and operator in ("TJ", "Tj"):
            self._open_text(instruction, self.filling[1])
        else:
            self.out += self.making.coloured(instruction)

    def _follow(self, operator: str, operands: Any) -> None:
        """Follow where the page's space is, and which font is set."""
        if operator == "q":
            self.matrices.append(self.matrices[-1])
        elif operator == "Q":
            self.matrices.pop()
        elif operator == "cm":
            self.matrices[-1] = pikepdf.Matrix(*map(float, operands)) @ self.matrices[-1]
        elif operator == "Tf":
            self.font = str(operands[0])

    def _open_mark(self, instruction: Any, room: str | None, fill: int | None) -> bool:
        """Open a mark, and say whether the instruction is dropped or written already."""
        self.depth += 1
        if room is not None:
            self.dropping = self.depth
            self._open_room(room)
        elif fill is not None:
            self.filling = self.depth, fill
        properties = instruction.operands[1] if len(instruction.operands) > 1 else None
        if self.filling and isinstance(properties, Dictionary) and Name.ActualText in properties:
            self._open_words(str(properties.ActualText), self.filling[1])
            return True
        return room is not None

    def _is_closed(self) -> bool:
        """Close a mark, and say whether it is one that is dropped."""
        self.depth -= 1
        if self.filling and self.filling[0] > self.depth:
            self.filling = None
        if self.dropping > self.depth:
            self.dropping = 0
            return True
        return False

    def _open_room(self, name: str) -> None:
        """Let a letterhead's part be drawn here, once, from its room's upper left corner."""
        if name in self.making.opened:
            return
        self.making.opened.add(name)
        x_pt, y_pt = self.making.corner(name)
        # Whatever the space of the page is here, the part is drawn in the page's own.
        there = pikepdf.Matrix(1, 0, 0, 1, x_pt, y_pt) @ self.matrices[-1].inverse()
        numbers = [round(number, 6) for number in there.shorthand]
        self.out += [_instruction("q"), _instruction("cm", *numbers)]
        self._cut()
        self.streams.append(elsewhere(part_stream(name)))
        self.out.append(_instruction("Q"))

    def _open_words(self, words: str, fill: int) -> None:
        """Note a number with blanks for its figures beside what is drawn (`actual_text.py`)."""
        letters = []
        for letter in words:
            if letter in FIGURES:
                letters.append(blank(f"{WORDS}.{fill}.{self.making.said[fill]}").unparse())
                self.making.said[fill] += 1
            else:
                letters.append(letter.encode("utf-16-be").hex().encode())
        self._write(b"/Span <</ActualText <feff" + b"".join(letters) + b">>> BDC")

    def _write(self, content: bytes) -> None:
        """Write content with blanks, in a stream of its own."""
        self._cut()
        stream = self.making.document.make_stream(b"")
        self.making.streams[stream.objgen] = content
        self.streams.append(stream)

    def _open_text(self, instruction: Any, fill: int) -> None:
        """Draw a number with blanks for its figures."""
        figures = self.making.font(self.page, self.font)
        known = self.making.figures[figures].drawn
        shown = instruction.operands[0]
        pieces = []
        for piece in shown if isinstance(shown, Array) else [shown]:
            if not isinstance(piece, pikepdf.String):
                pieces.append(str(piece).encode())
                continue
            codes = bytes(piece)
            drawn = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
            pieces.append(
                b"<" + b"".join(self._code(c, known, figures, fill) for c in drawn) + b">"
            )
        self._write(b"[" + b" ".join(pieces) + b"] TJ")

    def _code(self, code: int, known: Mapping[int, str], figures: str, fill: int) -> bytes:
        if code not in known:
            return b"%04x" % code
        at = self.making.counts[fill]
        self.making.counts[fill] += 1
        return blank(f"{figures}.{fill}.{at}").unparse()

    def _cut(self) -> None:
        """End a stream: what comes next is another."""
        if self.out:
            data = pikepdf.unparse_content_stream(self.out)
            self.streams.append(
                self.making.document.make_stream(zlib.compress(data), Filter=Name.FlateDecode)
            )
            self.out = []

    def close(self) -> None:
        """End the page with the clinic's line at its foot."""
        self.out.append(_instruction("Q"))
        self._cut()
        self.streams.append(elsewhere(part_stream(FOOT)))


def _is_drawing(item: Any) -> bool:
    """Say whether an object is a form or a tile of a pattern: content of its own."""
    if not isinstance(item, pikepdf.Stream):
        return False
    return item.get(Name.Subtype) == Name.Form or item.get(Name.PatternType) == 1


def _instruction(operator: str, *operands: Any) -> Any:
    return list(operands), Operator(operator)
