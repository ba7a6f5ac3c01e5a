"""The rules read whatever can be read: each finding has a rule, a place in its file and a hint."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from handoutpress.checks.linter import Linter
from handoutpress.checks.registry import all_rules
from handoutpress.checks.sarif import sarif
from handoutpress.content.catalogue import load_catalogue
from handoutpress.press.plan import Request
from tests.hostile.test_hostile import workspaces
from tests.hostile.trial import Files, lay_out


@given(workspaces())
def test_any_words_and_clinics_can_be_checked(case: tuple[Files, Request]) -> None:
    with TemporaryDirectory() as folder:
        workspace = lay_out(Path(folder), case[0])
        catalogue = load_catalogue(workspace)
        found = Linter.of(catalogue).check(catalogue.handouts, catalogue.brands).diagnostics
        for told in found:
            assert told.code in all_rules()
            assert told.hints
            assert all(told.hints)
            assert told.location
            text = workspace.read(told.location.file).decode("utf-8-sig")
            lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
            assert told.location.line is None or 1 <= told.location.line <= lines
        assert sarif(found)["version"] == "2.1.0"
