"""A workspace that notes its answers: each way to ask, and whether it would say the same again."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from handoutpress.diagnostics import SourceError
from handoutpress.noting import NotingWorkspace, Question
from handoutpress.workspace import Workspace
from tests.conftest import MakeWorkspace

FILES = {"brands/north/brand.yaml": "name: North", "brands/..odd/x": "", "handouts/en.md": "# A"}
CHANGES: dict[str, Callable[[Workspace], object]] = {
    "read": lambda w: w.write_whole("brands/north/brand.yaml", b"name: South"),
    "sha256": lambda w: w.write_whole("handouts/en.md", b"# B"),
    "exists": lambda w: w.remove("handouts/en.md"),
    "folders": lambda w: w.write_whole("brands/west/brand.yaml", b"name: West"),
    "ill_named": lambda w: (w.root / "brands/..too").mkdir(),
    "files": lambda w: w.write_whole("handouts/es.md", b"# B"),
    "names": lambda w: (w.root / "handouts/fr.md").mkdir(),
}
ASKED = {
    "read": "brands/north/brand.yaml",
    "sha256": "handouts/en.md",
    "exists": "handouts/en.md",
    "folders": "brands",
    "ill_named": "brands",
    "files": "handouts",
    "names": "handouts",
}


def ask(workspace: Workspace, method: str) -> object:
    """Ask one thing."""
    return getattr(workspace, method)(ASKED[method])


@pytest.mark.parametrize("method", ASKED)
def test_it_says_what_a_workspace_says_and_notes_it(
    make_workspace: MakeWorkspace, method: str
) -> None:
    workspace = make_workspace(FILES)
    noting = NotingWorkspace(workspace)
    assert ask(noting, method) == ask(workspace, method)
    assert [question.method for question in noting.noted] == [method]
    assert NotingWorkspace(workspace).says(noting.noted)
    CHANGES[method](workspace)
    assert not NotingWorkspace(workspace).says(noting.noted)


def test_every_way_to_ask_is_noted() -> None:
    """A further method that reads has to be noted, or what it answers is not asked again."""
    writes = {"find", "write_whole", "write_folder", "remove"}
    by_others = {"has"}
    methods = {name for name, _ in inspect.getmembers(Workspace, callable) if name[0] != "_"}
    assert methods - writes - by_others == {*ASKED}


def test_bytes_asked_for_as_a_hash_are_noted(make_workspace: MakeWorkspace) -> None:
    noting = NotingWorkspace(make_workspace(FILES))
    noting.has("handouts/en.md", 3, "")
    assert [question[:2] for question in noting.noted] == [("read", "handouts/en.md")]


def test_trouble_is_an_answer_too(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(FILES)
    noting = NotingWorkspace(workspace)
    with pytest.raises(SourceError) as trouble:
        noting.read("brands/none")
    assert NotingWorkspace(workspace).says(noting.noted)
    # A file whose bytes are the very words of the trouble is none.
    workspace.write_whole("brands/none", repr(trouble.value.diagnostics).encode())
    assert not NotingWorkspace(workspace).says(noting.noted)


def test_what_is_read_as_far_as_something_is_another_question(
    make_workspace: MakeWorkspace,
) -> None:
    noting = NotingWorkspace(make_workspace(FILES))
    noting.read("handouts/en.md")
    with pytest.raises(SourceError):
        noting.read("handouts/en.md", 1)
    assert len(noting.noted) == 2
    assert noting.is_steady


def test_two_answers_to_one_question_are_told(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(FILES)
    noting = NotingWorkspace(workspace)
    noting.read("handouts/en.md")
    assert noting.is_steady
    workspace.write_whole("handouts/en.md", b"# C")
    noting.read("handouts/en.md")
    assert not noting.is_steady


def test_a_question_that_is_none_has_no_answer(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(FILES)
    assert not NotingWorkspace(workspace).says({Question("remove", "handouts/en.md"): b""})
    assert workspace.exists("handouts/en.md")
