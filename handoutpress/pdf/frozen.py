"""Parts of PDF files kept as the bytes that they are written in, with blanks to fill in.

To read a file, change a few objects and write all of it again takes longer than all that is new in
it. So what is the same in many files is written once: its objects keep their numbers, its streams
stay compressed, and a file is these bytes, one after the other, the few objects whose blanks are
filled in, and a cross-reference stream (ISO 32000-1, 7.5.8).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import md5
from itertools import pairwise, starmap
from struct import Struct
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
OBJECTS_OF_A_STREAM = 150
"""How many objects one object stream holds: readers unpack it whole to reach one of them."""
ROW, WIDTHS = Struct(">BIH"), (1, 4, 2)
"""An entry in the cross-reference stream, and the bytes of each of its fields."""
MORE = "/HPMore"
"""The key of a blank for further keys of a dictionary, with their values."""
_ELSEWHERE = "/HPElsewhere."
_BLANK = re.compile(rb"/HPBlank\.([\w.-]+)\.")
Number = int
"""An object's number; generations are all 0."""


def blank(key: str) -> Name:
    """Return what stands in an object for something that differs from file to file."""
    return Name(f"/HPBlank.{key}.")


def elsewhere(number: Number) -> Name:
    """Return what stands for a reference to an object of another part of the file."""
    return Name(f"{_ELSEWHERE}{number}")


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with blanks: what is fixed, and between each two of these the key of a blank."""

    parts: tuple[bytes, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, data: bytes) -> Template:
        """Return the template that some bytes with blanks are."""
        fixed, *rest = _BLANK.split(data)
        return cls((fixed, *rest[1::2]), tuple(key.decode() for key in rest[::2]))

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        """Return the bytes with each blank filled in; KeyError where a value is missing."""
        if not self.keys:
            return self.parts[0]
        pieces = [self.parts[0]]
        for key, part in zip(self.keys, self.parts[1:], strict=True):
            pieces += (values[key], part)
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an object is: at an offset, or in an object stream."""

    number: Number
    at: int
    """The offset in the frozen bytes, or the object stream's number."""
    index: int | None = None
    """Its place in that stream; None where it stands by itself."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Objects of one origin as they are written, and those with blanks as templates."""

    data: bytes = field(repr=False)
    entries: tuple[Entry, ...] = field(repr=False)
    objects: tuple[tuple[Number, Template], ...] = field(repr=False)
    """What has blanks and is no stream."""
    streams: tuple[tuple[Number, Template], ...] = field(repr=False)
    """The content of streams with blanks."""
    numbers: Mapping[tuple[int, int], Number] = field(repr=False)
    """The number here of each object of the document that it was made of."""


def freeze(
    document: Pdf,
    roots: Sequence[pikepdf.Object],
    first: Number,
    open_streams: Mapping[tuple[int, int], bytes],
) -> Frozen:
    """Return some objects and all that they lead to, numbered from `first`, `roots` foremost.

    `open_streams` are the contents with blanks of some streams, by object; their dictionaries are
    written anew.
    """
    found = list(_reached(roots))
    numbers = {item.objgen: first + at for at, item in enumerate(found)}
    writer = _Writer(numbers)
    data, entries = bytearray(), []
    objects, streams, packed = [], [], []
    for item in found:
        number = numbers[item.objgen]
        if item.objgen in open_streams:
            streams.append((number, Template.of(open_streams[item.objgen])))
        elif isinstance(item, pikepdf.Stream):
            entries.append(Entry(number, len(data)))
            data += _stream(number, item.read_raw_bytes(), writer.stream_keys(item))
        else:
            written = writer.written(item, is_reference=False)
            template = Template.of(written)
            if template.keys:
                objects.append((number, template))
            else:
                packed.append((number, written))
    at = first + len(found)
    for group in _groups(packed):
        entries.append(Entry(at, len(data)))
        entries += (Entry(number, at, index) for index, (number, _) in enumerate(group))
        data += object_stream(at, group)
        at += 1
    whole = tuple(sorted(entries, key=lambda entry: entry.number))
    return Frozen(bytes(data), whole, tuple(objects), tuple(streams), numbers)


def _groups(packed: Sequence[tuple[Number, bytes]]) -> Iterator[Sequence[tuple[Number, bytes]]]:
    for start in range(0, len(packed), OBJECTS_OF_A_STREAM):
        yield packed[start : start + OBJECTS_OF_A_STREAM]


