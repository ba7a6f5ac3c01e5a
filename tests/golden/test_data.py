"""Whatever a user writes is data: it is shown as it was written, and never run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from handoutpress.content.brand import CLINIC_FIELDS
from handoutpress.content.edition import EDITIONS
from handoutpress.design.clinic import UNBRANDED
from handoutpress.design.typeset import Job
from handoutpress.design.words import words_for
from handoutpress.epub.ebook import make_ebook
from tests.golden.made import book_documents, brand_of, handout_of, page_source, theme

if TYPE_CHECKING:
    from handoutpress.content.catalogue import Catalogue
    from tests.golden.conftest import MakeSmall

NASTY = "{{ 7*7 }}<script>alert(1)</script>{% raw %}{# x #}&amp;'"
"""A template's value, a script, a template's statement and comment, an entity and a quote."""
IN_MARKDOWN = NASTY.replace("<", "\\<").replace("&", "\\&")
IN_ATTRIBUTE = "7 < 8 & 9 > 'x'"
"""The reader lets neither a brace nor a tag into an attribute."""
IN_CAPTION = "{{ 7*7 }}{% raw %}{# x #}'"
SOURCE = "{id: first-source, url: 'https://example.org', accessed: 2026-01-15, date: 2025"
RECORD = f"""id: SP-001
version: "1.2"
published: 2026-03-01
review: {{state: signed, by: "reviewer {NASTY}", on: 2026-02-20, due: 2028-03-01}}
owner: "owner {NASTY}"
contact: "contact {NASTY}"
header: {{file: figures/header.svg}}
codes: [{{system: MeSH, code: "code {NASTY}", display: "display {NASTY}"}}]
sources: [{SOURCE}, title: "source {NASTY}", publisher: "publisher {NASTY}"}}]
"""
WORDS = f"""---
title: "title {NASTY}"
summary: "summary {NASTY}"
glance: ["glance {NASTY}"]
header_alt: "header {NASTY}"
keywords: ["keyword {NASTY}"]
translator: "translator {NASTY}"
labels: {{Day one: Day 1, Day: The day, ten: "10"}}
---

::: urgent callout {IN_MARKDOWN}
text {IN_MARKDOWN}
:::

## heading {IN_MARKDOWN} {{#one role=overview}}

paragraph {IN_MARKDOWN} [term {IN_MARKDOWN}]{{def="meaning {IN_ATTRIBUTE}"}} [@first-source]

![alt {IN_MARKDOWN}](figures/bar.svg "caption {IN_CAPTION}")

::: table table {IN_MARKDOWN}
| A | B |
| --- | --- |
| cell {IN_MARKDOWN} | {{clinic.address}} |
:::

::: checklist checklist {IN_MARKDOWN}
- item {IN_MARKDOWN}
:::
"""
BRAND = f"""name: "clinic {NASTY}"
short_name: "short {NASTY}"
logo: {{file: logo.svg, alt: "logo {NASTY}"}}
contacts:
  phone: "phone {NASTY}"
  out_of_hours: "night {NASTY}"
  emergency: "emergency {NASTY}"
  address: ["address {NASTY}"]
  hours: [{{days: "days {NASTY}", times: "times {NASTY}"}}]
sites: [{{name: "site {NASTY}", phone: "second {NASTY}"}}]
disclaimer: "disclaimer {NASTY}"
"""
FILES = {
    "handouts/specimen/handout.yaml": RECORD,
    "brands/specimen/brand.yaml": BRAND,
}
FIRST_WORDS = [
    *("reviewer", "owner", "contact", "source", "publisher", "title", "summary", "glance"),
    *("header", "translator", "callout", "text", "heading", "paragraph", "term"),
    *("alt", "table", "cell", "checklist", "item", "clinic", "logo", "phone", "night"),
    *("emergency", "address", "days", "times", "site", "second", "disclaimer"),
]
"""The first word of each text that both outputs show."""
IN_BOTH = [f"{word} {NASTY}" for word in FIRST_WORDS]
IN_BOTH += [f"meaning {IN_ATTRIBUTE}", f"caption {IN_CAPTION}"]


def strings(roots: list[etree._Element]) -> Iterator[str]:
    """Yield every text and every attribute's value of some documents."""
    for root in roots:
        for element in root.iter(etree.Element):
            yield from (str(value) for value in element.attrib.values())
            yield "".join(map(str, element.itertext()))


