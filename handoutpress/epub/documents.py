"""A handout to the parsed XHTML documents of its e-book, in reading order; no engine, no disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.handout import Handout, Section
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import ICONS, LinkMap, block_context, icon, page_links
from handoutpress.design.words import Words
from handoutpress.diagnostics import ExportError, Location, error
from handoutpress.epub.book import SVG_NS, XHTML_NS, XML_LANG
from handoutpress.epub.features import text_of

COVER = "cover.xhtml"
START = "start.xhtml"
NAV = "nav.xhtml"
ABOUT = "about.xhtml"
SHEET = "book.css"
COVER_PICTURE = "cover.png"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True, slots=True)
class BookLinks:
    """Pointers across the documents of a book."""

    files: Mapping[str, str]
    """The document of each section's anchor."""
    page: LinkMap

    def section(self, anchor: str) -> str:
        """Return `section-01.xhtml#anchor`."""
        return self.files[anchor] + self.page.section(anchor)

    def source(self, source: str) -> str:
        """Return `about.xhtml#source-id`."""
        return ABOUT + self.page.source(source)

    def number(self, source: str) -> int:
        """Return the number that a source is cited by."""
        return self.page.number(source)

    def handout(self, slug: str) -> Neighbour | None:
        """Return the handout of that slug."""
        return self.page.handout(slug)


def documents(
    handout: Handout,
    brand: Brand,
    words: Words,
    theme: Theme,
    neighbours: Mapping[str, Neighbour],
) -> dict[str, etree._Element]:
    """Return the root of every document by name: cover, start, contents, sections, about."""
    files = section_files(handout)
    link = BookLinks(_anchors(handout, files), page_links(handout, neighbours))
    context = {
        **block_context(handout, brand, words, link, lambda n: f"images/{n}", "screen"),
        "icon": lambda role: inline_icon(icon(theme, f"{ICONS}{role}.svg")),
        "sheet": SHEET,
        "cover_picture": COVER_PICTURE,
    }

    def made(template: str, **more: object) -> etree._Element:
        return _document(theme, f"ebook/{template}", {**context, **more})

    return {
        COVER: made(COVER),
        START: made(START),
        NAV: made(NAV, first=next(iter(files))),
        **{name: made("section.xhtml", section=section) for name, section in files.items()},
        ABOUT: made(ABOUT),
    }


def section_files(handout: Handout) -> dict[str, Section]:
    """Return each level-2 section by the name of its document."""
    return {f"section-{n:02d}.xhtml": s for n, s in enumerate(handout.sections, 1)}


def _anchors(handout: Handout, files: Mapping[str, Section]) -> dict[str, str]:
    return {part.anchor: name for name, s in files.items() for part in (s, *s.subsections)}


def _document(theme: Theme, template: str, context: Mapping[str, object]) -> etree._Element:
    """Return a template's document, parsed; ExportError E002 when it is not well-formed."""
    text = theme.render(template, context)
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError) as fault:
        where = Location(f"templates/{template}")
        raise ExportError(
            [error("E002", f"the document is not well-formed: {fault}", where)]
        ) from fault
    for element in list(root.iter(etree.Element)):
        _mend(element)
    return root


def _mend(element: etree._Element) -> None:
    """Give an element what a book wants and a page does not."""
    if element.get("lang"):
        element.set(XML_LANG, element.get("lang", ""))
    if element.tag == f"{{{XHTML_NS}}}img":
        element.set("src", picture_names(element.get("src", "")))
    if element.tag == f"{{{XHTML_NS}}}table":
        _frame(element)


def _frame(table: etree._Element) -> None:
    """Put a table in a frame that scrolls by finger and by keyboard where the page is narrow."""
    caption = table.find(f"{{{XHTML_NS}}}caption")
    parent = table.getparent()
    if parent is None:
        return
    label = text_of(caption) if caption is not None else ""
    frame = etree.Element(f"{{{XHTML_NS}}}div", {"class": "scroll", "tabindex": "0"})
    if label:
        frame.set("role", "group")
        frame.set("aria-label", label)
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def picture_names(raw: str) -> str:
    """Return the name that a picture has in the book: its own, unless that needs escapes."""
    if _PLAIN_NAME.fullmatch(raw):
        return raw
    suffix = PurePosixPath(raw).suffix.lower()
    return f"images/{hashlib.sha256(raw.encode()).hexdigest()[:16]}{suffix}"


def inline_icon(root: etree._Element) -> str:
    """Return an icon to stand in a document: it takes the words' colour, and is not read out."""
    for title in root.findall(f"{{{SVG_NS}}}title"):
        root.remove(title)
    root.set("class", "icon")
    root.set("aria-hidden", "true")
    return etree.tostring(root, encoding="unicode").strip()
