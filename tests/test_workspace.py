"""The only door to the disk: what it refuses, and that it writes whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.diagnostics import ExportError, PressError, SourceError
from handoutpress.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "work"
    (root / "brands").mkdir(parents=True)
    (root / "publish.toml").write_text("")
    (tmp_path / "secret.txt").write_text("secret")
    return Workspace.find(root)


def _code(error: pytest.ExceptionInfo[PressError]) -> str:
    return error.value.diagnostics[0].code


def test_is_found_upward(workspace: Workspace) -> None:
    assert Workspace.find(workspace.root / "brands").root == workspace.root


def test_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        Workspace.find(tmp_path)
    assert _code(error) == "W001"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "/etc/passwd",
        "a/../../secret.txt",
        "a//b",
        "",
        "./publish.toml",
        "C:/x",
        "..\\secret.txt",
        "a\0b",
        "link.txt",
        "folder/secret.txt",
    ],
)
def test_nothing_outside_is_read_or_written(workspace: Workspace, name: str) -> None:
    (workspace.root / "link.txt").symlink_to(workspace.root.parent / "secret.txt")
    (workspace.root / "folder").symlink_to(workspace.root.parent)
    with pytest.raises(SourceError) as error:
        workspace.read(name)
    assert _code(error) == "W002"
    assert not workspace.exists(name)
    if name != "link.txt":
        with pytest.raises(SourceError):
            workspace.write_whole(name, b"x")
        with pytest.raises(SourceError):
            workspace.remove(name)
    assert (workspace.root.parent / "secret.txt").read_text() == "secret"


def test_a_link_inside_is_followed(workspace: Workspace) -> None:
    (workspace.root / "brands" / "a.txt").write_text("here")
    (workspace.root / "b.txt").symlink_to("brands/a.txt")
    assert workspace.read("b.txt") == b"here"


def test_a_link_is_replaced_not_followed(workspace: Workspace) -> None:
    (workspace.root / "out.pdf").symlink_to(workspace.root.parent / "secret.txt")
    workspace.write_whole("out.pdf", b"new")
    assert (workspace.root.parent / "secret.txt").read_text() == "secret"
    assert workspace.read("out.pdf") == b"new"


def test_what_cannot_be_read(workspace: Workspace) -> None:
    os.mkfifo(workspace.root / "pipe")
    (workspace.root / "loop").symlink_to("loop")
    with (workspace.root / "huge").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    expected = {"none": "W003", "publish.toml/x": "W003", "pipe": "W004", "brands": "W004"}
    for name, code in {**expected, "huge": "W005", "x" * 300: "W004"}.items():
        with pytest.raises(SourceError) as error:
            workspace.read(name)
        assert _code(error) == code, name
    with pytest.raises(SourceError):
        workspace.read("loop")


def test_listing_is_sorted_and_plain(workspace: Workspace) -> None:
    for name in ("b.md", "a.md", ".hidden"):
        (workspace.root / "brands" / name).write_text("")
    (workspace.root / "brands" / "z").mkdir()
    (workspace.root / "brands" / "dead").symlink_to("nowhere")
    assert workspace.files("brands") == ("a.md", "b.md")
    assert workspace.folders("brands") == ("z",)
    assert workspace.files("none") == workspace.folders("publish.toml") == ()


def test_folders_that_nobody_hid_are_not_lost_by_their_names(workspace: Workspace) -> None:
    for name in ("ours", "..x", "a\u00a0b", ".hidden", ".a\u00a0b"):
        (workspace.root / "brands" / name).mkdir()
    assert workspace.folders("brands") == ("ours",)
    assert workspace.ill_named("brands") == ("..x", "a\u00a0b")


def test_writes_whole(workspace: Workspace) -> None:
    workspace.write_whole("output/a/b.pdf", b"one")
    workspace.write_whole("output/a/b.pdf", b"two")
    assert workspace.read("output/a/b.pdf") == b"two"
    assert [p.name for p in (workspace.root / "output" / "a").iterdir()] == ["b.pdf"]


def test_removes_a_file_and_the_folders_that_are_left_empty(workspace: Workspace) -> None:
    for name in ("output/a/b.pdf", "output/c/d/e.pdf", "output/c/mine.txt"):
        workspace.write_whole(name, b"x")
    workspace.remove("output/a/b.pdf")
    workspace.remove("output/a/b.pdf")
    workspace.remove("output/c/d/e.pdf")
    assert workspace.folders("output") == ("c",)
    assert workspace.folders("output/c") == ()
    workspace.remove("output/c/mine.txt")
    assert workspace.exists("output")
    workspace.remove("publish.toml")
    assert workspace.root.exists()


def test_a_full_disk_leaves_the_old_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.write_whole("a.pdf", b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError) as error:
        workspace.write_whole("a.pdf", b"new")
    assert _code(error) == "B001"
    assert "no space left" in str(error.value)
    assert workspace.read("a.pdf") == b"old"
    assert sorted(p.name for p in workspace.root.iterdir()) == ["a.pdf", "brands", "publish.toml"]


def test_a_file_in_the_way_of_a_folder(workspace: Workspace) -> None:
    with pytest.raises(ExportError):
        workspace.write_whole("publish.toml/a.pdf", b"x")
    with pytest.raises(ExportError):
        workspace.remove("brands")


def test_what_cannot_be_read_as_words_is_told(workspace: Workspace) -> None:
    folder = workspace.root / "handouts" / "it"
    (folder / "de.md").mkdir(parents=True)
    (folder / "es.md").symlink_to("es.md")
    (folder / "fr.md").symlink_to("nowhere.md")
    found = load_catalogue(workspace).diagnostics
    told = [(d.code, str(d.location)) for d in found if str(d.location).endswith(".md")]
    names = [f"handouts/it/{lang}.md" for lang in ("de", "es", "fr")]
    assert told == list(zip(("W004", "W004", "W003"), names, strict=True))
