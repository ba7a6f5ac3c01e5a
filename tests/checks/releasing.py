"""Releases of handouts as they were on a day, for tests."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from handoutpress.content.release import RELEASE_FILE, ReleaseFile, render_release


def seal_release(kept: Path, on: str) -> None:
    """Write the release.yaml of a folder of copies, as the command does."""
    copies = sorted(path for path in kept.iterdir() if path.name != RELEASE_FILE)
    facts = ReleaseFile(
        name=kept.name,
        handout=kept.parents[1].name,
        version=kept.name[1:],
        written_in="en",
        on=datetime.date.fromisoformat(on),
        files={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in copies},
        pictures={},
    )
    (kept / RELEASE_FILE).write_bytes(render_release(facts))
