"""The oddest nestings that the content model allows make files that preflight lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import Finished
from handoutpress.design.theme import Theme
from handoutpress.pdf.proof import Proof, open_proof
from handoutpress.press.make import make
from handoutpress.press.plan import Artifact, Request, plan
from handoutpress.workspace import Workspace

ODD = Path(__file__).parent / "odd"
LONG_WORD = "fahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"
"""What is left of a long word between two hyphens, where its line ends."""


def planned(*editions: str) -> dict[str, Artifact]:
    """Return the artifact of the odd handout in each of some editions, on A4."""
    workspace = Workspace.find(ODD)
    catalogue = load_catalogue(workspace)
    assert catalogue.diagnostics == ()
    request = Request(("odd",), ("plain",), ("en",), editions, ("a4",))
    run = plan(catalogue, request, Theme.find(workspace))
    return {artifact.edition.name: artifact for artifact in run.artifacts}


def made(artifact: Artifact) -> Finished:
    """Return the finished file: preflight had nothing to say of it."""
    finished = make(artifact, Theme.find(Workspace.find(ODD)))
    assert finished.diagnostics == ()
    return finished


@pytest.fixture(scope="module")
def leaflet() -> Finished:
    """Return the leaflet."""
    return made(planned("leaflet")["leaflet"])


@pytest.fixture
def proof(leaflet: Finished) -> Iterator[Proof]:
    """Return the leaflet, open."""
    with open_proof(leaflet.data) as found:
        yield found


def test_a_word_cut_at_soft_hyphens_is_read_as_one(proof: Proof) -> None:
    said = [piece.text for piece in proof.printed.pieces if piece.text.startswith("fahrts")]
    assert said == [f"{LONG_WORD}\u00ad"]
    assert not [piece for piece in proof.printed.pieces if "\u2010" in piece.text]


def test_the_e_book_lists_the_pages_of_the_leaflet(leaflet: Finished) -> None:
    made(replace(planned("epub")["epub"], page_map=leaflet.page_map))


def test_its_booklet_passes_too() -> None:
    made(planned("booklet")["booklet"])
