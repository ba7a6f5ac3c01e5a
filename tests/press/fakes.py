"""A catalogue made by hand and makers that need no engine, for the tests of the press."""

from __future__ import annotations

import functools
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from handoutpress.content.brand import Brand, BrandFile
from handoutpress.content.catalogue import Catalogue
from handoutpress.content.edition import Finished
from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.content.page_map import PageMap
from handoutpress.content.record import FrontMatter, HandoutRecord
from handoutpress.content.settings import Settings
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import Diagnostic, ExportError, Location, error, warning
from handoutpress.press.plan import Artifact, PrintRun, Request, plan
from handoutpress.press.worker import Maker, Opening
from handoutpress.workspace import Workspace

RECORD = HandoutRecord.model_validate(
    {
        "id": "HP-001",
        "version": "1.0",
        "published": "2026-01-01",
        "review": {"due": "2028-01-01"},
        "owner": "Somebody",
        "sources": [
            {
                "id": "who",
                "title": "T",
                "publisher": "WHO",
                "url": "https://www.who.int/",
                "date": "2025",
                "accessed": "2026-01-01",
            }
        ],
    }
)


def handout(slug: str = "cold", lang: str = "en", digest: str = "1") -> Handout:
    """Return a handout without words."""
    front = FrontMatter(title=f"About {slug}", summary="About it.")
    file = f"handouts/{slug}/{lang}.md"
    return Handout(slug, lang, RECORD, front, (), (), {}, file, sources_digest=digest)


def brand(slug: str, digest: str = "1", **facts: object) -> Brand:
    """Return a clinic."""
    contacts = {"phone": "555 0100", "emergency": "911"}
    file = BrandFile.model_validate({"name": f"The {slug}", "contacts": contacts, **facts})
    return Brand(slug, file, None, f"brands/{slug}/brand.yaml", {}, digest)


def pack(*members: Handout, slug: str = "bag", lacking: tuple[str, ...] = ()) -> Pack:
    """Return a pack in the language of its handouts."""
    return Pack(slug, members[0].lang, "A bag of leaflets", members, lacking)


def catalogue(
    *things: Handout | Brand | Pack,
    settings: Settings | None = None,
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Catalogue:
    """Return a catalogue of handouts, brands and packs; the plain brand is always there."""
    handouts = tuple(t for t in things if isinstance(t, Handout))
    brands = (Brand.plain(), *(t for t in things if isinstance(t, Brand)))
    packs = tuple(t for t in things if isinstance(t, Pack))
    return Catalogue(settings or Settings(), handouts, brands, diagnostics, packs)


def workspace(folder: Path) -> Workspace:
    """Return an empty workspace."""
    (folder / "publish.toml").touch()
    return Workspace(folder)


def theme(folder: Path, style: str = "") -> Theme:
    """Return a theme of one style sheet."""
    shipped = folder / "shipped"
    (shipped / "styles").mkdir(parents=True, exist_ok=True)
    (shipped / "styles" / "tokens.css").write_text(style)
    return Theme(workspace(folder), shipped)


def run(folder: Path, *things: Handout | Brand | Pack, **asked: tuple[str, ...]) -> PrintRun:
    """Return the plan of a request."""
    return plan(catalogue(*things), Request(**asked), theme(folder))


def broken(slug: str) -> Diagnostic:
    """Return what reading a broken handout says."""
    return error("S001", "it is broken", Location(f"handouts/{slug}/en.md", 3))


# --- Makers. Each is opened by name in a worker, so each is a function of this module. ---


def honest(artifact: Artifact) -> Finished:
    """Make a file that says what it is."""
    return Finished(f"{artifact.path} {artifact.fingerprint}".encode(), 2, (), ("whole",))


def warner(artifact: Artifact) -> Finished:
    """Make a file that has a warning."""
    said = warning("C001", "the accent is too light", Location(artifact.brand.file or "plain", 2))
    return Finished(b"pale", 1, (said,))


def refuser(artifact: Artifact) -> Finished:
    """Refuse the handout called `bad` and make the others."""
    if artifact.handout.slug == "bad":
        raise ExportError([error("P001", "no good", Location(artifact.handout.file))])
    return honest(artifact)


def crasher(artifact: Artifact) -> Finished:
    """Die at the handout called `bad` and make the others."""
    if artifact.handout.slug == "bad":
        os._exit(3)
    return honest(artifact)


def assassin(artifact: Artifact) -> Finished:
    """Kill the worker of the cluster that has it in hand at what is called `bad`."""
    if artifact.handout.slug == "bad":
        parent = os.getppid()
        assert parent > 1, "it has been killed before"
        os.kill(parent, signal.SIGKILL)
        time.sleep(60)
    return honest(artifact)


def sleeper(artifact: Artifact) -> Finished:
    """Be slow with what is called so; make the others at once."""
    if artifact.handout.slug.startswith("slow"):
        time.sleep(60)
    return honest(artifact)


def glutton(artifact: Artifact) -> Finished:
    """Want a gigabyte for what is called `bad`; make the others."""
    if artifact.handout.slug == "bad":
        bytearray(1 << 30)
    return honest(artifact)


def hefty(artifact: Artifact) -> Finished:
    """Make a file of a megabyte."""
    return Finished(bytes(1 << 20), None)


def signer(artifact: Artifact) -> Finished:
    """Make a file that says which process made it."""
    return Finished(str(os.getpid()).encode(), None)


def pager(artifact: Artifact) -> Finished:
    """Make a leaflet of seven pages, or a book that says how many it knows of."""
    known = artifact.page_map.pages if artifact.page_map else None
    page_map = PageMap(7, ()) if artifact.paper else None
    return Finished(f"{known}".encode(), None, page_map=page_map)


class Sleepyhead:
    """What opens a maker, and takes its time to cross to a worker."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> Maker:
        """Open a maker."""
        return honest

    def __reduce__(self) -> tuple[object, tuple[object]]:
        """Tell how a worker is to make one of it."""
        return _wake, (self.seconds,)


def _wake(seconds: float) -> Sleepyhead:
    time.sleep(seconds)
    return Sleepyhead(seconds)


class Stillborn(Sleepyhead):
    """What opens a maker, and kills the worker that it crosses to."""

    def __reduce__(self) -> tuple[object, tuple[object]]:
        """Tell a worker to end."""
        return os._exit, (3,)


def opening(maker: Maker) -> Opening:
    """Return what opens a maker in a worker."""
    return functools.partial(_same, maker)


def _same(maker: Maker) -> Maker:
    return maker


@dataclass(frozen=True)
class Supply:
    """What opens a maker on another machine."""

    maker: Maker
    is_shared: bool = False

    def open(self, folder: Path) -> Maker:
        """Return the maker."""
        return self.maker

    def shares_pages(self, artifact: Artifact) -> bool:
        """Say what was said."""
        return self.is_shared
