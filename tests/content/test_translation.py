"""Which language a handout was written in, and until when its translations are drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoutpress.content.sources import read_handout
from handoutpress.content.translation import written_in
from tests.content.test_diagnostics import HERE

if TYPE_CHECKING:
    from tests.conftest import MakeWorkspace

FOLDER = HERE / "base" / "handouts" / "sample"
SIGNED = "{state: signed, by: 'R. Reader, RN', on: 2026-02-01"


@pytest.mark.parametrize(
    ("said", "languages", "expected"),
    [
        (None, ["ar", "en", "es"], "en"),
        (None, ["en-GB", "es"], "en-GB"),
        (None, ["pl", "es"], "es"),
        ("pl", ["en", "pl"], "pl"),
        ("fr", ["en", "pl"], "en"),
        (None, ["README", "es"], "es"),
        (None, [], ""),
    ],
)
def test_the_language_that_it_was_written_in(
    said: str | None, languages: list[str], expected: str
) -> None:
    assert written_in(said, languages) == expected


@pytest.mark.parametrize(
    ("handout", "translation", "drafts"),
    [
        ("{state: draft", None, (True, True)),
        ("{state: draft", f"{SIGNED}}}", (True, True)),
        (SIGNED, None, (False, True)),
        (SIGNED, "{state: draft, by: R. Reader, on: 2026-02-01}", (False, True)),
        (SIGNED, f"{SIGNED}}}", (False, False)),
        (SIGNED, f"{SIGNED.replace('02-01', '01-01')}}}", (False, False)),
        (SIGNED, f"{SIGNED.replace('2026-02-01', '2025-12-31')}}}", (False, True)),
    ],
)
def test_a_translation_is_a_draft_until_both_are_signed(
    make_workspace: MakeWorkspace, handout: str, translation: str | None, drafts: tuple[bool, bool]
) -> None:
    record = (FOLDER / "handout.yaml").read_text("utf-8").replace("{state: draft", handout)
    words = (FOLDER / "en.md").read_text("utf-8")
    review = f"\nreview: {translation}" if translation else ""
    files = {
        "handouts/sample/handout.yaml": record,
        "handouts/sample/en.md": words,
        "handouts/sample/es.md": words.replace("\nsummary", f"{review}\nsummary"),
    }
    workspace = make_workspace(files)
    both = [read_handout(workspace, "sample", lang) for lang in ("en", "es")]
    assert tuple(h.is_draft for h in both) == drafts
    assert [h.translated_from for h in both] == ["", "en"]


def test_another_language_can_be_the_one_it_was_written_in(make_workspace: MakeWorkspace) -> None:
    record = (FOLDER / "handout.yaml").read_text("utf-8")
    words = (FOLDER / "en.md").read_text("utf-8")
    workspace = make_workspace(
        {
            "handouts/sample/handout.yaml": f"{record}written_in: es\n",
            "handouts/sample/en.md": words,
            "handouts/sample/es.md": words,
        }
    )
    assert read_handout(workspace, "sample", "en").translated_from == "es"
    assert not read_handout(workspace, "sample", "es").translated_from
