"""The fonts that a book carries: of its own script, no more than it needs, with their licence."""

from __future__ import annotations

import io
import re
from base64 import b64decode

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from handoutpress.design.font_subset import cut, subset
from handoutpress.design.fonts import script_files
from handoutpress.epub.typefaces import lettered, typefaces


def page(lang: str, body: str) -> etree._Element:
    return etree.fromstring(
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}"><body>{body}</body></html>'
    )


@pytest.mark.parametrize("lang", ["en", "vi", "ru", "el"])
def test_letters_that_every_device_has_are_not_carried(lang: str) -> None:
    assert typefaces([page(lang, "<p>Words</p>")]).files == {}


@pytest.mark.parametrize(
    ("lang", "text", "family"),
    [
        ("ar", "الظهر", "NotoSansArabic"),
        ("ur", "صفحہ", "NotoSansArabic"),
        ("hi", "पीठ", "NotoSansDevanagari"),
        ("he", "גב", "NotoSansHebrew"),
    ],
)
def test_a_script_brings_its_letters_and_no_others(lang: str, text: str, family: str) -> None:
    faces = typefaces([page(lang, f"<p>{text}</p>")])
    assert set(faces.files) == {f"fonts/{family}-Regular.ttf", f"fonts/{family}-Bold.ttf"}
    for name, data in faces.files.items():
        assert f"url({name})" in faces.rules
        font = TTFont(io.BytesIO(data))
        drawn = set(font.getBestCmap())
        assert set(map(ord, text + " ")) <= drawn
        assert all(code < 128 or chr(code) in text for code in drawn)
        assert len(data) < 40_000
        assert {0, 13, 14} <= {record.nameID for record in font["name"].names}
    assert f'[lang="{lang}"]' in faces.rules
    assert "!important" not in faces.rules


def test_words_in_another_language_bring_theirs_and_the_same_bytes_each_time() -> None:
    root = page("en", '<p>English · <span lang="ar">العربية</span></p>')
    first, again = typefaces([root]), typefaces([root])
    assert first == again
    assert set(first.files) == {
        "fonts/NotoSansArabic-Bold.ttf",
        "fonts/NotoSansArabic-Regular.ttf",
    }
    assert '[lang="en"]' not in first.rules


def test_a_drawing_carries_its_own_letters() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{}"><text>{}</text></svg>'
    drawings = {
        "latin": svg.format("en", "Bone").encode(),
        "silent": svg.format("ar", "\n ").encode(),
        "bone": svg.format("ar", "عظم").encode(),
        "back": svg.format("ar", "ظهر").encode(),
    }
    done = lettered(drawings)
    assert (done["latin"], done["silent"]) == (drawings["latin"], drawings["silent"])
    for name, text in {"bone": "عظم", "back": "ظهر"}.items():
        style = etree.fromstring(done[name])[0].text or ""
        first, *_ = re.findall(r"data:font/ttf;base64,([^)]+)", style)
        carried = TTFont(io.BytesIO(b64decode(first))).getBestCmap()
        assert set(map(chr, carried)) == set(text + " ")


def test_no_whole_font_is_held_for_its_part() -> None:
    """One of all Chinese letters is 16 MB, and a run cuts it for each handout."""
    (font, *_) = script_files("Noto Sans Arabic")
    cut.cache_clear()
    subset.cache_clear()
    part = subset(font, frozenset("\u0627\u0628"))
    assert cut.cache_info().currsize == 0
    assert cut(part, frozenset("\u0627")) is cut(part, frozenset("\u0627"))
