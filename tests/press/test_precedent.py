"""A run with nothing to do is known again as long as nothing has changed, and not any longer."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handoutpress import clock
from handoutpress.cli import cli
from handoutpress.content import catalogue
from handoutpress.pdf import stock
from handoutpress.press import precedent, proofs
from handoutpress.press.fingerprint import code_digest
from handoutpress.press.lock import only_press
from handoutpress.press.manifest import MANIFEST
from handoutpress.press.precedent import Precedents
from handoutpress.workspace import Workspace
from tests.quick_shop import quick_shop

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("weasyprint", "ebooklib", "pikepdf", "pydantic", "jinja2", "markdown_it", "yaml", "lxml")
SOURCES = (
    "publish.toml",
    "brands/my-clinic/brand.yaml",
    "brands/my-clinic/logo.svg",
    "handouts/my-first-handout/handout.yaml",
    "handouts/my-first-handout/en.md",
    "styles/own.css",
)


def run(*args: str | Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace whose files are all made and proved, and of which nothing is kept yet."""
    monkeypatch.setattr(proofs, "SETTLED_NS", -1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = quick_shop(tmp_path / "shop", monkeypatch, {"555 01": "555 02"})
    (folder / "styles").mkdir()
    (folder / "styles/own.css").write_text("a { color: red }\n")
    assert build(folder).exit_code in (0, 1)
    return folder


def build(shop: Path, *args: str) -> Result:
    """Build in this process, where the quick maker is."""
    return run("-C", shop, "build", "--jobs", "1", *args)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that has an item for each time that the sources were read."""
    times: list[str] = []
    whole = catalogue.load_catalogue

    def told(workspace: Workspace) -> catalogue.Catalogue:
        times.append("read")
        return whole(workspace)

    monkeypatch.setattr(catalogue, "load_catalogue", told)
    return times


def at_rest(shop: Path, read: list[str]) -> Result:
    """Keep a run that finds nothing to do, and return what was said of it."""
    first = build(shop)
    assert "0 made, 6 current" in first.stderr
    assert len(read) == 1
    read.clear()
    return first


def files(shop: Path) -> list[Path]:
    return sorted((shop / stock.FOLDER).glob("??/*"))


def without_seconds(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr.rpartition(" in ")[0]


def test_what_has_nothing_to_do_is_known_again(shop: Path, read: list[str]) -> None:
    first = at_rest(shop, read)
    again = build(shop)
    assert read == []
    assert without_seconds(again) == without_seconds(first)


def test_all_that_is_told_is_told_again(
    shop: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "brands/other").mkdir()
    (shop / "brands/other/brand.yaml").write_text("name: [")
    build(shop)
    for file in files(shop):
        file.unlink()
    read.clear()
    ways = [("--json",), ("--strict",), ("--dry-run",), ("--dry-run", "--json", "--explain")]
    with monkeypatch.context() as alone:
        alone.setattr(stock, "_secret", lambda: None)  # no key, so nothing is kept
        said = [build(shop, *way) for way in ways]
        assert len(read) == len(ways)
    read.clear()
    at_rest(shop, read)
    for way, before in zip(ways, said, strict=True):
        after = build(shop, *way)
        assert after.exit_code == before.exit_code == 1
        assert "S010" in before.output
        for now, then in zip(after.stdout.split("\n"), before.stdout.split("\n"), strict=True):
            if "seconds" in now:
                assert {**json.loads(now), "seconds": 0} == {**json.loads(then), "seconds": 0}
            else:
                assert now == then
    assert read == []


def test_a_dry_run_keeps_and_proves_nothing(shop: Path, read: list[str]) -> None:
    build(shop, "--dry-run")
    assert files(shop) == []
    read.clear()
    at_rest(shop, read)
    proved = (shop / proofs.PROOFS).read_bytes()
    (shop / proofs.PROOFS).unlink()
    build(shop, "--dry-run")
    assert read == []
    assert not (shop / proofs.PROOFS).exists()
    build(shop)
    assert read == []
    assert (shop / proofs.PROOFS).read_bytes() == proved


@pytest.mark.parametrize("name", SOURCES)
def test_a_changed_byte_is_seen_though_size_and_time_are_kept(
    shop: Path, read: list[str], name: str
) -> None:
    at_rest(shop, read)
    path = shop / name
    status, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    build(shop)
    assert read == ["read"]


def copy_brand(shop: Path) -> None:
    (shop / "brands/other").mkdir()
    data = (shop / "brands/my-clinic/brand.yaml").read_text().replace("logo:", "#logo:")
    (shop / "brands/other/brand.yaml").write_text(data)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a further clinic": copy_brand,
    "a folder that is left out": lambda shop: (shop / "brands/..north").mkdir(),
    "a further language": lambda shop: (shop / "handouts/my-first-handout/es.md").write_text("a"),
    "a handout gone": lambda shop: (shop / "handouts/my-first-handout/en.md").unlink(),
    "a logo gone": lambda shop: (shop / "brands/my-clinic/logo.svg").unlink(),
    "a style sheet": lambda shop: (shop / "styles/base.css").write_text("a {}"),
    "a template": lambda shop: Workspace(shop).write_whole("templates/leaflet.html", b"a"),
    "the manifest": lambda shop: (shop / MANIFEST).write_bytes(
        (shop / MANIFEST).read_bytes().replace(b'"pages":1', b'"pages":2')
    ),
    "no manifest": lambda shop: (shop / MANIFEST).unlink(),
    "a file changed": lambda shop: next((shop / "output").rglob("*.pdf")).write_bytes(b"other"),
    "a file gone": lambda shop: next((shop / "output").rglob("*.epub")).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_came_or_went_is_seen(shop: Path, read: list[str], change: str) -> None:
    at_rest(shop, read)
    CHANGES[change](shop)
    build(shop)
    assert read == ["read"]


def test_what_was_made_as_it_was_is_known_again(shop: Path, read: list[str]) -> None:
    at_rest(shop, read)
    CHANGES["a file gone"](shop)
    assert "1 made, 5 current" in build(shop).stderr
    read.clear()
    assert "0 made, 6 current" in build(shop).stderr
    assert read == [], "all is as it was"


@pytest.mark.parametrize("asked", [("--force",), ("my-first-handout",), ("--brand", "plain")])
def test_another_request_is_read_for_itself(
    shop: Path, read: list[str], asked: tuple[str, ...]
) -> None:
    at_rest(shop, read)
    build(shop, *asked)
    assert read == ["read"]


def test_another_day_is_read_for_itself(
    shop: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(shop, read)
    monkeypatch.setattr(clock, "of_machine", lambda: datetime.date(2026, 12, 2))
    build(shop)
    assert read == ["read"]


@pytest.mark.parametrize("what", ["code_digest", "_installed", "command"])
def test_another_program_reads_for_itself(
    shop: Path, read: list[str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(shop, read)
    monkeypatch.setattr(precedent, what, lambda *given: "another")
    build(shop)
    assert read == ["read"]


def test_all_of_the_program_counts() -> None:
    """Also what decides no byte, such as a rule: it decides what is refused and what is said."""
    digests = {code_digest(ROOT / "handoutpress", (part,)) for part in (".", "checks")}
    assert len({*digests, code_digest()}) == 3


def test_what_another_key_has_sealed_is_not_believed(
    shop: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rest(shop, read)
    monkeypatch.setattr(stock, "_secret", lambda: b"x" * 32)
    build(shop)
    assert read == ["read"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: stock.SEAL] + data[stock.SEAL :].replace(b"output", b"outpat"),
        lambda data: b"\x80\x05N." * 20,
    ],
    ids=["empty", "cut", "forged", "other"],
)
def test_what_was_tampered_with_is_not_believed(
    shop: Path, read: list[str], spoil: Callable[[bytes], bytes]
) -> None:
    at_rest(shop, read)
    (file,) = files(shop)
    file.write_bytes(spoil(file.read_bytes()))
    assert "0 made, 6 current" in build(shop).stderr
    assert read == ["read"]
    read.clear()
    build(shop)
    assert read == [], "it is kept anew"


def test_what_changed_while_it_was_read_is_not_kept(
    shop: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddle(self: Precedents) -> None:
        whole(self)
        (shop / MANIFEST).write_bytes((shop / MANIFEST).read_bytes().replace(b"quick", b"QUICK"))

    whole = Precedents.note_manifest
    monkeypatch.setattr(Precedents, "note_manifest", meddle)
    at_rest(shop, read)
    assert files(shop) == []


def test_a_manifest_with_a_hash_that_is_none_is_no_traceback(shop: Path, read: list[str]) -> None:
    """Nobody has sealed the manifest, nor the proofs: they can say the same of a file."""
    manifest, proved = shop / MANIFEST, shop / proofs.PROOFS
    build(shop)
    for file in files(shop):
        file.unlink()
    record = json.loads(proved.read_bytes())
    path = next(iter(record))
    entries = json.loads(manifest.read_bytes())["artifacts"]
    sha256 = next(entry["sha256"] for entry in entries if entry["path"] == path)
    record[path][-1] = "a b\nc d"
    proved.write_text(json.dumps(record))
    manifest.write_text(manifest.read_text().replace(sha256, r"a b\nc d"))
    read.clear()
    at_rest(shop, read)
    assert files(shop) == []


def test_nothing_is_kept_of_a_run_that_has_something_to_do(shop: Path, read: list[str]) -> None:
    next((shop / "output").rglob("*.epub")).unlink()
    assert "1 made" in build(shop).stderr
    assert files(shop) == []


def test_it_waits_for_no_other_press(shop: Path, read: list[str]) -> None:
    at_rest(shop, read)
    with only_press(Workspace(shop)):
        busy = build(shop)
    assert busy.exit_code == 1
    assert "B031" in busy.stderr


def test_to_know_it_again_imports_no_engine_and_no_parser(shop: Path, read: list[str]) -> None:
    script = (
        "import datetime, sys\n"
        "from handoutpress import clock\n"
        "from handoutpress.cli import cli\n"
        "clock.of_machine = lambda: datetime.date(2026, 12, 1)\n"
        "cli(['-C', sys.argv[1], 'build'], standalone_mode=False)\n"
        "print([m for m in sys.argv[2:] if m in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, str(shop), *HEAVY]
    for _ in range(2):  # the first one keeps it, the second knows it
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
