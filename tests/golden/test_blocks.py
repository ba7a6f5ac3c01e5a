"""Each kind of block and inline as it is set in print and on screen: one folder of files each."""

from __future__ import annotations

import re
import typing
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from handoutpress.content.handout import Block, CalloutKind, Inline
from handoutpress.content.walk import nodes
from handoutpress.design.bilingual import Pair, Shared, Voice
from handoutpress.epub.book import EPUB_NS, XHTML_NS
from tests.golden.made import HERE, book_documents, handout_of, page_source, theme

if TYPE_CHECKING:
    from tests.conftest import Golden
    from tests.golden.conftest import MakeSmall

BLOCKS = {kind.kind for kind in typing.get_args(Block)}
INLINES = {kind.kind for kind in typing.get_args(Inline)}
MADE = {"blocks": {Pair.kind, Shared.kind}, "inlines": {Voice.kind}}
"""The kinds that no author writes: bilingual editions are made of them."""
CASES = sorted([f"blocks/{kind}" for kind in BLOCKS] + [f"inlines/{kind}" for kind in INLINES])
AUTHORING = HERE.parent.parent / "docs" / "authoring.md"


@pytest.mark.parametrize("case", CASES)
def test_a_kind_is_set_as_expected(case: str, small: MakeSmall, golden: Golden) -> None:
    folder = HERE / case
    catalogue = small((folder / "en.md").read_text("utf-8"))
    (section,) = handout_of(catalogue, "specimen").sections
    assert folder.name in {getattr(node, "kind", None) for node in nodes(section.blocks)}
    golden(folder / "print.html", printed(page_source(catalogue, "specimen")))
    golden(folder / "screen.xhtml", shown(book_documents(catalogue, "specimen")))


def printed(html: str) -> str:
    """Return what stands under the heading of a leaflet's one section."""
    _, _, rest = html.partition("<h2>Section</h2>")
    return full_lines(rest.partition("</main>")[0].rpartition("</section>")[0])


def shown(documents: dict[str, etree._Element]) -> str:
    """Return what stands under the heading of an e-book's one section."""
    (section,) = documents["section-01.xhtml"].iter(f"{{{XHTML_NS}}}section")
    texts = (etree.tostring(part, encoding="unicode") for part in list(section)[1:])
    return full_lines(re.sub(rf' xmlns(:\w+)?="({XHTML_NS}|{EPUB_NS})"', "", "".join(texts)))


def full_lines(text: str) -> str:
    """Return the lines of a text that hold something."""
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(("group", "kinds"), [("blocks", BLOCKS), ("inlines", INLINES)])
def test_every_kind_has_its_folder_and_its_macro(group: str, kinds: set[str]) -> None:
    assert {path.name for path in (HERE / group).iterdir()} == kinds
    module = theme().environment.get_template("blocks.html").make_module({})
    assert set(getattr(module, group)) == kinds | MADE[group]


def test_every_block_is_in_the_authors_guide() -> None:
    rows = authoring_rows("Blocks")
    assert {kind.replace("-", " ") for kind in BLOCKS} == {row.replace("-", " ") for row in rows}
    for callout in CalloutKind:
        assert f"`{callout}" in rows["callout"] or f"::: {callout}" in rows["callout"]


def authoring_rows(chapter: str) -> dict[str, str]:
    """Return the rows of the table under a heading of the author's guide, by their first cell."""
    _, _, rest = AUTHORING.read_text("utf-8").partition(f"### {chapter}\n")
    table = rest.lstrip().partition("\n\n")[0]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", table, re.MULTILINE)
    return dict(rows[2:])
