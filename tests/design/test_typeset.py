"""A page source: what it does with words and pictures that are out of the ordinary."""

from __future__ import annotations

import pytest

from handoutpress.design.theme import Theme
from handoutpress.design.typeset import HEAD_LETTERS, icon_svg, shortened
from handoutpress.diagnostics import ThemeError
from tests.conftest import MakeWorkspace

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'


def test_a_running_head_has_room_for_two_lines() -> None:
    assert shortened("Understanding back spasms") == "Understanding back spasms"
    assert shortened("word " * 40) == ("word " * (HEAD_LETTERS // 5)).strip() + " ..."
    assert len(shortened("x" * 300)) < HEAD_LETTERS


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        ("<svg", "is not well-formed XML"),
        ("", "is not well-formed XML"),
        ("<html/>", "is XML, but not an SVG"),
        (f'<!DOCTYPE svg [<!ENTITY x "y">]><svg {SVG}>&x;</svg>', "declares entities"),
        (f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg {SVG}/>', "a document type"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "has no viewBox"),
        (f'<svg {SVG}><image href="file:///etc/passwd"/></svg>', "has a <image>"),
        (f'<svg {SVG}><rect fill="url(https://example.org/)"/></svg>', "reaches out"),
        (f"<svg {SVG}><script/></svg>", "has a <script>"),
    ],
)
def test_an_icon_that_cannot_be_used_is_told(
    make_workspace: MakeWorkspace, drawing: str, reason: str
) -> None:
    theme = Theme.find(make_workspace({"styles/icons/urgent.svg": drawing}))
    with pytest.raises(ThemeError) as caught:
        icon_svg(theme, "styles/icons/urgent.svg", "#000000")
    assert str(caught.value).startswith("styles/icons/urgent.svg: error[T007]: this picture ")
    assert reason in str(caught.value)
