"""Which files a run makes: the matrix of handouts, brands, editions and papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Catalogue, Neighbour
from handoutpress.content.edition import EDITIONS, PAPERS, Edition, Paper
from handoutpress.content.handout import Handout
from handoutpress.content.report import choose, has_errors
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, PressError, Severity, error
from handoutpress.press.fingerprint import Recipe

OUTPUT = "output"
ALL = "all"
"""What `--edition` and `--paper` take for "every one that the program knows"."""
_SAFE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


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


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to make."""

    handout: Handout
    brand: Brand
    edition: Edition
    paper: Paper | None
    """None for what is not laid out on paper."""
    neighbours: Mapping[str, Neighbour]
    path: str
    """Where it goes, relative to the workspace."""
    fingerprint: str
    """sha256 over everything that decides its bytes."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The artifacts of a run, sorted by path, and what reading their sources has said."""

    artifacts: tuple[Artifact, ...]
    theme_digest: str
    """The theme that the fingerprints speak of."""
    diagnostics: tuple[Diagnostic, ...] = ()
    is_complete: bool = False
    """Whether these are all the artifacts that the workspace wants, so that others are stale."""


def plan(catalogue: Catalogue, request: Request, theme: Theme) -> PrintRun:
    """Return the run that a request means; PressError when it names what is not there.

    A handout or brand that could not be read is left out: its errors are in the run's diagnostics.
    """
    matrix = _Matrix.of(catalogue, request)
    artifacts = tuple(sorted(matrix.artifacts(theme), key=lambda artifact: artifact.path))
    _refuse_collisions(artifacts)
    said = tuple(d for d in catalogue.diagnostics if _concerns(d, request))
    if not artifacts and not has_errors(said):
        raise PressError([_nothing(catalogue)])
    complete = request.is_whole and not has_errors(catalogue.diagnostics)
    return PrintRun(artifacts, theme.digest, said, complete)


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The chosen handouts, brands, editions and papers."""

    catalogue: Catalogue
    handouts: tuple[Handout, ...]
    brands: tuple[Brand, ...]
    editions: tuple[Edition, ...]
    papers: tuple[Paper, ...]
    """Empty: each brand's own, or publish.toml's."""

    @classmethod
    def of(cls, catalogue: Catalogue, request: Request) -> _Matrix:
        """Resolve a request's names, telling every unknown one at once."""
        names = _Names(catalogue)
        settings = catalogue.settings
        slugs = names.choose("handout", request.slugs, names.slugs)
        langs = names.choose("language", request.langs, names.langs)
        if settings.languages and not request.langs:
            # Not an error: publish.toml may name a language before its first translation is there.
            langs = tuple(lang for lang in langs if lang in settings.languages)
        brands = names.choose("brand", request.brands, names.brands)
        editions = names.choose("edition", request.editions or settings.editions, EDITIONS)
        papers = names.choose("paper", request.papers, PAPERS) if request.papers else ()
        if names.faults:
            raise PressError(names.faults)
        return cls(
            catalogue,
            tuple(h for h in catalogue.handouts if h.slug in slugs and h.lang in langs),
            tuple(b for b in catalogue.brands if b.slug in brands),
            tuple(EDITIONS[name] for name in editions),
            tuple(PAPERS[name] for name in papers),
        )

    def artifacts(self, theme: Theme) -> Iterator[Artifact]:
        """Yield every artifact of the matrix, in no promised order."""
        recipe = Recipe.of(theme)
        for handout in self.handouts:
            neighbours = self.catalogue.neighbours(handout)
            words = recipe.words(handout, neighbours)
            for brand in self.brands:
                if not _hands_out(brand, handout):
                    continue
                for edition, paper in self._ways(brand):
                    path = _path(handout, brand, edition, paper)
                    mark = recipe.fingerprint(words, brand, edition, paper)
                    yield Artifact(handout, brand, edition, paper, neighbours, path, mark)

    def _ways(self, brand: Brand) -> Iterator[tuple[Edition, Paper | None]]:
        for edition in self.editions:
            if "pdf" in edition.formats:
                for paper in self.papers or self._papers_of(brand):
                    yield edition, paper
            if "epub" in edition.formats:
                yield edition, None

    def _papers_of(self, brand: Brand) -> tuple[Paper, ...]:
        said = brand.facts.paper if brand.facts else None
        names = (said,) if isinstance(said, str) else said or self.catalogue.settings.papers
        return tuple(PAPERS[name] for name in dict.fromkeys(names))


