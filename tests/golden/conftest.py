"""Small handouts around a few lines of words, with everything at hand that words may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import Catalogue, load_catalogue
from tests.golden.made import WORKSPACES

if TYPE_CHECKING:
    from tests.conftest import MakeWorkspace

FRONT = """---
title: Small
summary: This leaflet is for testers.
header_alt: A square.
---

## Section {#section role=overview}

"""
LEFT_OUT = ("handouts/specimen/es.md", "publish.toml")
"""What goes with the specimen's own words: their translation, and the pack that they are in."""
MakeSmall = Callable[..., Catalogue]


@pytest.fixture
def small(make_workspace: MakeWorkspace) -> MakeSmall:
    """Return a function that makes a workspace whose handout `specimen` has one section of words.

    The specimen's facts, pictures, sources, brand and companion are there to be named; more files
    by name stand beside them or in their place.
    """

    def make(words: str, **more: str) -> Catalogue:
        root = WORKSPACES["specimen"]
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and path.relative_to(root).as_posix() not in LEFT_OUT
        }
        text = words if words.startswith("---") else FRONT + words
        workspace = make_workspace({**files, "handouts/specimen/en.md": text, **more})
        catalogue = load_catalogue(workspace)
        assert catalogue.diagnostics == ()
        return catalogue

    return make
