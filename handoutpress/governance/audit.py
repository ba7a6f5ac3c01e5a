"""What a library has to see to: reviews, signatures, owners, translations, pointers, contacts.

Of each handout the facts are read, and the words are searched; in full they are read only where
something does not fit. So a library of many hundred handouts is looked through in seconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from handoutpress.content.brand import Brand
from handoutpress.content.facts import Facts, read_facts
from handoutpress.content.handout import Handout
from handoutpress.content.markdown import read_front_matter
from handoutpress.content.pack import check_packs
from handoutpress.content.provenance import Provenance, Seal, load_provenance, record_file
from handoutpress.content.record import FrontMatter, HandoutRecord, is_language
from handoutpress.content.report import Report, has_errors
from handoutpress.content.settings import GovernanceSettings, SettingsFile
from handoutpress.content.sources import (
    BRANDS,
    HANDOUTS,
    RECORD_FILE,
    languages_in,
    load_brand,
    load_handout,
    load_settings,
)
from handoutpress.content.standing import Standing, stand, with_review
from handoutpress.content.starter import OWNER
from handoutpress.content.textfile import MAX_BYTES as MAX_WORDS
from handoutpress.content.textfile import decode
from handoutpress.content.translation import written_in
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES
from handoutpress.diagnostics import Diagnostic, Location, Severity, SourceError
from handoutpress.governance.audit_items import Audit, Item, Kind
from handoutpress.governance.keeping import source_seal, words_seal
from handoutpress.governance.references import dead_in_facts, dead_in_words
from handoutpress.governance.verdict import judge_translation
from handoutpress.workspace import Workspace

OPTIONAL = ("out_of_hours", "email", "web", "address", "hours")
"""The contacts that a brand may leave out; `phone` and `emergency` it may not."""
_KIND_OF = {
    "L801": "unrecorded",
    "L804": "unsigned",
    "L805": "unsigned",
}
"""The kinds of what a translation's verdict says; the rest is stale."""


def audit(workspace: Workspace, day: datetime.date) -> Audit:
    """Return what a workspace's library has to see to on a day.

    Raises SourceError where publish.toml itself is wrong.
    """
    file = load_settings(workspace).unwrap()
    slugs = workspace.folders(HANDOUTS)
    languages = {slug: _languages(workspace, slug) for slug in slugs}
    items: list[Item] = []
    for slug in slugs:
        look = _Look(workspace, slug, languages[slug], file.settings.governance, day)
        items += look.all_of(slugs)
    items += _of_packs(file, languages)
    brands = workspace.folders(BRANDS)
    for brand in brands:
        items += _of_brand(workspace, brand)
    order = [*Kind]
    known = {(i.location, i.message) for i in items if i.kind is not Kind.BROKEN}
    items = [i for i in items if i.kind is not Kind.BROKEN or (i.location, i.message) not in known]
    items.sort(key=lambda item: (order.index(item.kind), item.days or 0, item.location))
    count = sum(len(langs) - 1 for langs in languages.values() if langs)
    return Audit(day, tuple(items), len(slugs), count, len(brands))


def _languages(workspace: Workspace, slug: str) -> tuple[str, ...]:
    try:
        return tuple(filter(is_language, languages_in(workspace, f"{HANDOUTS}/{slug}")))
    except SourceError:
        return ()


