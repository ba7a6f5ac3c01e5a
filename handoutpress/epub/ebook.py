"""A handout to a finished e-book: the only home of EbookLib, whose defaults are mended here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from ebooklib import epub

from handoutpress.content.edition import Finished
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.essentials import Essential, essentials
from handoutpress.design.glyphs import missing_in_title
from handoutpress.design.packing import PackJob
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Diagnostic, ExportError, Location, Severity
from handoutpress.epub.assemble import assemble, assemble_pack
from handoutpress.epub.book import FOLDER, Book, Part, Statement
from handoutpress.epub.page_breaks import Printed
from handoutpress.epub.preflight import NAMES, preflight
from handoutpress.workspace import SETTINGS_FILE

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the first that a zip archive can say."""
IDENTIFIER_ID = "id"


def make_ebook(job: Job, printed: Printed | None = None) -> Finished:
    """Return a handout's e-book, packed and checked.

    With `printed`, its pages are those that the book lists; without, the book has no list of pages.
    Raises ExportError where preflight refuses it, ThemeError where a template or a sheet is wrong.
    """
    book, told = assemble(job, printed)
    found = (e for handout in job.handouts for e in essentials(handout, job.brand))
    wanted = {"": tuple(dict.fromkeys(found))}
    return _checked(book, told, job.handout.file, wanted, printed)


def make_collection(job: PackJob, printed: Printed | None = None) -> Finished:
    """Return a pack's handouts as one e-book, packed and checked. Raises as `make_ebook` does."""
    if missing := missing_in_title(job.pack):
        raise ExportError(missing)
    book, told = assemble_pack(job, printed)
    wanted = {f"{h.slug}/": essentials(h, job.brand) for h in job.pack.members}
    return _checked(book, told, SETTINGS_FILE, wanted, printed)


def _checked(
    book: Book,
    told: tuple[Diagnostic, ...],
    file: str,
    wanted: Mapping[str, tuple[Essential, ...]],
    printed: Printed | None,
) -> Finished:
    """Return a book as a file that passed preflight; `file` says what it is made from."""
    data = pack(book)
    page_map = printed.page_map if printed else None
    faults = preflight(data, Location(file) if file else None, wanted, page_map)
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise ExportError(faults)
    return Finished(data, None, (*told, *faults), NAMES)


def pack(book: Book) -> bytes:
    """Return a book as an EPUB 3.3 file; the same book gives the same bytes everywhere."""
    out = io.BytesIO()
    writer = _Writer(out, _filled(book), {"mtime": book.modified, "package_direction": True})
    writer.process()
    writer.write()
    return out.getvalue()


def _filled(book: Book) -> epub.EpubBook:
    """Return EbookLib's book with our statements and parts, and none of its own."""
    filled = epub.EpubBook()
    # EbookLib starts with a random identifier and a generator mark.
    filled.metadata.clear()
    filled.FOLDER_NAME = FOLDER
    filled.IDENTIFIER_ID = IDENTIFIER_ID
    filled.language = book.lang
    filled.direction = book.direction
    for statement in book.statements:
        _state(filled, statement)
    for number, part in enumerate(book.parts, 1):
        uid = f"part-{number:02d}"
        filled.add_item(_item(part, uid))
        if part.in_spine:
            filled.spine.append(uid)
    return filled


def _state(filled: epub.EpubBook, statement: Statement) -> None:
    prefix, _, name = statement.name.rpartition(":")
    space = prefix.upper() if prefix else "OPF"
    filled.add_metadata(space, name, statement.text, dict(statement.attributes))


def _item(part: Part, uid: str) -> epub.EpubItem:
    """Return a part as a plain item: EpubHtml would rewrite it through an HTML parser.

    That loses the case of `viewBox`, the body's attributes and the spaces between elements.
    """
    item = epub.EpubItem(uid, part.name, part.media_type, part.data)
    item.properties = list(part.properties)
    return item


class _Archive(zipfile.ZipFile):
    """A zip whose entries carry no clock, no owner's rights and no compression.

    Stored, because what deflate makes depends on the zlib of the machine; pictures are compressed
    already, and a book's words are small.
    """

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        info = zipfile.ZipInfo(str(zinfo_or_arcname), ZIP_DATE)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        super().writestr(info, data, compress_type=zipfile.ZIP_STORED)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, its archive and its package document mended."""

    def write(self) -> None:
        with _Archive(self.file_name, "w", zipfile.ZIP_STORED) as self.out:
            self.out.writestr("mimetype", b"application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root.set(XML_LANG, self.book.language)
        # It declares a prefix that EPUB 3.3 reserves, and names an NCX that the book has not.
        root.attrib.pop("prefix", None)
        root.find("spine").attrib.pop("toc", None)
        super()._write_opf_file(root)
