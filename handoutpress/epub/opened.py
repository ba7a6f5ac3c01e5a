"""A finished e-book's bytes, opened for checking: its archive, package, documents and links."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

from lxml import etree

from handoutpress.epub.book import CSS, OPF_NS, SVG, XHTML
from handoutpress.epub.features import Contents

CONTAINER = "META-INF/container.xml"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER_NS = "urn:oasis:names:tc:opendocument:xmlns:container"


class BookError(Exception):
    """The bytes are not an archive with a package document; says what is missing."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the manifest; `name` is the file's path from the package document's folder."""

    id: str
    name: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address in a document: where it stands, and what it says."""

    name: str
    line: int
    address: str
    follows: bool
    """Whether a reader follows it (`a`); anything else is loaded at once."""


@dataclass(frozen=True)
class OpenedBook:
    """An archive whose package document could be read; everything else may still be wrong."""

    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes] = field(repr=False)
    """Every file of the archive by its full path."""
    package_path: str
    package: etree._Element

    @property
    def folder(self) -> str:
        """The package document's folder, with its closing slash; empty at the top."""
        folder = posixpath.dirname(self.package_path)
        return f"{folder}/" if folder else ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The manifest."""
        return tuple(_item(e) for e in self.package.iter(f"{{{OPF_NS}}}item"))

    @cached_property
    def spine(self) -> tuple[str, ...]:
        """The names of the documents in reading order."""
        by_id = {item.id: item.name for item in self.items}
        refs = self.package.iter(f"{{{OPF_NS}}}itemref")
        return tuple(by_id[i] for i in (e.get("idref", "") for e in refs) if i in by_id)

    @cached_property
    def parsed(self) -> dict[str, etree._Element | str]:
        """Each XML part's root by name, or what is wrong with its XML."""
        wanted = [i.name for i in self.items if i.media_type in (XHTML, SVG)]
        return {name: _parsed(self.data(name)) for name in wanted if self.has(name)}

    def has(self, name: str) -> bool:
        """Return whether the archive has a part of this name."""
        return self.folder + name in self.files

    def data(self, name: str) -> bytes:
        """Return a part's bytes."""
        return self.files[self.folder + name]

    def packaged(self) -> frozenset[str]:
        """Return the names of all files that the manifest must list."""
        apart = ("mimetype", "META-INF/", self.package_path)
        inside = (n for n in self.files if not n.startswith(apart))
        return frozenset(n.removeprefix(self.folder) for n in inside)

    def roots(self, media_type: str) -> dict[str, etree._Element]:
        """Return the parts of a media type that are well-formed: the spine first, in its order."""
        names = [i.name for i in self.items if i.media_type == media_type]
        ordered = [*(n for n in self.spine if n in names), *(n for n in names)]
        found = {name: self.parsed.get(name) for name in dict.fromkeys(ordered)}
        return {name: root for name, root in found.items() if isinstance(root, etree._Element)}

    @property
    def nav(self) -> etree._Element | None:
        """The navigation document, if there is one that can be read."""
        named = [i.name for i in self.items if "nav" in i.properties]
        return self.roots(XHTML).get(named[0]) if named else None

    def sheets(self) -> dict[str, str]:
        """Return the style sheets."""
        names = [i.name for i in self.items if i.media_type == CSS and self.has(i.name)]
        return {name: self.data(name).decode("utf-8", "replace") for name in names}

    def contents(self) -> Contents:
        """Return the parts as what the book offers is looked up in."""
        return Contents(self.roots(XHTML), self.nav, self.roots(SVG), self.sheets())

    @property
    def langs(self) -> list[str]:
        """The languages that the book says it is in, the first one first."""
        return [(e.text or "").strip() for e in self.package.iter(f"{DC}language")]

    def metadata(self, prop: str) -> list[str]:
        """Return the values of a `meta` property that say something of the book itself."""
        metas = self.package.iter(f"{{{OPF_NS}}}meta")
        own = [e for e in metas if e.get("property") == prop and e.get("refines") is None]
        return [(e.text or "").strip() for e in own]


def open_book(data: bytes) -> OpenedBook:
    """Return the opened book; BookError when there is no archive or no package document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, ValueError) as fault:
        raise BookError(f"the archive cannot be read: {fault}") from fault
    path = _package_path(files)
    package = _parsed(files[path])
    if isinstance(package, str):
        raise BookError(f"{path} is not well-formed: {package}")
    return OpenedBook(entries, files, path, package)


def resolve(name: str, address: str) -> tuple[str, str]:
    """Return the part and the fragment that a relative address in a part leads to."""
    split = urlsplit(address)
    path = unquote(split.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return target, unquote(split.fragment)


def pointers(name: str, root: etree._Element) -> Iterator[Pointer]:
    """Yield every address in a document: `href`, `src`, `xlink:href`, `poster`, `data`."""
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] in ("href", "src", "poster", "data"):
                follows = etree.QName(element).localname == "a"
                yield Pointer(name, line_of(element), str(value), follows)


def line_of(element: etree._Element) -> int:
    """Return the line that an element starts on, 0 when it is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _package_path(files: dict[str, bytes]) -> str:
    if CONTAINER not in files:
        raise BookError(f"there is no {CONTAINER}")
    container = _parsed(files[CONTAINER])
    if isinstance(container, str):
        raise BookError(f"{CONTAINER} is not well-formed: {container}")
    named = container.find(f".//{{{CONTAINER_NS}}}rootfile")
    path = named.get("full-path", "") if named is not None else ""
    if path not in files:
        raise BookError(f"{CONTAINER} names no package document that is there")
    return path


def _item(element: etree._Element) -> Item:
    return Item(
        element.get("id", ""),
        unquote(element.get("href", "")),
        element.get("media-type", ""),
        frozenset(element.get("properties", "").split()),
    )


def _parsed(data: bytes) -> etree._Element | str:
    """Return the root, or what is wrong; nothing outside the bytes is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        return str(fault)
