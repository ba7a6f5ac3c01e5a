"""Characters that cannot be printed are told with what to do about each kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.sources import read_handout
from handoutpress.design import glyphs
from handoutpress.design.glyphs import missing_glyphs
from handoutpress.workspace import Workspace


@pytest.mark.parametrize(
    ("character", "hint"),
    [
        ("背", "write it in words"),
        ("✅", "`::: checklist`"),
        ("☐", "`::: checklist`"),
        ("➡", "as steps"),
        ("🙂", "write it in words"),
    ],
)
def test_the_hint_is_for_the_kind_of_character(
    specimen: Workspace, monkeypatch: pytest.MonkeyPatch, character: str, hint: str
) -> None:
    monkeypatch.setattr(
        glyphs, "missing_characters", lambda text, lang: tuple(c for c in text if c == character)
    )
    handout = read_handout(specimen, "specimen", "en")
    changed = replace(handout, front=handout.front.model_copy(update={"title": character}))
    (found,) = missing_glyphs(changed, Brand.plain())
    assert found.code == "F001"
    assert hint in found.hints[0]
