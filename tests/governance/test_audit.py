"""What an audit finds, and how it tells it."""

from __future__ import annotations

import csv
import datetime
import io
from typing import TYPE_CHECKING

import pytest

from handoutpress.diagnostics import SourceError
from handoutpress.governance.audit import audit
from handoutpress.governance.audit_items import Audit
from handoutpress.governance.audit_report import COLUMNS, audit_csv, audit_data, audit_lines
from handoutpress.governance.recording import Credit, record, sign
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit

DAY = datetime.date(2026, 12, 1)
WHO = ("R. Reader", "RN")
FOLDER = "handouts/tablets"


def looked(workspace: Workspace, day: datetime.date = DAY) -> Audit:
    """Return an audit without what the clinic's contacts lack."""
    return audit(workspace, day)


def told(workspace: Workspace, day: datetime.date = DAY) -> list[tuple[str, str, str]]:
    """Return the kind, the severity and the place of what was found, but for the clinic."""
    return [
        (str(item.kind), str(item.severity), str(item.location))
        for item in audit(workspace, day).items
        if not item.brand
    ]


@pytest.fixture
def good(shelf: Workspace) -> Workspace:
    """Return a library in which there is nothing to see to."""
    record(shelf, "tablets", "es", (), Credit(""))
    sign(shelf, "tablets", "es", (), WHO, DAY)
    return shelf


def test_a_good_library_has_nothing_to_see_to(good: Workspace) -> None:
    assert told(good) == []
    (contacts,) = looked(good).items
    assert contacts.brand == "north"
    assert contacts.message == "the contacts have no out_of_hours, email, web, address, hours"


@pytest.mark.parametrize(
    ("day", "kind", "severity", "days"),
    [
        ((2027, 10, 2), None, "", 0),
        ((2027, 10, 3), "due-soon", "warning", 90),
        ((2028, 1, 1), "due-soon", "warning", 0),
        ((2028, 1, 2), "overdue", "error", -1),
    ],
)
def test_the_clock(
    good: Workspace, day: tuple[int, int, int], kind: str | None, severity: str, days: int
) -> None:
    found = [item for item in looked(good, datetime.date(*day)).items if item.handout]
    assert [str(item.kind) for item in found] == ([kind] if kind else [])
    for item in found:
        assert (str(item.severity), item.days) == (severity, days)
        assert str(item.location) == f"{FOLDER}/handout.yaml:4"


