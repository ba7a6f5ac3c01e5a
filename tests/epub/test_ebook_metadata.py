"""What the package says of a handout: who, what, how good, and how it may be read."""

from __future__ import annotations

import dataclasses

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout
from handoutpress.content.sources import read_brand, read_handout
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.words import words_for
from handoutpress.epub.metadata import identifier, modified, statements
from handoutpress.workspace import Workspace

CLAIMS = (("accessMode", "textual"), ("accessibilityHazard", "none"))


@pytest.fixture
def handout(specimen: Workspace) -> Handout:
    return read_handout(specimen, "specimen", "en")


def said(handout: Handout, brand: Brand) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in statements((handout,), brand, words_for(handout.lang)[0], CLAIMS):
        name = statement.attributes.get("property", statement.name)
        found.setdefault(name, []).append(statement.text)
    return found


def test_the_work_is_described(handout: Handout) -> None:
    facts = said(handout, Brand.plain())
    assert facts["dc:title"] == [handout.front.title]
    assert facts["dc:identifier"][1] == "SP-001"
    assert facts["dc:language"] == ["en"]
    assert facts["dc:date"] == ["2026-03-01"]
    assert facts["dc:description"] == [handout.front.summary]
    assert facts["dc:rights"] == ["© 2026 Specimen library"]
    assert facts["schema:version"] == ["1.2"]
    assert facts["dcterms:valid"] == ["start=2026-03-01; end=2028-03-01"]


def test_the_codes_carry_their_authority_and_term(handout: Handout) -> None:
    facts = said(handout, Brand.plain())
    assert facts["dc:subject"][-2:] == ["Muscle spasm of back", "Spasm"]
    assert facts["authority"][0] == "http://hl7.org/fhir/sid/icd-10-cm"
    assert facts["term"] == ["M62.830", "D013035"]


def test_the_publisher_is_the_clinic_or_the_owner(handout: Handout, specimen: Workspace) -> None:
    assert said(handout, Brand.plain())["dc:publisher"] == ["Specimen library"]
    brand = read_brand(specimen, "specimen")
    assert said(handout, brand)["dc:publisher"] == ["Specimen Clinic & Partners"]


def test_a_signed_handout_names_its_reviewer(handout: Handout) -> None:
    facts = said(handout, Brand.plain())
    assert facts["dc:contributor"] == ["Dr Ada Specimen, general practitioner"]
    assert facts["role"] == ["rev"]
    assert facts["schema:creativeWorkStatus"] == ["Published"]
    assert facts["schema:lastReviewed"] == ["2026-02-20"]


def test_a_draft_says_so_and_names_no_reviewer(handout: Handout) -> None:
    review = handout.record.review.model_copy(update={"state": "draft"})
    record = handout.record.model_copy(update={"review": review})
    facts = said(dataclasses.replace(handout, record=record), Brand.plain())
    assert facts["schema:creativeWorkStatus"] == ["Draft"]
    assert facts["dc:description"] == [f"Draft. {handout.front.summary}"]
    assert not {"dc:contributor", "schema:lastReviewed"} & set(facts)


def test_only_claims_that_were_found_are_made(handout: Handout) -> None:
    facts = said(handout, Brand.plain())
    assert facts["schema:accessMode"] == ["textual"]
    (summary,) = facts["schema:accessibilitySummary"]
    assert summary.endswith("A program has checked this e-book; no person has tested it yet.")
    assert "picture" not in summary
    assert not {"schema:accessibilityFeature", "dcterms:conformsTo"} & set(facts)


def test_a_book_in_two_languages_says_what_it_offers_in_both(handout: Handout) -> None:
    other = dataclasses.replace(handout, lang="es")
    found = statements((handout, other), Brand.plain(), words_for("en")[0], CLAIMS)
    summaries = {
        s.attributes[XML_LANG]: s.text
        for s in found
        if s.attributes.get("property") == "schema:accessibilitySummary"
    }
    assert summaries["en"].startswith("Nothing in it moves or flashes.")
    assert summaries["es"].startswith("Nada se mueve ni parpadea.")


def test_the_identifier_follows_the_work_and_not_the_words(
    handout: Handout, specimen: Workspace
) -> None:
    same = dataclasses.replace(handout, sections=())
    assert identifier(handout, Brand.plain()) == identifier(same, Brand.plain())
    others = {
        identifier(handout, read_brand(specimen, "specimen")),
        identifier(dataclasses.replace(handout, lang="es"), Brand.plain()),
    }
    assert len({identifier(handout, Brand.plain()), *others}) == 3


def test_the_moment_of_a_version_is_midnight_utc(handout: Handout) -> None:
    assert modified(handout.record.published).isoformat() == "2026-03-01T00:00:00+00:00"
