"""The search path and the faults of templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoutpress.design.theme import Theme
from handoutpress.diagnostics import ThemeError
from handoutpress.workspace import Workspace


@pytest.fixture
def own(tmp_path: Path) -> Theme:
    (tmp_path / "publish.toml").write_text("")
    (tmp_path / "templates").mkdir()
    return Theme.find(Workspace(tmp_path))


def test_the_workspaces_own_file_wins(own: Theme, tmp_path: Path) -> None:
    shipped = own.text("styles/tokens.css")
    digest = own.digest
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "tokens.css").write_text(":root {}")
    changed = Theme.find(Workspace(tmp_path))
    assert (changed.text("styles/tokens.css"), shipped == ":root {}") == (":root {}", False)
    assert changed.digest != digest


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("<p>\n{{ nothing }}</p>", "templates/own.html:2: error[T003]: UndefinedError:"),
        ("<p>\n{% if %}</p>", "templates/own.html:2: error[T003]: "),
        ("<p>{{ 1 / 0 }}</p>", "templates/own.html:1: error[T003]: ZeroDivisionError:"),
        ("{% include 'none.html' %}", "templates: error[T003]: no template none.html"),
    ],
)
def test_a_broken_template_is_told_at_its_line(
    own: Theme, tmp_path: Path, template: str, told: str
) -> None:
    (tmp_path / "templates" / "own.html").write_text(template)
    with pytest.raises(ThemeError) as caught:
        own.render("own.html", {})
    assert str(caught.value).startswith(told)


def test_memory_that_is_short_is_no_fault_of_the_template(own: Theme, tmp_path: Path) -> None:
    def starve() -> str:
        raise MemoryError

    (tmp_path / "templates" / "own.html").write_text("{{ words() }}")
    with pytest.raises(MemoryError):
        own.render("own.html", {"words": starve})


def test_values_are_data(own: Theme, tmp_path: Path) -> None:
    (tmp_path / "templates" / "own.html").write_text("{{ value }}")
    assert own.render("own.html", {"value": "<b>{{ 7 * 7 }}"}) == "&lt;b&gt;{{ 7 * 7 }}"


def test_a_name_that_leads_out_is_no_file(own: Theme) -> None:
    with pytest.raises(ThemeError):
        own.data("styles/../../pyproject.toml")


def test_a_template_that_is_not_text_is_told_by_its_name(own: Theme, tmp_path: Path) -> None:
    (tmp_path / "templates" / "own.html").write_bytes(b"\xff\xfe")
    with pytest.raises(ThemeError) as caught:
        own.render("own.html", {})
    assert str(caught.value).startswith("templates/own.html: error[T002]")
