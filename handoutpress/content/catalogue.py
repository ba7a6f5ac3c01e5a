"""Everything that a workspace holds: all handouts and brands, and how handouts lead on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from handoutpress.content.brand import Brand
from handoutpress.content.glossary import Glossary, load_glossary
from handoutpress.content.handout import Handout, HandoutLink
from handoutpress.content.pack import Pack, check_packs, packs_of
from handoutpress.content.provenance import tell_stray_records
from handoutpress.content.record import is_language, is_slug
from handoutpress.content.report import Report, choose, in_order
from handoutpress.content.settings import Settings
from handoutpress.content.sources import (
    BRANDS,
    HANDOUTS,
    RECORD_FILE,
    Loaded,
    languages_in,
    load_brand,
    load_handout,
    load_settings,
    refuse_name,
)
from handoutpress.content.standing import with_review
from handoutpress.content.translation import tell_untranslated
from handoutpress.content.walk import nodes
from handoutpress.diagnostics import Diagnostic, SourceError
from handoutpress.workspace import SETTINGS_FILE, Workspace

SECOND_BEST = "en"
"""The language of a handout that a translation points to, where it is not translated itself."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another handout, as a pointer to it prints it."""

    slug: str
    title: str
    id: str
    href: str = ""
    """Where it stands in the same file; empty where it does not."""
    lang: str = ""
    """Its language where that is another one: it is not translated yet."""
    line: int | None = None
    """The line of its title in its own file."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All Handouts and Brands. What is broken is left out, and its diagnostics are kept."""

    settings: Settings
    handouts: tuple[Handout, ...]
    """By slug, then by language."""
    brands: tuple[Brand, ...]
    """The plain one first, then by slug."""
    diagnostics: tuple[Diagnostic, ...]
    packs: tuple[Pack, ...] = ()
    """Those of publish.toml, each in every language in which one of its handouts is there."""
    flawed: tuple[Handout, ...] = ()
    """As much as could be read of the handouts that have errors: to look for more of them."""
    settings_lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key path of publish.toml."""
    glossary: Glossary = field(default_factory=dict)
    """The workspace's own medical terms, by language."""

    def neighbours(self, handout: Handout) -> dict[str, Neighbour]:
        """Return the handouts that this one names, by slug, in its language or else in English."""
        links = nodes((handout.callouts, handout.sections))
        named = [*handout.record.related, *(n.slug for n in links if isinstance(n, HandoutLink))]
        there = {h.slug: h for h in self.handouts if h.lang == SECOND_BEST}
        there |= {h.slug: h for h in self.handouts if h.lang == handout.lang}
        found = [there[slug] for slug in sorted(set(named) & set(there))]
        return {other.slug: _neighbour(other, handout.lang) for other in found}


def _neighbour(other: Handout, lang: str) -> Neighbour:
    foreign = "" if other.lang == lang else other.lang
    line = other.front_lines.get("title")
    return Neighbour(other.slug, other.front.title, other.record.id, lang=foreign, line=line)


def load_catalogue(workspace: Workspace) -> Catalogue:
    """Read a whole workspace. Raises SourceError only when publish.toml itself is wrong."""
    loaded = load_settings(workspace)
    file = loaded.unwrap()
    shelf = _Shelf(workspace)
    shelf.load()
    report = Report(SETTINGS_FILE, [*loaded.diagnostics])
    check_packs(file, shelf.languages, report)
    brands = [load_brand(workspace, slug) for slug in workspace.folders(BRANDS)]
    found = [*report.found, *shelf.found, *(d for brand in brands for d in brand.diagnostics)]
    found += _tell_ill_named(workspace)
    glossary = load_glossary(workspace)
    found += glossary.diagnostics
    kept = (brand.value for brand in brands if brand.value)
    return Catalogue(
        file.settings,
        tuple(shelf.handouts),
        (Brand.plain(), *kept),
        in_order(found),
        tuple(packs_of(file, shelf.handouts)),
        tuple(shelf.flawed),
        file.source.lines,
        glossary.value or {},
    )


def _tell_ill_named(workspace: Workspace) -> Iterator[Diagnostic]:
    """Yield W008 for each folder that would be left out without a word, because of its name."""
    for parent in (HANDOUTS, BRANDS):
        report = Report(parent)
        for name in workspace.ill_named(parent):
            refuse_name(name, parent, report)
        yield from report.found


