"""The map of a leaflet's pages says what is printed on them."""

from __future__ import annotations

import pypdfium2
import pytest

from handoutpress.design.essentials import bare
from tests.golden.made import leaflet


@pytest.mark.parametrize("brand", ["plain", "specimen"])
def test_each_passage_is_printed_on_its_page(brand: str) -> None:
    finished = leaflet("specimen", "specimen", brand)
    page_map = finished.page_map
    assert page_map
    assert page_map.pages == finished.pages
    document = pypdfium2.PdfDocument(finished.data)
    printed = [bare(page.get_textpage().get_text_range()).casefold() for page in document]
    seen = 0
    for passage in page_map.passages:
        for word in (word for word in passage.words if not word.startswith("[")):
            assert bare(word) in printed[passage.page - 1], (passage.page, passage.section, word)
            seen += 1
    assert seen > 300


def test_the_passages_come_in_the_order_of_the_source() -> None:
    page_map = leaflet("specimen", "specimen").page_map
    assert page_map
    pages = [passage.page for passage in page_map.passages]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, page_map.pages + 1))
    sections = list(dict.fromkeys(passage.section for passage in page_map.passages))
    assert sections[0] == ""
    assert sections[-3:] == ["_sources", "_about", "_contacts"]