def test_the_window_and_the_severity_are_settings(good: Workspace) -> None:
    settings = b'[governance]\nsoon_days = 10\noverdue = "stamp"\n'
    good.write_whole("publish.toml", settings)
    assert told(good, datetime.date(2027, 12, 1)) == []
    place = f"{FOLDER}/handout.yaml:4"
    assert told(good, datetime.date(2028, 6, 1)) == [("overdue", "warning", place)]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("handout.yaml", "state: signed", "state: draft", ("draft", "warning", "handout.yaml:4")),
        ("handout.yaml", "owner: Test library", "owner:", ("no-owner", "error", "handout.yaml:5")),
        (
            "handout.yaml",
            "owner: Test library",
            "owner: Who answers for these words",
            ("no-owner", "error", "handout.yaml:5"),
        ),
        ("handout.yaml", "owner: Test library\n", "", ("no-owner", "error", "handout.yaml:1")),
        (
            "handout.yaml",
            "sources:",
            "related: [gone]\nsources:",
            ("dead-reference", "error", "handout.yaml:7"),
        ),
        ("handout.yaml", "id: TB-001", "id: {", ("broken", "error", "handout.yaml:3")),
        ("es.md", "(#get-help)", "(#gone)", ("dead-reference", "error", "es.md:49")),
        ("es.md", "[@first]", "[@gone]", ("dead-reference", "error", "es.md:28")),
        ("es.md", 'más."}.', 'más."}. [A](handout:gone)', ("dead-reference", "error", "es.md:29")),
        (
            "es.md",
            "Funcionan mejor",
            '![Algo](figures/gone.svg "Algo")\n\nFuncionan mejor',
            ("dead-reference", "error", "es.md:31"),
        ),
        ("es.md", "Beba un vaso", "Beba otro vaso", ("unsigned", "warning", "es.md:33")),
        ("es.md", "---\ntitle", "title", ("broken", "error", "es.md:1")),
        ("en.md", "200 mg", "400 mg", ("stale", "error", "es.md:33")),
        ("en.md", "Drink a glass", "Drink a cup", ("stale", "warning", "es.md:33")),
        ("translations/es.yaml", "parts:", "part:", ("broken", "error", "translations/es.yaml:6")),
    ],
)
def test_what_is_to_see_to(
    good: Workspace, edit: Edit, file: str, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    edit(file, old, new)
    kind, severity, place = expected
    assert (kind, severity, f"{FOLDER}/{place}") in told(good)
    assert looked(good).is_good == (severity == "warning")


def test_what_only_looks_like_a_pointer_is_none(good: Workspace, edit: Edit) -> None:
    edit(
        "es.md", "Funcionan mejor", "\\[x](#gone), \\[@gone], \\[y](handout:gone). Funcionan mejor"
    )
    assert {kind for kind, _, _ in told(good)} == {"unsigned"}


def test_a_translation_without_record_or_signature(shelf: Workspace) -> None:
    assert told(shelf) == [
        ("unsigned", "warning", f"{FOLDER}/es.md:2"),
        ("unrecorded", "warning", f"{FOLDER}/translations/es.yaml"),
    ]


def test_a_machine_may_not_have_the_last_word(shelf: Workspace) -> None:
    record(shelf, "tablets", "es", (), Credit("", is_machine=True))
    found = [item for item in looked(shelf).items if item.kind == "unsigned"]
    assert {str(item.severity) for item in found} == {"error", "warning"}
    assert sum("a machine's" in item.message for item in found) == 3
    sign(shelf, "tablets", "es", (), WHO, DAY)
    assert told(shelf) == []


def test_a_seal_is_not_believed_when_a_file_has_changed(good: Workspace, edit: Edit) -> None:
    before = good.read(f"{FOLDER}/translations/es.yaml")
    assert b"seal:" in before
    edit("en.md", "when you take them", "when\nyou take them")
    assert told(good) == []
    edit("en.md", "200 mg", "400 mg")
    assert [kind for kind, _, _ in told(good)] == ["stale", "unsigned"]


def test_a_pack_may_point_nowhere(good: Workspace) -> None:
    text = b'[packs.p]\ntitle = {en = "P"}\nhandouts = ["tablets", "gone"]\n'
    good.write_whole("publish.toml", text)
    assert told(good) == [("dead-reference", "error", "publish.toml:3")]


def test_a_clinic_that_kept_the_starters_number(good: Workspace) -> None:
    text = good.read("brands/north/brand.yaml").replace(b"(206) 555-0142", b"01632 960000")
    good.write_whole("brands/north/brand.yaml", text.replace(b'emergency: "911"', b""))
    broken = [item for item in looked(good).items if item.brand]
    assert [(str(i.kind), str(i.severity)) for i in broken] == [("broken", "error")]


def test_settings_that_are_wrong_are_told(good: Workspace) -> None:
    good.write_whole("publish.toml", b'[governance]\noverdue = "refuze"\n')
    with pytest.raises(SourceError, match=r"publish.toml:2: error\[S022\]"):
        audit(good, DAY)


def test_as_lines_as_data_and_as_a_table(good: Workspace) -> None:
    found = looked(good, datetime.date(2028, 2, 1))
    lines = [*audit_lines(found)]
    assert lines[:2] == [
        "overdue (1)",
        f"  {FOLDER}/handout.yaml:4: the review was due on 2028-01-01, 31 days ago",
    ]
    counted = "2028-02-01: 1 handouts, 1 translations, 1 brands: 1 overdue, 1 contacts"
    assert lines[-1] == counted
    data = audit_data(found)
    assert data["items"][0]["due"] == "2028-01-01"
    rows = list(csv.DictReader(io.StringIO(audit_csv(found))))
    assert [*rows[0]] == [*COLUMNS]
    assert (rows[0]["handout"], rows[0]["days"], rows[0]["brand"]) == ("tablets", "-31", "")


def test_no_cell_of_a_table_is_a_formula(good: Workspace, edit: Edit) -> None:
    edit("es.md", "[@first]", '[@=HYPERLINK("http://x")]')
    rows = list(csv.reader(io.StringIO(audit_csv(looked(good)))))
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
