"""The page of what `check` found: whole, safe, and every finding shown at its line."""

from __future__ import annotations

import datetime
import itertools
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from handoutpress.checks.linter import Linter
from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.palette import contrast
from handoutpress.diagnostics import Location, warning
from handoutpress.press import check_page
from handoutpress.press.check_sheet import Sheet, sheets
from handoutpress.press.check_source import listing
from handoutpress.press.html_page import STYLE
from handoutpress.workspace import Workspace
from tests.checks.releasing import seal_release

CORPUS = Path(__file__).parents[1] / "lint/corpus"
TODAY = datetime.date(2026, 6, 1)
FEET = "07-diabetes-feet"
ELSEWHERE = (warning("C001", "too <pale>", Location("brands/a/brand.yaml", 3), "darken it"),)


def gathered(folder: Path, *slugs: str) -> tuple[Sheet, ...]:
    """Return the sheets of texts of the corpus, in a workspace of their own."""
    (folder / "publish.toml").touch()
    for slug in slugs:
        if not (folder / "handouts" / slug).exists():
            shutil.copytree(CORPUS / "handouts" / slug, folder / "handouts" / slug)
    workspace = Workspace(folder)
    catalogue = load_catalogue(workspace)
    linter = replace(Linter.of(catalogue), today=TODAY)
    outcome = linter.check(catalogue.handouts, catalogue.brands)
    made, rest = sheets(outcome, (*outcome.diagnostics, *ELSEWHERE), workspace, linter)
    assert rest == ELSEWHERE
    return made


