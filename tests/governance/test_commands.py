"""The commands of governance: what they print, write, and how they exit."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from handoutpress.cli import cli
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit


def called(workspace: Workspace, *args: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(workspace.root), *args])


def done(workspace: Workspace, *args: str) -> str:
    """Return what a command that went well has printed for programs."""
    result = called(workspace, *args)
    assert (result.exit_code, result.exception) == (0, None), result.output
    return result.stdout


def test_a_translation_from_change_to_signature(shelf: Workspace, edit: Edit) -> None:
    record = ("translations", "record", "tablets", "--lang", "es")
    assert done(shelf, *record).endswith("handouts/tablets/translations/es.yaml\n")
    edit("en.md", "200 mg", "400 mg")
    assert "dose: stale, a matter of safety (dose)" in done(shelf, "translations")
    data = json.loads(done(shelf, "translations", "--lang", "es", "--format", "json"))
    assert data["translations"][0]["stale"] == 1
    assert "Take **[-200-]{+400+} mg**" in done(shelf, "translations", "worklist")
    tasks = json.loads(done(shelf, "translations", "worklist", "--format", "json"))["tasks"]
    assert [task["part"] for task in tasks] == ["dose"]
    assert done(shelf, "translations", "worklist", "--output", "todo.md") == "todo.md\n"
    assert shelf.read("todo.md").startswith(b"# What is to be translated")
    export = ("translations", "export", "tablets", "--lang", "es", "--output", "es.po")
    assert done(shelf, *export) == "es.po\n"
    text = shelf.read("es.po").decode().replace("#, fuzzy\n", "")
    shelf.write_whole("es.po", text.replace("Tome **200 mg**", "Tome **400 mg**").encode())
    done(
        shelf, "translations", "import", "tablets", "--lang", "es", "es.po", "--translator", "N. H."
    )
    who = ("--reviewer", "R. R.", "--qualification", "RN", "--on", "2026-12-01")
    done(shelf, "translations", "sign", "tablets", "--lang", "es", *who)
    (one,) = json.loads(done(shelf, "translations", "--format", "json"))["translations"]
    assert (one["current"], one["unsigned"], one["is_signed"]) == (8, 0, True)
    assert one["parts"][0]["translator"] == "N. H."


@pytest.mark.parametrize("name", ["handouts/tablets/en.md", "publish.toml", "Brands/north/x.csv"])
def test_no_answer_is_written_over_the_sources(shelf: Workspace, name: str) -> None:
    before = shelf.read("handouts/tablets/en.md"), shelf.read("publish.toml")
    result = called(shelf, "audit", "--output", name)
    assert result.exit_code == 1
    assert f"{name}: error[G014]" in result.stderr
    assert (shelf.read("handouts/tablets/en.md"), shelf.read("publish.toml")) == before


def test_an_audit_in_each_format(shelf: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unsigned (1)" in done(shelf, "audit")
    assert called(shelf, "audit", "--strict").exit_code == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # 2030-03-17
    result = called(shelf, "audit", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["items"][0]["kind"] == "overdue"
    result = called(shelf, "audit", "--format", "csv", "--output", "audit.csv")
    assert (result.exit_code, result.stdout) == (1, "audit.csv\n")
    assert "2030-03-17: 1 handouts, 1 translations, 1 brands: 1 overdue" in result.stderr
    rows = list(csv.DictReader(io.StringIO(shelf.read("audit.csv").decode())))
    assert rows[0]["due"] == "2028-01-01"


def test_a_release_and_what_has_changed_since(shelf: Workspace, edit: Edit) -> None:
    assert done(shelf, "release", "tablets") == "handouts/tablets/releases/v1.0\n"
    edit("en.md", "200 mg", "400 mg")
    assert "Take [-200-]{+400+} mg" in done(shelf, "diff", "tablets", "--since", "v1.0")
    page = ("--format", "html", "--output", "changes.html")
    assert done(shelf, "diff", "tablets", "--since", "v1.0", *page) == "changes.html\n"
    assert shelf.read("changes.html").startswith(b"<!DOCTYPE html>")
    failed = called(shelf, "diff", "tablets", "--since", "v1")
    assert failed.exit_code == 1
    assert "did you mean `v1.0`?" in failed.stderr


def test_trouble_is_told_and_nothing_is_a_traceback(shelf: Workspace, edit: Edit) -> None:
    for args in (
        ("translations", "record", "tablets", "--lang", "fr"),
        ("translations", "import", "tablets", "--lang", "es", "../x.po"),
        ("translations", "--handout", "none"),
        ("release", "none"),
        ("diff", "tablets", "--since", "x", "--output", "../d.txt"),
    ):
        result = called(shelf, *args)
        assert result.exit_code == 1, args
        assert "error[" in result.stderr
        assert isinstance(result.exception, SystemExit)
    day = called(
        shelf,
        *("translations", "sign", "tablets", "--lang", "es", "--on", "2026-13-01"),
        *("--reviewer", "R", "--qualification", "RN"),
    )
    assert day.exit_code == 2
    assert "no such day" in day.stderr
    edit("en.md", "role=overview", "role=overvew")
    broken = called(shelf, "translations", "--format", "json")
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["translations"] == []
    shelf.write_whole("publish.toml", b"[governance\n")
    told = called(shelf, "audit", "--format", "json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["diagnostics"][0]["code"] == "W006"
