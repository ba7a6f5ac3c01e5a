"""What an e-book is made of before it is a file: its parts in order, and what it says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FOLDER = "EPUB"
"""The folder of the archive that holds everything but mimetype and META-INF."""
XHTML = "application/xhtml+xml"
SVG = "image/svg+xml"
CSS = "text/css"
PNG = "image/png"
COVER_SIZE = (1200, 1800)
"""The cover picture's width and height in pixels: 2 to 3, as library shelves show it."""
DOCUMENTS = 64
"""Of so many finished documents it is remembered what they came to: books share their chapters."""

XHTML_NS = "http://www.w3.org/1999/xhtml"
EPUB_NS = "http://www.idpf.org/2007/ops"
SVG_NS = "http://www.w3.org/2000/svg"
OPF_NS = "http://www.idpf.org/2007/opf"
EPUB_TYPE = f"{{{EPUB_NS}}}type"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the book; `name` is its path below `FOLDER`, in ASCII without spaces."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    properties: tuple[str, ...] = ()
    """Manifest properties: `nav`, `cover-image`, `svg`."""
    in_spine: bool = False
    """Whether it is read in its turn: the order of the parts is the reading order."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the package's metadata: a `dc:` element, or a `meta` with its property."""

    name: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """A whole e-book, ready to be packed."""

    lang: str
    direction: Literal["ltr", "rtl"]
    modified: datetime.datetime
    """In UTC; readers' libraries take a later one for a newer book."""
    statements: tuple[Statement, ...]
    parts: tuple[Part, ...]
