"""A handout's facts to the package's statements (EPUB 3.3, 5.5; EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from handoutpress.content.brand import Brand
from handoutpress.content.handout import WORST_FIRST, Handout, Stamp
from handoutpress.content.pack import Pack
from handoutpress.content.record import Code
from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.bilingual import joint
from handoutpress.design.imprint import imprint
from handoutpress.design.marks import mark_words
from handoutpress.design.words import Words, words_for
from handoutpress.epub.access import summary
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


def modified(published: datetime.date) -> datetime.datetime:
    """Return the moment of a version: midnight UTC of the day of publication, never the clock."""
    return datetime.datetime.combine(published, datetime.time(), tzinfo=datetime.UTC)


def statements(
    handouts: Sequence[Handout],
    brand: Brand,
    words: Words,
    claims: Iterable[Claim],
    printed: str = "",
) -> tuple[Statement, ...]:
    """Return everything that the package says of the book; `claims` are what its parts bear out.

    `handouts` are the handout in each of the book's languages; `words` are those of the first.
    `printed` names the file whose pages are marked (EPUB Accessibility 1.1, 3.2).
    """
    return (
        *_work(handouts, brand, words),
        *_pages(printed),
        *_people(handouts, brand),
        *_subjects(handouts),
        *_standing(handouts),
        *_accessibility(tuple(claims), [handout.lang for handout in handouts]),
    )


def pack_statements(
    pack: Pack, title: str, brand: Brand, words: Words, claims: Iterable[Claim], printed: str = ""
) -> tuple[Statement, ...]:
    """Return the same for the book of a pack: what is said of any of its handouts, each once."""
    return (
        *_pack_work(pack, title, brand, words),
        *_pages(printed),
        *_people(pack.members, brand),
        *_subjects(pack.members),
        *_standing(pack.members),
        *_accessibility(tuple(claims), [pack.lang]),
    )


def identifier(handout: Handout, brand: Brand, langs: str = "") -> str:
    """Return a URN that the same version of the same handout always gets.

    `langs` says in which languages, where that is not its own alone.
    """
    name = "/".join((handout.slug, langs or handout.lang, brand.slug, handout.record.version))
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _work(handouts: Sequence[Handout], brand: Brand, words: Words) -> Iterator[Statement]:
    handout, record = handouts[0], handouts[0].record
    langs = "+".join(each.lang for each in handouts)
    yield Statement("dc:identifier", identifier(handout, brand, langs), {"id": "id"})
    yield Statement("dc:identifier", record.id)
    yield Statement("dc:title", joint(*(each.front.title for each in handouts)))
    for each in handouts:
        yield Statement("dc:language", each.lang)
    yield Statement("dc:date", record.published.isoformat())
    yield Statement("dc:description", _description(handouts, words))
    yield Statement("dc:rights", f"© {record.published.year} {record.owner}")


def _description(handouts: Sequence[Handout], words: Words) -> str:
    """Return the summary; a draft says first that it is one, as libraries show it."""
    summary = joint(*(handout.front.summary for handout in handouts))
    found = {mark for each in handouts for mark in each.marks}
    return _marked(summary, (mark for mark in WORST_FIRST if mark in found), words)


def _marked(text: str, marks: Iterable[Stamp], words: Words) -> str:
    return " ".join((*(f"{word}." for word in mark_words(marks, words)), text))


def _pack_work(pack: Pack, title: str, brand: Brand, words: Words) -> Iterator[Statement]:
    parts = [identifier(handout, brand) for handout in pack.members]
    titles = "; ".join(handout.front.title for handout in pack.members)
    name = "/".join((pack.slug, pack.lang, brand.slug, *parts))
    yield Statement("dc:identifier", f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}", {"id": "id"})
    yield Statement("dc:title", title)
    yield Statement("dc:language", pack.lang)
    yield Statement("dc:date", pack.published.isoformat())
    yield Statement("dc:description", _marked(titles, pack.marks, words))
    yield Statement("dc:rights", f"© {pack.published.year} {', '.join(_owners(pack.members))}")
    for part in parts:
        yield _meta("dcterms:hasPart", part)


def _pages(printed: str) -> Iterator[Statement]:
    if printed:
        yield _meta("pageBreakSource", printed)


def _people(handouts: Sequence[Handout], brand: Brand) -> Iterator[Statement]:
    records = [handout.record for handout in handouts]
    for owner, uid in zip(_owners(handouts), _ids("owner"), strict=False):
        yield Statement("dc:creator", owner, {"id": uid})
        for contact in dict.fromkeys(r.contact for r in records if r.owner == owner and r.contact):
            yield _meta("schema:contactPoint", contact, refines=f"#{uid}")
    own = imprint(brand.facts, handouts[0].lang).name.value if brand.facts else records[0].owner
    yield Statement("dc:publisher", own)
    reviews = (
        r for h in handouts if not h.is_draft for r in (h.record.review, h.translation_review)
    )
    signed = (review.by for review in reviews if review)
    translators = (handout.front.translator for handout in handouts)
    for marc, names in (("rev", signed), ("trl", translators)):
        for name, uid in zip(dict.fromkeys(filter(None, names)), _ids(marc), strict=False):
            yield Statement("dc:contributor", name, {"id": uid})
            yield _meta("role", marc, refines=f"#{uid}", scheme="marc:relators")


def _owners(handouts: Sequence[Handout]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(handout.record.owner for handout in handouts))


def _ids(name: str) -> Iterator[str]:
    """Yield `owner`, `owner-2`, `owner-3`, without end."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _subjects(handouts: Sequence[Handout]) -> Iterator[Statement]:
    for keyword in dict.fromkeys(word for h in handouts for word in h.front.keywords):
        yield Statement("dc:subject", keyword)
    for audience in dict.fromkeys(h.record.audience for h in handouts):
        yield _meta("dcterms:audience", audience)
    codes = {(code.system, code.code): code for h in handouts for code in h.record.codes}
    for number, code in enumerate(codes.values(), 1):
        yield from _coded(code, f"code-{number}")


