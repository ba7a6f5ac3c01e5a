"""What was asked for by name, held against what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handoutpress.content.catalogue import Catalogue
from handoutpress.content.edition import BILINGUAL, EDITIONS
from handoutpress.content.report import choose
from handoutpress.content.settings import Settings
from handoutpress.diagnostics import Diagnostic, Location, Severity, error
from handoutpress.press.report import folder_of

ALL = "all"
"""What `--edition` and `--paper` take for "every one that the program knows"."""
JOINT = "+"
"""What joins the two languages of a bilingual edition: `en+es`."""
Pair: TypeAlias = tuple[str, str]
"""Two languages, the first one first."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, by name. An empty tuple means the workspace's default."""

    slugs: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing narrows or widens the default."""
        return self == Request()


class Names:
    """Checks asked names against known ones and keeps what is wrong."""

    def __init__(self, catalogue: Catalogue) -> None:
        bad = broken(catalogue)
        self.faults: list[Diagnostic] = []
        self.slugs = (*dict.fromkeys(h.slug for h in catalogue.handouts), *bad["handouts"])
        self.brands = (*(b.slug for b in catalogue.brands), *bad["brands"])
        self.langs = tuple(dict.fromkeys(h.lang for h in catalogue.handouts))
        self._excused = bool(bad["handouts"])

    def choose(
        self, kind: str, asked: Sequence[str], known: Sequence[str] | Mapping[str, object]
    ) -> tuple[str, ...]:
        """Return the known names that were asked for (all when none were), as they are known."""
        if not asked or (kind in ("edition", "paper") and ALL in asked):
            return tuple(known)
        by_case = {name.casefold(): name for name in known}
        for name in asked:
            # A language may be known only from a handout that could not be read.
            if name.casefold() not in by_case and not (kind == "language" and self._excused):
                self.faults.append(_unknown(kind, name, known))
        found = (by_case[n.casefold()] for n in asked if n.casefold() in by_case)
        return tuple(dict.fromkeys(found))

    def pair(self, name: str) -> Pair | None:
        """Return the two languages that `en+es` names, as they are known; None for a fault."""
        asked = name.split(JOINT)
        if len(asked) != 2 or not all(asked):
            hint = "two languages are joined so: `en+es`"
            self.faults.append(error("B009", f"{name!r} is not two languages", None, hint))
            return None
        known = [self.choose("language", (lang,), self.langs) for lang in asked]
        if not all(known):
            return None
        first, second = known[0][0], known[1][0]
        if first == second:
            hint = "name two, the one that is to come first first: `en+es`"
            self.faults.append(error("B009", f"{name!r} names one language twice", None, hint))
            return None
        return first, second


def languages(
    names: Names, request: Request, settings: Settings
) -> tuple[tuple[str, ...], tuple[Pair, ...]]:
    """Return the languages, and the pairs of languages, that are asked for."""
    asked = request.langs or settings.languages
    alone = tuple(name for name in asked if JOINT not in name)
    joint = tuple(name for name in asked if JOINT in name)
    if request.langs:
        langs = names.choose("language", alone, names.langs) if alone else ()
        # `en+es` and `EN+es` are one.
        return langs, tuple(dict.fromkeys(filter(None, map(names.pair, joint))))
    # Not an error: publish.toml may name a language before its first translation is there.
    langs = tuple(lang for lang in names.langs if lang in alone or not asked)
    pairs = (tuple(name.split(JOINT)) for name in dict.fromkeys(joint))
    return langs, tuple((a, b) for a, b in pairs if {a, b} <= {*names.langs})


def bilingual_faults(
    catalogue: Catalogue, request: Request, pairs: Sequence[Pair]
) -> Iterator[Diagnostic]:
    """Yield what cannot be made in the pairs of languages that were asked for by name."""
    if not request.langs or not pairs:
        return
    for name in request.editions:
        if name.casefold() in EDITIONS and name.casefold() not in BILINGUAL:
            yield error(
                "B007",
                f"the edition `{name}` cannot hold two languages",
                None,
                f"those that can: {_listed(BILINGUAL)}",
            )
    bad = broken(catalogue)["handouts"]
    for slug in request.slugs:
        if slug.casefold() in bad:
            continue  # what is not there may be what could not be read: its errors are told
        langs = [h.lang for h in catalogue.handouts if h.slug == slug.casefold()]
        for lang in dict.fromkeys(lang for pair in pairs for lang in pair):
            if langs and lang not in langs:
                yield error(
                    "B008",
                    f"`{slug}` is not there in `{lang}`",
                    Location(f"handouts/{slug.casefold()}"),
                    f"it is there in {_listed(langs)}",
                )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def broken(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the slugs of the handouts and brands in whose files there are errors."""
    found: dict[str, dict[str, None]] = {"handouts": {}, "brands": {}}
    for diagnostic in catalogue.diagnostics:
        room, slug = folder_of(diagnostic)
        if diagnostic.severity is Severity.ERROR and room in found and slug:
            found[room][slug] = None
    return {room: tuple(slugs) for room, slugs in found.items()}


def _unknown(kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    hint = choose(name, known, f"{kind}s")
    return error("B005", f"no {kind} is called {name!r}", None, *filter(None, [hint]))
