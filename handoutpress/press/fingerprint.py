"""What an artifact's bytes depend on, as hashes, worked out without importing any engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import handoutpress

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.content.brand import Brand
    from handoutpress.content.catalogue import Neighbour
    from handoutpress.content.edition import Edition, Paper
    from handoutpress.content.handout import Handout
    from handoutpress.content.pack import Pack
    from handoutpress.design.theme import Theme

ENGINES = (
    "babel",
    "cssselect2",
    "ebooklib",
    "fonttools",
    "gstreamer-libs",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "noto-cjk-sans-jp-bold",
    "noto-cjk-sans-jp-regular",
    "phonenumbers",
    "pikepdf",
    "pillow",
    "pydantic",
    "pydyf",
    "pypdfium2",
    "pyphen",
    "pyyaml",
    "segno",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
)
"""The distributions whose version can change a byte of the output.

Pango and HarfBuzz are among them where a wheel carries them. Where the system does, their versions
are not known until WeasyPrint is imported, which a run with nothing to do must not pay for: after
an upgrade of the system's libraries, `build --force` makes everything anew.
"""
MAKERS = (
    *("diagnostics.py", "workspace.py", "locale", "content", "design", "pdf", "epub"),
    *("press/plan.py", "press/make.py"),
)
"""What of the package decides the bytes. Of the press, these two set the words and say which
printed pages a book lists; the rest of it and the command line only carry."""

CLINICS = 4096
"""Of so many clinics the hash is kept: those of each handout come one after the other."""
SHORT = 12
"""So many characters of a hash tell two things apart, where that only names a change."""


class Words(NamedTuple):
    """The hash of what a handout or a pack says, and that of what it names of other handouts."""

    own: str
    pointers: str


class Ingredients(NamedTuple):
    """Hashes of what an artifact is made from, apart, so that a change can be named."""

    recipe: str
    """The `base` of its Recipe."""
    words: str
    pointers: str
    """Titles and languages of other handouts that it names."""
    brand: str
    edition: str
    """How the edition is made, on which paper."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of all of them."""
        return digest(self)

    def short(self) -> Ingredients:
        """Return the same as the manifest keeps it: the recipe's name in full, short hashes."""
        return Ingredients(self.recipe, *(each[:SHORT] for each in self[1:]))

    def with_printed(self, printed: Ingredients) -> Ingredients:
        """Return those of an e-book that lists the pages of what is printed of the same words."""
        return self._replace(edition=_listing(self.edition, printed.edition))


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all artifacts of a run have in common, hashed once; its parts name what has changed."""

    base: str
    program: str
    date: str
    """SOURCE_DATE_EPOCH; empty where it is not set."""
    packages: Mapping[str, str]
    """The version of each engine."""
    theme: Mapping[str, str]
    """A short hash of each template, style sheet, picture and font."""

    @classmethod
    def of(cls, theme: Theme) -> Recipe:
        """Return the recipe of a theme on this machine."""
        packages = {name: _version(name) for name in ENGINES}
        engines = (f"{name}={version}" for name, version in packages.items())
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        program = digest([handoutpress.__version__, code_digest()])
        base = digest([program, theme.digest, epoch, *engines])
        files = {name: digest[:SHORT] for name, digest in theme.digests.items()}
        return cls(base, program[:SHORT], epoch, packages, files)

    def words(self, handout: Handout, neighbours: Mapping[str, Neighbour]) -> Words:
        """Return the hashes of a handout's words, and of what else it names: titles, languages."""
        pointers = (f"{n.slug}\n{n.title}\n{n.id}\n{n.lang}" for _, n in sorted(neighbours.items()))
        others = " ".join(handout.translations)
        said = [handout.verdict] if handout.verdict else []
        own = (handout.slug, handout.lang, handout.translated_from, handout.sources_digest, *said)
        return Words(digest(own), digest([others, *pointers]))

    def pair(self, first: Words, second: Words) -> Words:
        """Return the hashes of the words of two languages, from those of each."""
        pairs = zip(first, second, strict=True)
        own, pointers = (digest(["in two languages", *each]) for each in pairs)
        return Words(own, pointers)

    def pack(self, pack: Pack, neighbours: Sequence[Mapping[str, Neighbour]]) -> Words:
        """Return the hashes of a pack's own facts and of its handouts' words, in their order."""
        members = [self.words(*pair) for pair in zip(pack.members, neighbours, strict=True)]
        own = (pack.slug, pack.lang, pack.title, *(words.own for words in members))
        return Words(digest(own), digest(words.pointers for words in members))

    def ingredients(
        self, words: Words, brand: Brand, edition: Edition, paper: Paper | None
    ) -> Ingredients:
        """Return what an artifact is made from: its `words` and the rest."""
        clinic = _clinic(brand.slug, brand.sources_digest)
        return Ingredients(self.base, *words, clinic, _making(edition, paper))


@lru_cache(CLINICS)
def _clinic(slug: str, sources_digest: str) -> str:
    return digest([slug, sources_digest])


@cache
def _making(edition: Edition, paper: Paper | None) -> str:
    return digest([repr(edition), repr(paper)])


@cache
def _listing(book: str, printed: str) -> str:
    return digest([book, printed])


def digest(parts: Iterable[str]) -> str:
    """Return the sha256 of some texts; no two different sequences are taken for one."""
    texts = (part.encode("utf-8", "surrogatepass") for part in parts)
    whole = b"".join([b"%d:%b" % (len(text), text) for text in texts])
    return hashlib.sha256(whole).hexdigest()


def code_digest(
    package: Path = Path(handoutpress.__file__).parent, parts: Sequence[str] = MAKERS
) -> str:
    """Return the hash of the program's own files that decide what is made, by name and bytes.

    So a change of the code makes everything anew, in a checkout too, where no version changes.
    """
    whole = hashlib.sha256()
    for path in sorted(_files(package, parts)):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(package: Path, parts: Sequence[str]) -> Iterable[Path]:
    for name in parts:
        root = package / name
        for path in root.rglob("*") if root.is_dir() else [root]:
            if path.is_file() and path.suffix != ".pyc" and not path.name.startswith("."):
                yield path


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "absent"
