"""A handout to the parsed XHTML documents of its e-book, in reading order; no engine, no disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TypeAlias

from lxml import etree

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Neighbour
from handoutpress.content.edition import EPUB
from handoutpress.content.handout import Handout, Section
from handoutpress.content.pack import Pack
from handoutpress.content.page_map import PageMap
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.bilingual import Both, BothSection, both
from handoutpress.design.drawings import ICONS, icon
from handoutpress.design.links import LinkMap
from handoutpress.design.packing import PackJob
from handoutpress.design.shared import Noted, Roots, Trail
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import (
    Job,
    clinic_context,
    job_context,
    leaflet_links,
)
from handoutpress.design.words import Words, words_for
from handoutpress.diagnostics import ExportError, Location, error
from handoutpress.epub.access import sentences
from handoutpress.epub.book import SVG_NS, XHTML_NS
from handoutpress.epub.chapters import Chapter, chapter, marked
from handoutpress.epub.face import Face
from handoutpress.epub.features import Claim, text_of
from handoutpress.epub.page_breaks import PACK_PAGE, Marker, PageBreak, mark_pages
from handoutpress.epub.unbroken import keep_unbroken

COVER = "cover.xhtml"
START = "start.xhtml"
NAV = "nav.xhtml"
SECTION = "section.xhtml"
ABOUT = "about.xhtml"
ACCESS = "access.xhtml"
PACK_START = "pack-start.xhtml"
PACK_NAV = "pack-nav.xhtml"
SHEET = "book.css"
COVER_PICTURE = "cover.png"
AnySection: TypeAlias = Section | BothSection
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True, slots=True)
class BookLinks:
    """Pointers across the documents of a book."""

    files: Mapping[str, str]
    """The document of each section's anchor."""
    page: LinkMap

    def section(self, anchor: str) -> str:
        """Return `section-01.xhtml#anchor`."""
        address = self.page.section(anchor)
        return self.files[address.removeprefix("#")] + address

    def source(self, source: str) -> str:
        """Return `about.xhtml#source-id`."""
        return ABOUT + self.page.source(source)

    def number(self, source: str) -> int:
        """Return the number that a source is cited by."""
        return self.page.number(source)

    def handout(self, slug: str) -> Neighbour | None:
        """Return the handout of that slug."""
        return self.page.handout(slug)


def documents(job: Job, page_map: PageMap | None = None) -> dict[str, etree._Element]:
    """Return the root of every document by name: cover, start, contents, sections, about,
    access.

    The pages of `page_map` are marked in them, and listed with the contents.
    """
    spoken = [words_for(handout.lang)[0] for handout in job.handouts]
    files = section_files(_shown(job))
    made = _maker(job, SHEET)
    text = {START: made(START), **_sections(job, files, made), ABOUT: made(ABOUT)}
    shown, breaks = _with_pages(text, page_map, spoken)
    return {
        COVER: made(COVER),
        START: shown.pop(START),
        NAV: made(NAV, first=next(iter(files)), breaks=breaks),
        **shown,
        ACCESS: access_document(job),
    }


def _sections(
    job: Job, files: Mapping[str, AnySection], made: Callable[..., etree._Element]
) -> dict[str, etree._Element | Chapter]:
    """Return the documents of a handout's sections, as all clinics share them where they may."""
    # A designer's own templates may do with a clinic's words what is not known here.
    if job.second or job.theme.has_own("templates/"):
        return {name: made(SECTION, section=section) for name, section in files.items()}
    words, _ = words_for(job.handout.lang)
    roots = Roots.of(job.brand, job.handout, words)

    def noted(section: AnySection) -> tuple[etree._Element, Mapping[Trail, str]]:
        notes = Noted(roots)
        shared = replace(job, brand=Brand.plain(), noted=notes)
        return _maker(shared, SHEET)(SECTION, section=section), notes.readings

    return {
        name: chapter(name, job.key, roots, partial(noted, section))
        for name, section in files.items()
    }


def _with_pages(
    text: Mapping[str, etree._Element | Chapter], page_map: PageMap | None, spoken: Sequence[Words]
) -> tuple[dict[str, etree._Element], tuple[PageBreak, ...]]:
    """Return a book's text with its pages marked where there is a map of them, and the marks."""
    shared = {name: part for name, part in text.items() if isinstance(part, Chapter)}
    own = {name: part for name, part in text.items() if not isinstance(part, Chapter)}
    if page_map is None:
        return {name: shared[name].root if name in shared else own[name] for name in text}, ()
    if not shared:
        return own, mark_pages(own, page_map, spoken)
    marker = Marker(page_map, spoken)
    shown = {}
    for name in text:
        if name in shared:
            shown[name] = marked(name, shared[name], marker)
        else:
            shown[name] = own[name]
            marker.go_on(marker.mark({name: own[name]}))
    marker.end(ABOUT, shown[ABOUT])
    return shown, tuple(marker.breaks)


