"""What EbookLib gets wrong stays mended, and the same book always gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from handoutpress.content.svg_references import XML_LANG
from handoutpress.epub.book import OPF_NS
from handoutpress.epub.ebook import pack
from tests.epub.small_book import DRAWING, small_book

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(pack(small_book())))


@pytest.fixture
def package(archive: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(archive.read("EPUB/content.opf"))


def test_the_archive_starts_with_a_stored_mimetype_and_has_no_clock(
    archive: zipfile.ZipFile,
) -> None:
    entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_parts_are_packed_as_they_are(archive: zipfile.ZipFile) -> None:
    for part in small_book().parts:
        assert archive.read(f"EPUB/{part.name}") == part.data
    assert archive.read("EPUB/images/a.svg").decode() == DRAWING


def test_the_package_says_its_language_and_direction(package: etree._Element) -> None:
    assert package.get(XML_LANG) == "en"
    assert package.get("dir") == "ltr"
    assert package.get("prefix") is None


def test_the_spine_names_no_ncx_and_keeps_the_order(package: etree._Element) -> None:
    spine = package.find(f"{{{OPF_NS}}}spine")
    assert spine is not None
    assert spine.get("toc") is None
    assert spine.get("page-progression-direction") == "ltr"
    assert [ref.get("idref") for ref in spine] == [f"part-0{n}" for n in range(1, 6)]


def test_nothing_of_the_writer_is_left(archive: zipfile.ZipFile, package: etree._Element) -> None:
    assert b"generator" not in archive.read("EPUB/content.opf")
    modified = package.xpath("//*[@property='dcterms:modified']/text()")
    assert modified == ["2026-03-01T00:00:00Z"]
    identifiers = package.xpath("//*[local-name()='identifier']/text()")
    assert identifiers == ["urn:uuid:b8ca932d-789d-55b0-8927-50fd36efbd96"]


def test_the_same_book_has_the_same_bytes_in_any_zone_and_process() -> None:
    script = (
        "import hashlib;"
        "from tests.epub.small_book import small_book; from handoutpress.epub.ebook import pack;"
        "print(hashlib.sha256(pack(small_book())).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(pack(small_book())).hexdigest()
