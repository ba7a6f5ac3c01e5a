"""What the deep level once found: each fault with the smallest files that bring it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoutpress.design.words import words_for
from handoutpress.press.plan import Request
from tests.hostile.trial import RECORD, SQUARE, WORDS, lay_out, outcomes

PACK = '[packs.all]\ntitle = {en = "All"}\nhandouts = ["it"]\n'
ONLY_A_FIGURE = """
## Look {#look role=overview}

![A square.](figures/a.svg "A square.")
"""


@pytest.mark.parametrize(
    ("name", "content", "edition", "codes"),
    [
        ("leaflet.html", "", "leaflet", ["T003"]),
        ("trifold.html", "\n", "trifold", ["T003"]),
        ("trifold.html", "<p>x</p>", "trifold", ["T009"] * 7),
        ("pack.html", "<p>x</p>", "pack", ["T009"]),
        ("press.html", "<p>x</p>", "shop", ["T011"]),
        ("ebook/nav.xhtml", "", "epub", ["T003"]),
    ],
)
def test_a_template_that_lost_what_the_press_goes_by_is_told(
    tmp_path: Path, name: str, content: str, edition: str, codes: list[str]
) -> None:
    file = f"templates/{name}"
    workspace = lay_out(tmp_path, {file: content, "publish.toml": PACK})
    found = outcomes(workspace, Request(editions=(edition,), papers=("a4",)))
    told = next(told for path, told in found.items() if not path.endswith("pack.epub"))
    assert [d.code for d in told] == codes
    assert {d.location.file for d in told if d.location} == {file}


def test_a_section_of_pictures_alone_is_listed_by_a_trifold(tmp_path: Path) -> None:
    workspace = lay_out(tmp_path, {"handouts/it/en.md": WORDS + ONLY_A_FIGURE})
    (told,) = outcomes(workspace, Request(editions=("trifold",), papers=("a4",))).values()
    assert told == ()


def test_a_section_of_pictures_that_must_stay_is_told(tmp_path: Path) -> None:
    words = WORDS + ONLY_A_FIGURE.replace("overview}", "overview priority=1}")
    workspace = lay_out(tmp_path, {"handouts/it/en.md": words})
    (told,) = outcomes(workspace, Request(editions=("trifold",), papers=("a4",))).values()
    assert [(d.code, str(d.location)) for d in told] == [("P027", "handouts/it/en.md:21")]


@pytest.mark.parametrize(
    ("head", "row", "rows"), [(250, 1, 2), (100, 150, 14)], ids=["never", "only-later"]
)
def test_a_table_whose_head_leaves_no_room_for_a_row_is_told_at_its_line(
    tmp_path: Path, head: int, row: int, rows: int
) -> None:
    lines = [f"| A | {'word ' * head}|", "| --- | --- |", f"| B | {'word ' * row}|"]
    table = "\n".join(["\n::: table Two pills", *lines, *["| C | D |"] * (rows - 1), ":::\n"])
    workspace = lay_out(tmp_path, {"handouts/it/en.md": WORDS + table})
    (told,) = outcomes(workspace, Request(editions=("large-print",), papers=("a4",))).values()
    assert [(d.code, str(d.location)) for d in told] == [("P045", "handouts/it/en.md:21")]
    assert "Two pills" in told[0].message


FACE = "\U0001f642"
BRAND = 'name: N\ncontacts: {phone: "1", emergency: "2"}\n'
OTHER: dict[str, str | bytes] = {
    "handouts/other/handout.yaml": RECORD.replace("HP-001", "HP-002"),
    "handouts/other/en.md": WORDS.replace("A small", FACE),
    "handouts/other/figures/a.svg": SQUARE,
}
LABEL = SQUARE.replace(b"</svg>", b'<text x="5" y="30" font-size="9">Label</text></svg>')
TRANSLATED = WORDS.replace("title:", f"labels:\n  Label: {FACE}\ntranslator: T\ntitle:")


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"en.md": WORDS.replace("small", FACE)}, "handouts/it/en.md:2"),
        ({"en.md": WORDS.replace("A square", FACE, 1)}, "handouts/it/en.md:4"),
        ({"en.md": WORDS.replace("What it is", FACE, 1)}, "handouts/it/en.md:14"),
        ({"en.md": WORDS.replace("Use ice", FACE)}, "handouts/it/en.md:10"),
        ({"en.md": WORDS.replace('"A square."', f'"{FACE}"')}, "handouts/it/en.md:19"),
        ({"en.md": WORDS + f"\n::: slot\n{FACE}\n:::\n"}, "handouts/it/en.md:22"),
        ({"handout.yaml": RECORD.replace("Testers", FACE)}, "handouts/it/handout.yaml:5"),
        ({"handout.yaml": RECORD.replace("A source", FACE)}, "handouts/it/handout.yaml:9"),
        ({"figures/a.svg": LABEL.replace(b"Label", FACE.encode())}, "handouts/it/figures/a.svg:1"),
        ({"en.md": TRANSLATED, "figures/a.svg": LABEL}, "handouts/it/en.md:3"),
        ({"handout.yaml": f"{RECORD}related: [other]\n"}, "handouts/other/en.md:2"),
    ],
)
def test_a_character_without_a_glyph_is_told_at_its_line_wherever_it_stands(
    tmp_path: Path, files: dict[str, str | bytes], place: str
) -> None:
    there = {f"handouts/it/{name}": content for name, content in files.items()}
    workspace = lay_out(tmp_path, {**OTHER, **there})
    request = Request(slugs=("it",), editions=("leaflet",), papers=("a4",))
    (told,) = outcomes(workspace, request).values()
    assert {(d.code, str(d.location)) for d in told} == {("F001", place)}


def test_such_a_character_of_a_clinic_is_told_at_its_line(tmp_path: Path) -> None:
    brand = f"{BRAND}sites:\n  - name: S\n    hours:\n      - {{days: {FACE}, times: x}}\n"
    workspace = lay_out(tmp_path, {"brands/b/brand.yaml": brand})
    request = Request(brands=("b",), editions=("leaflet",), papers=("a4",))
    (told,) = outcomes(workspace, request).values()
    assert [(d.code, str(d.location)) for d in told] == [("F001", "brands/b/brand.yaml:6")]


def test_such_a_character_is_told_together_with_what_else_is_wrong(tmp_path: Path) -> None:
    words = WORDS.replace("It is a", f"{FACE} [x](#none)")
    workspace = lay_out(tmp_path, {"handouts/it/en.md": words})
    (told,) = outcomes(workspace, Request(editions=("leaflet",))).values()
    assert [d.code for d in told] == ["S032", "F001"]


def test_a_template_with_a_character_that_no_font_has_makes_no_file(tmp_path: Path) -> None:
    workspace = lay_out(tmp_path, {"templates/partials/sources.html": FACE})
    (told,) = outcomes(workspace, Request(editions=("leaflet",), papers=("a4",))).values()
    assert [d.code for d in told] == ["P043"]


def test_a_language_whose_script_no_font_has_is_named_in_words_that_can_be_read(
    tmp_path: Path,
) -> None:
    workspace = lay_out(tmp_path, {"handouts/it/th.md": WORDS})
    request = Request(langs=("en",), editions=("leaflet",), papers=("a4",))
    assert list(outcomes(workspace, request).values()) == [()]
    assert words_for("en")[0].language_name("th") == "Thai"
    assert words_for("en")[0].language_name("hi") == "\u0939\u093f\u0928\u094d\u0926\u0940"
