"""What all tests share: workspaces made of a few files, and golden files."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from handoutpress import clock
from handoutpress.workspace import Workspace

SPECIMEN = Path(__file__).parent / "specimen"

MakeWorkspace = Callable[[Mapping[str, str | bytes]], Workspace]
Golden = Callable[[Path, str], None]


# The same few examples on every machine and every day; a new failure is then a new cause. It is
# shown as it was drawn: to make it smaller takes minutes, where each try makes a file.
settings.register_profile(
    "steady",
    phases=(Phase.explicit, Phase.generate),
    max_examples=5,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Others each time, for an afternoon: CONTRIBUTING.md says how.
settings.register_profile(
    "deep",
    settings.get_profile("steady"),
    phases=tuple(Phase),
    max_examples=2000,
    derandomize=False,
    print_blob=True,
)
settings.load_profile("steady")

pytest_plugins = ["tests.conformance.table"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that rewrite expected files, and that leave out none."""
    parser.addoption(
        "--update-golden", action="store_true", help="write what comes out as what is expected"
    )
    parser.addoption(
        "--every-file",
        action="store_true",
        help="give the outside checkers every file that can be made, not a choice of them (long)",
    )


def pytest_collection_finish() -> None:
    """Keep Python from looking for garbage, again and again, among all that tests are made of."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a day on which the samples are not due for review yet."""
    monkeypatch.setattr(clock, "of_machine", lambda: datetime.date(2026, 12, 1))


@pytest.fixture
def make_workspace(tmp_path: Path) -> MakeWorkspace:
    """Return a function that makes a workspace in a temporary folder from names and contents."""

    def make(files: Mapping[str, str | bytes]) -> Workspace:
        for name, content in {"publish.toml": "", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Workspace.find(tmp_path)

    return make


@pytest.fixture
def specimen() -> Workspace:
    """Return the workspace whose handout uses every block and every inline."""
    return Workspace.find(SPECIMEN)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares a text with a file, or writes it (--update-golden)."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