class _Names:
    """Checks asked names against known ones and keeps what is wrong."""

    def __init__(self, catalogue: Catalogue) -> None:
        broken = _broken(catalogue)
        self.faults: list[Diagnostic] = []
        self.slugs = (*dict.fromkeys(h.slug for h in catalogue.handouts), *broken["handouts"])
        self.brands = (*(b.slug for b in catalogue.brands), *broken["brands"])
        self.langs = tuple(dict.fromkeys(h.lang for h in catalogue.handouts))
        self._excused = bool(broken["handouts"])

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


def _broken(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the slugs of the handouts and brands in whose files there are errors."""
    found: dict[str, dict[str, None]] = {"handouts": {}, "brands": {}}
    for diagnostic in catalogue.diagnostics:
        room, slug = _folder(diagnostic)
        if diagnostic.severity is Severity.ERROR and room in found and slug:
            found[room][slug] = None
    return {room: tuple(slugs) for room, slugs in found.items()}


def _folder(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return the first two parts of a diagnostic's file: `handouts`, `back-spasms`."""
    parts = diagnostic.location.file.split("/") if diagnostic.location else []
    return (parts[0], parts[1]) if len(parts) > 2 else ("", "")


def _concerns(diagnostic: Diagnostic, request: Request) -> bool:
    """Whether a diagnostic is about something that the request asks for."""
    room, slug = _folder(diagnostic)
    asked = {"handouts": request.slugs, "brands": request.brands}.get(room, ())
    return not asked or slug in asked


def _hands_out(brand: Brand, handout: Handout) -> bool:
    """Whether a clinic gives out a language: `en` and `en-GB` are the same one to a reader."""
    if brand.facts is None:
        return True
    spoken = {lang.split("-")[0].casefold() for lang in brand.facts.languages}
    return handout.lang.split("-")[0].casefold() in spoken


def _path(handout: Handout, brand: Brand, edition: Edition, paper: Paper | None) -> str:
    """Return where an artifact goes; PressError if a name would lead elsewhere."""
    for name in (handout.slug, handout.lang, brand.slug):
        if not _SAFE.fullmatch(name):
            raise PressError([error("B002", f"{name!r} cannot be part of a file name")])
    folder = f"{OUTPUT}/{brand.slug}/{handout.slug}"
    # The EPUB edition is named by its format alone; another edition of that format says its name.
    way = "epub" if edition.name == "epub" else f"{edition.name}.epub"
    if paper:
        way = f"{edition.name}-{paper.name}.pdf"
    return f"{folder}/{handout.slug}.{handout.lang}.{way}"


def _refuse_collisions(artifacts: Sequence[Artifact]) -> None:
    """Raise PressError where two artifacts would be one file, also where case does not count."""
    seen: dict[str, Artifact] = {}
    faults = []
    for artifact in artifacts:
        first = seen.setdefault(artifact.path.casefold(), artifact)
        if first is not artifact:
            faults.append(_collision(first, artifact))
    if faults:
        raise PressError(faults)


def _collision(first: Artifact, second: Artifact) -> Diagnostic:
    message = f"two files would be one: {first.path} and {second.path}"
    sources = " and ".join(dict.fromkeys((first.handout.file, second.handout.file)))
    return error("B003", message, None, f"rename one of their sources: {sources}")


def _unknown(kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    hint = choose(name, known, f"{kind}s")
    return error("B005", f"no {kind} is called {name!r}", None, *filter(None, [hint]))


def _nothing(catalogue: Catalogue) -> Diagnostic:
    if catalogue.handouts:
        hint = "the languages of a brand are in its brand.yaml; `list` shows what there is"
        return error("B004", "nothing in this workspace is all of what was asked for", None, hint)
    return error("B004", "there is no handout yet", None, "make one: new handout my-first-handout")
