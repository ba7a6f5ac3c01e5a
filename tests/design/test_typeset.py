"""A page source: what it does with words and pictures that are out of the ordinary."""

from __future__ import annotations

import pytest

from handoutpress.design.theme import Theme
from handoutpress.design.typeset import HEAD_LETTERS, icon_svg, shortened
from handoutpress.diagnostics import ThemeError
from tests.conftest import MakeWorkspace

SVG = 'xmlns="http://www.w3.org/2000/svg"'


def test_a_running_head_has_room_for_two_lines() -> None:
    assert shortened("Understanding back spasms") == "Understanding back spasms"
    assert shortened("word " * 40) == ("word " * (HEAD_LETTERS // 5)).strip() + " ..."
    assert len(shortened("x" * 300)) < HEAD_LETTERS


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        ("<svg", "Couldn't find end of Start Tag svg"),
        ("", "Document is empty"),
        ("<html/>", "its root is html"),
        (f'<!DOCTYPE svg [<!ENTITY x "y">]><svg {SVG}>&x;</svg>', "it has a document type"),
    ],
)
def test_an_icon_that_is_not_svg_is_told(
    make_workspace: MakeWorkspace, drawing: str, reason: str
) -> None:
    theme = Theme.find(make_workspace({"styles/icons/urgent.svg": drawing}))
    with pytest.raises(ThemeError) as caught:
        icon_svg(theme, "styles/icons/urgent.svg", "#000000")
    assert str(caught.value).startswith("styles/icons/urgent.svg: error[T007]: this is not SVG: ")
    assert reason in str(caught.value)
