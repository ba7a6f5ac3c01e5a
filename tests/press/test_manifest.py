"""The manifest: what is written comes back, and nothing in the file is trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handoutpress.press.manifest import MANIFEST, Entry, read_manifest, write_manifest
from tests.press import fakes


def entries(folder: Path) -> list[Entry]:
    """Return the entries of a small run."""
    run = fakes.run(folder, fakes.handout(), fakes.brand("north", paper="a4"))
    return [Entry.of(artifact, fakes.warner(artifact), run.recipe) for artifact in run.artifacts]


def test_it_comes_back_sorted_and_stable(tmp_path: Path) -> None:
    workspace, items = fakes.workspace(tmp_path), entries(tmp_path)
    write_manifest(workspace, reversed(items))
    first = workspace.read(MANIFEST)
    assert read_manifest(workspace) == ({item.path: item for item in items}, ())
    write_manifest(workspace, items)
    assert workspace.read(MANIFEST) == first
    assert first.endswith(b"}\n")


def test_its_shape(tmp_path: Path) -> None:
    workspace = fakes.workspace(tmp_path)
    write_manifest(workspace, entries(tmp_path)[:1])
    whole = json.loads(workspace.read(MANIFEST))
    (record,) = whole["artifacts"]
    assert len(record.pop("fingerprint")) == 64
    parts = record.pop("ingredients")
    ((name, recipe),) = whole["recipes"].items()
    assert parts.pop("recipe") == name == "1"
    assert len(recipe.pop("base")) == 64
    assert {name: len(part) for name, part in parts.items()} == {
        "words": 12, "pointers": 12, "brand": 12, "edition": 12
    }  # fmt: skip
    assert recipe.keys() == {"program", "date", "packages", "theme"}
    assert recipe["theme"].keys() == {"styles/tokens.css"}
    assert recipe["packages"]["weasyprint"]
    assert record == {
        "path": "output/north/cold/cold.en.epub",
        "handout": "cold",
        "members": [],
        "language": "en",
        "brand": "north",
        "edition": "epub",
        "paper": None,
        "format": "epub",
        "is_for_print": False,
        "version": "1.0",
        "sha256": "3e6805d9e6f7212aec46b462f2a6a6695ca11e5fe710ef2ea7e0fa36557e9c8e",
        "bytes": 4,
        "pages": 1,
        "preflight": {
            "result": "passed",
            "checks": [],
            "warnings": [
                {
                    "code": "C001",
                    "severity": "warning",
                    "message": "the accent is too light",
                    "file": "brands/north/brand.yaml",
                    "line": 2,
                    "column": None,
                    "hints": [],
                }
            ],
        },
    }


def test_a_pack_names_its_handouts(tmp_path: Path) -> None:
    members = fakes.handout("cold"), fakes.handout("flu")
    run = fakes.run(tmp_path, *members, fakes.pack(*members), editions=("pack",))
    items = [Entry.of(a, fakes.honest(a), run.recipe) for a in run.artifacts]
    assert {(e.handout, e.members, e.version) for e in items} == {
        ("bag", ("cold", "flu"), "1.0, 1.0")
    }
    workspace = fakes.workspace(tmp_path)
    write_manifest(workspace, items)
    assert read_manifest(workspace) == ({item.path: item for item in items}, ())


def test_none_is_no_trouble(tmp_path: Path) -> None:
    assert read_manifest(fakes.workspace(tmp_path)) == ({}, ())


def test_an_older_one_has_no_parts_and_is_good(tmp_path: Path) -> None:
    workspace, items = fakes.workspace(tmp_path), entries(tmp_path)
    write_manifest(workspace, items)
    whole = json.loads(workspace.read(MANIFEST))
    del whole["recipes"]
    for record in whole["artifacts"]:
        del record["ingredients"]
    workspace.write_whole(MANIFEST, json.dumps(whole).encode())
    older = {item.path: replace(item, ingredients=None, recipe=None) for item in items}
    assert read_manifest(workspace) == (older, ())
    write_manifest(workspace, older.values())
    assert read_manifest(workspace) == (older, ())


def test_each_file_is_a_line_of_it(tmp_path: Path) -> None:
    workspace, items = fakes.workspace(tmp_path), entries(tmp_path)
    write_manifest(workspace, items)
    lines = workspace.read(MANIFEST).decode().splitlines()
    records = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"path"')]
    assert [record["path"] for record in records] == sorted(item.path for item in items)
    assert len(lines) == len(items) + 6


def test_a_large_one_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, items = fakes.workspace(tmp_path), entries(tmp_path)
    # One that a file of any other kind must not be as large as.
    size = 65 << 20
    write_manifest(workspace, items)
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes() + b" " * size)
    assert read_manifest(workspace) == ({item.path: item for item in items}, ())
    monkeypatch.setattr("handoutpress.press.manifest.MAX_BYTES", size)
    found, said = read_manifest(workspace)
    assert (found, [d.code for d in said]) == ({}, ["W005"])


def test_recipes_under_their_hashes_are_read_too(tmp_path: Path) -> None:
    workspace, items = fakes.workspace(tmp_path), entries(tmp_path)
    write_manifest(workspace, items)
    whole = json.loads(workspace.read(MANIFEST))
    (recipe,) = whole["recipes"].values()
    base = recipe.pop("base")
    whole["recipes"] = {base: recipe}
    for record in whole["artifacts"]:
        record["ingredients"]["recipe"] = base
    workspace.write_whole(MANIFEST, json.dumps(whole, indent=2).encode())
    assert read_manifest(workspace) == ({item.path: item for item in items}, ())


@pytest.mark.parametrize(
    "recipes",
    [
        [],
        {"x": 1},
        {"x": {"program": "", "date": ""}},
        {"x": {"program": "", "date": "", "packages": {"a": 1}, "theme": {}}},
        {"x": {"program": "", "date": "", "packages": {}, "theme": []}},
        {"x": {"program": None, "date": "", "packages": {}, "theme": {}}},
    ],
)
def test_a_hostile_recipe_is_a_warning(tmp_path: Path, recipes: object) -> None:
    workspace = fakes.workspace(tmp_path)
    workspace.write_whole(MANIFEST, json.dumps({"artifacts": [], "recipes": recipes}).encode())
    found, said = read_manifest(workspace)
    assert found == {}
    assert [d.code for d in said] == ["B010"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"artifacts": {}}',
        b'{"artifacts": [1]}',
        b'{"artifacts": [{"path": "output/a/b.pdf"}]}',
        b"[" * 100_000,
        b'{"artifacts": ' + b"9" * 10_000 + b"}",
    ],
)
def test_a_foreign_file_is_a_warning(tmp_path: Path, text: bytes) -> None:
    workspace = fakes.workspace(tmp_path)
    workspace.write_whole(MANIFEST, text)
    found, (said,) = read_manifest(workspace)
    assert found == {}
    assert said.code == "B010"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("path", "/etc/passwd"),
        ("path", "output/../publish.toml"),
        ("path", "handouts/cold/en.md"),
        ("path", "output/manifest.json"),
        ("path", "output/.lock"),
        ("path", "output//x/y"),
        ("path", "output\\x\\y"),
        ("path", "output/x/\x1b[2J.pdf"),
        ("path", "output/x/y.pdf\nz"),
        ("bytes", "4"),
        ("pages", True),
        ("sha256", None),
        ("preflight", []),
        ("ingredients", []),
        ("ingredients", dict.fromkeys(("recipe", "words", "pointers", "brand", "edition"), "x")),
        ("surplus", "x"),
    ],
)
def test_a_hostile_entry_is_a_warning(tmp_path: Path, key: str, value: object) -> None:
    workspace = fakes.workspace(tmp_path)
    write_manifest(workspace, entries(tmp_path)[:1])
    whole: dict[str, Any] = json.loads(workspace.read(MANIFEST))
    whole["artifacts"][0][key] = value
    workspace.write_whole(MANIFEST, json.dumps(whole).encode())
    found, said = read_manifest(workspace)
    assert found == {}
    assert [d.code for d in said] == ["B010"]
