"""The page of a run: what was made, what was not and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html

from handoutpress.diagnostics import ExportError, Location, SourceError, error
from handoutpress.press import report_page as page
from handoutpress.press.build import build
from handoutpress.press.html_page import cell, refuse_other
from handoutpress.press.manifest import read_manifest
from handoutpress.press.plan import PrintRun
from handoutpress.workspace import Workspace
from tests.press import fakes


def page_of(folder: Path, run: PrintRun, name: str = "report.html") -> etree._Element:
    """Carry a run out and return its page, read as a browser does."""
    workspace = Workspace(folder)
    report = build(run, workspace, jobs=1, opening=fakes.opening(fakes.refuser))
    entries, _ = read_manifest(workspace)
    return html.fromstring(page.report_page(report, entries, workspace, name))


def rows(root: etree._Element, heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading."""
    head = next(each for each in root.iter("h2") if each.text == heading)
    table = next(head.itersiblings("table"))
    return [
        ["".join(map(str, cell.itertext())) for cell in row] for row in table.iterfind("tbody/tr")
    ]


def test_it_says_what_was_made_and_what_was_not(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout("cold"), fakes.handout("bad"), editions=("epub",))
    root = page_of(tmp_path, run, "pages/report.html")
    good, bad = "output/plain/cold/cold.en.epub", "output/plain/bad/bad.en.epub"
    assert rows(root, "What was not made") == [[bad, "it failed"]]
    assert rows(root, "What was found") == [["handouts/bad/en.md", "error P001: no good", ""]]
    assert rows(root, "What is there") == [["cold", "1"]]
    ((path, state, *_),) = rows(root, "All files")
    assert (path, state) == (good, "made")
    assert [link.get("href") for link in root.iter("a")] == [f"../{good}"]
    assert "How it looks" not in [head.text for head in root.iter("h2")]


def test_a_run_without_trouble_says_nothing_of_any(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout("cold"), editions=("epub", "leaflet"), papers=("a4",))
    root = page_of(tmp_path, run)
    assert [h.text for h in root.iter("h2")] == ["What is there", "All files"]


def test_a_number_stands_under_its_heading(tmp_path: Path) -> None:
    run = fakes.run(tmp_path, fakes.handout("cold"), editions=("epub", "leaflet"), papers=("a4",))
    for table in page_of(tmp_path, run).iter("table"):
        heads = [head.get("class") for head in table.iterfind("thead/tr/th")]
        for row in table.iterfind("tbody/tr"):
            told = list(zip(heads, row, strict=True))
            assert all(head == "number" for head, each in told if each.get("class") == "number")


def test_more_rows_than_there_is_room_for_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_ROWS", 1)
    run = fakes.run(tmp_path, *map(fakes.handout, "abc"), editions=("epub",))
    assert rows(page_of(tmp_path, run), "All files")[1][0].startswith("and 2 more")


def test_what_no_page_can_hold_is_written_out() -> None:
    told = error("P001", "a bell \a and a \0", Location("a\x1b.md"), "mend\tit")
    where, what, hints = page._row_of(told)
    assert cell(where).text == r"a\x1b.md"
    assert isinstance(what, etree._Element)
    assert what.text == r"error P001: a bell \x07 and a \x00"
    assert isinstance(hints, etree._Element)


def test_no_other_file_is_overwritten(tmp_path: Path) -> None:
    workspace = fakes.workspace(tmp_path)
    refuse_other(workspace, "report.html", page.TITLE)
    own = tmp_path / "report.html"
    own.write_text("<h1>mine</h1>")
    with pytest.raises(ExportError, match="B027"):
        refuse_other(workspace, "report.html", page.TITLE)
    own.write_bytes(f"<title>{page.TITLE}</title>".encode())
    refuse_other(workspace, "report.html", page.TITLE)
    for name in ("../report.html", "handouts"):
        (tmp_path / "handouts").mkdir(exist_ok=True)
        with pytest.raises(SourceError, match=r"W00[24]"):
            refuse_other(workspace, name, page.TITLE)
