"""What an artifact's bytes depend on, as one hash, worked out without importing any engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import handoutpress
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all artifacts of a run have in common, hashed once."""

    base: str

    @classmethod
    def of(cls, theme: Theme) -> Recipe:
        """Return the recipe of a theme on this machine."""
        engines = (f"{name}={_version(name)}" for name in ENGINES)
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        return cls(digest([handoutpress.__version__, code_digest(), theme.digest, epoch, *engines]))

    def words(self, handout: Handout, neighbours: Mapping[str, Neighbour]) -> str:
        """Return the hash of a handout's words, and of what else it names: titles, languages."""
        pointers = (f"{n.slug}\n{n.title}\n{n.id}\n{n.lang}" for _, n in sorted(neighbours.items()))
        others = " ".join(handout.translations)
        own = (handout.slug, handout.lang, handout.translated_from, handout.sources_digest)
        return digest([*own, others, *pointers])

    def pair(self, first: str, second: str) -> str:
        """Return the hash of the words of two languages, from that of each."""
        return digest(["in two languages", first, second])

    def pack(self, pack: Pack, neighbours: Sequence[Mapping[str, Neighbour]]) -> str:
        """Return the hash of a pack's own facts and of its handouts' words, in their order."""
        pairs = zip(pack.members, neighbours, strict=True)
        return digest([pack.slug, pack.lang, pack.title, *(self.words(*pair) for pair in pairs)])

    def fingerprint(self, words: str, brand: Brand, edition: Edition, paper: Paper | None) -> str:
        """Return an artifact's fingerprint from its `words` and the rest."""
        return digest(
            [self.base, words, brand.slug, brand.sources_digest, repr(edition), repr(paper)]
        )


def digest(parts: Iterable[str]) -> str:
    """Return the sha256 of some texts; no two different sequences are taken for one."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def code_digest(package: Path = Path(handoutpress.__file__).parent) -> str:
    """Return the hash of the program's own files that decide what is made, by name and bytes.

    So a change of the code makes everything anew, in a checkout too, where no version changes.
    """
    whole = hashlib.sha256()
    for path in sorted(_files(package)):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(package: Path) -> Iterable[Path]:
    for name in MAKERS:
        root = package / name
        for path in root.rglob("*") if root.is_dir() else [root]:
            if path.is_file() and path.suffix != ".pyc" and not path.name.startswith("."):
                yield path


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "absent"
