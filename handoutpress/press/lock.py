"""One press at a time in one output folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from handoutpress.diagnostics import ExportError, Location, error
from handoutpress.locking import locked
from handoutpress.workspace import OUTPUT, Workspace

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
        raise ExportError([error("B030", said, Location(OUTPUT), _hint(path.parent))]) from fault


def _hint(folder: Path) -> str:
    """Return what makes room for the files: a file or a link to nowhere may stand in the way."""
    if os.path.lexists(folder) and not folder.is_dir():
        return f"rename or delete `{OUTPUT}`: it is no folder, and the files are put into one"
    return "look at its permissions and at the free space, then run it again"


def _grab(handle: int, path: Path) -> bool:
    """Lock the file, if nobody else has, and if it is still the one under that name."""
    try:
        return locked(handle, wait=False) and os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _free(handle: int, path: Path) -> None:
    """Remove our file while it is still ours, and free it; Windows removes only a closed one."""
    if sys.platform == "win32":
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()
        return
    with contextlib.suppress(OSError):
        if _grab(handle, path):
            path.unlink()
    os.close(handle)
