"""A handout, a brand and a theme to a whole book: documents, pictures, sheet and statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from handoutpress.content.edition import EPUB, Edition
from handoutpress.design.drawings import ALARM_ICONS, icon_svg
from handoutpress.design.packing import PackJob
from handoutpress.design.palette import Palette, derive_palette
from handoutpress.design.stylesheet import Tokens, read_tokens, screen_sheet
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job, job_pictures
from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic
from handoutpress.epub.book import CSS, DOCUMENTS, PNG, SVG, SVG_NS, XHTML, Book, Part
from handoutpress.epub.cover import cover_picture, refuse_missing_on_cover
from handoutpress.epub.documents import (
    ACCESS,
    COVER_PICTURE,
    NAV,
    SHEET,
    access_document,
    documents,
    pack_documents,
    picture_names,
)
from handoutpress.epub.face import Face
from handoutpress.epub.features import Claim, Contents, observed
from handoutpress.epub.metadata import modified, pack_statements, statements
from handoutpress.epub.page_breaks import Printed
from handoutpress.epub.typefaces import lettered, typefaces
from handoutpress.recent import remembered

SIGNATURES = (
    (b"\x89PNG", PNG),
    (b"\xff\xd8", "image/jpeg"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"OTTO", "font/otf"),
)
"""How a photograph's or a font's bytes begin; anything else is a drawing."""
_ICON = re.compile(r"url\(icons/([a-z-]+?)(-night)?\.svg\)")

Documents = Mapping[str, etree._Element]


def assemble(job: Job, printed: Printed | None = None) -> tuple[Book, tuple[Diagnostic, ...]]:
    """Return the book and what the palette and the words had to say.

    The pages of `printed` are marked and listed in it.

    Raises ThemeError or ExportError where a template is wrong.
    """
    handout, brand, theme = job.handout, job.brand, job.theme
    for each in job.handouts:
        refuse_missing_on_cover(each, brand)
    words, _ = words_for(handout.lang)
    missing = tuple(fault for each in job.handouts for fault in words_for(each.lang)[1])
    palette, changed = derive_palette(brand)
    files = _files(job, palette)
    pages = documents(job, printed.page_map if printed else None)
    sheet, icons = _sheet(theme, job.edition, palette)
    drawn = {**dict(_used(pages.values(), files)), **icons}
    cover = cover_picture(Face.of(*job.handouts), brand, words, palette, theme, files)
    claims = _tell(job, pages, drawn, sheet)
    source = printed.leaflet(job.handouts, words) if printed else ""
    book = Book(
        lang=handout.lang,
        direction=words.direction,
        modified=modified(handout.record.published),
        statements=statements(job.handouts, brand, words, claims, source),
        parts=_parts(pages, drawn, sheet, cover),
    )
    return book, missing + changed


def assemble_pack(
    job: PackJob, printed: Printed | None = None
) -> tuple[Book, tuple[Diagnostic, ...]]:
    """Return the book of a pack, each of its handouts in a folder, and what was said.

    The pages of `printed` are marked and listed in it. A picture that several handouts show is in
    it once. Raises as `assemble` does.
    """
    pack, brand, theme = job.pack, job.brand, job.theme
    for handout in pack.members:
        refuse_missing_on_cover(handout, brand)
    words, missing = words_for(pack.lang)
    palette, changed = derive_palette(brand)
    files = {h.slug: _files(job.member(h, EPUB), palette) for h in pack.members}
    first = files[pack.members[0].slug]
    drawn: dict[bytes, str] = {}
    pages = pack_documents(job, words, printed.page_map if printed else None)
    for name, root in pages.items():
        slug, slash, _ = name.rpartition("/")
        _share(root, slug + slash, files[slug] if slug else first, drawn)
    sheet, icons = _sheet(theme, EPUB, palette)
    shown = {**{name: data for data, name in drawn.items()}, **icons}
    face = Face.of_pack(pack, words)
    claims = _tell(job, pages, shown, sheet)
    source = printed.pack(pack, words) if printed else ""
    book = Book(
        lang=pack.lang,
        direction=words.direction,
        modified=modified(pack.published),
        statements=pack_statements(pack, face.title, brand, words, claims, source),
        parts=_parts(pages, shown, sheet, cover_picture(face, brand, words, palette, theme, first)),
    )
    return book, missing + changed


def _tell(
    job: Job | PackJob,
    pages: dict[str, etree._Element],
    drawn: Mapping[str, bytes],
    sheet: str,
) -> tuple[Claim, ...]:
    """Return what a book offers its readers, and say it on the page that is there for it."""
    claims = observed(_contents(pages, drawn, sheet))
    pages[ACCESS] = access_document(job, claims)
    return claims


def _share(
    root: etree._Element, folder: str, files: Mapping[str, bytes], drawn: dict[bytes, str]
) -> None:
    """Lead a document's pictures to the one copy of each; `drawn` has the names of all copies."""
    for img in root.iter("{*}img"):
        data = files.get(img.get("src", ""))
        if data is not None:
            name = drawn.setdefault(data, folder + img.get("src", ""))
            img.set("src", f"../{name}" if folder else name)


