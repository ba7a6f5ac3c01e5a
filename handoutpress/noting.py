"""A workspace that notes what it was asked, so that one can ask whether it would say the same."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from handoutpress.diagnostics import SourceError
from handoutpress.workspace import MAX_BYTES, Workspace

Answer = TypeVar("Answer")
_LIMITED = ("read", "sha256")
_METHODS = (*_LIMITED, "exists", "folders", "ill_named", "files", "names")


class Question(NamedTuple):
    """What a workspace was asked: one of its methods, and what that was given."""

    method: str
    name: str
    most: int = 0
    """So many bytes at most, where it is asked for some."""


class NotingWorkspace(Workspace):
    """Answers as a Workspace does, and keeps a hash of each answer.

    As it is the only door to the disk, whoever knows nothing but its answers comes to the same
    again as long as all of these are the same.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.root)
        self.noted: dict[Question, bytes] = {}
        self.is_steady = True
        """Whether no question got two answers."""

    def read(self, name: str, most: int = MAX_BYTES) -> bytes:
        """Return a file's bytes."""
        return self._noting(Question("read", name, most), super().read, name, most)

    def sha256(self, name: str, most: int = MAX_BYTES) -> str:
        """Return the hash of a file's bytes."""
        return self._noting(Question("sha256", name, most), super().sha256, name, most)

    def exists(self, name: str) -> bool:
        """Say whether a file or a folder of that name is in the workspace."""
        return self._noting(Question("exists", name), super().exists, name)

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's sub-folders."""
        return self._noting(Question("folders", name), super().folders, name)

    def ill_named(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of the sub-folders that are left out though nobody hid them."""
        return self._noting(Question("ill_named", name), super().ill_named, name)

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's plain files."""
        return self._noting(Question("files", name), super().files, name)

    def names(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of whatever is in a folder."""
        return self._noting(Question("names", name), super().names, name)

    def says(self, noted: Mapping[Question, bytes]) -> bool:
        """Ask again what was noted, and say whether all answers are the same."""
        return all(self._again(question) == digest for question, digest in noted.items())

    def _again(self, question: Question) -> bytes | None:
        if question.method not in _METHODS:
            return None
        given = [question.name, *([question.most] if question.method in _LIMITED else [])]
        with contextlib.suppress(SourceError):
            getattr(self, question.method)(*given)
        return self.noted.get(question)

    def _noting(self, question: Question, ask: Callable[..., Answer], *given: object) -> Answer:
        try:
            answer = ask(*given)
        except SourceError as trouble:
            self._note(question, b"trouble", repr(trouble.diagnostics))
            raise
        self._note(question, b"answer", answer if isinstance(answer, bytes) else repr(answer))
        return answer

    def _note(self, question: Question, kind: bytes, said: bytes | str) -> None:
        whole = hashlib.sha256(kind)
        whole.update(said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass"))
        digest = whole.digest()
        if self.noted.setdefault(question, digest) != digest:
            self.is_steady = False
