"""One press at a time in one output folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from handoutpress.diagnostics import ExportError, Location, error
from handoutpress.press.plan import OUTPUT
from handoutpress.workspace import Workspace

LOCK = f"{OUTPUT}/.lock"


@contextlib.contextmanager
def only_press(workspace: Workspace) -> Iterator[None]:
    """Keep other presses out of output/ for a while; ExportError if one is in there already.

    The system frees the lock when its holder dies in whatever way, so none is ever left over.
    """
    # Refuses an output folder that is a link to somewhere else.
    workspace.files(OUTPUT)
    path = workspace.root / LOCK
    handle = _open(path)
    try:
        if not _grab(handle, path):
            hint = "wait until it is done; or give one of them a workspace of its own"
            raise ExportError(
                [error("B031", "another build is writing here", Location(OUTPUT), hint)]
            )
        yield
    finally:
        _free(handle, path)


def _open(path: Path) -> int:
    """Open the lock file; it is never read or written, so what it is a link to does not matter."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        path.parent.mkdir(exist_ok=True)
        return os.open(path, flags, 0o666)
    except OSError as fault:
        said = f"cannot write in the output folder: {fault.strerror or fault}"
        raise ExportError([error("B030", said, Location(OUTPUT))]) from fault


if sys.platform == "win32":
    import msvcrt

    def _grab(handle: int, path: Path) -> bool:
        """Lock the file's first byte, if nobody else has."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _free(handle: int, path: Path) -> None:
        """Close the file, which frees it."""
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _grab(handle: int, path: Path) -> bool:
        """Lock the file, if nobody else has, and if it is still the one under that name."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.path.samestat(os.fstat(handle), path.stat())
        except OSError:
            return False

    def _free(handle: int, path: Path) -> None:
        """Remove our file while it is still ours, then free it."""
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(handle), path.stat()) and _grab(handle, path):
                path.unlink()
        os.close(handle)
