"""Commands of other programs that set-up runs, and why one failed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from handoutpress.diagnostics import Diagnostic, error

Done = subprocess.CompletedProcess[str]
"""A command that has ended: its status, and all it said as `stdout`."""
NO_SPACE = ("no space left", "disk quota exceeded", "not enough space")
NO_MATCH = ("do not match the hashes", "hash mismatch")
NO_TRUST = ("certificate verify failed", "unknownissuer")
NO_NETWORK = (
    "connection broken",
    "failed to establish",
    "name resolution",
    "timed out",
    "dns error",
)


def run(command: Sequence[str], guard: int | None = None) -> Done:
    """Run a command and keep what it says.

    The child shares the guard file: if this process is killed, the next set-up waits for the child.
    """
    shared = () if guard is None or sys.platform == "win32" else (guard,)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    settings.pop("PYTHONHOME", None)
    settings.pop("PYTHONPATH", None)
    return subprocess.run(
        command,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=shared,
        text=True,
        errors="replace",
        check=False,
    )


def mentions(done: Done, words: Sequence[str]) -> bool:
    """Return whether a command said one of these things, in whatever case or lines."""
    return any(word in " ".join(done.stdout.lower().split()) for word in words)


def why_failed(code: str, what: str, done: Done) -> Diagnostic:
    """Return why a command failed in words of ours, and the last things it said itself."""
    causes = {
        "the disk is full": NO_SPACE,
        "a package is not the one that the lock file names": NO_MATCH,
        "this machine does not trust the package index's certificate": NO_TRUST,
        "the package index cannot be reached": NO_NETWORK,
    }
    cause = next((text for text, words in causes.items() if mentions(done, words)), "")
    said = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    plain = [line for line in said if not line.startswith(("WARNING", "[notice]", "Expected"))]
    return error(code, f"{what}: {cause}" if cause else what, None, *plain[-3:])
