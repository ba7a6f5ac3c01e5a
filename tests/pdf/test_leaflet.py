"""A handout to a finished leaflet, where the workspace or the handout is out of the ordinary."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EDITIONS, PAPERS, Finished
from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ExportError, PressError, ThemeError
from handoutpress.pdf.leaflet import make_leaflet
from tests.conftest import SPECIMEN, MakeWorkspace

RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
FRONT = "---\ntitle: Small\nsummary: This leaflet is for tests.\n---\n\n"
SECTION = "## What? {#what role=overview}\n\nThe point.\n\n"

Make = Callable[..., Finished]


@pytest.fixture
def make(make_workspace: MakeWorkspace) -> Make:
    """Return a function that makes the leaflet of a handout of these words and theme files."""

    def made(words: str, **theme: str) -> Finished:
        small = {"handouts/small/handout.yaml": RECORD.replace("related: [specimen]\n", "")}
        own = {name.replace("__", "/").replace("_dot_", "."): text for name, text in theme.items()}
        workspace = make_workspace({**small, **own, "handouts/small/en.md": FRONT + words})
        catalogue = load_catalogue(workspace)
        assert catalogue.diagnostics == ()
        (handout,), plain = catalogue.handouts, catalogue.brands[0]
        edition, paper = EDITIONS["leaflet"], PAPERS["a4"]
        return make_leaflet(handout, plain, edition, paper, Theme.find(workspace), {})

    return made


def text_of(finished: Finished) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(finished.data)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_long_table_goes_on_and_repeats_its_header(make: Make) -> None:
    rows = "".join(f"| Row {n} | Cell |\n" for n in range(60))
    pages = text_of(make(f"{SECTION}::: table Big\n\n| Which | What |\n|---|---|\n{rows}\n:::\n"))
    assert "Row 0" in pages[0]
    assert sum("Which" in page for page in pages) > 1


def test_more_terms_than_a_page_has_room_for_are_each_printed_once(make: Make) -> None:
    terms = " ".join(f'[t{n}]{{def="The meaning numbered {n}."}}' for n in range(40))
    whole = " ".join(" ".join(text_of(make(f"{SECTION}{terms}\n"))).split())
    assert [whole.count(f"numbered {n}.") for n in range(40)] == [1] * 40


def test_a_long_urgent_callout_stays_above_the_running_foot(make: Make) -> None:
    words = "\n\n".join(["word " * 60] * 40)
    finished = make(f"::: urgent Help\n{words}\n:::\n\n{SECTION}")
    assert sum(page.count("word ") + page.count("word\r") for page in text_of(finished)) >= 2300


def test_an_anchor_of_the_author_is_not_one_of_ours(make: Make) -> None:
    sections = "\n\n".join(
        f"## Of {name}? {{#{name} role=overview}}\n\nWords."
        for name in ("sources", "about", "contacts", "contents")
    )
    assert [d.code for d in make(sections).diagnostics if d.code == "P002"] == []


def faults(make: Make, **theme: str) -> PressError:
    with pytest.raises(PressError) as caught:
        make(SECTION, **theme)
    return caught.value


def test_a_missing_gap_is_told(make: Make) -> None:
    fault = faults(make, styles__tokens_dot_css=":root { --gap: 1mm; }")
    assert isinstance(fault, ThemeError)
    assert "styles/tokens.css: error[T005]: there is no token --gap-line" in str(fault)


def test_an_empty_template_gives_no_leaflet(make: Make) -> None:
    fault = faults(make, templates__leaflet_dot_html="")
    assert isinstance(fault, ExportError)


def test_a_picture_that_cannot_be_drawn_is_an_error(make: Make) -> None:
    shown = (Path(__file__).parents[2] / "templates/leaflet.html").read_text("utf-8")
    shown = shown.replace("</main>", '<img src="style.css" alt="Lost"/></main>')
    fault = faults(make, templates__leaflet_dot_html=shown)
    assert "error[P001]: the layout engine says: Failed to load image" in str(fault)
