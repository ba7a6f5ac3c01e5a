"""The command line: what it prints where, how it exits, and what it does not import."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handoutpress import workspace
from handoutpress.cli import cli
from handoutpress.cli_build import progress
from handoutpress.content.edition import Finished
from handoutpress.content.sources import read_brand, read_handout
from handoutpress.diagnostics import ExportError, error, warning
from handoutpress.press import make
from handoutpress.press.build import Step
from handoutpress.press.manifest import MANIFEST, read_manifest
from handoutpress.press.plan import Artifact
from handoutpress.press.reasons import SAID
from handoutpress.workspace import Workspace
from tests.quick_shop import quick_shop

ROOT = Path(__file__).parent.parent
HEAVY = ("weasyprint", "ebooklib", "pikepdf", "pydantic", "jinja2", "markdown_it", "yaml", "lxml")


def run(*args: str | Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def shell(*args: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    command = [sys.executable, "-c", "from handoutpress.cli import main; main()", *args]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(command, env=environ, capture_output=True, check=False)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a fresh workspace with a clinic's own contacts, where making is quick."""
    own = {"555 01": "555 02", "example.org": "clinic.example", "Example": "Mill"}
    return quick_shop(tmp_path / "shop", monkeypatch, own)


def build(shop: Path, *args: str) -> Result:
    """Build in this process, where the quick maker is."""
    return run("-C", shop, "build", "--jobs", "1", *args)


# --- Help ---


def test_help_imports_no_engine() -> None:
    script = (
        "import sys\n"
        "from handoutpress.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "cli(['build', '--help'], standalone_mode=False)\n"
        "print([m for m in sys.argv[1:] if m in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, *HEAVY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_and_usage(tmp_path: Path) -> None:
    assert run("--help").exit_code == 0
    assert run("build", "--no-such-option").exit_code == 2
    assert run("no-such-command").exit_code == 2
    assert run("schema", "novel").exit_code == 2
    assert run("build", "--jobs", "0").exit_code == 2


def test_the_name_shown_is_the_name_called() -> None:
    script = "import sys; sys.argv[0] = 'x/publish.py'; from handoutpress.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage: publish.py [OPTIONS]")


# --- A workspace from nothing ---


def test_init_makes_a_workspace_that_passes(shop: Path) -> None:
    result = run("-C", shop, "check", "--strict")
    assert result.output.endswith("0 errors, 0 warnings\n")
    assert result.exit_code == 0


