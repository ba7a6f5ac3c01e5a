"""One careful leaflet, laid out once: as the engine writes it, and finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import Laid, lay_out
from handoutpress.pdf.preflight import Expected
from handoutpress.pdf.structure import finish
from handoutpress.pdf.wholeness import count_types, words_of

PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<rect width="200" height="100" fill="#eeeeee"/>
<text x="10" y="60" font-size="10" font-family="Atkinson Hyperlegible">Lower back</text>
<text x="100" y="90" font-size="10" text-anchor="middle" font-family="Noto Sans">Hip</text>
</svg>"""
FAMILIES = ("Atkinson Hyperlegible", "Noto Sans")


HTML = Path(__file__).with_name("careful.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def laid() -> Laid:
    """The leaflet laid out."""
    return lay_out(Typeset(HTML, {"back.svg": PICTURE}, FAMILIES))


@pytest.fixture(scope="session")
def raw(laid: Laid) -> bytes:
    """The leaflet as the layout engine writes it."""
    assert laid.told == ()
    return laid.pdf


@pytest.fixture(scope="session")
def leaflet(raw: bytes) -> bytes:
    """The finished leaflet."""
    return finish(raw, Imprint("en")).data


@pytest.fixture(scope="session")
def expected() -> Expected:
    """What the leaflet must be."""
    body = etree.fromstring(HTML, etree.HTMLParser()).find("body")
    assert body is not None
    (foot,) = (part for part in body if part.get("class") == "foot")
    body.remove(foot)
    return Expected(
        title="Understanding back spasms",
        lang="en",
        width_mm=210,
        height_mm=297,
        links=5,
        version="",
        review_due="",
        counts=count_types(body),
        words=words_of(body),
        families=FAMILIES,
        allowed_uris=frozenset({"https://www.nice.org.uk/guidance/ng59", "tel:+441234567"}),
    )
