"""Which files a run makes: the matrix of handouts, brands, editions and papers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import permutations

from handoutpress import clock
from handoutpress.content.brand import Brand
from handoutpress.content.catalogue import Catalogue, Neighbour
from handoutpress.content.edition import (
    BILINGUAL,
    EDITIONS,
    LEAFLET,
    PACK,
    PAPERS,
    Booklet,
    Edition,
    Paper,
    Trifold,
)
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.content.page_map import PageMap
from handoutpress.content.report import has_errors, in_order
from handoutpress.content.settings import LimitSettings, Settings
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.design.setting import set_brand, set_handout, set_text
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, Location, PressError, error
from handoutpress.governance.gate import Held, hold
from handoutpress.press.fingerprint import Ingredients, Recipe, Words
from handoutpress.press.report import folder_of
from handoutpress.press.request import (
    ALL,
    JOINT,
    Names,
    Pair,
    Request,
    bilingual_faults,
    broken,
    languages,
)
from handoutpress.workspace import OUTPUT, SETTINGS_FILE

__all__ = ["ALL", "OUTPUT", "PACKS", "Artifact", "PrintRun", "Request", "Translation", "plan"]

PACKS = "packs"
"""The folder of a brand's packs."""
FEW = 4
"""So many brands are named in a hint."""
_SAFE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Translation:
    """A handout in the second language of a bilingual artifact, and those that it points to."""

    handout: Handout
    neighbours: Mapping[str, Neighbour]

    def typeset(self) -> Translation:
        """Return the same with its words as they are printed."""
        neighbours = _set_titles(self.neighbours, self.handout.lang)
        return Translation(set_handout(self.handout), neighbours)


