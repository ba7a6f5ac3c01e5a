"""The map of a leaflet's pages says what is printed on them."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest

from handoutpress.content.edition import Finished
from handoutpress.content.page_map import PageMap
from handoutpress.design.essentials import bare
from tests.golden.made import leaflet


@pytest.mark.parametrize(
    ("brand", "second"), [("plain", ""), ("specimen", ""), ("plain", "es")], ids=str
)
def test_each_passage_is_printed_on_its_page(brand: str, second: str) -> None:
    page_map = printed_map(leaflet("specimen", "specimen", brand, second=second))
    spoken = Counter(p.lang for p in page_map.passages for _ in p.words)
    assert page_map.listed == tuple(range(1, page_map.pages + 1))
    assert spoken["en"] > 300
    assert not second or spoken[second] > 100


def printed_map(finished: Finished) -> PageMap:
    """Return the map of a finished file's pages, each of its words found on its page."""
    page_map = finished.page_map
    assert page_map
    assert page_map.pages == finished.pages
    document = pypdfium2.PdfDocument(finished.data)
    printed = [bare(page.get_textpage().get_text_range()).casefold() for page in document]
    for passage in page_map.passages:
        for word in (word for word in passage.words if not word.startswith("[")):
            assert bare(word) in printed[passage.page - 1], (passage.page, passage.section, word)
    return page_map


def test_the_passages_come_in_the_order_of_the_source() -> None:
    page_map = leaflet("specimen", "specimen").page_map
    assert page_map
    pages = [passage.page for passage in page_map.passages]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, page_map.pages + 1))
    sections = list(dict.fromkeys(passage.section for passage in page_map.passages))
    assert sections[0] == ""
    assert sections[-3:] == ["_sources", "_about", "_contacts"]