def _files(job: Job, palette: Palette) -> dict[str, bytes]:
    """Return the pictures that a handout's documents may show, by their names in a book."""
    return {picture_names(raw): data for raw, data in job_pictures(job, palette).items()}


def _sheet(theme: Theme, edition: Edition, palette: Palette) -> tuple[str, dict[str, bytes]]:
    """Return the book's style sheet, and the icons that it names."""
    sheet = screen_sheet(theme, edition, palette.tokens())
    tokens = {**read_tokens(theme, edition), **palette.tokens()}
    return sheet, dict(_icons(sheet, theme, tokens))


def _parts(
    pages: Documents, drawn: Mapping[str, bytes], sheet: str, cover: bytes
) -> tuple[Part, ...]:
    """Return the files of a book, with the fonts that its words need."""
    faces = typefaces(pages.values())
    drawings = {name: data for name, data in drawn.items() if _media_type(data) == SVG}
    drawn = {**drawn, **lettered(drawings), **faces.files}
    return (
        *_document_parts(pages),
        Part(SHEET, CSS, (sheet + faces.rules).encode()),
        Part(COVER_PICTURE, PNG, cover, ("cover-image",)),
        *(Part(name, _media_type(data), data) for name, data in sorted(drawn.items())),
    )


def _contents(pages: Documents, drawn: Mapping[str, bytes], sheet: str) -> Contents:
    drawings = {
        name: etree.fromstring(data) for name, data in drawn.items() if _media_type(data) == SVG
    }
    return Contents(pages, pages[NAV], drawings, {SHEET: sheet})


def _document_parts(pages: Documents) -> Iterator[Part]:
    for name, root in pages.items():
        data, draws = _written(root)
        properties = (*(["nav"] if name == NAV else ()), *(["svg"] if draws else ()))
        yield Part(name, XHTML, data, properties, in_spine=True)


@remembered(DOCUMENTS)
def _written(root: etree._Element) -> tuple[bytes, bool]:
    """Return a finished document as it is written, and whether it draws anything itself."""
    data = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return data + b"\n", root.find(f".//{{{SVG_NS}}}svg") is not None


def _used(
    pages: Iterable[etree._Element], files: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that the documents show: the book carries no other."""
    shown = {img.get("src", "") for root in pages for img in root.iter("{*}img")}
    return ((name, data) for name, data in files.items() if name in shown)


def _icons(sheet: str, theme: Theme, tokens: Tokens) -> Iterator[tuple[str, bytes]]:
    """Yield the icons that the sheet names: `-night` ones in the colours of a dark page."""
    for name, night in sorted(set(_ICON.findall(sheet))):
        colour = "--color-urgent" if name in ALARM_ICONS else "--color-accent"
        drawing = icon_svg(theme, f"styles/icons/{name}.svg", tokens[colour + night])
        yield f"icons/{name}{night}.svg", drawing


def _media_type(data: bytes) -> str:
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), SVG)