def _set_titles(neighbours: Mapping[str, Neighbour], lang: str) -> dict[str, Neighbour]:
    return {
        slug: replace(other, title=set_text(other.title, other.lang or lang))
        for slug, other in neighbours.items()
    }


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to make."""

    handout: Handout
    """What it is made of; of a pack, the first one."""
    brand: Brand
    edition: Edition
    paper: Paper | None
    """None for what is not laid out on paper."""
    neighbours: Mapping[str, Neighbour]
    path: str
    """Where it goes, relative to the workspace."""
    ingredients: Ingredients
    """Hashes of everything that decides its bytes."""
    pack: Pack | None = None
    """The pack that it is, where it is one."""
    printed: Artifact | None = None
    """The leaflet, or the pack's print job, whose pages an e-book lists."""
    page_map: PageMap | None = None
    """What stands on these pages, where that file was made before."""
    second: Translation | None = None
    """The second language of a bilingual one."""

    @property
    def fingerprint(self) -> str:
        """sha256 over everything that decides its bytes."""
        return self.ingredients.fingerprint

    @property
    def name(self) -> str:
        """The slug of its pack or handout."""
        return self.pack.slug if self.pack else self.handout.slug

    @property
    def words_key(self) -> tuple[str, str, str, str]:
        """What it has in common with those that differ in nothing but the clinic.

        An e-book goes with what is printed of the same words.
        """
        laid = self.printed or self
        paper = laid.paper.name if laid.paper else ""
        return laid.edition.name, paper, laid.name, laid.lang

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """All the handouts that it is made of."""
        if self.second:
            return self.handout, self.second.handout
        return self.pack.members if self.pack else (self.handout,)

    @property
    def spoken(self) -> tuple[tuple[Handout, Mapping[str, Neighbour]], ...]:
        """Each of these handouts, with those that it points to in its language."""
        if self.second:
            other = self.second
            return (self.handout, self.neighbours), (other.handout, other.neighbours)
        return tuple((handout, self.neighbours) for handout in self.handouts)

    def typeset(self) -> Artifact:
        """Return the same with its words as they are printed: marks and spaces by language."""
        lang = self.handout.lang
        pack = self.pack and replace(
            self.pack,
            title=set_text(self.pack.title, lang),
            members=tuple(map(set_handout, self.pack.members)),
        )
        return replace(
            self,
            handout=pack.members[0] if pack else set_handout(self.handout),
            brand=set_brand(self.brand),
            neighbours=_set_titles(self.neighbours, lang),
            pack=pack,
            second=self.second and self.second.typeset(),
        )

    @property
    def lang(self) -> str:
        """Its language, or both of them: `en+es`."""
        return (
            JOINT.join((self.handout.lang, self.second.handout.lang))
            if self.second
            else self.handout.lang
        )

    @property
    def source(self) -> str:
        """The file that says what it is, relative to the workspace."""
        return SETTINGS_FILE if self.pack else self.handout.file


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The artifacts of a run, sorted by path, and what reading their sources has said."""

    artifacts: tuple[Artifact, ...]
    recipe: Recipe
    """The theme and the program that the fingerprints speak of."""
    diagnostics: tuple[Diagnostic, ...] = ()
    limits: LimitSettings = field(default_factory=LimitSettings)
    """What each of them may take."""
    possible: Callable[[], Mapping[str, str]] | None = None
    """Of a run that nothing narrows: the fingerprints, by path, of all that could be asked for.
    What an earlier build made and is not among them is stale."""
    refused: tuple[Handout, ...] = ()
    """The chosen handouts that must not be made on the day, though they can be read."""


def plan(
    catalogue: Catalogue, request: Request, theme: Theme, day: datetime.date | None = None
) -> PrintRun:
    """Return the run that a request means; PressError when it names what is not there.

    A handout or brand that could not be read is left out: its errors are in the run's diagnostics.
    So is what must not be made on the `day`, which is today: what is overdue, unsigned or stale.
    """
    held = hold(catalogue, day or clock.today())
    matrix = _Matrix.of(catalogue, request, held)
    recipe = Recipe.of(theme)
    artifacts = tuple(sorted(matrix.artifacts(recipe), key=lambda artifact: artifact.path))
    _refuse_collisions(artifacts)
    slugs = (*request.slugs, *(matrix.packed() if request.slugs else ()))
    langs = {*matrix.langs, *(lang for pair in matrix.pairs for lang in pair)}
    found = (*catalogue.diagnostics, *_unprinted(catalogue.flawed), *held.told(langs))
    said = in_order(d for d in found if _concerns(d, slugs, request.brands))
    if not artifacts and not has_errors(said):
        raise PressError([_nothing(catalogue, matrix)])
    is_read = not has_errors(catalogue.diagnostics) and not held.has_errors
    is_complete = request.is_whole and is_read
    possible = partial(_possible, catalogue, recipe, held) if is_complete else None
    refused = tuple(h for h in held.refused if h.slug in matrix.slugs and h.lang in langs)
    return PrintRun(artifacts, recipe, said, catalogue.settings.limits, possible, refused)


def _unprinted(flawed: Iterable[Handout]) -> Iterator[Diagnostic]:
    """Yield what fonts lack of handouts that have other errors: told with these, and not after."""
    for handout in flawed:
        yield from missing_glyphs(handout, Brand.plain())


def _possible(catalogue: Catalogue, recipe: Recipe, held: Held) -> dict[str, str]:
    """Return the fingerprint of every file that any request could mean, by path."""
    langs = tuple(sorted({handout.lang for handout in catalogue.handouts}))
    every = _Matrix.of(catalogue, Request(langs=langs, editions=(ALL,), papers=(ALL,)), held)
    pairs = (*every.pairs, *permutations(every.langs, 2))
    every = replace(every, pairs=tuple(dict.fromkeys(pairs)))
    return {artifact.path: artifact.fingerprint for artifact in every.artifacts(recipe)}


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The chosen handouts, brands, languages, editions and papers."""

    catalogue: Catalogue
    handouts: tuple[Handout, ...]
    brands: tuple[Brand, ...]
    editions: tuple[Edition, ...]
    papers: tuple[Paper, ...]
    """Empty: each brand's own, or publish.toml's."""
    packs: tuple[Pack, ...]
    """Those that hold a chosen handout; none where packs are not asked for."""
    slugs: tuple[str, ...] = ()
    """Those of the chosen handouts, in whatever language."""
    langs: tuple[str, ...] = ()
    """The chosen languages."""
    pairs: tuple[Pair, ...] = ()
    """The chosen pairs of languages, for bilingual editions."""
    there: tuple[Handout, ...] = ()
    """All handouts that may be made, chosen or not."""

    @classmethod
    def of(cls, catalogue: Catalogue, request: Request, held: Held) -> _Matrix:
        """Resolve a request's names, telling every unknown one at once."""
        names = Names(catalogue)
        settings = catalogue.settings
        slugs = names.choose("handout", request.slugs, names.slugs)
        langs, pairs = languages(names, request, settings)
        brands = names.choose("brand", request.brands, names.brands)
        editions = names.choose("edition", request.editions or settings.editions, EDITIONS)
        papers = names.choose("paper", request.papers, PAPERS) if request.papers else ()
        faults = [*names.faults, *bilingual_faults(catalogue, request, pairs)]
        if faults:
            raise PressError(faults)
        return cls(
            catalogue,
            tuple(h for h in held.handouts if h.slug in slugs and h.lang in langs),
            tuple(b for b in catalogue.brands if b.slug in brands),
            tuple(_configured(EDITIONS[name], settings) for name in editions),
            tuple(PAPERS[name] for name in papers),
            tuple(
                pack
                for pack in (held.packs if PACK.name in editions else ())
                if pack.lang in langs and not set(pack.slugs).isdisjoint(slugs)
            ),
            slugs,
            langs,
            pairs,
            held.handouts,
        )

    def artifacts(self, recipe: Recipe) -> Iterator[Artifact]:
        """Yield every artifact of the matrix, in no promised order."""
        alone = tuple(edition for edition in self.editions if edition != PACK)
        for handout in self.handouts:
            neighbours = self.catalogue.neighbours(handout)
            words = recipe.words(handout, neighbours)
            for brand, edition, paper in self._ways(alone, handout.lang):
                path = _path(handout.slug, handout.slug, handout.lang, brand, edition, paper)
                parts = recipe.ingredients(words, brand, edition, paper)
                made = Artifact(handout, brand, edition, paper, neighbours, path, parts)
                yield made if paper else self._paged(made, recipe, words, LEAFLET)
        for pair in self.pairs:
            yield from self._of_pair(pair, recipe)
        for pack in filter(self._is_whole, self.packs):
            yield from self._of_pack(pack, recipe)

    def _paged(self, book: Artifact, recipe: Recipe, words: Words, edition: Edition) -> Artifact:
        """Return an e-book with the file of an edition that a clinic prints, or prints first.

        What decides that file's pages decides the bytes of the book, whatever was asked for.
        """
        paper = self._papers_of(book.brand)[0]
        folder = PACKS if book.pack else book.name
        path = _path(folder, book.name, book.lang, book.brand, edition, paper)
        parts = recipe.ingredients(words, book.brand, edition, paper)
        # Not by `replace`: there are thousands, and it looks up what an artifact has each time.
        handout, brand, around = book.handout, book.brand, book.neighbours
        pack, second = book.pack, book.second
        printed = Artifact(handout, brand, edition, paper, around, path, parts, pack, second=second)
        listing = book.ingredients.with_printed(parts)
        return Artifact(
            handout,
            brand,
            book.edition,
            None,
            around,
            book.path,
            listing,
            pack,
            printed=printed,
            second=second,
        )

    def _of_pair(self, pair: Pair, recipe: Recipe) -> Iterator[Artifact]:
        """Yield what is made of each chosen handout that is there in both languages."""
        editions = tuple(BILINGUAL[e.name] for e in self.editions if e.name in BILINGUAL)
        there = {(h.slug, h.lang): h for h in self.there}
        lang = JOINT.join(pair)
        for slug in self.slugs:
            first, other = (there.get((slug, each)) for each in pair)
            if not first or not other:
                continue
            around = self.catalogue.neighbours(first)
            second = Translation(other, self.catalogue.neighbours(other))
            words = recipe.pair(recipe.words(first, around), recipe.words(other, second.neighbours))
            for brand, edition, paper in self._ways(editions, *pair):
                path = _path(slug, slug, lang, brand, edition, paper)
                parts = recipe.ingredients(words, brand, edition, paper)
                made = Artifact(first, brand, edition, paper, around, path, parts, second=second)
                yield made if paper else self._paged(made, recipe, words, BILINGUAL[LEAFLET.name])

    def _of_pack(self, pack: Pack, recipe: Recipe) -> Iterator[Artifact]:
        by_member = [self.catalogue.neighbours(handout) for handout in pack.members]
        neighbours = {slug: there for each in by_member for slug, there in each.items()}
        words = recipe.pack(pack, by_member)
        for brand, edition, paper in self._ways((PACK,), pack.lang):
            path = _path(PACKS, pack.slug, pack.lang, brand, edition, paper)
            parts = recipe.ingredients(words, brand, edition, paper)
            first = pack.members[0]
            made = Artifact(first, brand, edition, paper, neighbours, path, parts, pack)
            yield made if paper else self._paged(made, recipe, words, PACK)

    def _is_whole(self, pack: Pack) -> bool:
        """Whether all of a pack could be read that is there: what is wrong is told elsewhere."""
        good = {handout.slug for handout in self.catalogue.handouts}
        bad = broken(self.catalogue)["handouts"]
        return all(slug in good and slug not in bad for slug in pack.lacking)

    def packed(self) -> tuple[str, ...]:
        """Return the slugs of all that is in the chosen packs."""
        return tuple(slug for pack in self.packs for slug in pack.slugs)

    def _ways(
        self, editions: Sequence[Edition], *langs: str
    ) -> Iterator[tuple[Brand, Edition, Paper | None]]:
        """Yield what can be made for whom of words in a language, or in two."""
        for brand in self.brands:
            for edition in editions if all(map(brand.hands_out, langs)) else ():
                if "pdf" in edition.formats:
                    for paper in self.papers or self._papers_of(brand):
                        yield brand, edition, paper
                if "epub" in edition.formats:
                    yield brand, edition, None

    def _papers_of(self, brand: Brand) -> tuple[Paper, ...]:
        said = brand.facts.paper if brand.facts else None
        names = (said,) if isinstance(said, str) else said or self.catalogue.settings.papers
        return tuple(PAPERS[name] for name in dict.fromkeys(names))


