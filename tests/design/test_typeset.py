"""A page source: what it does with words and pictures that are out of the ordinary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoutpress.content.brand import Brand
from handoutpress.content.edition import EDITIONS, PAPERS
from handoutpress.content.handout import Handout
from handoutpress.content.sources import read_handout
from handoutpress.design.drawings import icon_svg
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import HEAD_LETTERS, Job, shortened, typeset_leaflet
from handoutpress.diagnostics import ThemeError
from handoutpress.workspace import Workspace
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


def test_a_draft_says_what_nobody_has_signed(specimen: Workspace) -> None:
    original, signed = (read_handout(specimen, "specimen", lang) for lang in ("en", "es"))
    record = original.record.model_copy(
        update={"review": original.record.review.model_copy(update={"state": "draft"})}
    )
    draft = replace(signed, front=signed.front.model_copy(update={"review": None}))
    assert "Ningún profesional" in _html(replace(signed, record=record), specimen)
    assert "Nadie ha revisado aún esta traducción" in _html(draft, specimen)
    assert 'class="draft"' not in _html(original, specimen)
    assert 'class="draft"' not in _html(signed, specimen)
    assert "<dt>Traducción revisada por</dt><dd>R. Lectora, " in _html(signed, specimen)
    assert "Translation checked by" not in _html(original, specimen)


def _html(handout: Handout, workspace: Workspace) -> str:
    theme = Theme.find(workspace)
    job = Job(handout, Brand.plain(), EDITIONS["leaflet"], theme, {})
    return typeset_leaflet(job, PAPERS["a4"]).html