def access_document(job: Job | PackJob, claims: Collection[Claim] = ()) -> etree._Element:
    """Return the page that says what the book offers its readers: what `claims` bear out."""
    if isinstance(job, PackJob):
        own = clinic_context(job.brand, words_for(job.pack.lang)[0])
        whole = {"record": None, "published": job.pack.published}
    else:
        own = job_context(job, leaflet_links(job), "screen")
        whole = {"published": job.handout.record.published}
    said = {"sentences": lambda words: sentences(claims, words), "sheet": SHEET}
    return _document(job.theme, f"ebook/{ACCESS}", {**own, **whole, **said})


@dataclass(frozen=True, slots=True)
class Place:
    """A handout in the book of its pack: its documents stand in a folder of its own."""

    handout: Handout

    @property
    def start(self) -> str:
        """Return `back-spasms/start.xhtml`."""
        return f"{self.handout.slug}/{START}"

    @property
    def about(self) -> str:
        """Return `back-spasms/about.xhtml`."""
        return f"{self.handout.slug}/{ABOUT}"

    def section(self, anchor: str) -> str:
        """Return `back-spasms/section-01.xhtml#anchor`."""
        files = _anchors(section_files(self.handout))
        return f"{self.handout.slug}/{files[anchor]}#{anchor}"


def pack_documents(
    job: PackJob, words: Words, page_map: PageMap | None = None
) -> dict[str, etree._Element]:
    """Return the same for the book of a pack: its own documents, and each handout's in a folder."""
    context = {
        **clinic_context(job.brand, words),
        "record": None,
        "pack": job.pack,
        "places": [Place(handout) for handout in job.pack.members],
        "face": Face.of_pack(job.pack, words),
        "sheet": SHEET,
        "cover_picture": COVER_PICTURE,
    }

    def made(template: str, **more: object) -> etree._Element:
        return _document(job.theme, f"ebook/{template}", {**context, **more})

    linked = replace(job, neighbours={**job.neighbours, **_inside(job.pack)})
    members = {
        f"{handout.slug}/{name}": root
        for handout in job.pack.members
        for name, root in _member_documents(linked.member(handout, EPUB)).items()
    }
    text = {START: made(PACK_START), **members}
    breaks = mark_pages(text, page_map, (words,), PACK_PAGE) if page_map else ()
    return {
        COVER: made(COVER),
        START: text.pop(START),
        NAV: made(PACK_NAV, breaks=breaks),
        **text,
        ACCESS: access_document(job),
    }


def _inside(pack: Pack) -> dict[str, Neighbour]:
    """Return a pack's handouts as one that points to them reaches them in the same book."""
    return {
        h.slug: Neighbour(h.slug, h.front.title, h.record.id, f"../{Place(h).start}")
        for h in pack.members
    }


def _member_documents(job: Job) -> dict[str, etree._Element]:
    """Return the documents of a handout in the book of its pack: start, sections, about."""
    made = _maker(job, f"../{SHEET}")
    sections = section_files(job.handout).items()
    own = {name: made(SECTION, section=section) for name, section in sections}
    return {START: made(START), **own, ABOUT: made(ABOUT)}


def _maker(job: Job, sheet: str) -> Callable[..., etree._Element]:
    """Return what makes a document of a template's name and what that template needs besides."""
    theme = job.theme
    anchors = _anchors(section_files(_shown(job)))
    links = [BookLinks(anchors, link) for link in leaflet_links(job)]
    context = {
        **job_context(job, links, "screen"),
        "icon": lambda role: inline_icon(icon(theme, f"{ICONS}{role}.svg")),
        "face": Face.of(*job.handouts),
        "sheet": sheet,
        "cover_picture": COVER_PICTURE,
    }

    def made(template: str, **more: object) -> etree._Element:
        return _document(theme, f"ebook/{template}", {**context, **more})

    return made


def _shown(job: Job) -> Handout | Both:
    """Return what the documents show: a handout, or both of its languages as one."""
    return both(job.handout, job.second.handout) if job.second else job.handout


def section_files(handout: Handout | Both) -> dict[str, AnySection]:
    """Return each level-2 section by the name of its document."""
    sections: Sequence[AnySection] = handout.sections
    return {f"section-{n:02d}.xhtml": s for n, s in enumerate(sections, 1)}


def _anchors(files: Mapping[str, AnySection]) -> dict[str, str]:
    return {anchor: name for name, s in files.items() for anchor in _anchors_in(s)}


def _anchors_in(section: AnySection) -> Iterator[str]:
    if isinstance(section, BothSection):
        yield from section.anchors
    else:
        yield from (part.anchor for part in (section, *section.subsections))


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
    keep_unbroken(root)
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
