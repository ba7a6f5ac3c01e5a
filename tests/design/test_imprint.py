"""What a clinic says in the language of a leaflet, and what it has not said in it yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoutpress.content.brand import Brand, BrandFile, in_language
from handoutpress.content.edition import BILINGUAL, EDITIONS, PAPERS
from handoutpress.content.sources import read_handout
from handoutpress.design.clinic import clinic_values, open_at
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.imprint import imprint, untranslated
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job, job_foot, tongues, typeset_leaflet
from handoutpress.design.words import words_for
from handoutpress.workspace import Workspace

FACTS = BrandFile.model_validate(
    {
        "name": "Elm",
        "languages": ["en", "es", "ar"],
        "contacts": {
            "phone": "1",
            "emergency": "2",
            "address": ["1 Elm Road"],
            "hours": {
                "en": [
                    {"days": "Monday", "times": "9 to 5"},
                    {"days": "Friday", "times": "9 to 1"},
                ],
                "ar": [
                    {"days": "الاثنين", "times": "9 إلى 5"},
                    {"days": "الجمعة", "times": "9 إلى 1"},
                ],
            },
        },
        "sites": [
            {"name": {"en": "North", "es": "Norte"}, "hours": [{"days": "Now", "times": "on"}]}
        ],
        "disclaimer": {"en": "Call us.", "es": "Llámenos."},
    }
)
BRAND = Brand("elm", FACTS, file="brands/elm/brand.yaml", lines={"contacts.hours": 7})


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("es", ("Hola", "es")),
        ("es-MX", ("Hola", "es")),
        ("pt", ("Hi", "en-GB")),
        ("en", ("Hi", "en-GB")),
    ],
)
def test_the_words_of_a_language_or_else_the_brands_own(
    lang: str, expected: tuple[str, str]
) -> None:
    both: str | dict[str, str] = {"es": "Hola", "en-GB": "Hi"}
    neither: str | dict[str, str] = {"vi": "Xin"}
    assert in_language(both, lang, "en") == expected
    assert in_language("Plain", lang, "en") == ("Plain", "en")
    assert in_language(neither, lang, "en") == ("Xin", "vi")


def test_a_leaflet_says_each_thing_in_its_language_if_it_can() -> None:
    own = imprint(FACTS, "ar")
    assert own.place.hours
    assert own.place.hours.lang is None
    assert own.place.hours.value[0].days == "الاثنين"
    assert own.disclaimer
    assert (own.disclaimer.value, own.disclaimer.lang) == ("Call us.", "en")
    assert own.sites[0].name
    assert own.sites[0].name.value == "North"
    hours = clinic_values(FACTS, words_for("ar")[0])["hours"]
    assert (hours.text, hours.lang) == ("الاثنين 9 إلى 5؛ الجمعة 9 إلى 1", None)
    foreign = clinic_values(FACTS, words_for("es")[0])["hours"]
    assert (foreign.text, foreign.lang) == ("Monday 9 to 5; Friday 9 to 1", "en")
    assert open_at(own.place.hours.value[0], "zh-Hans").startswith("الاثنين：")


def test_what_is_not_said_in_a_language_is_told_once() -> None:
    assert untranslated(BRAND, "en") == untranslated(BRAND, "en-GB") == ()
    assert untranslated(Brand.plain(), "es") == ()
    (told,) = untranslated(BRAND, "es")
    assert str(told) == (
        "brands/elm/brand.yaml:1: warning[C010]: leaflets in `es` print `contacts.hours`, "
        "`sites[0].hours` in `en`\n"
        "  hint: say each in both: `hours: {en: ..., es: ...}`"
    )


def test_a_leaflet_prints_its_own_words_and_tags_the_others(specimen: Workspace) -> None:
    handout = read_handout(specimen, "specimen", "es")
    job = Job(handout, BRAND, EDITIONS["leaflet"], Theme.find(specimen), {})
    html = typeset_leaflet(job, PAPERS["a4"]).html
    assert '<p class="contacts__disclaimer">Llámenos.</p>' in html
    assert '<dd lang="en">Monday: 9 to 5<br/>Friday: 9 to 1</dd>' in html
    assert '<p class="contacts__name"><b>Norte</b></p>' in html
    assert "en" in tongues(job)


def test_a_leaflet_in_two_languages_says_in_both_what_the_clinic_does(specimen: Workspace) -> None:
    words = {"languages": ("ar", "en", "es"), "name": {"en": "Elm", "ar": "مركز"}}
    brand = Brand("elm", FACTS.model_copy(update=words), file="brands/elm/brand.yaml")
    first, second = (
        Job(read_handout(specimen, "specimen", lang), brand, BILINGUAL["leaflet"], theme, {})
        for theme in [Theme.find(specimen)]
        for lang in ("en", "es")
    )
    job = replace(first, second=second)
    html = typeset_leaflet(job, PAPERS["a4"]).html
    assert f'<p class="contacts__disclaimer">{voices("Call us.", "Llámenos.")}</p>' in html
    assert f"<b>{voices('North', 'Norte')}</b>" in html
    assert "<dd>Monday: 9 to 5<br/>Friday: 9 to 1</dd>" in html
    assert '<p class="masthead__clinic">Elm</p>' in html
    # The name that Spanish words give has letters of its own.
    assert tongues(job) == ("en", "es", "ar")


@pytest.mark.parametrize(
    ("names", "edition", "foot"),
    [
        ({"en": "Elm", "es": "Olmo"}, "leaflet", "Elm / Olmo \u00b7 555"),
        ({"en": "Elm", "ar": "مركز"}, "leaflet", "Elm \u00b7 555"),
        ({"en": "E" * 20, "es": "O" * 20}, "leaflet", f"{'E' * 20} / {'O' * 20} \u00b7 555"),
        ({"en": "E" * 20, "es": "O" * 20}, "large-print", f"{'E' * 20} \u00b7 555"),
        ({"en": "E" * 20, "es": "钟" * 20}, "leaflet", f"{'E' * 20} \u00b7 555"),
    ],
)
def test_the_foot_names_the_clinic_in_both_languages_if_there_is_room(
    specimen: Workspace, names: dict[str, str], edition: str, foot: str
) -> None:
    contacts = FACTS.contacts.model_copy(update={"phone": "555"})
    update = {"languages": ("en", "es"), "short_name": names, "contacts": contacts}
    brand = Brand("elm", FACTS.model_copy(update=update), file="brands/elm/brand.yaml")
    theme = Theme.find(specimen)
    first, second = (
        Job(read_handout(specimen, "specimen", lang), brand, BILINGUAL[edition], theme, {})
        for lang in ("en", "es")
    )
    assert job_foot(replace(first, second=second))["second"] == foot


def voices(english: str, spanish: str) -> str:
    """Return words of a clinic as they stand in both languages."""
    return (
        f'<span class="voice" lang="en" dir="ltr">{english}</span> '
        f'<span class="voice" lang="es" dir="ltr">{spanish}</span>'
    )


def test_words_in_other_languages_need_no_letters_of_this_one(specimen: Workspace) -> None:
    handout = read_handout(specimen, "specimen", "es")
    assert [told for told in missing_glyphs(handout, BRAND) if told.location] == []
    arabic = FACTS.model_copy(update={"disclaimer": "الاثنين"})
    assert missing_glyphs(handout, Brand("elm", arabic, file="brands/elm/brand.yaml"))
