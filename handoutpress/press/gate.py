"""The linter before the press: what has errors in its words is not made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handoutpress.checks.linter import Linter, Outcome
from handoutpress.content.brand import Brand
from handoutpress.content.report import has_errors, in_order
from handoutpress.diagnostics import Diagnostic, Severity
from handoutpress.press.plan import Artifact, PrintRun


def check_words(run: PrintRun, linter: Linter) -> Outcome:
    """Return what the rules say of all handouts and brands of a run.

    The words of what must not be made now are read too: whoever reviews them has to know.
    """
    handouts = {(handout.slug, handout.lang): handout for handout in run.refused}
    brands: dict[str, Brand] = {}
    for artifact in run.artifacts:
        brands.setdefault(artifact.brand.slug, artifact.brand)
        for handout in artifact.handouts:
            handouts.setdefault((handout.slug, handout.lang), handout)
    return linter.check((handouts[key] for key in sorted(handouts)), brands.values())


@dataclass(frozen=True, slots=True)
class _Said:
    """What the rules say of a handout or a brand."""

    diagnostics: tuple[Diagnostic, ...]
    has_errors: bool

    @classmethod
    def of(cls, diagnostics: tuple[Diagnostic, ...]) -> _Said:
        return cls(diagnostics, has_errors(diagnostics))


@dataclass(slots=True)
class Gate:
    """Lets artifacts pass whose words and brand have no errors; reads each of these once."""

    linter: Linter
    _handouts: dict[tuple[str, str], _Said] = field(default_factory=dict)
    _brands: dict[str, _Said] = field(default_factory=dict)

    def passing(
        self, artifacts: Iterable[Artifact]
    ) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
        """Return the artifacts that may be made, and what the rules say of all of them.

        What is only worth knowing is left out: `check` says it.
        """
        passed: list[Artifact] = []
        # Thousands of artifacts are made of the same words: by these, and told once.
        told: dict[int, _Said] = {}
        for artifact in artifacts:
            found = tuple(self._said(artifact))
            told |= {id(said): said for said in found}
            if not any(said.has_errors for said in found):
                passed.append(artifact)
        each = (d for said in told.values() for d in said.diagnostics)
        return tuple(passed), in_order(d for d in each if d.severity is not Severity.INFO)

    def _said(self, artifact: Artifact) -> Iterator[_Said]:
        for handout in artifact.handouts:
            key = handout.slug, handout.lang
            if key not in self._handouts:
                self._handouts[key] = _Said.of(self.linter.check_handout(handout).diagnostics)
            yield self._handouts[key]
        brand = artifact.brand
        if not brand.is_plain:
            if brand.slug not in self._brands:
                self._brands[brand.slug] = _Said.of(self.linter.check_brand(brand))
            yield self._brands[brand.slug]
