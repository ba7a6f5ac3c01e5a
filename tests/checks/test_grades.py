"""The formulas, against figures that were worked out by hand from the counts."""

from __future__ import annotations

import pytest

from handoutpress.checks.grades import (
    FORMULAS,
    Counts,
    fernandez_huerta,
    flesch_kincaid,
    grades,
    gulpease,
    lix,
    smog,
    szigriszt,
    wiener,
)
from handoutpress.checks.sentences import split_sentences, words_of
from handoutpress.checks.syllables import english, spanish

ENGLISH = "Rest your leg for a day. Then walk a little each morning. Call the clinic if it hurts."
"""rest-your-leg-for-a-day (6 words, 6 syllables), then-walk-a-lit-tle-each-morn-ing (6 words, 8),
call-the-clin-ic-if-it-hurts (6 words, 7): 3 sentences, 18 words, 21 syllables, no polysyllable."""
SPANISH = "Camine un poco cada día. Beba agua. Si le duele, llame a la clínica."
"""ca-mi-ne un po-co ca-da dí-a (5 words, 10 syllables), be-ba a-gua (2 words, 4), si le due-le
lla-me a la clí-ni-ca (7 words, 11): 3 sentences, 14 words, 25 syllables."""


def counts(text: str, lang: str) -> Counts:
    """Return the counts of a text."""
    said = [words_of(text[start:end]) for start, end in split_sentences(text, lang)]
    return Counts.of(said, english if lang == "en" else spanish)


def test_english_is_counted_as_by_hand() -> None:
    found = counts(ENGLISH, "en")
    assert (found.sentences, found.words, found.syllables, found.polysyllables) == (3, 18, 21, 0)


def test_spanish_is_counted_as_by_hand() -> None:
    found = counts(SPANISH, "es")
    assert (found.sentences, found.words, found.syllables) == (3, 14, 25)


def test_flesch_kincaid() -> None:
    # 0.39 * 18 / 3 + 11.8 * 21 / 18 - 15.59 = 2.34 + 13.7667 - 15.59
    assert flesch_kincaid(counts(ENGLISH, "en")) == pytest.approx(0.5167, abs=0.0001)


def test_smog() -> None:
    # 30 sentences with 36 words of three syllables and more: 1.0430 * 6 + 3.1291
    assert smog(Counts(sentences=30, polysyllables=36)) == pytest.approx(9.3871)
    # 10 sentences with 12 of them are the same share: 1.0430 * sqrt(12 * 30 / 10) + 3.1291
    assert smog(Counts(sentences=10, polysyllables=12)) == pytest.approx(9.3871)


def test_szigriszt() -> None:
    # 206.835 - 62.3 * 25 / 14 - 14 / 3 = 206.835 - 111.25 - 4.6667
    assert szigriszt(counts(SPANISH, "es")) == pytest.approx(90.9183, abs=0.0001)


def test_fernandez_huerta() -> None:
    # 206.84 - 60 * 25 / 14 - 1.02 * 14 / 3 = 206.84 - 107.1429 - 4.76
    assert fernandez_huerta(counts(SPANISH, "es")) == pytest.approx(94.9371, abs=0.0001)


def test_gulpease() -> None:
    # 89 + (300 * 5 - 10 * 400) / 100
    assert gulpease(Counts(sentences=5, words=100, letters=400)) == pytest.approx(64)


def test_wiener() -> None:
    # 0.1935 * 20 + 0.1672 * 10 + 0.1297 * 25 - 0.0327 * 50 - 0.875
    found = Counts(sentences=10, words=100, polysyllables=20, long_words=25, monosyllables=50)
    assert wiener(found) == pytest.approx(6.2745)


def test_lix() -> None:
    assert lix(Counts(sentences=10, words=120, long_words=30)) == pytest.approx(12 + 25)


def test_smog_is_not_reliable_of_few_sentences() -> None:
    few, enough = (Counts(sentences=n, words=300, syllables=400) for n in (29, 30))
    assert [g.is_reliable for g in grades(few, "en-GB")] == [True, False]
    assert [g.is_reliable for g in grades(enough, "en")] == [True, True]


@pytest.mark.parametrize("lang", ["ar", "vi", "zh-Hans", "fr"])
def test_a_language_without_a_formula_gets_no_grade(lang: str) -> None:
    assert lang.partition("-")[0] not in FORMULAS
    assert grades(Counts(sentences=30, words=300, syllables=400), lang) == ()


def test_no_words_have_no_grade() -> None:
    assert grades(Counts(), "en") == ()
