"""Make a workspace's leaflets, unbranded: `python -m bench.loop_pages WORKSPACE SLUG`.

Prints the pages and the processor seconds of SLUG's as JSON; the others are made before it, to be
warm.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.press.make import make
from handoutpress.press.plan import Request, plan
from handoutpress.workspace import Workspace


def main(root: Path, slug: str) -> None:
    """Make the leaflets and print what that of the slug took."""
    workspace = Workspace(root)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(editions=("leaflet",)), theme)
    pages, seconds = 0, 0.0
    for artifact in sorted(run.artifacts, key=lambda artifact: artifact.name == slug):
        start = time.process_time()
        pages = make(artifact, theme).pages or 0
        seconds = time.process_time() - start
    json.dump([pages, seconds], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