def _coded(code: Code, uid: str) -> Iterator[Statement]:
    """Yield a subject with its authority and term (EPUB 3.3, D.3.1 and D.3.10)."""
    yield Statement("dc:subject", code.display, {"id": uid})
    yield _meta("authority", CODE_SYSTEMS[code.system], refines=f"#{uid}")
    yield _meta("term", code.code, refines=f"#{uid}")


def _standing(handouts: Sequence[Handout]) -> Iterator[Statement]:
    """Yield version, review state and how long the book may be trusted."""
    records = {handout.record.id: handout.record for handout in handouts}.values()
    # A book that is stale or overdue must not be taken for what it was published as, either.
    is_draft = any(handout.marks for handout in handouts)
    yield _meta("schema:version", ", ".join(record.version for record in records))
    yield _meta("schema:creativeWorkStatus", "Draft" if is_draft else "Published")
    reviewed = [record.review.on for record in records if record.review.on]
    if reviewed and not is_draft:
        yield _meta("schema:lastReviewed", min(reviewed).isoformat())
    start = max(record.published for record in records)
    end = min(record.review.due for record in records)
    yield _meta("dcterms:valid", f"start={start}; end={end}")


def _accessibility(claims: tuple[Claim, ...], langs: Sequence[str]) -> Iterator[Statement]:
    """Yield what a book offers, with a summary in each of its languages."""
    for name, value in claims:
        yield _meta(f"schema:{name}", value)
    for lang in langs:
        said = summary(claims, words_for(lang)[0])
        tagged = {XML_LANG: lang} if langs[1:] else {}
        yield _meta("schema:accessibilitySummary", said, **tagged)


def _meta(name: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": name, **attributes})