def _reached(roots: Sequence[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Yield some objects, then each indirect one that they lead to, once, as they are read."""
    yield from roots
    seen = {root.objgen for root in roots}
    waiting = [held for root in reversed(roots) for held in reversed(list(_held(root)))]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Object):
            continue
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
            yield item
        waiting.extend(reversed(list(_held(item))))


def _held(item: pikepdf.Object) -> Iterator[Any]:
    if isinstance(item, Array):
        yield from item
    elif isinstance(item, (Dictionary, pikepdf.Stream)):
        yield from (item[key] for key in sorted(item.keys()))


class _Writer:
    """Writes objects with the numbers that they get."""

    def __init__(self, numbers: Mapping[tuple[int, int], Number]) -> None:
        self.numbers = numbers

    def written(self, item: Any, *, is_reference: bool = True) -> bytes:
        """Return an object as it is written: a reference to it, or what it is itself."""
        if isinstance(item, pikepdf.Object) and item.is_indirect and is_reference:
            return b"%d 0 R" % self.numbers[item.objgen]
        if isinstance(item, Name) and str(item).startswith(_ELSEWHERE):
            return str(item).removeprefix(_ELSEWHERE).encode() + b" 0 R"
        if isinstance(item, (Name, pikepdf.String)):
            return item.unparse()
        if isinstance(item, Array):
            return b"[" + b" ".join(map(self.written, item)) + b"]"
        if isinstance(item, Dictionary):
            return b"<<" + self.keys(item) + b">>"
        if isinstance(item, bool):
            return b"true" if item else b"false"
        if item is None:
            return b"null"
        if isinstance(item, Decimal):
            return format(item, "f").encode()
        return str(item).encode()

    def keys(self, item: Any, without: tuple[str, ...] = ()) -> bytes:
        """Return the keys and values of a dictionary as they are written."""
        return b" ".join(
            self.written(item[key])
            if key == MORE
            else Name(key).unparse() + b" " + self.written(item[key])
            for key in sorted(item.keys())
            if key not in without
        )

    def stream_keys(self, item: Any) -> bytes:
        """Return the same of a stream, without its length."""
        return self.keys(item, ("/Length",))


def _stream(number: Number, data: bytes, keys: bytes) -> bytes:
    head = b"%d 0 obj\n<</Length %d %s>>\nstream\n" % (number, len(data), keys)
    return head + data + b"\nendstream\nendobj\n"


def compressed_stream(number: Number, data: bytes, keys: bytes = b"") -> bytes:
    """Return a stream object with its data compressed."""
    return _stream(number, zlib.compress(data), b"/Filter /FlateDecode " + keys)


def object_stream(number: Number, group: Sequence[tuple[Number, bytes]]) -> bytes:
    """Return an object stream that holds some objects (ISO 32000-1, 7.5.7)."""
    places, bodies, at = [], [], 0
    for held, body in group:
        places.append(b"%d %d" % (held, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    keys = b"/Type /ObjStm /N %d /First %d" % (len(group), len(head))
    return compressed_stream(number, head + b"\n".join(bodies), keys)


def assembled(
    parts: Sequence[Frozen], values: Mapping[str, bytes], catalog: Number, info: Number
) -> bytes:
    """Return the file of some frozen parts, their blanks filled in.

    Its identifier is that of all its bytes but the cross-references: the same parts and values
    give the same file.
    """
    out = bytearray(HEADER)
    table: dict[Number, tuple[int, int, int]] = {}
    for part in parts:
        start = len(out)
        out += part.data
        for entry in part.entries:
            if entry.index is None:
                table[entry.number] = (1, start + entry.at, 0)
            else:
                table[entry.number] = (2, entry.at, entry.index)
    for part in parts:
        for number, template in part.streams:
            table[number] = (1, len(out), 0)
            out += compressed_stream(number, template.filled(values))
    filled = [(n, template.filled(values)) for part in parts for n, template in part.objects]
    edge = max(max(table), *(number for number, _ in filled)) + 1
    table[edge] = (1, len(out), 0)
    table |= {number: (2, edge, index) for index, (number, _) in enumerate(filled)}
    out += object_stream(edge, filled)
    table[edge + 1] = (1, len(out), 0)
    out += _cross_references(table, len(out), catalog, info, md5(out, usedforsecurity=False))
    return bytes(out)


def _cross_references(
    table: Mapping[Number, tuple[int, int, int]], at: int, catalog: Number, info: Number, mark: Any
) -> bytes:
    numbers = sorted(table)
    starts = [0, *(n for before, n in pairwise((0, *numbers)) if n != before + 1)]
    ends = [before + 1 for before, n in pairwise((0, *numbers)) if n != before + 1]
    ends.append(numbers[-1] + 1)
    index = b" ".join(b"%d %d" % (a, b - a) for a, b in zip(starts, ends, strict=True))
    rows = ROW.pack(0, 0, 0xFFFF) + b"".join(starmap(ROW.pack, map(table.__getitem__, numbers)))
    name = mark.hexdigest().encode()
    keys = b"/Type /XRef /Size %d /W [%d %d %d] /Index [%s] /Root %d 0 R /Info %d 0 R" % (
        numbers[-1] + 1,
        *WIDTHS,
        index,
        catalog,
        info,
    )
    keys += b" /ID [<%s> <%s>]" % (name, name)
    written = compressed_stream(numbers[-1], rows, keys)
    return written + b"startxref\n%d\n%%%%EOF\n" % at
