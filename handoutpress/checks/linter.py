"""The rules, asked: what each says of a handout, a brand or a shelf, with the silences heard."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handoutpress import clock
from handoutpress.checks.grades import Counts, Grade
from handoutpress.checks.registry import Finding, Rule, all_rules, nearest
from handoutpress.checks.silencing import Silenced, heard
from handoutpress.checks.subject import Imprint, Shelf, Subject
from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Catalogue
from handoutpress.content.glossary import Glossary
from handoutpress.content.handout import Handout
from handoutpress.content.report import has_errors, in_order
from handoutpress.content.settings import CheckSettings
from handoutpress.diagnostics import Diagnostic, Location, Severity, SourceError, error
from handoutpress.workspace import SETTINGS_FILE

__all__ = ["Linter", "Outcome", "Result", "Silenced"]


@dataclass(frozen=True)
class Result:
    """What the rules say of one handout in one language."""

    subject: Subject
    """The handout with its parsed text, which is made when it is asked for."""
    diagnostics: tuple[Diagnostic, ...]
    """By file and line; silenced ones are not among them."""
    silenced: tuple[Silenced, ...]
    """What was found, with the reason why it does not hold."""

    @property
    def handout(self) -> Handout:
        """The handout."""
        return self.subject.handout

    @property
    def figures(self) -> Mapping[str, tuple[Counts, tuple[Grade, ...]]]:
        """The counts and grades of each section by its anchor; of the whole under an empty one."""
        return self.subject.figures

    @property
    def has_errors(self) -> bool:
        """Whether the handout's files may not be made."""
        return has_errors(self.diagnostics)


@dataclass(frozen=True)
class Outcome:
    """What the rules say of all that was checked."""

    results: tuple[Result, ...]
    brands: Mapping[str, tuple[Diagnostic, ...]]
    """What they say of each brand, by its slug."""
    shelf: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of it, by file and line, each once."""
        said = [d for result in self.results for d in result.diagnostics]
        said += [d for found in self.brands.values() for d in found]
        return in_order([*said, *self.shelf])

    @property
    def silenced(self) -> tuple[Silenced, ...]:
        """What was found of the handouts, and somebody said why it does not hold."""
        return tuple(dict.fromkeys(each for result in self.results for each in result.silenced))


@dataclass(frozen=True)
class Linter:
    """The rules with a workspace's settings, brands and terms."""

    checks: CheckSettings = field(default_factory=CheckSettings)
    brands: tuple[Brand, ...] = ()
    glossary: Glossary = field(default_factory=dict)
    today: datetime.date = field(default_factory=clock.today)
    """The day that reviews are held against."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Linter:
        """Return the linter of a workspace.

        Raises SourceError (W014) where publish.toml names a rule that is not there.
        """
        checks = catalogue.settings.check
        faults = tuple(_unknown(checks, catalogue.settings_lines))
        if faults:
            raise SourceError(faults)
        return cls(checks, catalogue.brands, catalogue.glossary)

    def check(self, handouts: Iterable[Handout], brands: Iterable[Brand]) -> Outcome:
        """Return what the rules say of handouts and brands, and of all of them together."""
        results = tuple(map(self.check_handout, handouts))
        shelf = Shelf(tuple(result.subject for result in results), self.checks)
        said = {brand.slug: self.check_brand(brand) for brand in brands if not brand.is_plain}
        return Outcome(results, said, in_order(self._ask("shelf", shelf, SETTINGS_FILE)))

    def check_handout(self, handout: Handout) -> Result:
        """Return what the rules say of one handout in one language."""
        brands = (b for b in self.brands if not b.is_plain and b.hands_out(handout.lang))
        subject = Subject(handout, self.checks, tuple(brands), self.glossary, self.today)
        said = tuple(self._ask("handout", subject, handout.file, handout.lang))
        kept, silenced, unused = heard(subject, said)
        rest = (self._told(rule, finding, handout.file) for rule, finding in unused)
        found = in_order([*kept, *filter(None, rest)])
        _ = subject.figures
        subject.forget()
        return Result(subject, found, silenced)

    def check_brand(self, brand: Brand) -> tuple[Diagnostic, ...]:
        """Return what the rules say of a brand."""
        return in_order(self._ask("brand", Imprint(brand, self.checks), brand.file))

    def _ask(self, scope: str, asked: object, file: str, lang: str = "") -> Iterator[Diagnostic]:
        for rule in all_rules().values():
            is_off = self.checks.rules.get(rule.code) == "off"
            if rule.scope == scope and not is_off and (not lang or rule.reads(lang)):
                for finding in rule.run(asked):
                    if told := self._told(rule, finding, file):
                        yield told

    def _told(self, rule: Rule, finding: Finding, file: str) -> Diagnostic | None:
        level = self.checks.rules.get(rule.code, rule.severity.value)
        if level == "off":
            return None
        where = Location(finding.file or file, finding.line)
        return Diagnostic(rule.code, Severity(level), finding.message, where, finding.hints)


def _unknown(checks: CheckSettings, lines: Mapping[str, int]) -> Iterator[Diagnostic]:
    known = all_rules()
    for code in checks.rules:
        if code not in known:
            where = Location(SETTINGS_FILE, lines.get(f"check.rules.{code}", lines.get("check")))
            yield error("W014", f"there is no rule `{code}`", where, nearest(code))
