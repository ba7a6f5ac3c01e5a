"""The only door to the disk: reads and writes files of one workspace and nothing outside it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import threading
from collections.abc import Callable, Mapping
from hashlib import file_digest
from io import FileIO
from pathlib import Path
from typing import TypeVar

from handoutpress.diagnostics import Diagnostic, ExportError, Location, SourceError, error
from handoutpress.program import command

SETTINGS_FILE = "publish.toml"
"""The file that makes a folder a workspace."""
OUTPUT = "output"
"""The folder of what is made."""
MAX_BYTES = 64 * 1024 * 1024
"""No file that a person writes, and none that is made for readers, is larger."""

Found = TypeVar("Found")


class Workspace:
    """A folder that holds publish.toml. Names are POSIX paths relative to it."""

    at_once = 1
    """How many files it takes at a time: to a disk, several would go no faster."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """Return the workspace that `start` is in: the nearest folder with publish.toml, upward.

        Raises SourceError W001 when there is none.
        """
        folder = Path(os.path.realpath(start))
        for candidate in (folder, *folder.parents):
            if _is(candidate / SETTINGS_FILE, stat.S_IFREG):
                return cls(candidate)
        raise SourceError(
            [
                error(
                    "W001",
                    f"this is not a workspace: no {SETTINGS_FILE} here or in a folder above",
                    None,
                    "change to the folder that holds handouts/ and publish.toml",
                    f"`{command('init DIR')}` makes a new workspace",
                )
            ]
        )

    def read(self, name: str, most: int = MAX_BYTES) -> bytes:
        """Return a file's bytes, of which there may be as many as `most`.

        Raises SourceError: W002 the name leads out of the workspace, W003 there is no such file,
        W004 it cannot be read, W005 it is larger than that.
        """
        return self._used(name, most, lambda file: file.read())

    def sha256(self, name: str, most: int = MAX_BYTES) -> str:
        """Return the hash of a file's bytes, which are not all in memory at once; raises as `read`
        does.
        """
        return self._used(name, most, lambda file: file_digest(file, "sha256").hexdigest())

    def _used(self, name: str, most: int, use: Callable[[FileIO], Found]) -> Found:
        path = self._inside(name)
        try:
            with _open_plain(path, name, most) as file:
                return use(file)
        except (FileNotFoundError, NotADirectoryError) as reason:
            raise _refused("W003", f"there is no file {name}", name) from reason
        except OSError as reason:
            raise _refused("W004", f"{name} cannot be read: {_why(reason)}", name) from reason

    def exists(self, name: str) -> bool:
        """Say whether a file or a folder of that name is in the workspace."""
        try:
            return self._inside(name).exists()
        except (SourceError, OSError):
            return False

    def has(self, name: str, size: int, sha256: str) -> bool:
        """Say whether a file is there with these very bytes."""
        try:
            data = self.read(name)
        except SourceError:
            return False
        return len(data) == size and hashlib.sha256(data).hexdigest() == sha256

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's sub-folders; hidden ones are left out."""
        return self._entries(name, stat.S_IFDIR, _is_shown)

    def ill_named(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of the sub-folders that are left out though nobody hid them.

        Two dots at the start hide nothing on purpose, and a name that cannot be printed, as one
        with a no-break space, looks like any other.
        """
        return self._entries(name, stat.S_IFDIR, _is_ill_named)

    def files(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of a folder's plain files; hidden ones are left out."""
        return self._entries(name, stat.S_IFREG, _is_shown)

    def names(self, name: str) -> tuple[str, ...]:
        """Return the sorted names of whatever is in a folder; hidden ones are left out.

        A link to nowhere is among them, and a folder that is named like a file: reading tells why.
        """
        return self._entries(name, None, _is_shown)

    def write_whole(self, name: str, data: bytes) -> None:
        """Write a file so that it is there complete or not at all, whatever happens meanwhile.

        Folders are made as needed. Raises ExportError B001; the old file then still stands.
        """
        target = self._target(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        except OSError as reason:
            raise _not_written(name, reason) from reason

    def write_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        """Write a new folder with its files so that it is there complete or not at all.

        Raises ExportError B001: also where there is something of that name already.
        """
        target = self._target(name)
        part = target.parent / f".part-{os.getpid()}-{threading.get_ident()}"
        try:
            for path, data in files.items():
                file = part.joinpath(*self._plain(path).relative_to(self.root).parts)
                file.parent.mkdir(parents=True, exist_ok=True)
                _replace(file, data)
            # A rename would take the place of an empty folder.
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            part.rename(target)
            _sync_folder(target.parent)
        except OSError as reason:
            raise _not_written(name, reason) from reason
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def remove(self, name: str) -> None:
        """Delete a file, and the folders that this leaves empty but for the outermost.

        It is no trouble when it is not there. Raises ExportError B001.
        """
        target = self._target(name)
        try:
            target.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as reason:
            raise _not_written(name, reason, "deleted") from reason
        folder = target.parent
        with contextlib.suppress(OSError):  # not empty: then it stays
            while self.root not in (folder, folder.parent):
                folder.rmdir()
                folder = folder.parent

    def _inside(self, name: str) -> Path:
        """Return the real path of a name, links followed, once it is proved to be inside."""
        path = self._plain(name)
        if self._has_no_link(name):
            return path
        try:
            real = Path(os.path.realpath(path))
        except (OSError, ValueError) as reason:
            raise _refused("W004", f"{name!r} cannot be read: {_why(reason)}", None) from reason
        if real != self.root and self.root not in real.parents:
            hint = "put a copy of the file into the workspace in place of the link"
            raise _refused("W002", f"{name} leads out of the workspace", name, hint)
        return real

    def _has_no_link(self, name: str) -> bool:
        """Say whether no part of a plain name is a link: then it leads where it says.

        False where that is not known: on Windows there are other things that lead elsewhere.
        """
        if os.name != "posix":
            return False
        step = str(self.root)
        try:
            for part in name.split("/"):
                step = f"{step}/{part}"
                if stat.S_ISLNK(os.lstat(step).st_mode):
                    return False
        except OSError:  # there is nothing, so nothing below it either
            return True
        except ValueError:  # a name that no system takes
            return False
        return True

    def _target(self, name: str) -> Path:
        """Return the path to write: links in its folders must stay inside; it may be one itself."""
        folder, _, last = name.rpartition("/")
        self._plain(name)
        return self._inside(folder or ".") / last

    def _plain(self, name: str) -> Path:
        parts = [] if name == "." else name.split("/")
        if any(p in ("", ".", "..") or "\\" in p or "\0" in p or ":" in p for p in parts):
            hint = "a name is a path inside the workspace, with / between folders and no .."
            raise _refused("W002", f"{name!r} leads out of the workspace", None, hint)
        return self.root.joinpath(*parts)

    def _entries(
        self, name: str, kind: int | None, wanted: Callable[[str], bool]
    ) -> tuple[str, ...]:
        folder = self._inside(name)
        try:
            shown = [e for e in folder.iterdir() if wanted(e.name)]
            found = [e for e in shown if kind is None or _is(e, kind)]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as reason:
            raise _refused("W004", f"{name}/ cannot be read: {_why(reason)}", name) from reason
        return tuple(sorted(entry.name for entry in found))


def _is_shown(name: str) -> bool:
    """Say whether a name is not hidden, and can be printed: bytes that are no text cannot."""
    return not name.startswith(".") and name.isprintable()


def _is_ill_named(name: str) -> bool:
    """Say whether a name is not shown, and not hidden by the one dot that systems hide by."""
    return name.startswith("..") or not (name.startswith(".") or name.isprintable())


def _is(path: Path, kind: int) -> bool:
    try:
        return stat.S_IFMT(path.stat().st_mode) == kind
    except (OSError, ValueError):  # a link to nowhere; a name that no system takes
        return False


def _open_plain(path: Path, name: str, most: int) -> FileIO:
    # A pipe would block for ever and a device never ends, so look before opening.
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _refused("W004", f"{name} is not a plain file", name)
    if status.st_size > most:
        raise _refused("W005", f"{name} is larger than {most >> 20} MB", name)
    return path.open("rb", buffering=0)


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, force to the disk, then rename over it."""
    part = target.parent / f".part-{os.getpid()}-{threading.get_ident()}"
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; only POSIX systems can open a folder for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _why(reason: Exception) -> str:
    """Return the system's reason without the path, which may be outside the workspace."""
    text = reason.strerror if isinstance(reason, OSError) else str(reason)
    return (text or "unknown reason").lower()


def _refused(code: str, message: str, name: str | None, *hints: str) -> SourceError:
    return SourceError([error(code, message, Location(name) if name else None, *hints)])


def _not_written(name: str, reason: OSError, done: str = "written") -> ExportError:
    hint = "look at the free space and the permissions of the folder, then run it again"
    found: Diagnostic = error(
        "B001", f"{name} cannot be {done}: {_why(reason)}", Location(name), hint
    )
    return ExportError([found])
