"""Preflight holds the printed page to clear print: each fault of a style sheet is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from handoutpress.content.edition import EDITIONS, ClearPrint
from handoutpress.design.typeset import Typeset
from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.letter_checks import blocks_of_capitals
from handoutpress.pdf.preflight import PAGE_CHECKS, PRINTED, SET, Expected
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
class Case:
    """A page that does it wrong: what is told, and what makes it so."""

    code: str
    words: str
    style: str = ""
    body: str = WORDS
    ground: str = "#eeeeee"
    ink: str = "#1c2530"
    clear: ClearPrint = ClearPrint()
    lang: str = "en"
    way: str = "ltr"
    severity: Severity = Severity.ERROR


def told_of(case: Case) -> tuple[Diagnostic, ...]:
    """Return what the checks of clear print say of a case."""
    html = PAGE.format(style=STYLE + case.style, body=case.body, lang=case.lang, way=case.way)
    picture = LABELLED.format(ground=case.ground, ink=case.ink).encode()
    laid = lay_out(Typeset(html, {"back.svg": picture, "photo.png": photograph()}, FAMILIES))
    assert laid.told == ()
    body = etree.fromstring(html, etree.HTMLParser()).find("body")
    assert body is not None
    wanted = Expected(
        title="Back",
        lang=case.lang,
        width_mm=210,
        height_mm=297,
        links=1,
        families=FAMILIES,
        allowed_uris=frozenset(),
        words=words_of(body),
        clear_print=case.clear,
    )
    with open_proof(finish(laid.pdf, Imprint(case.lang)).data, wanted) as proof:
        return tuple(found for n in (*SET, *PRINTED) for found in PAGE_CHECKS[n](proof, wanted))


LARGE = EDITIONS["large-print"].clear_print
SEVERAL = f"<p>{LATIN}</p>" * 10
CUT = f"<p style='width: 50mm'>{'The phy&shy;sio&shy;ther&shy;a&shy;pist ' * 12}</p>"
FAULTS = {
    "line too long": Case(
        "P046", "has lines of 9", "@page { margin: 20mm 15mm }", severity=Severity.WARNING
    ),
    "line longer than six inches": Case(
        "P046",
        "has lines of 6.",
        "@page { margin: 20mm 20mm } html { font-size: 18pt }",
        clear=LARGE,
    ),
    "lines of a few words": Case(
        "P046",
        "45 characters are the fewest",
        "p { width: 60mm }",
        SEVERAL,
        clear=ClearPrint(fewest_characters=45),
        severity=Severity.WARNING,
    ),
    "Chinese line too long": Case(
        "P046",
        "38 characters are the most",
        "@page { margin: 20mm 15mm } html { font-family: 'Noto Sans CJK SC', 'Noto Sans SC' }",
        f"<p>{CHINESE}</p>",
        lang="zh-Hans",
        severity=Severity.WARNING,
    ),
    "justified": Case("P047", "stretched to both edges", "p { text-align: justify }"),
    "justified list": Case("P047", "stretched to both edges", "li { text-align: justify }"),
    "centred": Case("P047", "is centred", "p { text-align: center }"),
    "far edge": Case("P047", "set to the far edge", "p { text-align: right }"),
    "Arabic at the left": Case(
        "P047", "far edge", "p { text-align: left }", f"<p>{ARABIC}</p>", lang="ar", way="rtl"
    ),
    "lines close": Case(
        "P048", "1.20 times", "html { line-height: 1.2 }", severity=Severity.WARNING
    ),
    "no gap": Case("P049", "no gap above", "p { margin: 0 }", severity=Severity.WARNING),
    "gap told by an indent alone": Case(
        "P049", "no gap", "p { margin: 0; text-indent: 5mm }", severity=Severity.WARNING
    ),
    "cut in large print": Case(
        "P050", "at the end of a line", body=CUT, clear=LARGE, severity=Severity.WARNING
    ),
    "cut by a style sheet": Case(
        "P050",
        "by the style sheet",
        "html { hyphens: auto } p { width: 40mm }",
        f"<p>{'The physiotherapist is responsible. ' * 9}</p>",
        clear=LARGE,
    ),
    "many cut": Case("P050", "words are cut", body=CUT, severity=Severity.WARNING),
    "cut by a page": Case(
        "P050",
        "by the end of the page",
        "h1 { height: 245mm } p { width: 30mm; font-size: 18pt; orphans: 1; widows: 1 }",
        "<p>Physio&shy;therapists help.</p>",
        severity=Severity.WARNING,
    ),
    "pale words": Case("P051", "contrast of 2.8:1", "em { color: #999999 }"),
    "words seen through": Case("P051", "contrast", "em { color: rgba(28, 37, 48, 0.4) }"),
    "a faded box": Case("P051", "contrast", "ul { opacity: 0.4 }"),
    "words on a tint": Case("P051", "contrast", "ul { background: #667788 }"),
    "white words": Case("P051", "contrast of 1.0:1", "ul { color: white }"),
    "pale label": Case("P051", "a figure's label", ink="#999999"),
    "label on a dark ground": Case("P051", "a figure's label", ground="#445566"),
    "words over a photograph": Case(
        "P052", "printed over", "em { background: url(photo.png) }", "<p><em>Lift like so.</em></p>"
    ),
    "words over a gradient": Case(
        "P052", "printed over", "ul { background: linear-gradient(90deg, #fff, #ccc) }"
    ),
    "italics": Case("P053", '"care', "em { font-style: italic }"),
    "slanted by a transform": Case(
        "P053", "italics", "em { display: inline-block; transform: skewX(-12deg) }"
    ),
    "underlined": Case("P054", '"care', "em { text-decoration: underline }"),
    "capitals of a style sheet": Case("P055", "in capitals", "h1 { text-transform: uppercase }"),
    "capitals of an author": Case(
        "P055",
        '"STOP TAKING THEM" is',
        body="<p>Please STOP TAKING THEM at once.</p>",
        severity=Severity.WARNING,
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(case: Case) -> None:
    found = told_of(case)
    alike = [told for told in found if told.code == case.code and case.words in told.message]
    assert alike, found
    assert {told.severity for told in alike} == {case.severity}
    assert alike[0].message.startswith("page 1: ")
    assert alike[0].hints


GOOD = {
    "as it should be": Case("", ""),
    "in large print": Case(
        "", "", "@page { margin: 20mm 29mm } html { font-size: 18pt }", clear=LARGE
    ),
    "a link underlined": Case("", "", "a { text-decoration: underline }"),
    "one word cut": Case("", "", body="<p style='width: 30mm'>Physio&shy;therapists help you.</p>"),
    "large words in a colour": Case("", "", "h1 { color: #808080 }"),
    "white on dark": Case("", "", "ul { background: #1c2530; color: white }"),
    "Arabic": Case("", "", body=f"<p>{ARABIC}</p><p>{ARABIC}</p>", lang="ar", way="rtl"),
    "Chinese": Case("", "", body=f"<p>{CHINESE}</p><p>{CHINESE}</p>", lang="zh-Hans"),
    "English in Arabic": Case("", "", body=f"<p>{LATIN}</p>", lang="ar", way="rtl"),
    "an address": Case("", "", "p { margin: 0 }", "<p>2 Hill Road<br>Leeds</p><p>1 Low Road</p>"),
    "a picture beside the words": Case("", "", "img { float: right }"),
}


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_a_good_page_passes(case: Case) -> None:
    assert told_of(case) == ()


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