def test_init_and_new_say_what_comes_next(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    assert run("init", folder).stderr == f"now: publish -C '{folder}' build\n"
    said = run("-C", folder, "new", "brand", "north").stderr
    assert said.endswith(f"publish -C '{folder}' check --brand north\n")
    said = run("-C", folder, "new", "handout", "cough").stderr
    assert said.endswith(f"publish -C '{folder}' check cough\n")


def test_a_new_brand_is_told_what_is_still_made_up(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    run("init", folder)
    record = json.loads(run("-C", folder, "check", "--json").stdout)
    told = [d for d in record["diagnostics"] if d["severity"] != "info"]
    assert {(d["code"], d["file"]) for d in told} == {("S101", "brands/my-clinic/brand.yaml")}
    assert run("-C", folder, "check").exit_code == 0
    assert run("-C", folder, "check", "--strict").exit_code == 1


def test_init_overwrites_nothing(shop: Path) -> None:
    before = sorted(shop.rglob("*"))
    result = run("init", shop)
    assert result.exit_code == 1
    assert "W020" in result.stderr
    assert sorted(shop.rglob("*")) == before


def test_a_brand_that_cannot_be_written_leaves_no_folder(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = workspace._replace

    def full(target: Path, data: bytes) -> None:
        if target.name == "logo.svg":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(target, data)

    monkeypatch.setattr(workspace, "_replace", full)
    assert "B001" in run("-C", shop, "new", "brand", "north").stderr
    assert not (shop / "brands" / "north").exists()
    monkeypatch.undo()
    assert run("-C", shop, "new", "brand", "north").exit_code == 0
    assert run("-C", shop, "check").exit_code == 0


def test_new_handout_and_brand_are_good(shop: Path) -> None:
    made = run("-C", shop, "new", "handout", "sore-throat", "--title", 'A "sore": throat')
    assert made.stdout.splitlines()[0] == "handouts/sore-throat/handout.yaml"
    assert run("-C", shop, "new", "brand", "north", "--title", "North & Sons").exit_code == 0
    workspace = Workspace(shop)
    handout = read_handout(workspace, "sore-throat", "en")
    assert handout.front.title == 'A "sore": throat'
    assert handout.record.id == "HP-002"
    brand = read_brand(workspace, "north")
    assert brand.facts
    assert brand.facts.name == "North & Sons"
    assert run("-C", shop, "check").exit_code == 0


def test_new_makes_the_facts_that_a_handout_lacks(shop: Path) -> None:
    facts, words = (shop / "handouts/my-first-handout" / n for n in ("handout.yaml", "en.md"))
    before = words.read_bytes()
    facts.unlink()
    assert "new handout my-first-handout` makes one" in run("-C", shop, "check").stderr
    made = run("-C", shop, "new", "handout", "my-first-handout")
    assert made.stdout == "handouts/my-first-handout/handout.yaml\n"
    assert words.read_bytes() == before
    assert run("-C", shop, "check").exit_code == 0


def test_a_starter_can_be_made_in_every_edition(shop: Path) -> None:
    handout = read_handout(Workspace(shop), "my-first-handout", "en")
    assert all(section.easy for section in handout.sections)
    assert any(section.short for section in handout.sections)
    checked = run("-C", shop, "check", "--edition", "easy-read", "--edition", "trifold")
    assert checked.output.endswith("0 errors, 0 warnings\n")


def test_new_for_another_language_copies_the_words_to_translate(shop: Path) -> None:
    words = shop / "handouts/my-first-handout"
    steps = words / "figures/steps.svg"
    label = '<text font-size="16">Go "up"</text><text font-size="16">Top</text></svg>'
    steps.write_text(steps.read_text("utf-8").replace("</svg>", label), "utf-8")
    made = run("-C", shop, "new", "handout", "my-first-handout", "--lang", "es")
    assert made.stdout == "handouts/my-first-handout/es.md\n"
    original, copy = ((words / f"{lang}.md").read_text("utf-8") for lang in ("en", "es"))
    assert copy.partition("\n---\n")[2] == original.partition("\n---\n")[2]
    keys = 'translator: "Who translated these words"\nreview: {state: draft}\nlabels:\n'
    assert keys + '  "Go \\"up\\"": "Go \\"up\\""\n  "Top": "Top"\n---\n' in copy
    told = run("-C", shop, "check").stderr
    assert "es.md:2" not in told
    assert "have the very words of en.md" in told
    assert "the label 'Top' is not translated" in told


def test_a_copy_to_translate_is_of_the_original_and_has_the_title_that_is_asked_for(
    shop: Path,
) -> None:
    words = shop / "handouts/my-first-handout"
    record = (words / "handout.yaml").read_text("utf-8")
    (words / "handout.yaml").write_text(f"{record}written_in: es\n", "utf-8")
    spanish = (words / "en.md").read_text("utf-8").replace("title: ", "title: >\n  Una\n  hoja ")
    (words / "es.md").write_text(spanish, "utf-8")
    run("-C", shop, "new", "handout", "my-first-handout", "--lang", "fr", "--title", 'Une "f"')
    copy = (words / "fr.md").read_text("utf-8").splitlines()
    assert copy[:3] == ["---", 'title: "Une \\"f\\""', spanish.splitlines()[4]]
    assert "the very words of es.md" in run("-C", shop, "check").stderr


def test_a_copy_of_a_translation_has_each_key_once(shop: Path) -> None:
    words = shop / "handouts/my-first-handout"
    english = (words / "en.md").read_text("utf-8").replace("title: ", "translator: Me\ntitle: ")
    (words / "en.md").write_text(english, "utf-8")
    run("-C", shop, "new", "handout", "my-first-handout", "--lang", "fr")
    copy = (words / "fr.md").read_text("utf-8")
    assert copy.count("translator: ") == copy.count("review: ") == 1
    assert "error[" not in run("-C", shop, "check").stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("handout", "my-first-handout"), "W020"),
        (("brand", "my-clinic"), "W020"),
        (("handout", "../x"), "W022"),
        (("handout", "A B"), "W022"),
        (("brand", "plain"), "W022"),
        (("brand", "/etc"), "W022"),
        (("handout", "x", "--lang", "../en"), "W022"),
        (("handout", "x", "--lang", "EN"), "W022"),
        (("handout", "x", "--title", " "), "W022"),
        (("handout", "x", "--title", "a\x1b[31m"), "W022"),
        (("brand", "x", "--title", "\udcff"), "W022"),
    ],
)
def test_new_refuses(shop: Path, args: tuple[str, ...], code: str) -> None:
    before = sorted(shop.rglob("*"))
    result = run("-C", shop, "new", *args)
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert sorted(shop.rglob("*")) == before


