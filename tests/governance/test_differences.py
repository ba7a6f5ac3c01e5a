"""What a diff says of what has changed since a release, as text and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from handoutpress.governance.comparing import compare
from handoutpress.governance.differences import Differences, Fate, PartChange
from handoutpress.governance.differences_page import difference_page
from handoutpress.governance.differences_text import difference_lines
from handoutpress.governance.releases import release
from handoutpress.governance.wordiff import marked, word_changes
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit


@pytest.fixture
def shelf_v1(shelf: Workspace) -> Workspace:
    release(shelf, "tablets", "v1")
    return shelf


def compared(workspace: Workspace, lang: str | None = None) -> Differences:
    return compare(workspace, "tablets", "v1", lang)


def only(found: Differences) -> PartChange:
    (part,) = found.parts
    return part


def text_of(found: Differences) -> str:
    return "\n".join(difference_lines(found))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Take 200 mg now.", "Take 400 mg now.", "Take [-200-]{+400+} mg now."),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("Rest.", "", "[-Rest.-]"),
        ("One two three", "Quite another thing", "[-One two three-]{+Quite another thing+}"),
        ("头两天冰敷，之后热敷。", "头三天冰敷，之后热敷。", "头[-两-]{+三+}天冰敷，之后热敷。"),
        ("Ruhig bleiben", "Ruhig  bleiben", "Ruhig[- -]{+  +}bleiben"),
    ],
)
def test_words_against_words(old: str, new: str, expected: str) -> None:
    assert marked(word_changes(old, new)) == expected


def test_nothing_has_changed(shelf_v1: Workspace, edit: Edit) -> None:
    edit("en.md", "They ease pain and bring", "They ease pain\nand bring")
    found = compared(shelf_v1)
    assert found.is_empty
    assert text_of(found).endswith("Nothing has changed.")
    assert "Nothing has changed." in difference_page(found).decode()


def test_a_changed_dose_comes_first(shelf_v1: Workspace, edit: Edit) -> None:
    edit("en.md", "Drink a glass", "Drink a cup")
    edit("en.md", "200 mg", "400 mg")
    found = compared(shelf_v1)
    assert found.first == (
        "dose: “How do I take them?” (dose): no more: 200 mg",
        "dose: “How do I take them?” (dose): new: 400 mg",
    )
    dose, water = only(found).blocks
    assert (dose.safety, water.safety) == (("dose",), ())
    assert "  block changed SAFETY: dose\n    Take [-200-]{+400+} mg every six" in text_of(found)
    assert "  block changed\n    1. Drink a [-glass-]{+cup+} of water." in text_of(found)


def test_doses_that_changed_places_come_first_too(shelf_v1: Workspace, edit: Edit) -> None:
    edit("en.md", "| Adults | 1 tablet |", "| Adults | half a tablet or x |")
    edit("en.md", "| Older adults | half a tablet |", "| Older adults | 1 tablet |")
    assert compared(shelf_v1).first[0].endswith("what stands around them has changed")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Your face swells", "Your lips swell", ("urgent box", "number to call")),
        ("My next appointment", "My appointment", ("when to get help",)),
        ("They work best", "Call 999. They work best", ("number to call",)),
        ("What are they?", "What is it?", ()),
    ],
)
def test_what_is_a_matter_of_safety_is_said_so(
    shelf_v1: Workspace, edit: Edit, old: str, new: str, why: tuple[str, ...]
) -> None:
    edit("en.md", old, new)
    found = compared(shelf_v1)
    assert only(found).safety == why
    assert ("SAFETY: " in text_of(found)) == bool(why)
    page = difference_page(found).decode()
    assert (f"Safety: {', '.join(why)}" in page) == bool(why)


def test_sections_that_went_came_and_moved(shelf_v1: Workspace) -> None:
    path = "handouts/tablets/en.md"
    text = shelf_v1.read(path).decode().replace("[when to call](#get-help)", "when to call")
    head, overview = text.split("## What are they?")
    overview, rest = overview.split("## How do I")
    dose = "## How do I" + rest.split("## When do I")[0]
    new = "## Storing {#store role=self-care}\n\nKeep dry.\n\n"
    shelf_v1.write_whole(path, f"{head}{dose}{new}## What are they?{overview}".encode())
    found = compared(shelf_v1)
    fates = {part.key: (part.fate, bool(part.moved)) for part in found.parts}
    assert fates["get-help"] == (Fate.DROPPED, False)
    assert fates["store"] == (Fate.ADDED, False)
    assert sum(moved for _, moved in fates.values()) == 1
    assert found.first[0] == "dropped: “When do I call the clinic?” (get-help)"
    assert found.first[1].startswith("moved: ")
    assert "TO BE SEEN FIRST\n- dropped: " in text_of(found)


def test_a_section_is_called_on_the_page_as_it_is_written(shelf_v1: Workspace) -> None:
    path = "handouts/tablets/en.md"
    text = shelf_v1.read(path).decode()
    head, rest = text.split("## What are they?")
    overview, dose = rest.split("## How do I")
    dose, last = dose.split("## When do I")
    moved = f"{head}## How do I{dose}## When do I{last}\n\n## What are they?{overview}"
    shelf_v1.write_whole(path, moved.encode())
    page = difference_page(compared(shelf_v1)).decode()
    assert "<p>Moved: now after “When do I call the clinic?”. " in page


def test_roles_and_the_order_of_blocks_are_told(shelf_v1: Workspace, edit: Edit) -> None:
    edit("en.md", "{#overview role=overview}", "{#overview role=causes priority=1}")
    edit("en.md", "\n\nThey work best when you take them early.", "")
    edit(
        "en.md",
        "They ease pain and",
        "They work best when you take them early.\n\nThey ease pain and",
    )
    assert only(compared(shelf_v1)).notes == (
        "its role was overview and is causes",
        "its priority was 3 and is 1",
        "its blocks stand in another order",
    )


def test_facts_and_pictures(shelf_v1: Workspace, edit: Edit) -> None:
    edit("handout.yaml", 'version: "1.0"', 'version: "1.1"')
    edit("handout.yaml", "publisher: A publisher", "publisher: Another")
    edit("handout.yaml", "due: 2028-01-01", "due: 2028-06-01")
    found = compared(shelf_v1)
    assert [fact.name for fact in found.facts] == ["version", "review due", "source first"]
    assert "- version: [-1.0-] {+1.1+}" in text_of(found)
    assert "version 1.1 against v1 (version 1.0" in text_of(found)


def test_a_picture_that_was_drawn_anew(shelf: Workspace, edit: Edit) -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    figure = '![A square](figures/a.svg "A square")\n\nThey work best'
    shelf.write_whole("handouts/tablets/figures/a.svg", square.encode())
    edit("en.md", "They work best", figure)
    release(shelf, "tablets", "v1")
    shelf.write_whole("handouts/tablets/figures/a.svg", square.replace("h9", "h8").encode())
    assert compared(shelf).pictures == ("figures/a.svg: drawn anew; look at it",)
    shelf.write_whole("handouts/tablets/figures/b.svg", square.encode())
    edit("en.md", "figures/a.svg", "figures/b.svg")
    assert compared(shelf).pictures == ("figures/a.svg: dropped", "figures/b.svg: added")


def test_a_translation_against_itself(shelf_v1: Workspace, edit: Edit) -> None:
    edit("es.md", "200 mg", "400 mg")
    found = compared(shelf_v1, "es")
    assert only(found).safety == ("dose",)
    assert "Tome [-200-]{+400+} mg" in text_of(found)
    assert '<div class="words" lang="es" dir="ltr">' in difference_page(found).decode()


def test_the_page_is_whole_and_what_is_written_in_it_is_text(
    shelf_v1: Workspace, edit: Edit
) -> None:
    evil = '\\<script>alert(1)\\</script> & "quoted"'
    edit("en.md", "with food.\n\n1.", f"with {evil}.\n\n1.")
    edit("en.md", "## How do I take them?", "## How \\<b>do I take them?")
    edit("handout.yaml", "owner: Test library", "owner: <img src=x onerror=alert(1)>")
    page = difference_page(compared(shelf_v1)).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>do" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
    assert "default-src 'none'" in page
    root = etree.fromstring(page, etree.HTMLParser())
    assert root.get("lang") == "en"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for change in (*root.iter("ins"), *root.iter("del")):
        assert "".join(change.itertext()).startswith(("[in:", "[out:"))


def test_what_steers_a_terminal_is_text(shelf_v1: Workspace) -> None:
    path = "handouts/tablets/handout.yaml"
    text = shelf_v1.read(path).decode().replace("Test library", "Test\\x1b[2J")
    assert "owner" in text
    shelf_v1.write_whole(path, text.encode())
    assert "\x1b" not in text_of(compared(shelf_v1))
