"""Syllables, against counts that were made by hand, with each syllable written down."""

from __future__ import annotations

import pytest

from handoutpress.checks.syllables import english, german, spanish

ENGLISH = (
    "pain, a-che, mus-cle, walked, stretch-ed, med-i-cine, i-bu-pro-fen, ver-te-brae, a-re-a, "
    "phys-i-o-ther-a-pist, di-ar-rhoe-a, hos-pi-tal-ised, e-de-ma, "
    "oe-de-ma, clin-ic's, re-liev-ers, na-prox-en, os-te-o-ar-thri-tis, ache, knees, i-de-a, "
    "doc-tor, nurse, M-R-I, N-H-S, pu-ffs, bones, want-ed, need-ed, ta-bles, safe-ly, crea-ted"
)
"""Some of them are in the dictionary of exceptions, some are not."""
WRONG = {"a-che": "ache", "stretch-ed": "stretched", "pu-ffs": "puffs", "crea-ted": "cre-at-ed"}
"""Parted as they are written, not as they are spoken; the right side is what is spoken."""
SPANISH = (
    "do-lor, es-pal-da, mús-cu-lo, far-ma-céu-ti-co, tie-ne, dí-a, quién, guí-a, pin-güi-no, "
    "a-ho-ra, o-ír, muy, y, se-guir, em-ba-ra-za-da, le-er, ciu-dad, pa-ís, cui-de, hue-so, "
    "riñ-o-nes, me-di-ci-na, a-gua, ba-úl, rey, ley-es, con-sul-ta, au-la, ac-tú-e"
)
GERMAN = "Rück-en, Schmerz, Arz-nei, Bein, Mus-kel, ein-neh-men, Häu-ser, Ta-blet-te, Bee-re"


def parted(words: str) -> list[tuple[str, int]]:
    """Return each word without the hyphens between its syllables, and how many they are."""
    split = (WRONG.get(word, word) for word in words.split(", "))
    return [(word.replace("-", ""), word.count("-") + 1) for word in split]


@pytest.mark.parametrize(("word", "count"), parted(ENGLISH))
def test_english(word: str, count: int) -> None:
    assert english(word) == count


@pytest.mark.parametrize(("word", "count"), parted(SPANISH))
def test_spanish(word: str, count: int) -> None:
    assert spanish(word) == count


@pytest.mark.parametrize(("word", "count"), parted(GERMAN))
def test_german(word: str, count: int) -> None:
    assert german(word) == count


@pytest.mark.parametrize("word", ["1,200", "200", "www.nhs.uk", "\ufffc", "5.5"])
def test_what_is_no_word_is_one(word: str) -> None:
    assert english(word) == 1


def test_a_hyphen_parts_a_word() -> None:
    assert english("short-term") == english("short") + english("term") == 2
    assert english("anti-inflammatory") == 7
