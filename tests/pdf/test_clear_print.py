"""Preflight holds the printed page to clear print: each fault of a style sheet is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from handoutpress.content.edition import CLEAR_PRINT, EDITIONS, ClearPrint
from handoutpress.design.typeset import Typeset
from handoutpress.diagnostics import Diagnostic
from handoutpress.pdf.capitals import blocks_of_capitals
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.letter_checks import LETTER_CHECKS
from handoutpress.pdf.preflight import OF_WORDS, PAGE_CHECKS, Expected
from handoutpress.pdf.proof import open_proof
from handoutpress.pdf.structure import finish
from handoutpress.pdf.wholeness import words_of

FAMILIES = ("Atkinson Hyperlegible", "Noto Sans", "Noto Sans Arabic")
LATIN = (
    "A back spasm is a sudden tightening of a muscle in your back. It can hurt a great deal, and "
    "most spasms ease in a few days. Keep moving as far as you can, and rest for a short while "
    "only. Ask your clinic for help when the pain goes on for more than six weeks or gets worse."
)
ARABIC = "تشنج الظهر هو شد مفاجئ في عضلة من عضلات الظهر وقد يؤلم كثيرا وتهدأ معظم التشنجات. " * 4
CHINESE = "背部痉挛是背部肌肉突然收紧。可能很痛，但大多数痉挛会在几天内缓解。请尽量多活动。" * 4
STYLE = """
@page { size: 210mm 297mm; margin: 20mm 43mm }
html { font: 12pt/1.4 "Atkinson Hyperlegible", "Noto Sans Arabic"; color: #1c2530 }
h1 { font-size: 28pt; line-height: 1.2; margin: 0 }
p { margin: 0 0 2.6mm }
li { margin-bottom: 1.2mm }
em { font-style: normal }
a { color: inherit; text-decoration: none }
img { display: block }
"""


def photograph() -> bytes:
    """Return a picture of many greys, all of them pale."""
    out = BytesIO()
    picture = Image.new("RGB", (60, 20))
    picture.putdata([(200 + 5 * x % 56,) * 3 for x in range(1200)])
    picture.save(out, "PNG")
    return out.getvalue()


LABELLED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<rect width="200" height="60" fill="{ground}"/><path d="M0 38H200" stroke="#1c2530"/>'
    '<text x="10" y="40" font-size="12" font-family="Atkinson Hyperlegible" fill="{ink}">'
    "Lower back</text></svg>"
)
PAGE = """<!doctype html><html lang="{lang}" dir="{way}"><head><title>Back</title>
<style>{style}</style></head><body><h1>Understanding back spasms</h1>{body}</body></html>"""
WORDS = f"""<p>{LATIN}</p><p>{LATIN}</p><ul><li>{LATIN}</li><li>Walk.</li></ul>
<p>Read <a href="https://example.org/">the national guideline</a>, with <em>care</em>: an MRI, or
an X-ray of the spine, is seldom needed, says NICE in NG59.</p>
<p><img src="back.svg" alt="A back." style="width: 80mm"></p>"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: what its style sheet and its words add to a good one, and what it is held to."""

    style: str = ""
    body: str = WORDS
    ground: str = "#eeeeee"
    ink: str = "#1c2530"
    clear: ClearPrint = CLEAR_PRINT
    lang: str = "en"
    way: str = "ltr"


@cache
def told_of(sheet: Sheet) -> tuple[Diagnostic, ...]:
    """Return what the checks of clear print say of a page."""
    html = PAGE.format(style=STYLE + sheet.style, body=sheet.body, lang=sheet.lang, way=sheet.way)
    picture = LABELLED.format(ground=sheet.ground, ink=sheet.ink).encode()
    laid = lay_out(Typeset(html, {"back.svg": picture, "photo.png": photograph()}, FAMILIES))
    assert laid.told == ()
    body = etree.fromstring(html, etree.HTMLParser()).find("body")
    assert body is not None
    wanted = Expected(
        title="Back",
        lang=sheet.lang,
        width_mm=210,
        height_mm=297,
        links=1,
        families=FAMILIES,
        allowed_uris=frozenset(),
        words=words_of(body),
        clear_print=sheet.clear,
    )
    with open_proof(finish(laid.pdf, Imprint(sheet.lang)).data, wanted) as proof:
        return tuple(
            found for n in (*OF_WORDS, *LETTER_CHECKS) for found in PAGE_CHECKS[n](proof, wanted)
        )


LARGE = EDITIONS["large-print"].clear_print
CUT = f"<p style='width: 50mm'>{'The phy&shy;sio&shy;ther&shy;a&shy;pist ' * 12}</p>"
LETTERS = Sheet(
    """
.pale { color: #999999 }
.clear { color: rgba(28, 37, 48, 0.4) }
.faded { opacity: 0.4 }
.tint { background: #667788 }
.white { color: white }
.photo { background: url(photo.png) }
.gradient { background: linear-gradient(90deg, #fff, #ccc) }
.slant { font-style: italic }
.lean { display: inline-block; transform: skewX(-12deg) }
.line { text-decoration: underline }
h1 { text-transform: uppercase }
""",
    """<p class="pale">Pale words.</p><p class="clear">Words seen through.</p>
<p class="faded">A faded box.</p><p class="tint">Words on a tint.</p><p class="white">White.</p>
<p class="photo"><em>Lift like so.</em></p><p class="gradient">From light to dark.</p>
<p>Move with <em class="slant">care</em>, not in <em class="lean">haste</em>, and
<em class="line">never</em> alone. Please STOP TAKING THEM at once.</p>
<p><img src="back.svg" alt="A back." style="width: 80mm"></p>""",
    ink="#999999",
)
"""Each of its words is printed in another wrong way."""
WIDE = "@page { margin: 20mm 15mm }"
FAULTS: dict[str, tuple[str, str, Sheet]] = {
    "line too long": ("warning[P046]", "has lines of 9", Sheet(WIDE)),
    "line longer than six inches": (
        "error[P046]",
        "has lines of 6.",
        Sheet("@page { margin: 20mm } html { font-size: 18pt }", clear=LARGE),
    ),
    "lines of a few words": (
        "warning[P046]",
        "45 characters are the fewest",
        Sheet("p { width: 60mm }", f"<p>{LATIN}</p>" * 10, clear=ClearPrint(fewest_characters=45)),
    ),
    "Chinese line too long": (
        "warning[P046]",
        "40 characters are the most",
        Sheet(WIDE, f"<p>{CHINESE}</p>", lang="zh-Hans"),
    ),
    "justified": ("error[P047]", "stretched to both", Sheet("p, li { text-align: justify }")),
    "centred": ("error[P047]", "is centred", Sheet("p { text-align: center }")),
    "far edge": ("error[P047]", "set to the far edge", Sheet("p { text-align: right }")),
    "Arabic at the left": (
        "error[P047]",
        "far edge",
        Sheet("p { text-align: left }", f"<p>{ARABIC}</p>", lang="ar", way="rtl"),
    ),
    "lines close": ("warning[P048]", "1.20 times", Sheet("html { line-height: 1.2 }")),
    "no gap": ("warning[P049]", "no gap above", Sheet("p { margin: 0; text-indent: 5mm }")),
    "cut in large print": (
        "warning[P050]",
        "by the end of a line",
        Sheet(body=CUT, clear=LARGE),
    ),
    "cut by a style sheet": (
        "error[P050]",
        "by the style sheet",
        Sheet(
            "html { hyphens: auto } p { width: 40mm }",
            f"<p>{'The physiotherapist is responsible. ' * 9}</p>",
            clear=LARGE,
        ),
    ),
    "many cut": ("warning[P050]", "words are cut", Sheet(body=CUT)),
    "cut by a page": (
        "warning[P050]",
        "by the end of the page",
        Sheet(
            "h1 { height: 245mm } p { width: 54mm; font-size: 18pt; orphans: 1; widows: 1 }",
            "<p>Ask your physio&shy;therapists to help.</p>",
        ),
    ),
    "pale words": ("error[P051]", '"Pale words." has a contrast of 2.8:1', LETTERS),
    "words seen through": ("error[P051]", '"Words seen through."', LETTERS),
    "a faded box": ("error[P051]", '"A faded box."', LETTERS),
    "words on a tint": ("error[P051]", '"Words on a tint."', LETTERS),
    "white words": ("error[P051]", '"White." has a contrast of 1.0:1', LETTERS),
    "pale label": ("error[P051]", 'a figure\'s label ("A back.")', LETTERS),
    "label on a dark ground": ("error[P051]", "a figure's label", Sheet(ground="#445566")),
    "words over a photograph": ("error[P052]", '"Lift like so."', LETTERS),
    "words over a gradient": ("error[P052]", '"From light to dark."', LETTERS),
    "italics": ("error[P053]", '"care"', LETTERS),
    "slanted by a transform": ("error[P053]", '"haste"', LETTERS),
    "underlined": ("error[P054]", '"never"', LETTERS),
    "capitals of a style sheet": ("error[P055]", '"UNDERSTANDING BACK SPASMS"', LETTERS),
    "capitals of an author": ("warning[P055]", '"STOP TAKING THEM"', LETTERS),
}


@pytest.mark.parametrize(("code", "words", "sheet"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(code: str, words: str, sheet: Sheet) -> None:
    told = [str(found) for found in told_of(sheet)]
    assert any(t.startswith(f"{code}: page 1: ") and words in t and "hint: " in t for t in told), (
        told
    )


def test_what_is_right_beside_a_fault_is_not_told() -> None:
    printed = [found.message for found in told_of(LETTERS)]
    assert not any('"Move with "' in message or '" alone' in message for message in printed)
    assert len({found.code for found in told_of(Sheet("p { text-align: center }"))}) == 1


GOOD = {
    "as it should be": Sheet(),
    "in large print": Sheet("@page { margin: 20mm 29mm } html { font-size: 18pt }", clear=LARGE),
    "in other ways that are as good": Sheet(
        "a { text-decoration: underline } h1 { color: #808080 } img { float: right }"
        "ul { background: #1c2530; color: white } .narrow { width: 30mm } address { margin: 0 }",
        f"""{WORDS}<p class="narrow">Physio&shy;therapists help you.</p>
<div><p>2 Hill Road<br>Leeds</p><p>1 Low Road</p></div>""",
    ),
    "a word longer than a line": Sheet(
        body=f"<p style='width: 30mm'>{'Physio&shy;therapy&shy;appoint&shy;ments ' * 5}</p>",
        clear=LARGE,
    ),
    "Arabic": Sheet(body=f"<p>{ARABIC}</p><p>{LATIN}</p><p>{ARABIC}</p>", lang="ar", way="rtl"),
    "Chinese": Sheet(body=f"<p>{CHINESE}</p><p>{CHINESE}</p>", lang="zh-Hans"),
}


@pytest.mark.parametrize("sheet", GOOD.values(), ids=GOOD)
def test_a_good_page_passes(sheet: Sheet) -> None:
    assert told_of(sheet) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an MRI or CT scan", []),
        ("COVID-19 and NSAIDs, HP-003", []),
        ("NHS ENGLAND", []),
        ("DO NOT TAKE IBUPROFEN today", ["DO NOT TAKE IBUPROFEN"]),
        ("This is IMPORTANT.", ["IMPORTANT."]),
        ("非甾体抗炎药：英文简称NSAID。", []),
        ("ΜΗΝ ΠΑΙΡΝΕΤΕ ΑΣΠΙΡΙΝΗ", ["ΜΗΝ ΠΑΙΡΝΕΤΕ ΑΣΠΙΡΙΝΗ"]),
    ],
)
def test_capitals_are_more_than_an_abbreviation(text: str, found: Iterable[str]) -> None:
    assert list(blocks_of_capitals(text)) == found