@dataclass(slots=True)
class _Look:
    """Looks at one handout."""

    workspace: Workspace
    slug: str
    languages: tuple[str, ...]
    settings: GovernanceSettings
    day: datetime.date
    _original: Handout | None = None
    _source_seal: str | None = None

    @property
    def folder(self) -> str:
        """The handout's folder."""
        return f"{HANDOUTS}/{self.slug}"

    def all_of(self, slugs: Collection[str]) -> Iterator[Item]:
        """Yield all that is to be said of it."""
        report = Report(f"{self.folder}/{RECORD_FILE}")
        text = self._read(report, MAX_BYTES)
        facts = read_facts(text, report) if text else None
        if facts is None or facts.record is None or report.has_errors:
            yield from self._broken(report.found)
        if facts is None:
            return
        yield from self._owner(facts, report.file)
        yield from self._items(Kind.DEAD_REFERENCE, dead_in_facts(facts, slugs, report.file))
        if facts.record:
            yield from self._review(facts.record, facts, report.file)
        source = written_in(facts.source.data.get("written_in"), self.languages)
        for lang in self.languages:
            yield from self._words(lang, source, facts, slugs)

    def _read(self, report: Report, limit: int) -> str | None:
        try:
            return decode(self.workspace.read(report.file), report, limit)
        except SourceError as reason:
            report.extend(reason.diagnostics)
            return None

    def _broken(self, found: Iterable[Diagnostic], lang: str = "") -> Iterator[Item]:
        errors = [d for d in found if d.severity is Severity.ERROR]
        yield from self._items(Kind.BROKEN, errors, lang)

    def _items(self, kind: Kind, found: Iterable[Diagnostic], lang: str = "") -> Iterator[Item]:
        for one in found:
            at = one.location or Location(self.folder)
            yield Item(kind, one.severity, one.message, at, self.slug, lang)

    def _owner(self, facts: Facts, file: str) -> Iterator[Item]:
        owner = facts.source.data.get("owner")
        if not facts.source.is_whole:
            return
        if not isinstance(owner, str) or owner.strip() in ("", OWNER):
            at = Location(file, facts.source.line("owner"))
            yield Item(Kind.NO_OWNER, Severity.ERROR, "nobody owns it", at, self.slug)

    def _review(self, record: HandoutRecord, facts: Facts, file: str) -> Iterator[Item]:
        due = record.review.due
        days = (due - self.day).days
        at = Location(file, facts.source.line("review.due"))
        if days < 0:
            refuses = self.settings.overdue == "refuse"
            severity = Severity.ERROR if refuses else Severity.WARNING
            message = f"the review was due on {due}, {-days} days ago"
            yield Item(Kind.OVERDUE, severity, message, at, self.slug, "", "", due, days)
        elif days <= self.settings.soon_days:
            message = f"the review is due on {due}, in {days} days"
            yield Item(Kind.DUE_SOON, Severity.WARNING, message, at, self.slug, "", "", due, days)
        if record.review.state == "draft":
            at = Location(file, facts.source.line("review.state"))
            message = "a draft: nobody has signed it"
            yield Item(Kind.DRAFT, self._of_unsigned, message, at, self.slug)

    @property
    def _of_unsigned(self) -> Severity:
        return Severity.ERROR if self.settings.unsigned == "refuse" else Severity.WARNING

    def _words(
        self, lang: str, source: str, facts: Facts, slugs: Collection[str]
    ) -> Iterator[Item]:
        report = Report(f"{self.folder}/{lang}.md")
        text = self._read(report, MAX_WORDS)
        if text is None:
            yield from self._broken(report.found, lang)
            return
        dead = dead_in_words(self.workspace, self.slug, lang, text, facts, slugs)
        yield from self._items(Kind.DEAD_REFERENCE, dead, lang)
        if lang != source and facts.record:
            yield from self._translation(lang, source, text, facts.record)

    def _translation(
        self, lang: str, source: str, text: str, record: HandoutRecord
    ) -> Iterator[Item]:
        report = Report(f"{self.folder}/{lang}.md")
        head, _ = read_front_matter(text.split("\n"), report)
        front = validate(FrontMatter, head, report) if head.is_whole else None
        provenance, found = load_provenance(self.workspace, self.slug, lang, source)
        yield from self._broken((*report.found, *found), lang)
        if front is None or has_errors(found):
            return
        signed = front.review and front.review.state == "signed" and front.review.on
        is_signed = bool(signed and signed >= record.published)
        if provenance is None:
            at = Location(record_file(self.slug, lang))
            message = "nothing records what the translation was made from"
            yield Item(Kind.UNRECORDED, Severity.WARNING, message, at, self.slug, lang)
        elif self._is_sealed(provenance, lang, source):
            parts = provenance.record.parts.values()
            is_signed = is_signed or all(part.reviewer for part in parts)
        else:
            standing = self._standing(lang, source)
            if standing is None:
                yield from self._unreadable(lang, source)
                return
            is_signed = not standing.handout.is_draft_translation
            yield from self._of_standing(standing)
        if not is_signed:
            at = Location(report.file, head.line("review"))
            message = "nobody has signed the translation"
            yield Item(Kind.UNSIGNED, self._of_unsigned, message, at, self.slug, lang)

    def _is_sealed(self, provenance: Provenance, lang: str, source: str) -> bool:
        """Say whether all is as it was when all of it was current.

        A machine's words need a closer look: whether somebody has signed what matters.
        """
        record = provenance.record
        parts = record.parts.values()
        if not record.seal or any(p.made_by == "machine" and not p.reviewer for p in parts):
            return False
        if self._source_seal is None:
            self._source_seal = source_seal(self.workspace, self.slug, source)
        words = words_seal(self.workspace, self.slug, lang)
        return record.seal == Seal(source=self._source_seal, words=words)

    def _standing(self, lang: str, source: str) -> Standing | None:
        """Return how a translation stands; None where its words, or the original's, have errors."""
        if self._original is None:
            self._original = load_handout(self.workspace, self.slug, source).value
        handout = load_handout(self.workspace, self.slug, lang).value
        if self._original is None or handout is None:
            return None
        return stand(self._original, with_review(handout, self._original))

    def _unreadable(self, lang: str, source: str) -> Iterator[Item]:
        found = (
            d
            for each in (source, lang)
            for d in load_handout(self.workspace, self.slug, each).diagnostics
        )
        yield from self._broken(dict.fromkeys(found), lang)

    def _of_standing(self, standing: Standing) -> Iterator[Item]:
        lang = standing.handout.lang
        for told in judge_translation(standing, self.settings).diagnostics:
            kind = Kind(_KIND_OF.get(told.code, Kind.STALE))
            yield from self._items(kind, [told], lang)


def _of_packs(file: SettingsFile, languages: dict[str, tuple[str, ...]]) -> Iterator[Item]:
    report = Report("publish.toml")
    check_packs(file, languages, report)
    for told in report.found:
        if told.severity is Severity.ERROR and told.location:
            yield Item(Kind.DEAD_REFERENCE, told.severity, told.message, told.location)


def _of_brand(workspace: Workspace, slug: str) -> Iterator[Item]:
    loaded = load_brand(workspace, slug)
    place = Location(f"{BRANDS}/{slug}/brand.yaml")
    for told in loaded.diagnostics:
        # A made-up number or address is none.
        kind = Kind.CONTACTS if told.code == "S101" else Kind.BROKEN
        if told.severity is Severity.ERROR or told.code == "S101":
            yield Item(kind, told.severity, told.message, told.location or place, brand=slug)
    if loaded.value and (lacking := _lacking(loaded.value)):
        at = Location(place.file, loaded.value.lines.get("contacts"))
        message = f"the contacts have no {', '.join(lacking)}"
        yield Item(Kind.CONTACTS, Severity.WARNING, message, at, brand=slug)


def _lacking(brand: Brand) -> list[str]:
    contacts = brand.facts.contacts if brand.facts else None
    return [name for name in OPTIONAL if contacts and not getattr(contacts, name)]
