"""What was proved is not read again, and what may have changed is."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from handoutpress.press import proofs
from handoutpress.press.proofs import PROOFS, Proofs
from handoutpress.workspace import Workspace

NAME = "output/north/cough/cough.en.epub"
DATA = b"a book"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(proofs, "SETTLED_NS", -1)
    made = Workspace(tmp_path)
    made.write_whole(NAME, DATA)
    return made


def proved(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Proofs:
    """Return proofs of one file that is not to be read again."""
    first = Proofs.of(workspace)
    assert first.has(NAME, len(DATA), SHA)
    first.save({NAME})
    monkeypatch.setattr(Workspace, "has", lambda *given: pytest.fail("it was read again"))
    return Proofs.of(workspace)


def test_a_proved_file_is_not_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = proved(workspace, monkeypatch)
    assert again.has(NAME, len(DATA), SHA)
    before = (workspace.root / PROOFS).stat().st_mtime_ns
    again.save({NAME})
    assert (workspace.root / PROOFS).stat().st_mtime_ns == before


def test_what_was_written_again_is_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved(workspace, monkeypatch)
    monkeypatch.undo()
    path = workspace.root / NAME
    status = path.stat()
    path.write_bytes(b"A BOOK")
    # Who sets the time of a change back leaves the time of that.
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not Proofs.of(workspace).has(NAME, len(DATA), SHA)


def test_another_hash_or_size_is_none_that_was_proved(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = proved(workspace, monkeypatch)
    monkeypatch.setattr(Workspace, "has", lambda *given: False)
    assert not again.has(NAME, len(DATA), "0" * 64)
    assert not again.has(NAME, 7, SHA)
    (workspace.root / NAME).unlink()
    assert not again.has(NAME, len(DATA), SHA)


def test_what_was_changed_a_moment_ago_is_not_proved(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "SETTLED_NS", 3_600_000_000_000)
    first = Proofs.of(workspace)
    assert first.has(NAME, len(DATA), SHA)
    assert first.used == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1}', '{"a": [1, 2, 3, 4]}', f'{{"{NAME}": [1, 2, 3, 4, 5]}}']
)
def test_what_is_no_proof_proves_nothing(workspace: Workspace, text: str) -> None:
    workspace.write_whole(PROOFS, text.encode())
    assert Proofs.of(workspace).known == {}
    assert Proofs.of(workspace).has(NAME, len(DATA), SHA)


def test_what_nobody_asked_for_stays_proved_while_it_is_listed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved(workspace, monkeypatch)
    some = Proofs.of(workspace)
    some.save({NAME})
    assert Proofs.of(workspace).known == some.known
    some.save(())
    assert Proofs.of(workspace).known == {}
