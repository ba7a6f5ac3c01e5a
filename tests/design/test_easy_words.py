"""A handout's easy-read page source, and the pictures that its lines may name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import EASY_READ, PAPERS
from handoutpress.content.handout import EasyLine
from handoutpress.content.svg import read_svg, svg_text
from handoutpress.content.walk import nodes
from handoutpress.design.easy_read import PICTURES, picture_names, typeset_easy
from handoutpress.design.theme import Theme, shipped_root
from handoutpress.design.typeset import Job, Typeset
from handoutpress.diagnostics import ExportError, ThemeError
from handoutpress.press.plan import Request, plan
from handoutpress.press.proof import proofread
from handoutpress.workspace import Workspace
from tests.conftest import SPECIMEN, MakeWorkspace
from tests.golden.made import brand_of, opened

RECORD = (SPECIMEN / "handouts/companion/handout.yaml").read_text("utf-8")
FRONT = "---\ntitle: Small\nsummary: This leaflet is for tests.\n---\n\n"
EASY = "::: easy\n- ![A clock](picture:clock) Wait for the [glue]{def='What sticks.'}.\n:::\n\n"
STANDARD = "Standard [ink]{def='Black water.'} and [glue]{def='A paste.'}.\n\n"
WHAT = "## What? {#what role=overview}\n\n"
WHY = "## Why? {#why role=causes}\n\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Ours</title></svg>'

SHIPPED = sorted((shipped_root() / PICTURES).iterdir())


def workspace_of(make: MakeWorkspace, words: str, **pictures: str) -> Workspace:
    record = RECORD.replace("related: [specimen]\n", "")
    own = {f"{PICTURES}{name}.svg": svg for name, svg in pictures.items()}
    words = FRONT + words.replace("'", '"')
    return make({"handouts/small/handout.yaml": record, "handouts/small/en.md": words, **own})


def typeset(workspace: Workspace) -> Typeset:
    catalogue = load_catalogue(workspace)
    (handout,), plain = catalogue.handouts, catalogue.brands[0]
    job = Job(handout, plain, EASY_READ, Theme.find(workspace), {})
    return typeset_easy(job, PAPERS["a4"])


def said(source: Typeset) -> str:
    root = etree.fromstring(source.html, etree.HTMLParser())
    return " ".join(" ".join(map(str, root.itertext())).split())


# --- words ---


def test_a_section_is_said_in_its_easy_words_alone(make_workspace: MakeWorkspace) -> None:
    short = "::: short\nIn short.\n:::\n\n"
    source = typeset(workspace_of(make_workspace, WHAT + EASY + short + STANDARD))
    assert "Wait for the glue" in said(source)
    assert "Standard" not in said(source)
    assert "In short" not in said(source)
    assert source.diagnostics == ()


@pytest.mark.parametrize(
    ("before", "stand_in", "printed"),
    [("", "standard", "Standard ink"), ("::: short\nIn short.\n:::\n\n", "short", "In short.")],
)
def test_a_section_without_easy_words_stands_in_its_others_with_a_warning(
    make_workspace: MakeWorkspace, before: str, stand_in: str, printed: str
) -> None:
    words = WHAT + EASY + STANDARD + WHY + before + STANDARD
    source = typeset(workspace_of(make_workspace, words))
    (told,) = source.diagnostics
    line = (FRONT + words).split("\n").index(WHY.strip()) + 1
    assert str(told).startswith(
        f"handouts/small/en.md:{line}: warning[S118]: the section has no easy words; "
        f"its {stand_in} ones stand in"
    )
    assert printed in said(source)


def test_no_easy_words_at_all_are_an_error_of_the_handout(make_workspace: MakeWorkspace) -> None:
    with pytest.raises(ExportError) as caught:
        typeset(workspace_of(make_workspace, WHAT + STANDARD))
    assert str(caught.value).startswith(
        "handouts/small/en.md:6: error[S117]: no section has easy words\n  hint: write `::: easy`"
    )


def test_an_urgent_box_of_a_section_stays(make_workspace: MakeWorkspace) -> None:
    words = WHAT + EASY + "::: urgent Now\nCall 911.\n:::\n\n" + STANDARD
    assert "Call 911." in said(typeset(workspace_of(make_workspace, words)))


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("Use [glue]{def='What sticks.'} and more [Glue]{def='Again.'}.", ["glue: What sticks."]),
        ("Use Glue and ink.", ["glue: A paste.", "ink: Black water."]),
        ("Drink from the sink; unglued.", []),
    ],
)
def test_hard_words_are_those_that_the_easy_lines_explain_or_use(
    make_workspace: MakeWorkspace, line: str, explained: list[str]
) -> None:
    easy = f"::: easy\n- ![A clock](picture:clock) {line}\n:::\n\n"
    source = typeset(workspace_of(make_workspace, WHAT + easy + STANDARD))
    root = etree.fromstring(source.html, etree.HTMLParser())
    words = [element.text for element in root.iterfind(".//section[@id='_hard-words']/dl/*")]
    pairs = zip(words[::2], words[1::2], strict=True)
    assert [f"{word}: {meaning}" for word, meaning in pairs] == explained


DANGERS = "- This sign is one that takes all of two lines.\n" * 4
URGENT = f"""::: urgent Get help
Call {{clinic.emergency}} now for:

