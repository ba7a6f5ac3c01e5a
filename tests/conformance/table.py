"""The table of what the outside checkers said, at the end of a run.

The tests may run in several processes; what each of them noted comes together in the first one.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.checkers import CHECKERS, Ledger

LEDGER = pytest.StashKey[Ledger]()
NOTED = "checkers"
"""Under which name a worker hands over its ledger."""


def pytest_configure(config: pytest.Config) -> None:
    """Open the ledger."""
    config.stash[LEDGER] = Ledger()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over a worker's ledger."""
    handed_over: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if handed_over is not None:
        handed_over[NOTED] = session.config.stash[LEDGER].lines


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker noted; one that died has handed over nothing."""
    node.config.stash[LEDGER].lines.update(getattr(node, "workeroutput", {}).get(NOTED, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, if a checker was asked for."""
    lines = terminalreporter.config.stash[LEDGER].lines
    if not lines:
        return
    terminalreporter.section("outside checkers")
    for checker in CHECKERS:
        said = lines.get(checker.name, "not run")
        terminalreporter.write_line(f"{checker.name:<16} {said}")
