"""Fill output/ without laying out each file: `python -m bench.fake_build WORKSPACE`.

One leaflet and one EPUB are made for real. Every other file has the bytes of one of these and its
own path behind them: as large, with a manifest and fingerprints as a real build writes them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import Finished
from handoutpress.design.theme import Theme
from handoutpress.press.build import build
from handoutpress.press.make import make
from handoutpress.press.plan import Artifact, Request, plan
from handoutpress.press.worker import Maker
from handoutpress.workspace import Workspace


def main(root: Path) -> None:
    """Build everything that the workspace asks for."""
    workspace = Workspace(root)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(), theme)
    build(run, workspace, jobs=1, opening=lambda: _copier(theme))


def _copier(theme: Theme) -> Maker:
    made: dict[str, Finished] = {}

    def copy(artifact: Artifact) -> Finished:
        name = artifact.edition.name
        made[name] = made.get(name) or make(artifact, theme)
        return replace(made[name], data=made[name].data + artifact.path.encode())

    return copy


if __name__ == "__main__":
    main(Path(sys.argv[1]))
