"""Several handouts that a clinic gives out together, in one language."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handoutpress.content.handout import WORST_FIRST, Handout, Stamp
from handoutpress.content.report import Report, choose
from handoutpress.content.settings import PackSettings, Settings, SettingsFile


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack in one language: its handouts in the order in which they are read."""

    slug: str
    lang: str
    title: str
    """Empty where publish.toml gives none in this language."""
    members: tuple[Handout, ...]
    """At least one."""
    lacking: tuple[str, ...] = ()
    """The slugs of its handouts that are not there in this language, or cannot be read."""
    line: int | None = None
    """Where publish.toml gives its title."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all its handouts, those that are lacking too."""
        return (*(member.slug for member in self.members), *self.lacking)

    @property
    def is_draft(self) -> bool:
        """Whether no clinician has signed one of its handouts."""
        return any(member.is_draft for member in self.members)

    @property
    def marks(self) -> tuple[Stamp, ...]:
        """All that the pages of its handouts have to say of them, each once, the worst first."""
        found = {mark for member in self.members for mark in member.marks}
        return tuple(mark for mark in WORST_FIRST if mark in found)

    @property
    def published(self) -> datetime.date:
        """The day of its newest handout."""
        return max(member.record.published for member in self.members)

    @property
    def review_due(self) -> datetime.date:
        """The day by which the first of its handouts is reviewed."""
        return min(member.record.review.due for member in self.members)


def packs_of(file: SettingsFile, handouts: Iterable[Handout]) -> Iterator[Pack]:
    """Yield each pack in each language in which enough of its handouts can be read."""
    there = {(handout.slug, handout.lang): handout for handout in handouts}
    langs = sorted({lang for _, lang in there})
    for slug, wanted in file.settings.packs.items():
        line = file.source.line(f"packs.{slug}.title")
        for lang in langs:
            members = [there[key] for s in wanted.handouts if (key := (s, lang)) in there]
            lacking = tuple(s for s in wanted.handouts if (s, lang) not in there)
            if len(members) >= _enough(wanted):
                yield Pack(slug, lang, title_in(wanted, lang), tuple(members), lacking, line)


def _enough(wanted: PackSettings) -> int:
    """Return how many handouts make a pack worth its name."""
    return min(2, len(wanted.handouts))


def title_in(wanted: PackSettings, lang: str) -> str:
    """Return a pack's title in a language, in that of any region of it, or nothing."""
    return wanted.title.get(lang) or wanted.title.get(lang.split("-")[0]) or ""


def check_packs(
    file: SettingsFile, languages: Mapping[str, tuple[str, ...]], report: Report
) -> None:
    """Hold publish.toml's packs against the handouts and the languages that each is there in.

    W009 unknown handout; W011 and W012 warnings for a language without the title or a handout.
    """
    for name, wanted in file.settings.packs.items():
        spoken = _languages(wanted, languages, file.settings)
        for index, slug in enumerate(wanted.handouts):
            line = file.source.line(f"packs.{name}.handouts[{index}]")
            if slug not in languages:
                hint = choose(slug, languages, "handouts")
                report.error("W009", f"there is no handout `{slug}`", line, hint)
            elif absent := [lang for lang in spoken if lang not in languages[slug]]:
                message = f"`{slug}` is not there in {_listed(absent)}"
                hint = f"until it is translated, the pack `{name}` is made without it"
                report.warning("W012", message, line, hint)
        if untitled := [lang for lang in spoken if not title_in(wanted, lang)]:
            message = f"the pack `{name}` has no title in {_listed(untitled)}"
            line = file.source.line(f"packs.{name}.title")
            report.warning("W011", message, line, "until it is added, a general title stands in")


def _languages(
    wanted: PackSettings, languages: Mapping[str, tuple[str, ...]], settings: Settings
) -> list[str]:
    """Return the languages that a pack is made in."""
    there = Counter(lang for slug in wanted.handouts for lang in languages.get(slug, ()))
    found = {lang for lang, count in there.items() if count >= _enough(wanted)}
    return sorted(found & set(settings.languages) if settings.languages else found)


def _listed(langs: Iterable[str]) -> str:
    return ", ".join(f"`{lang}`" for lang in langs)
