"""Which files under output/ were read and proved, and what the system then said of them.

To read ten thousand files takes seconds, to ask when each was last changed a tenth of one. A proof
is believed as long as the system says the very same of the file; `verify` reads them all.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from handoutpress.diagnostics import PressError
from handoutpress.workspace import OUTPUT, Workspace

PROOFS = f"{OUTPUT}/.proofs.json"
SETTLED_NS = 3_000_000_000
"""A file that was changed a moment ago can be changed again within one tick of the system's clock:
on some disks that is two seconds. It is read again the next time."""
SHORT = 16
"""So many characters of a hash tell which bytes were proved."""


class Proof(NamedTuple):
    """What the system says of a file, and the start of the hash that its bytes have."""

    changed_ns: int
    """When anything of it was changed last, its name and rights included: no program sets it."""
    modified_ns: int
    number: int
    """The file's, on its disk."""
    size: int
    sha256: str


@dataclass(slots=True)
class Proofs:
    """The proofs of a workspace by path."""

    workspace: Workspace
    known: Mapping[str, Proof]
    used: dict[str, Proof] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """The files that were asked for."""

    @classmethod
    def of(cls, workspace: Workspace) -> Proofs:
        """Return what is kept; nothing of a file that is not one of ours."""
        try:
            record = json.loads(workspace.read(PROOFS, 1 << 30))
            known = {path: _proof(*values) for path, values in record.items()}
        except (PressError, ValueError, TypeError, AttributeError, RecursionError):
            known = {}
        return cls(workspace, known)

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        return self.workspace.exists(name)

    def has(self, name: str, size: int, sha256: str) -> bool:
        """Say whether a file is there as it was recorded; it is read where that is not known."""
        self.asked.add(name)
        proof = self._look(name, sha256)
        if proof is None or proof.size != size:
            return False
        known = self.known.get(name)
        if known == proof or self.workspace.has(name, size, sha256):
            # What was looked at before it was read is what was read, or the next look tells.
            if time.time_ns() - max(proof.changed_ns, proof.modified_ns) > SETTLED_NS:
                self.used[name] = known if known == proof else proof  # thousands, and each once
            return True
        return False

    def _look(self, name: str, sha256: str) -> Proof | None:
        try:
            # A string, for to make a path of each of thousands takes longer than to ask.
            status = os.stat(f"{self.workspace.root}/{name}")  # noqa: PTH116
        except (OSError, ValueError):
            return None
        changed, modified = status.st_ctime_ns, status.st_mtime_ns
        return Proof(changed, modified, status.st_ino, status.st_size, sha256[:SHORT])

    def save(self, listed: Container[str]) -> None:
        """Keep the proofs for the next time, if the disk takes them and they are others.

        Of files that nobody asked for, as when a build makes a few alone, those that are `listed`.
        """
        others = (path for path in self.known if path not in self.asked and path in listed)
        kept = {**{path: self.known[path] for path in others}, **self.used}
        if kept != self.known:
            text = json.dumps(kept, separators=(",", ":"))
            with contextlib.suppress(PressError):
                self.workspace.write_whole(PROOFS, text.encode())


def _proof(changed: int, modified: int, number: int, size: int, sha256: str) -> Proof:
    proof = Proof(changed, modified, number, size, sha256)
    if [type(value) for value in proof] != [int, int, int, int, str]:
        raise ValueError("no proof")
    return proof
