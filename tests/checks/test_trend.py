"""The figures of a handout, and how they have gone since its last release."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from handoutpress.checks.linter import Linter
from handoutpress.checks.trend import figures_of, lines_of, trend_of
from handoutpress.content.release import last_release
from handoutpress.content.sources import read_handout
from handoutpress.diagnostics import SourceError
from handoutpress.workspace import Workspace
from tests.checks.releasing import seal_release

CORPUS = Path(__file__).parents[1] / "lint/corpus"
SLUG = "07-diabetes-feet"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a handout's folder in a workspace."""
    (tmp_path / "publish.toml").touch()
    shutil.copytree(CORPUS / "handouts" / SLUG, tmp_path / "handouts" / SLUG)
    return tmp_path / "handouts" / SLUG


def release(
    folder: Path, name: str, on: str, *, lang: str = "en", old: str = "", new: str = ""
) -> Path:
    """Keep a release of a handout, in other words; return its folder."""
    kept = folder / "releases" / name
    kept.mkdir(parents=True)
    facts = (folder / "handout.yaml").read_text("utf-8")
    (kept / "handout.yaml").write_text(facts.replace('"1.0"', f'"{name[1:]}"'), "utf-8")
    (kept / f"{lang}.md").write_text(
        (folder / "en.md").read_text("utf-8").replace(old, new), "utf-8"
    )
    seal_release(kept, on)
    return kept


def test_the_last_release_is_that_of_the_last_day(folder: Path) -> None:
    workspace = Workspace(folder.parents[1])
    handout = read_handout(workspace, SLUG, "en")
    assert last_release(workspace, handout) is None
    release(folder, "v0.10", "2025-06-01", old="Diabetes and", new="Sugar and")
    release(folder, "v0.9", "2025-03-01")
    release(folder, "v0.11", "2025-09-01", lang="es")
    released = last_release(workspace, handout)
    assert released
    assert (released.facts.name, released.facts.on) == ("v0.10", datetime.date(2025, 6, 1))
    assert released.handout.front.title == "Sugar and your feet"
    assert released.handout.record.version == "0.10"
    assert released.handout.file == f"handouts/{SLUG}/releases/v0.10/en.md"


def test_a_release_that_cannot_be_read_is_told(folder: Path) -> None:
    kept = release(folder, "v0.9", "2025-06-01", old="summary:", new="sumary:")
    workspace = Workspace(folder.parents[1])
    handout = read_handout(workspace, SLUG, "en")
    with pytest.raises(SourceError, match=r"releases/v0\.9/en\.md"):
        last_release(workspace, handout)
    (kept / "en.md").write_bytes((folder / "en.md").read_bytes())
    with pytest.raises(SourceError, match=r"releases/v0\.9/en\.md: error\[G012\]"):
        last_release(workspace, handout)
    (kept / "release.yaml").write_text("on: 2025-31-12\n", "utf-8")
    with pytest.raises(SourceError, match=r"releases/v0\.9/release\.yaml"):
        last_release(workspace, handout)


def test_figures_then_and_now(folder: Path) -> None:
    long = "Look at the soles of your feet, use a mirror if you cannot bend, "
    release(folder, "v0.9", "2025-06-01", old=long, new="Look at your feet. Then, in the evening, ")
    workspace, linter = Workspace(folder.parents[1]), Linter()
    result = linter.check_handout(read_handout(workspace, SLUG, "en"))
    released = last_release(workspace, result.handout)
    assert released
    trend = trend_of(result, released, linter)
    assert (trend.name, trend.version) == ("v0.9", "0.9")
    assert (trend.then.long_sentences, trend.now.long_sentences) == (2, 2)
    assert trend.now.sentences == trend.then.sentences - 1
    assert trend.now.findings["safety"] == trend.then.findings["safety"] > 0
    lines = {name: (then, now) for name, then, now in lines_of(trend)}
    assert lines["Sentences"] == (trend.then.sentences, trend.now.sentences)
    assert set(trend.now.grades) <= set(lines)
    assert "Findings: brand" not in lines
    assert figures_of(result) == trend.now
