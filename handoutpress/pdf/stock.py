"""Shared pages and letterheads on disk, so that the next build has them without any layout.

They are a convenience: what is not there, damaged or of another program is made anew, and a disk
that takes nothing costs time alone. A file here can hold values and nothing that runs, whoever
wrote it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import pickle
import shutil
from collections.abc import Hashable
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, TypeVar

from handoutpress.diagnostics import PressError
from handoutpress.workspace import Workspace

FOLDER = ".handoutpress"
"""Where it is in a workspace. It is hidden, so nothing takes it for a part of that."""
TAG = "CACHEDIR.TAG"
MARKS = {
    TAG: b"Signature: 8a477f597d28d172789f06886806bc55\n",
    ".gitignore": b"*\n",
}
"""What keeps it out of backups (the Cache Directory Tagging Specification) and of Git. The first
says that it may be deleted, too."""
MOST_BYTES = 2 << 30
"""How much is kept: the bodies and letterheads of some ten thousand handouts and clinics."""
PROTOCOL = 5
DIGEST = hashlib.sha256().digest_size
PACKAGE = __package__.partition(".")[0]
_PLAIN = {("builtins", "frozenset"): frozenset, ("builtins", "set"): set}
Kept = TypeVar("Kept")


class Stock:
    """What one program and theme have laid out in a workspace: values by kind and key."""

    def __init__(self, workspace: Workspace, recipe: str) -> None:
        self.workspace = workspace
        self.recipe = recipe

    def get(self, kind: type[Kept], key: Hashable) -> Kept | None:
        """Return what is kept under a key, if it is whole and of its kind."""
        name = self._name(kind, key)
        try:
            data = self.workspace.read(name)
            value = _read(data)
        except Exception:
            # Whatever a damaged file makes of itself, it is as good as none.
            return None
        with contextlib.suppress(OSError):
            os.utime(self.workspace.root / name)
        return value if isinstance(value, kind) else None

    def put(self, value: object, key: Hashable) -> None:
        """Keep a value under a key of its kind, if the disk takes it."""
        data = pickle.dumps(value, PROTOCOL)
        with contextlib.suppress(PressError):
            self._mark()
            name = self._name(type(value), key)
            self.workspace.write_whole(name, hashlib.sha256(data).digest() + data)

    def _mark(self) -> None:
        for name, data in MARKS.items():
            if not self.workspace.exists(f"{FOLDER}/{name}"):
                self.workspace.write_whole(f"{FOLDER}/{name}", data)

    def _name(self, kind: type, key: Hashable) -> str:
        whole = hashlib.sha256(repr((self.recipe, kind.__name__, key)).encode()).hexdigest()
        return f"{FOLDER}/{whole[:2]}/{whole[2:]}"


def empty(workspace: Workspace) -> None:
    """Forget all that is kept in a workspace."""
    if _is_ours(workspace):
        shutil.rmtree(workspace.root / FOLDER, ignore_errors=True)


def prune(workspace: Workspace, most: int = MOST_BYTES) -> None:
    """Forget what was not used for longest, until no more than so many bytes are kept."""
    if not _is_ours(workspace):
        return
    held = []
    for path in (workspace.root / FOLDER).glob("??/*"):
        with contextlib.suppress(OSError):
            status = path.stat()
            held.append((status.st_mtime, status.st_size, path))
    spare = sum(size for _, size, _ in held) - most
    for _, size, path in sorted(held):
        if spare <= 0:
            break
        with contextlib.suppress(OSError):
            path.unlink()
        spare -= size


def _is_ours(workspace: Workspace) -> bool:
    """Say whether a folder of that name is a cache, and not something that somebody wants."""
    return workspace.exists(f"{FOLDER}/{TAG}")


def _read(data: bytes) -> Any:
    mark, data = data[:DIGEST], data[DIGEST:]
    if hashlib.sha256(data).digest() != mark:
        raise ValueError("it is not whole")
    return _Values(io.BytesIO(data)).load()


class _Values(pickle.Unpickler):
    """Reads values of this program's own plain kinds; to name anything else is an error."""

    def find_class(self, module: str, name: str) -> Any:
        if plain := _PLAIN.get((module, name)):
            return plain
        if module.partition(".")[0] == PACKAGE:
            kind = getattr(importlib.import_module(module), name)
            if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, (Enum, tuple))):
                return kind
        raise pickle.UnpicklingError(f"{module}.{name} is no value")
