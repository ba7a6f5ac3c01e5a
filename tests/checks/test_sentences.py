"""Where sentences end, and what a word is."""

from __future__ import annotations

import pytest

from handoutpress.checks.passages import FACT
from handoutpress.checks.sentences import is_sentence, size, split_sentences, words_of

SENTENCES = [
    ("en", "Rest. | Then walk!"),
    ("en", "Dr. Smith and Mrs. Lee said so. | Ask St. Mary's."),
    ("en", "Eat fruit, e.g. a pear. | Drink water."),
    ("en", "Come at 8 a.m. or 5 p.m. on Monday. | Come fed."),
    ("en", "Take 1.5 mg. | Version 2.0 is here."),
    ("en", "J. R. Smith wrote it. | It is vitamin C. | so small letters do not begin one"),
    ("en", "“Stop!” he said. | (Rest a while.) | Walk."),
    ("en", f"Call {FACT}. | {FACT} is open."),
    ("en", "See www.nhs.uk. | Go to ClinicalTrials.gov now."),
    ("en", "Is it bad? | Yes… | Go."),
    ("en", "See No. 5 of the list. | Say no. | Go."),
    ("es", "El Dr. Ruiz la vio, p. ej. ayer. | ¿Le duele? | ¡Llame!"),
    ("es", "Pregunte a Ud. mismo. | Beba agua."),
    ("de", "Nehmen Sie z.B. Obst. | Trinken Sie."),
    ("ar", "هل يؤلمك؟ | اتصل بنا."),
    ("zh-Hans", "休息。|然后走走！|打电话。"),
]


@pytest.mark.parametrize(("lang", "parted"), SENTENCES)
def test_sentences_are_parted(lang: str, parted: str) -> None:
    expected = [each.strip() for each in parted.split("|")]
    if lang == "en" and parted.startswith("J. R."):
        expected = [expected[0], f"{expected[1]} {expected[2]}"]
    text = parted.replace(" | ", " ").replace("|", "")
    found = [text[start:end] for start, end in split_sentences(text, lang)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("anti-inflammatory pills", ["anti-inflammatory", "pills"]),
        ("1,200 mg, 24/7, 5.5", ["1,200", "mg", "24/7", "5.5"]),
        ("don’t, clinic's", ["don’t", "clinic's"]),
        ("a 200-mg tablet", ["a", "200-mg", "tablet"]),
        ("https://example.org/a?b=1.", ["https://example.org/a?b=1"]),
        ("name@example.org or 111.nhs.uk", ["name@example.org", "or", "111.nhs.uk"]),
        (f"Call {FACT} now", ["Call", FACT, "now"]),
        ("e.g. this", ["e.g.", "this"]),
        ("– ✓ ...", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Rest.", True),
        ("your card", False),
        ("Any of these:", True),
        ("Go!”", True),
        ("走。", True),
    ],
)
def test_a_fragment_is_no_sentence(text: str, whole: bool) -> None:
    assert is_sentence(text) is whole


def test_chinese_is_as_long_as_what_it_says() -> None:
    assert size("背部肌肉突然收紧会很痛", "zh-Hans") == round(11 / 1.7)
    assert size("two words", "en") == 2
