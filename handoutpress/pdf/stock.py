"""Shared pages and letterheads on disk, so that the next build has them without any layout.

What a build that found nothing to do has come to is kept beside them.

They are a convenience: what is not there, damaged or of another program is made anew, and a disk
that takes nothing costs time alone. Nobody looks at them again before they go to a patient, so each
is sealed with a key that is the user's own: what came with somebody else's workspace is not used.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import importlib
import io
import os
import pickle
import re
import secrets
import shutil
import stat
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from handoutpress.diagnostics import PressError
from handoutpress.workspace import MAX_BYTES, Workspace

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
SEAL = hashlib.sha256().digest_size
KEY_BYTES = 32
PACKAGE = __package__.partition(".")[0]
_PLAIN = {("builtins", "frozenset"): frozenset, ("builtins", "set"): set}
_PARTS = re.compile("[0-9a-f]{2}"), re.compile("[0-9a-f]{62}")
"""How the folders and the files in them are named."""
Kept = TypeVar("Kept")


class Stock:
    """What is kept in a workspace under one recipe, as of a program and theme: values by kind and
    key.
    """

    def __init__(self, workspace: Workspace, recipe: str, secret: bytes) -> None:
        self.workspace = workspace
        self.recipe = recipe
        self.secret = secret

    @classmethod
    def of_user(cls, workspace: Workspace, recipe: str) -> Stock | None:
        """Return the stock that the user's key opens; None where no key can be kept."""
        secret = _secret()
        return cls(workspace, recipe, secret) if secret else None

    def get(self, kind: type[Kept], key: Hashable) -> Kept | None:
        """Return what is kept under a key, if it is whole, sealed and of its kind."""
        name = self._name(kind, key)
        try:
            data = self.workspace.read(name)
            seal, data = data[:SEAL], data[SEAL:]
            if not hmac.compare_digest(seal, self._seal(name, data)):
                return None
            value = _Values(io.BytesIO(data)).load()
        except Exception:
            # Whatever a damaged file makes of itself, it is as good as none.
            return None
        with contextlib.suppress(OSError):
            os.utime(self.workspace.root / name)
        return value if isinstance(value, kind) else None

    def put(self, value: object, key: Hashable) -> None:
        """Keep a value under a key of its kind, if the disk takes it."""
        data = pickle.dumps(value, PROTOCOL)
        if len(data) + SEAL > MAX_BYTES:
            return
        with contextlib.suppress(PressError):
            self._mark()
            name = self._name(type(value), key)
            self.workspace.write_whole(name, self._seal(name, data) + data)

    def _mark(self) -> None:
        for name, data in MARKS.items():
            if not self.workspace.exists(f"{FOLDER}/{name}"):
                self.workspace.write_whole(f"{FOLDER}/{name}", data)

    def _name(self, kind: type, key: Hashable) -> str:
        whole = hashlib.sha256(repr((self.recipe, kind.__name__, key)).encode()).hexdigest()
        return f"{FOLDER}/{whole[:2]}/{whole[2:]}"

    def _seal(self, name: str, data: bytes) -> bytes:
        """Return what only the user's key makes of these bytes in this place."""
        seal = hmac.new(self.secret, name.encode() + b"\0", "sha256")
        seal.update(data)  # apart, for it can be large
        return seal.digest()


def names(workspace: Workspace) -> frozenset[str]:
    """Return the names of all that is kept in a workspace."""
    folder = workspace.root / FOLDER
    return frozenset(f"{FOLDER}/{path.parent.name}/{path.name}" for _, _, path in _held(folder))


def packed(workspace: Workspace, wanted: Iterable[str]) -> dict[str, bytes]:
    """Return some of what is kept, sealed as it is, for the stock of another machine."""
    found = {}
    for name in wanted:
        with contextlib.suppress(PressError):
            found[name] = workspace.read(name)
    return found


def unpack(workspace: Workspace, parcel: Mapping[str, bytes]) -> None:
    """Keep what another machine has packed; what is here already stays."""
    for name, data in parcel.items():
        if not workspace.exists(name):
            with contextlib.suppress(PressError):
                workspace.write_whole(name, data)


def empty(workspace: Workspace) -> None:
    """Forget all that is kept in a workspace."""
    if _is_ours(workspace):
        shutil.rmtree(workspace.root / FOLDER, ignore_errors=True)


def prune(workspace: Workspace, most: int = MOST_BYTES) -> None:
    """Forget what was not used for longest, until no more than so many bytes are kept."""
    if not _is_ours(workspace):
        return
    held = sorted(_held(workspace.root / FOLDER))
    spare = sum(size for _, size, _ in held) - most
    for _, size, path in held:
        if spare <= 0:
            break
        with contextlib.suppress(OSError):
            path.unlink()
        spare -= size


def _held(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield when each file was last used, and its size; a link is none of ours."""
    for place in _named(folder, _PARTS[0], stat.S_IFDIR):
        for path in _named(place, _PARTS[1], stat.S_IFREG):
            with contextlib.suppress(OSError):
                status = path.lstat()
                yield status.st_mtime, status.st_size, path


def _named(folder: Path, name: re.Pattern[str], kind: int) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if name.fullmatch(path.name) and stat.S_IFMT(path.lstat().st_mode) == kind:
                yield path


def _is_ours(workspace: Workspace) -> bool:
    """Say whether a folder of that name is a cache, and not something that somebody wants."""
    folder = workspace.root / FOLDER
    return not folder.is_symlink() and workspace.exists(f"{FOLDER}/{TAG}")


def _secret() -> bytes | None:
    """Return the user's key, which is made where there is none."""
    try:
        path = _users_folder() / "stock.key"
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
        secret = path.read_bytes()
    except (OSError, RuntimeError):  # no home, or one that cannot be written
        return None
    return secret if len(secret) == KEY_BYTES else None


def _users_folder() -> Path:
    """Return the program's own folder in the user's cache (XDG Base Directory Specification)."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".cache") / PACKAGE


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
