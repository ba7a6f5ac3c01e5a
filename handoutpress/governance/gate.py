"""What may be made of a library on a day: what must not be is left out, the rest is stamped."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from handoutpress.content.catalogue import Catalogue
from handoutpress.content.handout import Handout, Stamp
from handoutpress.content.pack import Pack
from handoutpress.content.report import has_errors
from handoutpress.content.standing import Standing, stand
from handoutpress.diagnostics import Diagnostic, Location, error
from handoutpress.governance.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Held:
    """A catalogue as it may be printed on a day."""

    handouts: tuple[Handout, ...]
    """Those that may be made, each with its stamps; by slug, then by language."""
    packs: tuple[Pack, ...]
    """Those of which every handout that is there may be made."""
    findings: tuple[tuple[Handout, Diagnostic], ...]
    """What was found, and of which handout."""

    refused: tuple[Handout, ...]
    """Those that must not be made, in the same order."""

    @property
    def has_errors(self) -> bool:
        """Whether something must not be made."""
        return has_errors(diagnostic for _, diagnostic in self.findings)

    def told(self, langs: Collection[str]) -> Iterator[Diagnostic]:
        """Yield what was found of handouts in some languages."""
        return (diagnostic for handout, diagnostic in self.findings if handout.lang in langs)


def hold(catalogue: Catalogue, day: datetime.date) -> Held:
    """Return what may be made of a catalogue on a day, as its settings say (`[governance]`)."""
    there = {(h.slug, h.lang): h for h in catalogue.handouts}
    kept: list[Handout] = []
    found: list[tuple[Handout, Diagnostic]] = []
    refused: set[tuple[str, str]] = set()
    for handout in catalogue.handouts:
        verdict = _verdict(handout, there, catalogue, day)
        found += ((handout, diagnostic) for diagnostic in verdict.diagnostics)
        if verdict.is_refused:
            refused.add((handout.slug, handout.lang))
        else:
            kept.append(replace(handout, stamps=verdict.stamps) if verdict.stamps else handout)
    stamps = {(h.slug, h.lang): h.stamps for h in kept}
    packs = tuple(
        replace(pack, members=tuple(_stamped(member, stamps) for member in pack.members))
        for pack in catalogue.packs
        if not any((member.slug, member.lang) in refused for member in pack.members)
    )
    left_out = tuple(h for h in catalogue.handouts if (h.slug, h.lang) in refused)
    return Held(tuple(kept), packs, tuple(found), left_out)


def _stamped(member: Handout, stamps: Mapping[tuple[str, str], tuple[Stamp, ...]]) -> Handout:
    found = stamps.get((member.slug, member.lang), ())
    return replace(member, stamps=found) if found else member


def _verdict(
    handout: Handout,
    there: dict[tuple[str, str], Handout],
    catalogue: Catalogue,
    day: datetime.date,
) -> Verdict:
    settings = catalogue.settings.governance
    original = there.get((handout.slug, handout.translated_from))
    if handout.provenance and original is None:
        hint = "mend the original: what the translation says cannot be held against it"
        message = f"{handout.translated_from}.md cannot be read"
        at = Location(handout.file)
        return Verdict((error("L808", message, at, hint),))
    return judge(handout, _standing(handout, original), settings, day)


def _standing(handout: Handout, original: Handout | None) -> Standing | None:
    """Return how a translation stands; None where nothing would be said of it."""
    is_worth_it = handout.provenance or not handout.is_draft_translation
    return stand(original, handout) if original and is_worth_it else None
