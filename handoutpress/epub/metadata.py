"""A handout's facts to the package's statements (EPUB 3.3, 5.5; EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator

from handoutpress.content.brand import Brand
from handoutpress.content.handout import Handout
from handoutpress.content.record import Code
from handoutpress.design.words import Words
from handoutpress.epub.book import Statement
from handoutpress.epub.features import Claim

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "handout-press.invalid")
"""What the books' identifiers are made in."""
CODE_SYSTEMS = {
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD-11": "http://id.who.int/icd/release/11/mms",
    "SNOMED CT": "http://snomed.info/sct",
    "MeSH": "https://www.nlm.nih.gov/mesh",
}
"""The address that names each terminology."""


def modified(handout: Handout) -> datetime.datetime:
    """Return the moment of a version: midnight UTC of the day of publication, never the clock."""
    return datetime.datetime.combine(handout.record.published, datetime.time(), tzinfo=datetime.UTC)


def statements(
    handout: Handout, brand: Brand, words: Words, claims: Iterable[Claim]
) -> tuple[Statement, ...]:
    """Return everything that the package says of the book; `claims` are what its parts bear out."""
    return (
        *_work(handout, brand, words),
        *_people(handout, brand),
        *_subjects(handout),
        *_standing(handout),
        *_accessibility(tuple(claims), words),
    )


def identifier(handout: Handout, brand: Brand) -> str:
    """Return a URN that the same version of the same handout always gets."""
    name = "/".join((handout.slug, handout.lang, brand.slug, handout.record.version))
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _work(handout: Handout, brand: Brand, words: Words) -> Iterator[Statement]:
    record = handout.record
    yield Statement("dc:identifier", identifier(handout, brand), {"id": "id"})
    yield Statement("dc:identifier", record.id)
    yield Statement("dc:title", handout.front.title)
    yield Statement("dc:language", handout.lang)
    yield Statement("dc:date", record.published.isoformat())
    yield Statement("dc:description", _description(handout, words))
    yield Statement("dc:rights", f"© {record.published.year} {record.owner}")


def _description(handout: Handout, words: Words) -> str:
    """Return the summary; a draft says first that it is one, as libraries show it."""
    if not handout.is_draft:
        return handout.front.summary
    return f"{words('Draft')}. {handout.front.summary}"


def _people(handout: Handout, brand: Brand) -> Iterator[Statement]:
    record = handout.record
    yield Statement("dc:creator", record.owner, {"id": "owner"})
    if record.contact:
        yield _meta("schema:contactPoint", record.contact, refines="#owner")
    yield Statement("dc:publisher", brand.facts.name if brand.facts else record.owner)
    for marc, name in (("rev", record.review.by), ("trl", handout.front.translator)):
        if name and not (marc == "rev" and handout.is_draft):
            yield Statement("dc:contributor", name, {"id": marc})
            yield _meta("role", marc, refines=f"#{marc}", scheme="marc:relators")


def _subjects(handout: Handout) -> Iterator[Statement]:
    for keyword in handout.front.keywords:
        yield Statement("dc:subject", keyword)
    yield _meta("dcterms:audience", handout.record.audience)
    for number, code in enumerate(handout.record.codes, 1):
        yield from _coded(code, f"code-{number}")


def _coded(code: Code, uid: str) -> Iterator[Statement]:
    """Yield a subject with its authority and term (EPUB 3.3, D.3.1 and D.3.10)."""
    yield Statement("dc:subject", code.display, {"id": uid})
    yield _meta("authority", CODE_SYSTEMS[code.system], refines=f"#{uid}")
    yield _meta("term", code.code, refines=f"#{uid}")


def _standing(handout: Handout) -> Iterator[Statement]:
    """Yield version, review state and how long the book may be trusted."""
    record = handout.record
    yield _meta("schema:version", record.version)
    yield _meta("schema:creativeWorkStatus", "Draft" if handout.is_draft else "Published")
    if record.review.on and not handout.is_draft:
        yield _meta("schema:lastReviewed", record.review.on.isoformat())
    yield _meta("dcterms:valid", f"start={record.published}; end={record.review.due}")


def _accessibility(claims: tuple[Claim, ...], words: Words) -> Iterator[Statement]:
    for name, value in claims:
        yield _meta(f"schema:{name}", value)
    yield _meta("schema:accessibilitySummary", _summary(claims, words))


def _summary(claims: tuple[Claim, ...], words: Words) -> str:
    """Return in words what was found; it claims no standard, for no person has tried the book."""
    said = []
    values = {value for _, value in claims}
    if {"tableOfContents", "structuralNavigation"} <= values:
        said.append(words("Headings and a table of contents lead through the text."))
    if "alternativeText" in values:
        said.append(words("Every picture has a description in words."))
    if "displayTransformability" in values:
        said.append(words("Size, type and colours can be changed."))
    said.append(words("A program has checked this e-book; no person has tested it yet."))
    return " ".join(said)


def _meta(name: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": name, **attributes})
