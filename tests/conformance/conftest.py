"""The repository's own handouts, built once; and a table of what the outside checkers said.

Where a checker is not on the machine its test is skipped and the table says so. With CI=true in
the environment a missing checker is a failure.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.press.build import build
from handoutpress.press.plan import Request, plan
from handoutpress.workspace import Workspace
from tests.conformance.checkers import CHECKERS, Ledger

REPOSITORY = Path(__file__).parents[2]
LONGEST_NAME = "st-brigid-and-the-holy-cross"
WHOLE = Request()
"""What a plain build makes."""
EVERY_EDITION = (
    Request(("back-spasms",), ("plain",), ("en",), ("all",), ("a4",)),
    Request(("back-spasms",), (LONGEST_NAME,), ("en",), ("all",), ("letter",)),
)
"""All that can be made of one handout: plain, and for the clinic that has the most to say."""
TWO_LANGUAGES = (
    Request(("back-spasms",), ("plain",), ("en+es",), ("leaflet",), ("a4",)),
    Request(("back-spasms",), (LONGEST_NAME,), ("en+ar",), ("epub",)),
    Request(("ice-and-heat",), ("plain",), ("es+en",), ("leaflet",), ("letter",)),
)
"""Both languages of a handout in one file, beside each other and in both directions."""
SOURCES = ("publish.toml", "handouts", "brands", "templates", "styles")


LEDGER = pytest.StashKey[Ledger]()


def pytest_configure(config: pytest.Config) -> None:
    """Open the ledger."""
    config.stash[LEDGER] = Ledger()


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Ledger:
    """Where a checker's test notes what it found."""
    return pytestconfig.stash[LEDGER]


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Every file of a plain build, every edition of one handout, and some in two languages."""
    root = tmp_path_factory.mktemp("workspace")
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)
    workspace = Workspace.find(root)
    made: dict[Path, None] = {}
    for request in (WHOLE, *EVERY_EDITION, *TWO_LANGUAGES):
        run = plan(load_catalogue(workspace), request, Theme.find(workspace))
        report = build(run, workspace)
        files = [root / artifact.path for artifact in run.artifacts]
        lacking = [path.name for path in files if not path.exists()]
        assert not lacking, "\n".join(map(str, report.findings.diagnostics))
        made.update(dict.fromkeys(files))
    return tuple(made)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, if a checker was asked for."""
    lines = terminalreporter.config.stash[LEDGER].lines
    if not lines:
        return
    terminalreporter.section("outside checkers")
    for checker in CHECKERS:
        said = lines.get(checker.name, "not run")
        terminalreporter.write_line(f"{checker.name:<16} {said}")
