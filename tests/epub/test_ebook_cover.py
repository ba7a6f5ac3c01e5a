"""The cover's page source: the title's size, the imprint and the draft mark."""

from __future__ import annotations

import dataclasses

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.sources import read_brand, read_handout
from handoutpress.design.theme import Theme
from handoutpress.design.words import words_for
from handoutpress.epub.cover import cover_html, missing_on_cover, title_size
from handoutpress.epub.face import Face
from handoutpress.workspace import Workspace


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Ice and heat", "large"),
        ("Understanding back spasms", "medium"),
        ("Taking anti-inflammatory pain relievers safely", "small"),
        ("Rückenmuskelverspannungen", "tiny"),
        ("word " * 30, "tiny"),
        ("", "large"),
    ],
)
def test_a_title_is_set_as_large_as_it_fits(title: str, size: str) -> None:
    assert title_size(title) == size


def test_the_imprint_is_the_logo_or_the_kind_of_thing(specimen: Workspace) -> None:
    handout = read_handout(specimen, "specimen", "en")
    words, _ = words_for("en")
    theme = Theme.find(specimen)
    branded = cover_html(Face.of(handout), read_brand(specimen, "specimen"), words, theme)
    assert 'src="brand/logo.svg"' in branded
    assert "Specimen Clinic &amp; Partners" in branded
    plain = cover_html(Face.of(handout), Brand.plain(), words, theme)
    assert "Patient leaflet" in plain
    assert "SP-001" in plain
    assert 'class="draft"' not in plain


def test_a_cover_in_two_languages_names_the_clinic_in_both(specimen: Workspace) -> None:
    handouts = (read_handout(specimen, "specimen", lang) for lang in ("en", "es"))
    brand = read_brand(specimen, "specimen")
    assert brand.facts
    names = {"short_name": {"en": "Elm", "es": "Olmo"}}
    both = dataclasses.replace(brand, facts=brand.facts.model_copy(update=names))
    words, _ = words_for("en")
    html = cover_html(Face.of(*handouts), both, words, Theme.find(specimen))
    for lang, name in names["short_name"].items():
        assert f'<span class="named" lang="{lang}" dir="ltr">{name}</span>' in html


def test_a_title_that_cannot_be_painted_is_told_at_its_line(specimen: Workspace) -> None:
    handout = read_handout(specimen, "specimen", "en")
    assert missing_on_cover(handout, Brand.plain()) == ()
    front = handout.front.model_copy(update={"title": "A \U0001f600 title"})
    (fault,) = missing_on_cover(dataclasses.replace(handout, front=front), Brand.plain())
    assert fault.code == "F001"
    assert str(fault.location) == "handouts/specimen/en.md:2"