def _configured(edition: Edition, settings: Settings) -> Edition:
    """Return an edition made as publish.toml says: its fingerprints change with these facts."""
    match edition.making:
        case Trifold():
            return replace(edition, making=Trifold(**settings.trifold.model_dump()))
        case Booklet():
            return replace(edition, making=Booklet(**settings.booklet.model_dump()))
    return edition


def _concerns(diagnostic: Diagnostic, slugs: Sequence[str], brands: Sequence[str]) -> bool:
    """Whether a diagnostic is about one of these handouts or brands; none named is all of them."""
    room, slug = folder_of(diagnostic)
    asked = {"handouts": slugs, "brands": brands}.get(room, ())
    return not asked or slug in asked


def _path(
    folder: str, name: str, lang: str, brand: Brand, edition: Edition, paper: Paper | None
) -> str:
    """Return where an artifact goes; PressError if a name would lead elsewhere."""
    for part in (folder, name, *lang.split(JOINT), brand.slug):
        if not _is_safe(part):
            raise PressError([error("B002", f"{part!r} cannot be part of a file name")])
    # The EPUB edition is named by its format alone; another edition of that format says its name.
    way = "epub" if edition.name == "epub" else f"{edition.name}.epub"
    if paper:
        way = f"{edition.name}-{paper.name}.pdf"
    return f"{OUTPUT}/{brand.slug}/{folder}/{name}.{lang}.{way}"


