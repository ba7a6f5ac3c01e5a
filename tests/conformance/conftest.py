"""The repository's own files, built once for all outside checkers.

Where a checker is not on the machine its test is skipped and the table says so. With CI=true in
the environment a missing checker is a failure.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.press.build import build
from handoutpress.press.plan import Artifact, PrintRun, Request, plan
from handoutpress.workspace import Workspace
from tests.conformance.checkers import Ledger
from tests.conformance.table import LEDGER

REPOSITORY = Path(__file__).parents[2]
EVERY = Request(editions=("all",), papers=("all",))
LONGEST_NAME = "st-brigid-and-the-holy-cross"
TWO_LANGUAGES = (
    Request(("back-spasms",), ("plain",), ("en+es",), ("leaflet",), ("a4",)),
    Request(("back-spasms",), (LONGEST_NAME,), ("en+ar",), ("epub",)),
    Request(("ice-and-heat",), ("plain",), ("es+en",), ("leaflet",), ("letter",)),
)
"""Both languages of a handout in one file, beside each other and in both directions."""
ODD = Request(("odd",), ("plain",), ("en",), ("leaflet", "epub"), ("a4",))
"""The oddest nestings that the content model allows."""
SOURCES = ("publish.toml", "handouts", "brands", "templates", "styles")


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Ledger:
    """Where a checker's test notes what it found."""
    return pytestconfig.stash[LEDGER]


@pytest.fixture(scope="session")
def artifacts(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> tuple[Path, ...]:
    """So many files that each edition for reading meets each handout, language, clinic and paper.

    With `--every-file`, all that can be made. In either case, a few in two languages, and the odd.
    """
    own = _copied(REPOSITORY, tmp_path_factory.mktemp("workspace"))
    odd = _copied(REPOSITORY / "tests" / "odd", tmp_path_factory.mktemp("odd"))
    return (
        *_built(own, _run(own, whole=pytestconfig.getoption("--every-file"))),
        *_built(odd, plan(load_catalogue(odd), ODD, Theme.find(odd))),
    )


def _built(workspace: Workspace, run: PrintRun) -> list[Path]:
    report = build(run, workspace)
    files = [workspace.root / artifact.path for artifact in run.artifacts]
    lacking = [path.name for path in files if not path.exists()]
    assert not lacking, "\n".join(map(str, report.findings.diagnostics))
    return files


def _copied(repository: Path, root: Path) -> Workspace:
    for name in SOURCES:
        source = repository / name
        if not source.exists():
            continue
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)
    return Workspace.find(root)


def _run(workspace: Workspace, *, whole: bool) -> PrintRun:
    catalogue, theme = load_catalogue(workspace), Theme.find(workspace)
    every = plan(catalogue, EVERY, theme)
    bilingual = [a for request in TWO_LANGUAGES for a in plan(catalogue, request, theme).artifacts]
    chosen = [*(every.artifacts if whole else _pairing(every.artifacts)), *bilingual]
    return replace(every, artifacts=tuple(sorted(chosen, key=lambda artifact: artifact.path)))


def _pairing(artifacts: Iterable[Artifact]) -> list[Artifact]:
    """Return few artifacts in which every two choices that can meet do meet.

    Faults of a file come of an edition and a language, a brand and a paper; hardly ever of three.
    """
    left = {artifact.path: (artifact, _pairs(artifact)) for artifact in artifacts}
    wanted = {pair for _, pairs in left.values() for pair in pairs}
    chosen = []
    while wanted:
        best, pairs = max(left.values(), key=lambda each: len(each[1] & wanted))
        chosen.append(best)
        wanted -= pairs
    return chosen


def _pairs(artifact: Artifact) -> set[tuple[str, ...]]:
    """Return the pairs of choices that meet in an artifact.

    What is for print alone is looked at by one checker, of how the file is written: there it is the
    edition and the paper that matter.
    """
    paper = artifact.paper.name if artifact.paper else "screen"
    if artifact.edition.is_for_print:
        return {(artifact.edition.name, paper)}
    words = artifact.name, artifact.handout.lang
    return set(combinations((artifact.edition.name, *words, artifact.brand.slug, paper), 2))
