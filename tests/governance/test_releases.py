"""What a release keeps, and what of it is told when something is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.diagnostics import ExportError, SourceError
from handoutpress.governance.comparing import compare
from handoutpress.governance.recording import Credit, record
from handoutpress.governance.releases import release
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit

V1 = "handouts/tablets/releases/v1.0"


def test_a_release_keeps_facts_words_and_records(shelf: Workspace, edit: Edit) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    before = {name: shelf.read(f"handouts/tablets/{name}") for name in ("en.md", "es.md")}
    assert release(shelf, "tablets", None) == V1
    assert shelf.files(V1) == ("en.md", "es.md", "handout.yaml", "release.yaml")
    assert shelf.files(f"{V1}/translations") == ("es.yaml",)
    edit("en.md", "200 mg", "400 mg")
    assert shelf.read(f"{V1}/en.md") == before["en.md"]
    assert b'"en.md": ' in shelf.read(f"{V1}/release.yaml")


def test_a_release_is_no_language_and_no_handout(shelf: Workspace) -> None:
    release(shelf, "tablets", None)
    catalogue = load_catalogue(shelf)
    assert [(h.slug, h.lang) for h in catalogue.handouts] == [("tablets", "en"), ("tablets", "es")]
    assert catalogue.diagnostics == ()


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "V1", "v1 ", "-v", "x" * 65, "v\n"])
def test_a_name_that_cannot_be(shelf: Workspace, name: str) -> None:
    if name:
        with pytest.raises(SourceError, match=r"G010"):
            release(shelf, "tablets", name)
    assert not shelf.exists("handouts/tablets/releases")


def test_a_release_never_changes(shelf: Workspace, edit: Edit) -> None:
    release(shelf, "tablets", "first")
    edit("en.md", "200 mg", "400 mg")
    with pytest.raises(SourceError, match=r"G010.*first is released already"):
        release(shelf, "tablets", "first")
    assert b"200 mg" in shelf.read("handouts/tablets/releases/first/en.md")


def test_what_has_errors_is_not_released(shelf: Workspace, edit: Edit) -> None:
    edit("es.md", "role=treatment", "role=treatmnt")
    with pytest.raises(SourceError, match=r"S062"):
        release(shelf, "tablets", None)
    assert not shelf.exists("handouts/tablets/releases")


def test_a_folder_is_there_whole_or_not_at_all(
    shelf: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import handoutpress.workspace as module

    real = module._replace

    def full(target: object, data: bytes) -> None:
        if b"released" in data:
            raise OSError(28, "No space left on device")
        real(target, data)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_replace", full)
    with pytest.raises(ExportError, match="B001"):
        release(shelf, "tablets", None)
    assert shelf.names("handouts/tablets/releases") == ()
    assert [*(shelf.root / "handouts/tablets/releases").iterdir()] == []


@pytest.mark.parametrize(
    ("name", "lang", "said"),
    [
        ("v1", "en", r"G011.*no release 'v1'\n.*`v1.0`"),
        ("../..", "en", r"G011"),
        ("v1.0", "fr", r"L820.*not there in `fr`"),
        ("v1.0", "../en", r"L820"),
    ],
)
def test_what_cannot_be_compared(shelf: Workspace, name: str, lang: str, said: str) -> None:
    release(shelf, "tablets", None)
    with pytest.raises(SourceError, match=said):
        compare(shelf, "tablets", name, lang)


def test_a_language_that_came_later(shelf: Workspace) -> None:
    words = shelf.read("handouts/tablets/es.md")
    shelf.remove("handouts/tablets/es.md")
    release(shelf, "tablets", None)
    shelf.write_whole("handouts/tablets/es.md", words)
    with pytest.raises(SourceError, match=r"G013.*not released in `es`"):
        compare(shelf, "tablets", "v1.0", "es")


def test_without_a_release_there_is_a_way_to_make_one(shelf: Workspace) -> None:
    with pytest.raises(SourceError, match=r"G011.*\n.*`release tablets` keeps one"):
        compare(shelf, "tablets", "v1.0", None)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("en.md", b"200 mg", b"400 mg", r"v1.0/en.md: error\[G012\].*not what was released"),
        ("en.md", None, b"", r"v1.0/en.md: error\[G012\].*has lost en.md"),
        ("release.yaml", None, b"", r"error\[G012\].*lost its release.yaml"),
        ("release.yaml", b"files:", b"files: [", r"release.yaml:\d+: error\[S010\]"),
        ("release.yaml", b'"en.md": \'', b'"en.md": \'x', r"release.yaml:9: error\[S022\]"),
        ("release.yaml", b'"en.md"', b'"../en.md"', r"G012.*has lost ../en.md"),
        ("release.yaml", b"name: ", b"nme: ", r"error\[S020\]"),
    ],
)
def test_a_release_that_was_tampered_with(
    shelf: Workspace, file: str, old: bytes | None, new: bytes, said: str
) -> None:
    release(shelf, "tablets", None)
    path = f"{V1}/{file}"
    if old is None:
        shelf.remove(path)
    else:
        data = shelf.read(path)
        assert old in data
        shelf.write_whole(path, data.replace(old, new, 1))
    with pytest.raises(SourceError, match=said):
        compare(shelf, "tablets", "v1.0", "en")
