"""The page source of the flagship in scripts that want other marks, fonts and directions."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from handoutpress.content.edition import LEAFLET, PAPERS
from handoutpress.content.svg_references import NAMESPACE, XML_LANG
from handoutpress.design.drawings import drawing
from handoutpress.design.fonts import families
from handoutpress.design.typeset import Job, Typeset, typeset_leaflet
from tests.golden.made import brand_of, handout_of, opened, theme

WORD_JOINER = "&#8288;"


def source(lang: str) -> Typeset:
    catalogue = opened("samples")
    handout = handout_of(catalogue, "back-spasms", lang)
    brand = brand_of(catalogue, "meadowbrook")
    job = Job(handout, brand, LEAFLET, theme(), catalogue.neighbours(handout))
    return typeset_leaflet(job, PAPERS["a4"])


def test_what_a_clinic_gives_keeps_its_own_direction() -> None:
    html = source("ar").html
    assert '<a class="clinic-value" href="tel:+1-303-555-0119" dir="ltr">(303) 555-0119</a>' in html
    assert '<bdi dir="ltr">2 Brookside Way</bdi>' in html
    assert '<bdi dir="ltr">Monday to Thursday: 7 am to 7 pm</bdi>' in html
    assert "\u2066(303) 555-0119\u2069" in html
    assert re.search(r'<li id="source-[\w-]+"><span lang="en" dir="ltr">', html)


@pytest.mark.parametrize("lang", ["en", "es", "zh-Hans"])
def test_a_page_of_one_direction_needs_no_isolation(lang: str) -> None:
    html = source(lang).html
    assert "<bdi" not in html
    assert html.count(" dir=") == 1


def test_the_programs_marks_are_those_of_the_language() -> None:
    html = source("zh-Hans").html
    draft, urgent, colon, stop = "\u8349\u7a3f", "\u7d27\u6025", "\uff1a", "\u3002"
    assert f"<b>{draft}{stop}</b>\u8fd8" in html
    assert f"{urgent}{colon}</span>\u7acb" in html
    assert "<dd>HP-001\uff0c\u7248\u672c1.0</dd>" in html
    assert f'--colon: "{colon}"' in source("zh-Hans").resources["style.css"].decode()


def test_a_citation_holds_on_to_the_chinese_before_it() -> None:
    assert re.search(f'class="citation" href="[^"]+">{WORD_JOINER}\\[', source("zh-Hans").html)
    assert WORD_JOINER not in source("en").html


def test_labels_take_the_fonts_and_the_shapes_of_the_language() -> None:
    handout = handout_of(opened("samples"), "back-spasms", "ar")
    image = handout.images["figures/lower-back.svg"]
    root = etree.fromstring(drawing(image, "#000000", "ar"))
    labels = list(root.iter(f"{NAMESPACE}text"))
    assert root.get(XML_LANG) == "ar"
    assert {label.get("font-family", "").split(", ")[0] for label in labels} == {families("ar")[0]}
    assert any((label.text or "").startswith("\u2067") for label in labels)


def test_labels_in_latin_letters_are_left_as_they_are_drawn() -> None:
    image = handout_of(opened("samples"), "back-spasms").images["figures/lower-back.svg"]
    drawn = drawing(image, image_accent(image.data), "en")
    assert drawn == etree.tostring(etree.fromstring(image.data))


def image_accent(svg: bytes) -> str:
    return etree.fromstring(svg).get("color", "")
