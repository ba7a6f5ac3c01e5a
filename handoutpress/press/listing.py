"""What there is to build, as plain data for a program and as lines for a person."""

from __future__ import annotations

from typing import Any

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Catalogue
from handoutpress.content.edition import BILINGUAL, EDITIONS, PAPERS, Edition
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.design.imprint import imprint
from handoutpress.design.packing import pack_title
from handoutpress.design.words import words_for


def listing(catalogue: Catalogue) -> dict[str, Any]:
    """Return the object that `list --json` prints."""
    return {
        "handouts": [_handout(handout) for handout in catalogue.handouts],
        "brands": [_brand(brand) for brand in catalogue.brands],
        "editions": [_edition(edition) for edition in EDITIONS.values()],
        "papers": list(PAPERS),
        "packs": [_pack(pack) for pack in catalogue.packs],
    }


def listing_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the same as lines: the kind of thing, its name, what it is."""
    handouts = [f"handout  {h.slug}.{h.lang}  {_titled(h)}" for h in catalogue.handouts]
    brands = [f"brand    {b.slug}  {_name(b)}" for b in catalogue.brands]
    editions = [_edition_line(edition) for edition in EDITIONS.values()]
    papers = [f"paper    {p.name}  {p.width_mm:g} x {p.height_mm:g} mm" for p in PAPERS.values()]
    packs = [f"pack     {p.slug}.{p.lang}  {_pack_title(p)}" for p in catalogue.packs]
    return (*handouts, *brands, *editions, *papers, *packs)


def _titled(handout: Handout) -> str:
    return f"{handout.front.title} (draft)" if handout.is_draft else handout.front.title


def _handout(handout: Handout) -> dict[str, Any]:
    record = handout.record
    return {
        "slug": handout.slug,
        "language": handout.lang,
        "title": handout.front.title,
        "id": record.id,
        "version": record.version,
        "state": "draft" if handout.is_draft else "signed",
        "translated_from": handout.translated_from or None,
        "due": record.review.due.isoformat(),
    }


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "slug": pack.slug,
        "language": pack.lang,
        "title": _pack_title(pack),
        "handouts": [member.slug for member in pack.members],
        "lacking": list(pack.lacking),
    }


def _pack_title(pack: Pack) -> str:
    return pack_title(pack, words_for(pack.lang)[0])


def _edition_line(edition: Edition) -> str:
    what = ", ".join(edition.formats)
    both = ", also in two languages" if edition.name in BILINGUAL else ""
    return f"edition  {edition.name}  {what}{both}"


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "formats": list(edition.formats),
        "for_print_only": edition.is_for_print,
        "two_languages": edition.name in BILINGUAL,
    }


def _brand(brand: Brand) -> dict[str, Any]:
    facts = brand.facts
    languages = list(facts.languages) if facts else None
    return {"slug": brand.slug, "name": _name(brand), "languages": languages}


def _name(brand: Brand) -> str:
    facts = brand.facts
    return imprint(facts, facts.languages[0]).name.value if facts else "no branding"