@pytest.mark.parametrize("epoch", ["9" * 10, "9" * 20, "٣", "-1", "soon"])
def test_init_takes_no_date_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert run("init", tmp_path / "shop").exit_code == 0
    assert run("-C", tmp_path / "shop", "check").exit_code == 0


@pytest.mark.parametrize("name", [".", "x" * 300])
def test_no_workspace_is_told(tmp_path: Path, name: str) -> None:
    result = run("-C", tmp_path / name, "build")
    assert result.exit_code == 1
    assert "error[W001]" in result.stderr
    assert result.stdout == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    result = run("init", tmp_path / ("x" * 300))
    assert result.exit_code == 1
    assert "error[W021]" in result.stderr


# --- Building ---


def test_stdout_has_the_paths_and_stderr_the_rest(shop: Path) -> None:
    result = build(shop)
    assert result.exit_code == 0
    paths = result.stdout.splitlines()
    assert len(paths) == 6
    assert all((shop / path).is_file() for path in paths)
    assert "made output/plain/my-first-handout/my-first-handout.en.epub\n" in result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("6 made, 0 current, 0 failed, 0 warnings in ")
    again = build(shop)
    assert again.stdout == ""
    assert again.stderr.startswith("0 made, 6 current, 0 failed, 0 warnings in ")


def test_options_repeat_and_take_commas(shop: Path) -> None:
    result = build(shop, "--edition", "leaflet, epub", "--paper", "a4", "--brand", "plain")
    assert len(result.stdout.splitlines()) == 2
    more = build(shop, "--brand", "plain", "--brand", "my-clinic", "--edition", "leaflet,epub")
    assert len(more.stdout.splitlines()) == 4


@pytest.mark.parametrize(
    "args", [("../x",), ("--brand", "../x"), ("--lang", "xx"), ("--paper", "\x1b[2J")]
)
def test_unknown_names_exit_1_and_cannot_steer_the_terminal(
    shop: Path, args: tuple[str, ...]
) -> None:
    result = build(shop, *args)
    assert result.exit_code == 1
    assert "error[B005]" in result.stderr
    assert "\x1b" not in result.output


def events(result: Result) -> list[dict[str, Any]]:
    """Return what stdout has, which is an object on each line and nothing else."""
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def test_json_is_an_event_a_line(shop: Path) -> None:
    told = events(build(shop, "--json"))
    plan, *steps, summary = told
    assert (plan["event"], len(plan["make"]), plan["current"]) == ("plan", 6, [])
    assert {tuple(r["reason"] for r in item["why"]) for item in plan["make"]} == {("new",)}
    assert [step["event"] for step in steps] == ["begun", "made"] * 6
    assert [step["path"] for step in steps[1::2]] == [item["path"] for item in plan["make"]]
    assert [(step["done"], step["total"]) for step in steps[1::2]] == [(n, 6) for n in range(1, 7)]
    assert summary.pop("seconds") >= 0
    assert summary == {
        "event": "summary",
        "made": 6,
        "current": 0,
        "failed": 0,
        "unreached": 0,
        "removed": 0,
        "interrupted": False,
        "errors": 0,
        "warnings": 0,
        "exit_code": 0,
    }
    again = events(build(shop, "--json"))
    assert [event["event"] for event in again] == ["plan", "summary"]
    assert (again[0]["make"], len(again[0]["current"])) == ([], 6)


