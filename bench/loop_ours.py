"""Make one handout for many clinics: `python -m bench.loop_ours WORKSPACE SLUG [BEFORE]`.

Prints the processor seconds of each file as JSON, in order. The handout BEFORE is made first, for
CLINICS clinics at a time, so that their letterheads are known when SLUG comes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.content import Opened
from handoutpress.design.theme import Theme
from handoutpress.press.make import make
from handoutpress.press.plan import Artifact

CLINICS = 500
"""Fewer than letterheads are kept for: the next handout of all these finds them there."""


def main(root: Path, slug: str, before: str = "") -> None:
    """Make the files and print what each of SLUG took."""
    wanted = Opened.of(root, slug)
    first = Opened.of(root, before).artifacts if before else ()
    seconds: list[float] = []
    for start in range(0, len(wanted.artifacts), CLINICS):
        few = slice(start, start + CLINICS)
        list(_made(first[few], wanted.theme))
        seconds += _made(wanted.artifacts[few], wanted.theme)
    json.dump(seconds, sys.stdout)


def _made(artifacts: Sequence[Artifact], theme: Theme) -> Iterator[float]:
    for artifact in artifacts:
        start = time.process_time()
        make(artifact, theme)
        yield time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
