"""The search for what no edition may lose, word for word in every script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoutpress.design.essentials import Essential
from handoutpress.design.typeset import Typeset
from handoutpress.pdf.claims import Imprint
from handoutpress.pdf.engine import lay_out
from handoutpress.pdf.parity import check_parity
from handoutpress.pdf.preflight import Expected
from handoutpress.pdf.proof import open_proof
from handoutpress.pdf.structure import finish

PAGE = '<html lang="{lang}" dir="{dir}"><title>T</title><h1>T</h1><p>{text}</p></html>'
HEBREW = "התקשרו 911 אם יש לכם כאב בחזה, או 020 7946."
ARABIC = "اتصلوا على 911 أو (303) 555-0119 إذا شعرتم بألم في الصدر."
HINDI = "सीने में दर्द है तो 911 पर कॉल करें।"


def codes(lang: str, printed: str, wanted: str, expected: Expected) -> list[str]:
    direction = "rtl" if lang in ("he", "ar") else "ltr"
    page = PAGE.format(lang=lang, dir=direction, text=printed)
    pdf = finish(lay_out(Typeset(page, {}, ())).pdf, Imprint(lang)).data
    essential = Essential("a line of an urgent box", wanted, "handouts/a/x.md", 3)
    now = replace(expected, essentials=(essential,))
    with open_proof(pdf, now) as proof:
        return [told.code for told in check_parity(proof, now)]


@pytest.mark.parametrize(("lang", "text"), [("he", HEBREW), ("hi", HINDI), ("ar", ARABIC)])
def test_words_that_come_out_of_a_pdf_in_another_order_are_compared_too(
    lang: str, text: str, expected: Expected
) -> None:
    assert codes(lang, text, text, expected) == []
    assert codes(lang, text.replace("911", "999"), text, expected) == ["P025"]
    assert codes(lang, text.replace(text[3], "", 1), text, expected) == ["P025"]


@pytest.mark.parametrize(
    "text",
    [
        "Llame al 911 si le duele el pecho.",
        "如果胸痛,请拨打 911。",
        "Tome 25 \N{MICRO SIGN}g el 1º día, no más.",
    ],
)
def test_other_scripts_are_compared_word_for_word(text: str, expected: Expected) -> None:
    assert codes("es", text, text, expected) == []
    assert codes("es", text[:-3], text, expected) == ["P025"]