def test_every_event_and_reason_is_documented(shop: Path) -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    before, _, after = text.partition("### Events\n")
    chapter = after.partition("\n### ")[0]
    for event in events(build(shop, "--json")):
        assert f"`{event['event']}`" in chapter
        assert [key for key in event if f"`{key}`" not in chapter] == []
    reasons = before.partition("### Before it is made\n")[2]
    assert [key for key in SAID if f"`{key}`" not in reasons] == []
    assert [said for said in SAID.values() if said not in reasons] == []


def test_a_file_that_is_removed_is_an_event(shop: Path) -> None:
    build(shop)
    shutil.rmtree(shop / "brands/my-clinic")
    told = events(build(shop, "--json"))
    assert [event["event"] for event in told] == ["plan", *["removed"] * 3, "summary"]
    assert told[0]["remove"] == [event["path"] for event in told[1:-1]]
    assert told[-1]["removed"] == 3


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(shop: Path) -> None:
    before = sorted(shop.rglob("*"))
    result = build(shop, "--dry-run")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 6
    assert result.stderr == "6 to make (no estimate yet of the time), 0 current, 0 warnings\n"
    assert sorted(shop.rglob("*")) == before
    assert build(shop, "--edition", "leaflet").stdout.splitlines() == [
        path for path in sorted(result.stdout.splitlines()) if path.endswith(".pdf")
    ]
    told = events(build(shop, "--dry-run", "--json"))
    assert [event["event"] for event in told] == ["plan", "summary"]
    assert (len(told[0]["make"]), len(told[0]["current"])) == (2, 4)
    assert told[1] == {"event": "summary", "errors": 0, "warnings": 0, "exit_code": 0}


def test_a_dry_run_has_nothing_to_report(shop: Path) -> None:
    refused = build(shop, "--dry-run", "--report", "report.html")
    assert refused.exit_code == 2
    assert "a dry run makes nothing" in refused.stderr


def test_a_dry_run_says_what_would_be_removed_and_what_cannot_be_made(shop: Path) -> None:
    run("-C", shop, "new", "handout", "cough")
    build(shop)
    shutil.rmtree(shop / "handouts/cough")
    result = build(shop, "--dry-run")
    assert "to remove: output/plain/cough/cough.en.epub\n" in result.stderr
    assert "0 to make, 6 current, 6 to remove, 0 warnings\n" in result.stderr
    assert (shop / "output/plain/cough/cough.en.epub").exists()
    words = shop / "handouts/my-first-handout/en.md"
    words.write_text(words.read_text("utf-8") + "\n<b>bold</b>\n", "utf-8")
    broken = build(shop, "--dry-run")
    assert broken.exit_code == 1
    assert "nothing of handouts/my-first-handout" in broken.stderr
    told = events(build(shop, "--dry-run", "--json"))
    plan, *said, summary = told
    assert plan["broken"] == ["handouts/my-first-handout"]
    assert {event["event"] for event in said} == {"diagnostic"}
    assert (summary["errors"], summary["exit_code"]) == (len(said), 1)