{DANGERS}
Call {{clinic.phone}} soon for:

SOON
Ask us.
:::

"""


@pytest.mark.parametrize(("soon", "boxes"), [("- A rash.\n", 1), (DANGERS, 2)])
def test_an_urgent_box_longer_than_page_1_is_a_box_for_each_of_its_lists(
    make_workspace: MakeWorkspace, soon: str, boxes: int
) -> None:
    urgent = URGENT.replace("SOON", soon)
    words = said(typeset(workspace_of(make_workspace, urgent + WHAT + EASY + STANDARD)))
    title = "Urgent: Get help "
    assert words.count(title) == boxes
    before, after = words.split("soon for:")
    assert before.count(title) == boxes
    assert before.rindex(title) > before.index("two lines.") or boxes == 1
    assert "Ask us." in after


# --- pictures ---


def test_the_engine_gets_the_pictures_that_are_named_and_no_others(
    make_workspace: MakeWorkspace,
) -> None:
    source = typeset(workspace_of(make_workspace, WHAT + EASY + STANDARD))
    pictures = [name for name in source.resources if name.startswith("pictures/")]
    assert pictures == ["pictures/clock.svg"]
    assert 'src="pictures/clock.svg" alt="A clock"' in source.html


def test_a_workspaces_own_picture_wins(make_workspace: MakeWorkspace) -> None:
    words = (WHAT + EASY + STANDARD).replace(
        "\n:::\n", "\n- ![Ours](picture:our-door) Ring the bell.\n:::\n"
    )
    own = {"clock": SVG, "our-door": SVG}
    source = typeset(workspace_of(make_workspace, words, **own))
    assert b"Ours" in source.resources["pictures/clock.svg"]
    assert b"Ours" in source.resources["pictures/our-door.svg"]


def test_a_name_of_no_picture_is_told_at_its_line_by_check(make_workspace: MakeWorkspace) -> None:
    words = WHAT + EASY.replace("picture:clock", "picture:clok") + STANDARD
    workspace = workspace_of(make_workspace, words)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(editions=("easy-read",)), theme)
    (told,) = proofread(run, theme)
    assert str(told) == (
        "handouts/small/en.md:9: error[T008]: there is no picture called `clok`\n"
        "  hint: did you mean `clock`?"
    )


def test_a_picture_that_is_no_svg_is_told(make_workspace: MakeWorkspace) -> None:
    with pytest.raises(ThemeError) as caught:
        typeset(workspace_of(make_workspace, WHAT + EASY + STANDARD, clock="<clock/>"))
    assert str(caught.value).startswith("styles/pictures/clock.svg: error[T007]")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_picture_is_a_square_of_shapes_with_a_title(path: Path) -> None:
    data = path.read_bytes()
    assert read_svg(data) == (100, 100)
    assert svg_text(data) == []
    root = etree.fromstring(data)
    assert root.get("viewBox") == "0 0 100 100"
    assert root.findtext("{*}title")


def test_the_authors_guide_lists_each_picture_once_with_its_title(theme: Theme) -> None:
    guide = (shipped_root() / "docs" / "authoring.md").read_text("utf-8")
    listed = re.findall(r"^\| `picture:([a-z-]+)` \| (.+) \|$", guide, re.MULTILINE)
    titles = {p.stem: etree.fromstring(p.read_bytes()).findtext("{*}title") for p in SHIPPED}
    assert listed == sorted(titles.items())
    assert tuple(sorted(titles)) == picture_names(theme)


def test_every_easy_line_of_the_samples_names_a_picture_that_is_there(theme: Theme) -> None:
    catalogue = opened("samples")
    for handout in catalogue.handouts:
        assert all(section.easy for section in handout.sections)
        lines = [n for n in nodes(handout.sections) if isinstance(n, EasyLine)]
        job = Job(handout, brand_of(catalogue, "plain"), EASY_READ, theme, {})
        source = typeset_easy(job, PAPERS["a4"])
        shown = re.findall(r'class="easy-line__picture"><img src="([^"]+)"', source.html)
        assert len(shown) == len(lines)
        assert set(shown) <= set(source.resources)