@lru_cache(4096)
def _is_safe(part: str) -> bool:
    return _SAFE.fullmatch(part) is not None


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
    sources = " and ".join(dict.fromkeys((first.source, second.source)))
    return error("B003", message, None, f"rename one of their sources: {sources}")


def _nothing(catalogue: Catalogue, matrix: _Matrix) -> Diagnostic:
    if matrix.editions == (PACK,) and not matrix.packs:
        return _no_pack(catalogue)
    if catalogue.handouts:
        given = [f"{b.slug}: {', '.join(b.facts.languages)}" for b in matrix.brands if b.facts]
        hint = "the languages of a brand are in its brand.yaml; `list` shows what there is"
        if 0 < len(given) <= FEW:
            hint = f"the brands hand out these languages: {'; '.join(given)}"
        return error("B004", "nothing in this workspace is all of what was asked for", None, hint)
    return error("B004", "there is no handout yet", None, "make one: new handout my-first-handout")


def _no_pack(catalogue: Catalogue) -> Diagnostic:
    where = Location(SETTINGS_FILE)
    if catalogue.packs:
        held = ", ".join(f"`{slug}`" for slug in dict.fromkeys(p.slug for p in catalogue.packs))
        hint = f"add it to the `handouts` of one: {held}"
        return error("B006", "no pack holds what was asked for", where, hint)
    hint = "name one: `[packs.my-pack]`, with a `title` and a list of `handouts`"
    return error("B006", "there is no pack to make", where, hint)