def test_a_dry_run_imports_no_engine(shop: Path) -> None:
    script = (
        "import sys\n"
        "from handoutpress.cli import cli\n"
        "cli(sys.argv[1:], standalone_mode=False)\n"
        "engines = {'weasyprint', 'ebooklib', 'pikepdf', 'pypdfium2'}\n"
        "print(sorted(engines & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script, "-C", str(shop), "build", "--dry-run", "--explain"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert len(done.stdout.splitlines()) == 7


def test_explain_says_why_each_file_is_made(shop: Path) -> None:
    book = "output/plain/my-first-handout/my-first-handout.en.epub"
    first = build(shop, "--explain")
    assert f"{book}: new\n" in first.stderr
    assert ": " not in first.stdout
    brand = shop / "brands/my-clinic/brand.yaml"
    brand.write_text(brand.read_text("utf-8").replace("555 02", "555 03"), "utf-8")
    (shop / book).unlink()
    dry = build(shop, "--dry-run", "--explain").stdout.splitlines()
    assert f"{book}: missing on disk" in dry
    assert [line.partition(": ")[2] for line in dry if "my-clinic" in line] == ["changed brand"] * 3
    assert len(dry) == 4
    wet = build(shop, "--explain")
    assert [line for line in wet.stderr.splitlines() if ": " in line] == dry
    assert f"{book}: forced\n" in build(shop, "--explain", "--force").stderr


def test_a_name_in_a_manifest_cannot_steer_the_terminal(shop: Path) -> None:
    build(shop)
    manifest = shop / MANIFEST
    whole = json.loads(manifest.read_bytes())
    for recipe in whole["recipes"].values():
        recipe["theme"]["styles/\x1b[2J\nmade x.css"] = "0"
        recipe["packages"]["\x1b[31m\r"] = "0"
    for record in whole["artifacts"]:
        record["fingerprint"] = "0" * 64
    manifest.write_text(json.dumps(whole), "utf-8")
    dry = build(shop, "--dry-run", "--explain")
    wet = build(shop, "--explain")
    assert len(dry.stdout.splitlines()) == 6
    assert all(r"styles/\x1b[2J\nmade x.css" in line for line in dry.stdout.splitlines())
    assert set(dry.stdout.splitlines()) <= set(wet.stderr.splitlines())
    assert {c for c in dry.output + wet.output if not c.isprintable()} == {"\n"}


def test_what_stops_a_command_is_json_too(shop: Path) -> None:
    (shop / "publish.toml").write_text("papers = 1")
    for command in ("check", "list"):
        result = run("-C", shop, command, "--json")
        assert result.exit_code == 1
        assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == ["S022"]
    result = build(shop, "--json")
    assert result.exit_code == 1
    said, summary = events(result)
    assert (said["event"], said["code"], said["file"]) == ("diagnostic", "S022", "publish.toml")
    assert (summary["event"], summary["errors"], summary["exit_code"]) == ("summary", 1, 1)


@pytest.mark.parametrize(("command", "ended"), [("build", ["summary"]), ("check", [])])
def test_a_command_that_is_stopped_ends_its_json(
    shop: Path, monkeypatch: pytest.MonkeyPatch, command: str, ended: list[str]
) -> None:
    def interrupt(workspace: Workspace) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("handoutpress.content.catalogue.load_catalogue", interrupt)
    result = run("-C", shop, command, "--json")
    assert result.exit_code == 130
    assert [event["event"] for event in events(result)] == ended


def test_an_empty_name_does_not_mean_all(shop: Path) -> None:
    assert build(shop, "--brand", "").exit_code == 2
    assert build(shop, "--lang", " ,").exit_code == 2


def test_trouble_exits_1_and_is_in_the_json(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(artifact: Artifact, *_: object) -> Finished:
        raise ExportError([error("P001", "no good")])

    monkeypatch.setattr(make, "make", refuse)
    result = build(shop, "--json")
    assert result.exit_code == 1
    told = events(result)
    # What six files fail of alike is told once, when the first of them does.
    assert [event["event"] for event in told[:4]] == ["plan", "begun", "failed", "diagnostic"]
    assert [event["code"] for event in told if event["event"] == "diagnostic"] == ["P001"]
    assert (told[-1]["failed"], told[-1]["errors"], told[-1]["exit_code"]) == (6, 1, 1)


def test_strict_makes_a_warning_matter(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def warn(artifact: Artifact, *_: object) -> Finished:
        return Finished(b"x", 1, (warning("C001", "pale"),))

    monkeypatch.setattr(make, "make", warn)
    assert build(shop).exit_code == 0
    strict = build(shop, "--strict")
    assert strict.exit_code == 1
    assert "6 current, 0 failed, 1 warning in" in strict.stderr


def test_the_last_line_counts_what_kept_files_from_being_made(shop: Path) -> None:
    (shop / "handouts" / "my-first-handout" / "en.md").write_text("---\ntitle: 1\n---\n")
    said = run("-C", shop, "build")
    assert said.exit_code == 1
    last = said.stderr.splitlines()[-1]
    assert last.startswith("0 made, 0 current, 0 failed, ")
    assert re.search(r", [1-9]\d* errors?, 0 warnings in ", last)


def test_ctrl_c_exits_130(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(artifact: Artifact, *_: object) -> Finished:
        raise KeyboardInterrupt

    monkeypatch.setattr(make, "make", interrupt)
    result = build(shop)
    assert result.exit_code == 130
    assert "6 not reached" in result.stderr
    summary = events(build(shop, "--json"))[-1]
    assert (summary["unreached"], summary["interrupted"], summary["exit_code"]) == (6, True, 130)


def test_missing_libraries_are_one_line(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ExportError([error("D001", "this machine lacks Pango", None, "apt-get install x")])

    monkeypatch.setattr("handoutpress.press.build.require_libraries", refuse)
    result = build(shop)
    assert result.exit_code == 1
    assert result.stderr == "error[D001]: this machine lacks Pango\n  hint: apt-get install x\n"
    told = [event["event"] for event in events(build(shop, "--json"))]
    assert told == ["diagnostic", "summary"]


def test_a_build_that_cannot_start_removes_nothing(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ExportError([error("D001", "this machine lacks Pango", None, "apt-get install x")])

    build(shop)
    shutil.rmtree(shop / "brands/my-clinic")
    book = shop / "output/plain/my-first-handout/my-first-handout.en.epub"
    book.unlink()
    before = sorted(shop.rglob("*"))
    monkeypatch.setattr("handoutpress.press.build.require_libraries", refuse)
    assert build(shop).exit_code == 1
    assert sorted(shop.rglob("*")) == before


def test_the_last_event_counts_what_was_told_before_the_build_failed(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(workspace: Workspace) -> None:
        raise ExportError([error("B001", "the disk is read-only")])

    monkeypatch.setattr("handoutpress.press.build.stock.empty", refuse)
    run("-C", shop, "new", "brand", "north")
    told = events(build(shop, "--json", "--force"))
    codes = [event["code"] for event in told if event["event"] == "diagnostic"]
    assert codes[-1] == "B001"
    assert len(codes) > 1
    assert [event["event"] for event in told].count("summary") == 1
    assert (told[-1]["errors"], told[-1]["warnings"]) == (1, len(codes) - 1)


def test_clean_takes_back_what_build_made(shop: Path) -> None:
    build(shop)
    result = run("-C", shop, "clean")
    assert result.exit_code == 0
    assert not [path for path in (shop / "output").rglob("*") if path.is_file()]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_failure_is_a_line_of_its_own_above_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    said = error("P001", "it has no words"), error("P002", "it has no title")
    with progress() as show:
        show(Step("output/old.pdf", "removed", 0, 3))
        assert terminal.getvalue() == ""
        show(Step("output/plain/x/first.pdf", "begun", 0, 3))
        show(Step("output/plain/x/first.pdf", "failed", 1, 3, said))
        text = terminal.getvalue()
        line = "failed output/plain/x/first.pdf: it has no words\n"
        assert text.count(line) == 1
        above, below = text.split(line)
        # The bar that stood there is wiped out, and comes again below with the new count.
        assert re.search(r"0/3[^\r]*\r +\r$", above)
        assert "1/3" in below


def test_a_bar_says_how_many_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    clock = iter([100.0, 100.0, 100.0, 102.0])
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("handoutpress.cli_build.time.monotonic", lambda: next(clock, 102.0))
    with progress() as show:
        show(Step("output/plain/x/first.pdf", "begun", 0, 9))
        show(Step("output/plain/x/long-as-the-names-of-files-are.en+es.pdf", "made", 5, 9))
    assert "5/9" in terminal.getvalue()
    lines = re.split(r"\r|\x1b\[\?25[lh]", terminal.getvalue())
    assert max(map(len, lines)) <= shutil.get_terminal_size().columns
    assert "2.5/s  long-as-the-names-of-files-are.en+es.pdf" in terminal.getvalue()


def test_a_terminal_gets_a_bar_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as show:
        assert terminal.getvalue() == ""
        show(Step("output/plain/x/first.pdf", "begun", 0, 2))
        assert "0/2" in terminal.getvalue()
        assert "first.pdf" in terminal.getvalue()
        show(Step("output/plain/x/second.pdf", "made", 1, 2))
    assert "1/2" in terminal.getvalue()
    assert "second.pdf" in terminal.getvalue()
    assert "output" not in terminal.getvalue()


# --- Reading ---


def test_check_prints_sarif_with_what_is_silenced(shop: Path) -> None:
    words = shop / "handouts/my-first-handout/en.md"
    text = words.read_text("utf-8")
    silenced = "<!-- silence L126: it is a song -->\nRest the the leg.\n\nWalk on on.\n\n"
    words.write_text(text.replace("These steps help", f"{silenced}These steps help"), "utf-8")
    result = run("-C", shop, "check", "--format", "sarif")
    assert result.exit_code == 0
    results = json.loads(result.stdout)["runs"][0]["results"]
    told = [(r["level"], "suppressions" in r) for r in results if r["ruleId"] == "L126"]
    assert told == [("warning", False), ("warning", True)]
    assert "L126" in result.stderr


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_what_stops_a_check_is_told_in_its_form(shop: Path, form: str) -> None:
    (shop / "publish.toml").write_text('[check.rules]\nL999 = "off"\n', "utf-8")
    result = run("-C", shop, "check", "--format", form)
    assert result.exit_code == 1
    assert "W014" in result.stdout
    assert json.loads(result.stdout)
    assert "publish.toml:2: error[W014]" in result.stderr


def test_an_error_in_the_words_keeps_a_handout_from_being_made(shop: Path) -> None:
    assert build(shop).exit_code == 0
    words = shop / "handouts/my-first-handout/en.md"
    words.write_text(f"{words.read_text('utf-8')}\nTake 1.0 mg.\n", "utf-8")
    result = build(shop)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "error[L422]" in result.stderr
    assert "0 made" in result.stderr
    assert "nothing of handouts/my-first-handout" in build(shop, "--dry-run").stderr
    assert list((shop / "output").rglob("*.pdf"))


def test_check_tells_a_broken_file_with_its_line(shop: Path) -> None:
    words = shop / "handouts/my-first-handout/en.md"
    words.write_text(words.read_text("utf-8") + "\n<b>bold</b>\n", "utf-8")
    result = run("-C", shop, "check", "--json")
    assert result.exit_code == 1
    line = len(words.read_text("utf-8").splitlines())
    said = json.loads(result.stdout)["diagnostics"]
    assert {(d["file"], d["line"]) for d in said} == {("handouts/my-first-handout/en.md", line)}
    assert build(shop).exit_code == 1


def test_list(shop: Path) -> None:
    lines = run("-C", shop, "list").stdout.splitlines()
    assert lines[0] == "handout  my-first-handout.en  My first handout (draft)"
    assert lines[1:3] == ["brand    plain  no branding", "brand    my-clinic  My clinic"]
    record = json.loads(run("-C", shop, "list", "--json").stdout)
    assert record.keys() == {"handouts", "brands", "editions", "papers", "packs"}


def test_a_pack_is_listed_checked_built_and_cleaned(shop: Path) -> None:
    with (shop / "publish.toml").open("a") as settings:
        settings.write('[packs.bag]\ntitle = {en = "A bag"}\nhandouts = ["my-first-handout"]\n')
    assert "pack     bag.en  A bag" in run("-C", shop, "list").stdout.splitlines()
    (record,) = json.loads(run("-C", shop, "list", "--json").stdout)["packs"]
    assert record == {
        "slug": "bag",
        "language": "en",
        "title": "A bag",
        "handouts": ["my-first-handout"],
        "lacking": [],
    }
    assert run("-C", shop, "check").exit_code == 0
    options = ["my-first-handout", "--edition", "pack", "--brand", "my-clinic"]
    made = build(shop, *options)
    files = ["bag.en.pack-a4.pdf", "bag.en.pack-letter.pdf", "bag.en.pack.epub"]
    assert made.stdout.splitlines() == [f"output/my-clinic/packs/{name}" for name in files]
    run("-C", shop, "clean")
    assert not (shop / "output").exists() or not any((shop / "output").rglob("bag*"))


def test_a_pack_of_what_is_not_there_costs_nothing_else(shop: Path) -> None:
    with (shop / "publish.toml").open("a") as settings:
        settings.write('[packs.bag]\ntitle = {en = "A bag"}\nhandouts = ["nobody", "me"]\n')
    made = build(shop, "--edition", "all")
    assert made.exit_code == 1
    assert "publish.toml:" in made.stderr
    assert "error[W009]: there is no handout `nobody`" in made.stderr
    assert "my-first-handout.en.epub" in made.stdout


@pytest.mark.parametrize("kind", ["handout", "brand", "publish", "front-matter"])
def test_schema_is_json(kind: str) -> None:
    assert json.loads(run("schema", kind).stdout)["type"] == "object"


def test_doctor_says_what_there_is_and_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoutpress.doctor.missing_libraries", lambda: ())
    assert run("doctor").stdout.startswith("ok       Python: ")
    from handoutpress.native import LIBRARIES

    monkeypatch.setattr("handoutpress.doctor.missing_libraries", lambda: LIBRARIES[:1])
    result = run("doctor")
    assert result.exit_code == 1
    assert "error[D001]: this machine lacks GObject" in result.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_any_title_can_be_printed_anywhere(shop: Path, locale: str) -> None:
    run("-C", shop, "new", "handout", "x", "--title", "Đau lưng 背中 ظهر")
    done = shell("-C", str(shop), "list", LC_ALL=locale, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "Đau lưng 背中 ظهر".encode() in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_behind_stdout_is_one_line() -> None:
    script = "from handoutpress.cli import main; main()"
    command = [sys.executable, "-c", script, "schema", "handout"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [b"publish: No space left on device"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_closed_pipe_is_quiet() -> None:
    line = (
        f'"{sys.executable}" -c "from handoutpress.cli import main; main()" schema handout | true'
    )
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


LATE = """
import atexit, os, signal
# Whoever runs the tests in the background has Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
atexit.register(os.kill, os.getpid(), signal.SIGINT)
from handoutpress.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="a process there cannot send itself Ctrl-C")
def test_ctrl_c_in_the_very_end_is_quiet() -> None:
    command = [sys.executable, "-c", LATE, "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "version" in done.stdout


LISTENER = """
import sys
from handoutpress.content.edition import Finished
from handoutpress.press import build, make
build.require_libraries = lambda: None
def wait(artifact, *_):
    sys.stdin.read()
    return Finished(artifact.path.encode(), 1, (), ("quick",))
make.make = wait
from handoutpress.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that tells of its end")
def test_a_build_that_nobody_listens_to_any_more_is_quiet_and_loses_no_file(shop: Path) -> None:
    told, hears = os.pipe()
    command = [sys.executable, "-c", LISTENER, "-C", str(shop), "build", "-j", "1", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=hears, stderr=pipe) as process:
        os.close(hears)
        with os.fdopen(told, "rb", buffering=0) as stdout:
            assert stdout.read(1) == b"{"
        # Only now does the first file come to be made.
        _, said = process.communicate(timeout=50)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert process.returncode == 1
    entries, damage = read_manifest(Workspace(shop))
    assert not damage
    files = {path for path in (shop / "output").rglob("*") if path.is_file()}
    assert files == {shop / path for path in (*entries, MANIFEST)}


def test_check_writes_a_page_of_what_it_found(shop: Path) -> None:
    check = ("-C", shop, "check", "--brand", "plain", "--edition", "epub", "--format", "html")
    printed = run(*check)
    assert printed.exit_code == 0
    assert printed.stdout.startswith("<!DOCTYPE html>")
    assert printed.stdout.count("<article") == 1
    written = run(*check, "--output", "pages/check.html")
    assert written.stdout == ""
    assert "the report is in pages/check.html\n" in written.stderr
    assert (shop / "pages/check.html").read_text("utf-8") == printed.stdout
    assert "the report is in reports/index.html\n" in run(*check, "--output", "reports").stderr
    names = sorted(path.name for path in (shop / "reports").iterdir())
    assert names == ["index.html", "my-first-handout.en.html"]


def test_a_page_of_checks_replaces_no_other_file(shop: Path) -> None:
    check = ("-C", shop, "check", "--brand", "plain", "--edition", "epub")
    (shop / "mine.html").write_text("mine", "utf-8")
    refused = run(*check, "--format", "html", "--output", "mine.html")
    assert refused.exit_code == 1
    assert "mine.html: error[B027]" in refused.stderr
    assert "W002" in run(*check, "--format", "html", "--output", "../out.html").stderr
    assert run(*check, "--output", "check.html").exit_code == 2
    assert (shop / "mine.html").read_text("utf-8") == "mine"
