"""Make a workspace's leaflets, unbranded: `python -m bench.loop_pages WORKSPACE`.

Prints the pages and the processor seconds of the last one as JSON; the others make it warm.
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


def main(root: Path) -> None:
    """Make the leaflets and print what the last one took."""
    workspace = Workspace(root)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(editions=("leaflet",)), theme)
    pages, seconds = 0, 0.0
    for artifact in run.artifacts:
        start = time.process_time()
        pages = make(artifact, theme).pages or 0
        seconds = time.process_time() - start
    json.dump([pages, seconds], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