class _Shelf:
    """Loads the handouts folder by folder, then checks what each says of the others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.slugs = workspace.folders(HANDOUTS)
        self.languages = {slug: self._languages(slug) for slug in self.slugs}
        self.handouts: list[Handout] = []
        self.flawed: list[Handout] = []
        self.found: list[Diagnostic] = []
        self.slug_of_id: dict[str, str] = {}

    def load(self) -> None:
        for slug in self.slugs:
            self._load_folder(slug)

    def _languages(self, slug: str) -> tuple[str, ...]:
        try:
            return languages_in(self.workspace, f"{HANDOUTS}/{slug}")
        except SourceError:  # a link that leads out: reading handout.yaml reports it
            return ()

    def _load_folder(self, slug: str) -> None:
        report = Report(f"{HANDOUTS}/{slug}/{RECORD_FILE}")
        if not self.languages[slug]:
            self._report_no_language(slug)
        all_loaded = {
            lang: load_handout(self.workspace, slug, lang) for lang in self.languages[slug]
        }
        self._tell_records(slug, all_loaded)
        for lang, loaded in all_loaded.items():
            self.found += loaded.diagnostics
            self.flawed += filter(None, [loaded.flawed])
            words = Report(f"{HANDOUTS}/{slug}/{lang}.md")
            for target, line in loaded.pointers:
                self._check_pointer(target, line, lang, slug, words)
            for target, line in _related(loaded):
                self._check_pointer(target, line, lang, slug, report)
            if (handout := loaded.value) and handout.translated_from:
                source = all_loaded[handout.translated_from].value
                if source:
                    tell_untranslated(handout, source, words)
                    loaded = replace(loaded, value=with_review(handout, source))
            if not words.has_errors and not report.has_errors and self._has_own_id(loaded, report):
                self.handouts += self._one_of_several(loaded.value)
            self.found += words.found
        self.found += report.found

    def _tell_records(self, slug: str, loaded: Mapping[str, Loaded[Handout]]) -> None:
        """Tell what there is of records that are about no translation."""
        read = filter(None, (each.value or each.flawed for each in loaded.values()))
        original = next((each.translated_from or each.lang for each in read), "")
        try:
            self.found += tell_stray_records(self.workspace, slug, loaded, original)
        except SourceError as reason:  # a link that leads out
            self.found += reason.diagnostics

    def _one_of_several(self, handout: Handout | None) -> Iterator[Handout]:
        """Yield a handout, if there is one, that knows of its translations."""
        if handout:
            others = (lang for lang in self.languages[handout.slug] if lang != handout.lang)
            yield replace(handout, translations=tuple(filter(is_language, others)))

    def _report_no_language(self, slug: str) -> None:
        # The language does not matter: this finds what is wrong with the folder and its facts.
        found = load_handout(self.workspace, slug, "en").diagnostics
        found = tuple(d for d in found if d.location and not d.location.file.endswith(".md"))
        self.found += found
        if not any(d.code.startswith("W") for d in found):
            report = Report(f"{HANDOUTS}/{slug}")
            hint = "write its words in a file such as en.md"
            report.error("S006", "the handout has no language", None, hint)
            self.found += report.found

    def _check_pointer(self, target: str, line: int, lang: str, slug: str, report: Report) -> None:
        """Report a pointer to no handout (S035), or to one without this language (S036)."""
        if target == slug:
            hint = "point to a section with (#anchor)"
            report.error("S035", "the handout points to itself", line, hint)
        elif target not in self.languages:
            hint = choose(target, [s for s in self.slugs if s != slug], "other handouts")
            report.error("S035", f"there is no handout `{target}`", line, hint)
        elif not {lang, SECOND_BEST} & {*self.languages[target]}:
            hint = f"until {HANDOUTS}/{target}/{lang}.md is there, the pointer is left out"
            report.warning(
                "S036",
                f"`{target}` is there neither in `{lang}` nor in `{SECOND_BEST}`",
                line,
                hint,
            )

    def _has_own_id(self, loaded: Loaded[Handout], report: Report) -> bool:
        """Check that no other handout has this number (S008); the languages of one share it."""
        if not loaded.value or not loaded.facts:
            return True
        number, slug = loaded.value.record.id, loaded.value.slug
        owner = self.slug_of_id.setdefault(number, slug)
        if owner != slug:
            message = f"the id {number} is that of {HANDOUTS}/{owner} already"
            line = loaded.facts.source.line("id")
            report.error("S008", message, line, "give each handout a number of its own")
        return owner == slug


def _related(loaded: Loaded[Handout]) -> Iterator[tuple[str, int]]:
    """Yield what handout.yaml names as related, with the lines."""
    related = loaded.facts.source.data.get("related") if loaded.facts else None
    for index, slug in enumerate(related if isinstance(related, list) else ()):
        if loaded.facts and isinstance(slug, str) and is_slug(slug):
            yield slug, loaded.facts.source.line(f"related[{index}]")
