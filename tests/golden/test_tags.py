"""What a screen reader is given of a leaflet: its tag tree, and its words in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoutpress.pdf.proof import open_proof
from tests.golden.made import HERE, leaflet
from tests.golden.tagged import tag_lines, text_lines

if TYPE_CHECKING:
    from tests.conftest import Golden


@pytest.mark.parametrize("brand", ["plain", "specimen"])
def test_tags_and_reading_order_are_as_expected(brand: str, golden: Golden) -> None:
    folder = HERE / "tags" / f"specimen-{brand}-a4"
    with open_proof(leaflet("specimen", "specimen", brand).data) as proof:
        tags, text = list(tag_lines(proof, proof.root)), list(text_lines(proof))
        printed = "".join(piece.text for piece in proof.body)
    golden(folder / "tags.txt", "\n".join([*tags, ""]))
    golden(folder / "text.txt", "\n".join([*text, ""]))
    spoken = "".join(line for line in text if not line.startswith("--- page "))
    assert sorted(spoken.replace(" ", "")) == sorted("".join(printed.split()))
