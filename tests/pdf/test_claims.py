"""What a finished PDF says of itself."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Name

from handoutpress.pdf.claims import PRISM, Imprint
from handoutpress.pdf.structure import finish

IMPRINT = Imprint("es", "1.2", "2028-11-22")


def said(pdf: bytes) -> dict[str, str | None]:
    keys = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "pdf:Keywords", "dc:language")
    with pikepdf.open(BytesIO(pdf)) as document, document.open_metadata() as metadata:
        found = {key: metadata.get(key) for key in keys}
        for name in ("versionIdentifier", "expirationDate"):
            found[name] = metadata.get(f"{{{PRISM}}}{name}")
    return found


def test_a_leaflet_claims_two_standards_and_says_its_version(raw: bytes) -> None:
    assert said(finish(raw, IMPRINT).data) == {
        "pdfuaid:part": "1",
        "pdfaid:part": "2",
        "pdfaid:conformance": "A",
        "pdf:Keywords": None,
        "dc:language": {"es"},
        "versionIdentifier": "1.2",
        "expirationDate": "2028-11-22",
    }


def test_colours_have_a_meaning_and_links_print(raw: bytes) -> None:
    with pikepdf.open(BytesIO(finish(raw, IMPRINT).data)) as document:
        (intent,) = document.Root.OutputIntents
        assert intent.S == Name.GTS_PDFA1
        assert len(intent.DestOutputProfile.read_bytes()) > 1000
        links = [link for page in document.pages for link in page.obj.get(Name.Annots, ())]
        assert {int(link.F) for link in links} == {4}


def test_a_file_for_print_alone_says_so_and_claims_nothing(raw: bytes) -> None:
    pdf = finish(raw, Imprint("es", print_only="Solo para imprimir")).data
    found = said(pdf)
    assert {found[key] for key in found if "id:" in key} == {None}
    assert found["pdf:Keywords"] == "Solo para imprimir"
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo.Keywords) == "Solo para imprimir"
        assert Name.OutputIntents not in document.Root