def assert_as_written(roots: list[etree._Element], texts: list[str]) -> None:
    """Check that each of the nasty texts stands there as it was written, and did nothing."""
    found = list(strings(roots))
    assert [text for text in texts if not any(text in one for one in found)] == []
    assert not any("49" in one for one in found)
    assert not [e for root in roots for e in root.iter("{*}script", "script")]


def test_a_leaflet_shows_texts_as_they_are_written(small: MakeSmall) -> None:
    html = page_source(small(WORDS, **FILES), "specimen", "specimen")
    page = etree.fromstring(html, etree.HTMLParser())
    assert_as_written([page], [*IN_BOTH, f"short {NASTY}"])


def test_an_e_book_shows_texts_as_they_are_written(small: MakeSmall) -> None:
    catalogue = small(WORDS, **FILES)
    handout, brand = handout_of(catalogue, "specimen"), brand_of(catalogue, "specimen")
    made = make_ebook(Job(handout, brand, EDITIONS["epub"], theme(), {}))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf"))]
        roots = {name: etree.fromstring(archive.read(name)) for name in names}
    assert_as_written([r for n, r in roots.items() if n.endswith(".xhtml")], IN_BOTH)
    package = [root for name, root in roots.items() if name.endswith(".opf")]
    stated = ("title", "summary", "keyword", "owner", "code", "display")
    assert_as_written(package, [f"{word} {NASTY}" for word in stated])


# --- Facts of the clinic, and what stands in for them ---

REQUIRED = 'name: Clinic One\ncontacts: {phone: "111222", emergency: "999"}\n'


def shown(catalogue: Catalogue, brand: str) -> list[str]:
    """Return the words of the one paragraph in print and on screen."""
    html = page_source(catalogue, "specimen", brand).partition("<h2>Section</h2>")[2]
    (screen,) = book_documents(catalogue, "specimen", brand)["section-01.xhtml"].iter("{*}p")
    printed = etree.fromstring(html.partition("</section>")[0].strip(), etree.HTMLParser())
    return ["".join(map(str, part.itertext())).strip() for part in (printed, screen)]


@pytest.mark.parametrize("field", CLINIC_FIELDS)
def test_a_fact_that_no_clinic_gives_has_a_wording(field: str, small: MakeSmall) -> None:
    catalogue = small(f"Ask {{clinic.{field}}}.", **{"brands/specimen/brand.yaml": REQUIRED})
    wording = f"Ask {UNBRANDED[field]}."
    assert shown(catalogue, "plain") == [wording, wording]
    given = {"name": "Clinic One", "phone": "111222", "emergency": "999"}.get(field)
    branded = f"Ask {given}." if given else wording
    assert shown(catalogue, "specimen") == [branded, branded]


@pytest.mark.parametrize("field", CLINIC_FIELDS)
def test_the_wording_is_translated(field: str) -> None:
    words, _ = words_for("es")
    assert words(UNBRANDED[field]) != UNBRANDED[field]


def test_every_fact_of_a_clinic_can_be_named(small: MakeSmall) -> None:
    catalogue = small(" / ".join(f"{{clinic.{field}}}" for field in CLINIC_FIELDS))
    expected = (
        "Specimen Clinic & Partners / 01632 960000 / 111 / 999 / hello@example.org"
        " / example.org/clinic / 12 Example Street, Sampleton SP1 1AA"
        " / Monday to Friday 8:00 to 18:30; Saturday 9:00 to 12:00"
    )
    assert shown(catalogue, "specimen") == [expected, expected]
    assert set(UNBRANDED) == set(CLINIC_FIELDS)
