"""The one list of rules. A rule is a small function; the decorator says what it is.

@rule("L201", "the summary does not say what it is for", "PE1")
def purpose(subject: Subject) -> Found:
    if ...:
        yield at(line, "what is wrong", "what to do")
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from handoutpress.diagnostics import Severity

if TYPE_CHECKING:
    from handoutpress.checks.subject import Imprint, Shelf, Subject

Scope: TypeAlias = Literal["handout", "brand", "shelf"]
"""What a rule reads: a handout in one language, a brand, or all that is checked at once."""
FAMILIES: Mapping[str, str] = {
    "0": "silences",
    "1": "reading",
    "2": "structure",
    "3": "clear print",
    "4": "safety",
    "5": "accessibility",
    "6": "governance",
    "7": "brand",
    "8": "translation",
}
"""The families by the first digit of their codes."""
_MODULES = (
    "grade_rules",
    "sentence_rules",
    "word_rules",
    "number_rules",
    "structure_rules",
    "block_rules",
    "safety_rules",
    "dose_rules",
    "picture_rules",
    "link_rules",
    "governance_rules",
    "brand_rules",
)
"""The modules of this room that hold rules; a new one is named here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one place; its code and severity are the rule's."""

    line: int | None
    """1-based; of `file`."""
    message: str
    """Lower case, no full stop: what is wrong."""
    hints: tuple[str, ...] = ()
    """What to do."""
    file: str = ""
    """Where that is not the language file, such as handout.yaml."""


Found: TypeAlias = Iterator[Finding]


def at(line: int | None, message: str, *hints: str, file: str = "") -> Finding:
    """Return a finding at a line of the file that the rule reads, or of another one."""
    return Finding(line, message, tuple(filter(None, hints)), file)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked."""

    code: str
    """Stable: never reused, never renumbered."""
    title: str
    """What is wrong where it finds something, in one line."""
    source: str
    """Where the rule is from, such as `PE1` (docs/checks.md says which guidance that is)."""
    severity: Severity
    """How bad it is where publish.toml does not say."""
    scope: Scope
    run: Callable[[Any], Found]
    langs: tuple[str, ...] = ()
    """The languages that it can read, by the first part of the tag; all when it is empty."""

    @property
    def family(self) -> str:
        """The name of its family."""
        return FAMILIES[self.code[1]]

    def reads(self, lang: str) -> bool:
        """Say whether the rule can read words of a language."""
        return not self.langs or lang.partition("-")[0] in self.langs


_RULES: dict[str, Rule] = {}

HandoutRule: TypeAlias = "Callable[[Subject], Found]"
BrandRule: TypeAlias = "Callable[[Imprint], Found]"
ShelfRule: TypeAlias = "Callable[[Shelf], Found]"


def rule(
    code: str,
    title: str,
    source: str,
    severity: Severity = Severity.WARNING,
    langs: tuple[str, ...] = (),
) -> Callable[[HandoutRule], HandoutRule]:
    """Register a rule that reads one handout in one language."""

    def register(run: HandoutRule) -> HandoutRule:
        _add(Rule(code, title, source, severity, "handout", run, langs))
        return run

    return register


def brand_rule(
    code: str, title: str, source: str, severity: Severity = Severity.WARNING
) -> Callable[[BrandRule], BrandRule]:
    """Register a rule that reads one brand."""

    def register(run: BrandRule) -> BrandRule:
        _add(Rule(code, title, source, severity, "brand", run))
        return run

    return register


def shelf_rule(
    code: str, title: str, source: str, severity: Severity = Severity.WARNING
) -> Callable[[ShelfRule], ShelfRule]:
    """Register a rule that reads all that is checked at once."""

    def register(run: ShelfRule) -> ShelfRule:
        _add(Rule(code, title, source, severity, "shelf", run))
        return run

    return register


def _add(made: Rule) -> None:
    if made.code in _RULES or made.code[1:2] not in FAMILIES or not made.code.startswith("L"):
        raise ValueError(f"{made.code} is taken, or of no family")
    _RULES[made.code] = made


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    for name in (*_MODULES, "silencing"):
        import_module(f"handoutpress.checks.{name}")
    return MappingProxyType(dict(sorted(_RULES.items())))


def nearest(code: str) -> str:
    """Return a hint for a code that is no rule's: the nearest one, or where all are listed."""
    close = difflib.get_close_matches(code.upper(), all_rules(), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else "docs/checks.md lists the rules"
