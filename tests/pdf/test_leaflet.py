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
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import PressError, ThemeError, error
from handoutpress.pdf import leaflet
from handoutpress.pdf.leaflet import make_leaflet
from handoutpress.pdf.proof import open_proof
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
        job = Job(handout, plain, EDITIONS["leaflet"], Theme.find(workspace), {})
        return make_leaflet(job, PAPERS["a4"])

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
    assert str(fault).startswith("templates/leaflet.html: error[T003]: nothing comes out of it")


def test_a_picture_that_cannot_be_drawn_is_an_error(make: Make) -> None:
    shown = (Path(__file__).parents[2] / "templates/leaflet.html").read_text("utf-8")
    shown = shown.replace("</main>", '<img src="style.css" alt="Lost"/></main>')
    fault = faults(make, templates__leaflet_dot_html=shown)
    assert "error[P001]: the layout engine says: Failed to load image" in str(fault)


def copy_of(name: str, old: str, new: str) -> str:
    """Return a theme file with a change."""
    shipped = (Path(__file__).parents[2] / name).read_text("utf-8")
    assert old in shipped
    return shipped.replace(old, new, 1)


def test_a_remark_of_the_engine_is_told_at_the_sheets_line(make: Make) -> None:
    name = "styles/components/callout.css"
    sheet = copy_of(name, "  break-inside: var(--keep);", "  break-inside: never;")
    line = sheet[: sheet.index("never")].count("\n") + 1
    (told,) = make(SECTION, styles__components__callout_dot_css=sheet).diagnostics
    assert told.location is not None
    assert (told.code, told.location.file, told.location.line) == ("P002", name, line)
    assert " at " not in told.message


@pytest.mark.parametrize(
    "files",
    [
        {
            "templates__partials__masthead_dot_html": copy_of(
                "templates/partials/masthead.html",
                "{% for mark in handout.marks %}",
                "{% for mark in [] %}",
            )
        },
        {
            "styles__components__draft_dot_css": copy_of(
                "styles/components/draft.css", ".draft {", ".draft {\n  display: none;"
            )
        },
    ],
    ids=["template", "sheet"],
)
def test_a_draft_without_its_mark_is_refused(make: Make, files: dict[str, str]) -> None:
    assert "state: draft" in RECORD
    assert 'error[P024]: page 1: nothing says "Draft"' in str(faults(make, **files))


def test_a_list_in_two_columns_stays_with_the_line_above_it(make: Make) -> None:
    points = "".join(f"- Sign {n}.\n" for n in range(9))
    later = "Call today if:\n\n- Late sign.\n- Last sign."
    finished = make(f"::: urgent Help\nCall now if:\n\n{points}\n{later}\n:::\n\n{SECTION}")
    with open_proof(finished.data) as proof:
        left = {p.text: p.box.left for p in proof.body if p.page == 0}
    assert len({round(left[f"Sign {n}."]) for n in range(9)}) == 1
    assert left["Late sign."] > left["Sign 0."] + 100


def test_a_layout_that_strands_a_heading_is_tried_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = [(error("P023", "stranded"),), (error("P023", "stranded"),), ()]
    monkeypatch.setattr(leaflet, "preflight", lambda *_: refused.pop(0))
    assert make(SECTION).diagnostics == ()
    assert refused == []


def test_a_fault_that_no_fit_mends_is_told_at_once(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = [(error("P011", "no title"),)]
    monkeypatch.setattr(leaflet, "preflight", lambda *_: refused.pop(0))
    assert "P011" in str(faults(make))