def read(data: bytes) -> etree._Element:
    """Return a page as a browser reads it, once it is seen to be whole and safe."""
    root = html.fromstring(data)
    ids = Counter(str(each) for each in at(root, "//@id"))
    assert not [name for name, count in ids.items() if count > 1]
    links = [str(each) for each in at(root, "//a/@href")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert root.get("lang") == "en"
    assert not at(root, "//script | //link | //img | //iframe | //@style | //@onclick")
    assert b"url(" not in data
    assert b"default-src 'none'" in data
    assert all(each.get("scope") for each in root.iter("th"))
    levels = [int(str(each.tag)[1]) for each in at(root, "//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    return root


def at(part: etree._Element, path: str) -> list[Any]:
    """Return what an XPath finds."""
    found = part.xpath(path)
    assert isinstance(found, list)
    return found


def text_of(part: etree._Element) -> str:
    return " ".join("".join(map(str, part.itertext())).split())


def under(root: etree._Element, heading: str) -> etree._Element:
    """Return the first table after a heading."""
    found: etree._Element
    (found,) = at(root, f"//*[starts-with(name(), 'h')][normalize-space()='{heading}']")
    return next(found.itersiblings("table"))


def rows(part: etree._Element) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in part.iterfind("tbody/tr")]


def test_every_finding_stands_at_its_line_with_its_words_marked(tmp_path: Path) -> None:
    (sheet,) = gathered(tmp_path, FEET)
    root = read(check_page.one_page([sheet], ELSEWHERE, TODAY))
    for told in sheet.of_words():
        assert told.location
        (line,) = at(root, f"//li[@id='{sheet.name}.line.{told.location.line or 1}']")
        assert f"{told.severity} {told.code}: {told.message}" in text_of(line)
    lines = {str(line.get("id")): line for line in at(root, "//ol[@class='source']/li")}
    assert len(lines) == sheet.text.count("\n")
    marked = [text_of(mark) for mark in lines[f"{sheet.name}.line.30"].iter("mark")]
    assert marked == ["HbA1c", "Patients with callus will"]
    (whole,) = lines[f"{sheet.name}.line.22"].iter("mark")
    assert text_of(whole).endswith("but not between the toes.")
    where = [row[0] for row in rows(under(root, "What was found"))]
    assert where == [f"line {d.location.line or 1}" for d in sheet.of_words() if d.location]
    assert rows(under(root, "What was found elsewhere")) == [
        ["brands/a/brand.yaml:3", "warning C001: too <pale>", "Darken it."]
    ]


def test_the_tables_say_what_they_are(tmp_path: Path) -> None:
    (sheet,) = gathered(tmp_path, FEET)
    root = read(check_page.one_page([sheet], (), TODAY))
    assert "It is no PEMAT score and no CDC Clear Communication Index score" in text_of(root)
    totals = {row[0]: row[1:] for row in rows(under(root, "Pre-check"))}
    for table in sheet.tables:
        answers = rows(under(root, table.name))
        assert len(answers) == len(table.answers)
        assert sum(int(n) for n in totals[table.name][:4]) == len(answers)
        assert totals[table.name][4] == f"{table.share:.0f}"
    assert rows(under(root, "Understandability"))[0] == [
        *("It is plain at once what the handout is for.", "✗ disagree", "L201: line 3."),
        "PEMAT 1",
    ]
    grades = rows(under(root, "How hard the words are"))
    assert [row[0] for row in grades][:2] == ["The whole", "Why do my feet matter?"]
    assert grades[0][1] == str(sheet.result.subject.counts.sentences)
    assert "There is no release of these words yet" in text_of(root)


def test_the_trend_is_against_the_last_release(tmp_path: Path) -> None:
    gathered(tmp_path, FEET)
    kept = tmp_path / "handouts" / FEET / "releases/v0.9"
    kept.mkdir(parents=True)
    for name in ("en.md", "handout.yaml"):
        shutil.copy(tmp_path / "handouts" / FEET / name, kept)
    words = (kept / "en.md").read_text("utf-8")
    (kept / "en.md").write_text(words.replace("Foot care", "This leaflet is for you."), "utf-8")
    seal_release(kept, "2025-06-01")
    (sheet,) = gathered(tmp_path, FEET)
    table = under(read(check_page.one_page([sheet], (), TODAY)), "Since the last release")
    assert [text_of(head) for head in table.iterfind("thead/tr/th")] == [
        *("Figure", "v0.9 (2025-06-01, version 0.9)", "Now", "Change")
    ]
    changes = {row[0]: row[1:] for row in rows(table)}
    assert changes["Findings: structure"] == ["2", "3", "+1"]
    assert changes["Sentences over the limit"][2] == "the same"
    (kept / "en.md").write_text("nothing", "utf-8")
    (sheet,) = gathered(tmp_path, FEET)
    root = read(check_page.one_page([sheet], (), TODAY))
    assert "The last release cannot be read: handouts/07-diabetes-feet/releases" in text_of(root)


def test_several_handouts_have_a_list(tmp_path: Path) -> None:
    made = gathered(tmp_path, FEET, "04-consent-form", "30-high-blood-pressure")
    root = read(check_page.one_page(made, ELSEWHERE, TODAY))
    (listed, *_) = root.iter("table")
    assert [row[:3] for row in rows(listed)][:2] == [
        ["Consent for laparoscopic cholecystectomy", "en", "1"],
        ["Diabetes and your feet", "en", "0"],
    ]
    assert len(rows(listed)) == 4  # one is in two languages
    (spanish,) = at(root, "//h2[@id='30-high-blood-pressure.es']/span")
    assert spanish.get("lang") == "es"
    record = at(root, "//li[@id='04-consent-form.en.record.4']")
    assert "warning L601" in text_of(record[0])
    pages = dict(check_page.files("reports/", made, ELSEWHERE, TODAY))
    assert check_page.names("reports/", made) == tuple(pages)
    assert list(pages) == [*(f"reports/{sheet.name}.html" for sheet in made), "reports/index.html"]
    for page in pages.values():
        read(page)
    index = read(pages["reports/index.html"])
    assert [str(link) for link in at(index, "//a/@href")] == [f"{s.name}.html" for s in made]
    assert [name for name, _ in check_page.files("a/b.html", made, (), TODAY)] == ["a/b.html"]
    assert "Handouts: 0" in text_of(read(check_page.one_page((), (), TODAY)))


def test_what_an_author_writes_is_text(tmp_path: Path) -> None:
    gathered(tmp_path, FEET)
    words = tmp_path / "handouts" / FEET / "en.md"
    said = words.read_text("utf-8").replace("Diabetes and", "<script>alert(1)</script> &amp;")
    words.write_text(said.replace("HbA1c will", "HbA1c \\<b> will"), "utf-8")
    (sheet,) = gathered(tmp_path, FEET)
    root = read(check_page.one_page([sheet], (), TODAY))
    assert text_of(next(root.iter("h1"))) == "<script>alert(1)</script> &amp; your feet"
    assert text_of(at(root, "//title")[0]).endswith("&amp; your feet")
    assert {text_of(b).split()[0] for b in root.iter("b")} == {"info", "warning"}


@pytest.mark.parametrize(
    ("line", "message", "marks"),
    [
        ("Take an MRI. The MRI is loud.", "“MRI” is not spelled out", ["MRI"]),
        ("Take **two** pills.", "“two” and “pills” are", ["two", "pills"]),
        ("Go to bed now. Rest.", "a sentence of 4 words: go to b…", ["Go to bed now."]),
        ("Call {clinic.phone} now", "too long: Call {clinic} now", ["Call {clinic.phone} now"]),
        ("ab", "“abcdef” is wrong", []),
        ("a+b (c", "“a+b” “b (c” overlap", ["a+b (c"]),
        ("nothing", "“…” is nothing", []),
    ],
)
def test_marks_the_words_that_a_message_quotes(line: str, message: str, marks: list[str]) -> None:
    listed = listing(f"{line}\n", [warning("L999", message, Location("a.md", 1))], "x")
    assert [text_of(mark) for mark in listed.iter("mark")] == marks
    (shown,) = at(listed, "li/span[@class='line']")
    assert "".join(map(str, shown.itertext())) == line


def test_a_text_from_right_to_left_keeps_its_way() -> None:
    listed = listing("مرحبا\n\x1b[31m\n", [], "x", "ar")
    (first, second) = at(listed, "li/span[@class='line']")
    assert (first.get("lang"), first.get("dir")) == ("ar", "auto")
    assert text_of(second) == r"\x1b[31m"


def test_its_colours_can_be_read_in_light_and_dark_and_print() -> None:
    themes = re.findall(r":root \{([^}]*)\}", STYLE)
    assert len(themes) == 3
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): #(\w+)", theme))
        # Short colours are all greys, so twice is the whole.
        whole = {name: f"#{c * (6 // len(c))}" for name, c in colours.items()}
        for ink, ground in (
            *(("ink", "ground"), ("quiet", "ground"), ("link", "ground"), ("bad", "ground")),
            *(("ink", "tint"), ("quiet", "tint"), ("bad", "tint"), ("ink", "mark")),
        ):
            assert contrast(whole[ink], whole[ground]) >= 4.5, (ink, ground, theme)
