"""publish.toml: what a workspace prints when the command line does not say."""

from __future__ import annotations

import re
import tomllib
from typing import Annotated

from pydantic import Field

from handoutpress.content.brand import PaperName
from handoutpress.content.edition import EDITIONS
from handoutpress.content.record import LanguageTag, Strict
from handoutpress.content.report import Report, choose
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import Value, YamlSource


class Settings(Strict):
    """publish.toml: the papers, editions and languages that a build makes by default."""

    papers: Annotated[tuple[PaperName, ...], Field(min_length=1)] = ("a4", "letter")
    """The papers that leaflets are laid out for."""
    editions: Annotated[tuple[str, ...], Field(min_length=1)] = ("leaflet", "epub")
    """The editions that are made."""
    languages: tuple[LanguageTag, ...] = ()
    """BCP 47; all the languages that there are when it says nothing."""


def parse_settings(text: str, report: Report) -> Settings | None:
    """Return the settings in a publish.toml, or None when the report holds an error.

    W006 not TOML; the schema's codes (S020 and on) for keys and values.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        line = re.search(r"at line (\d+)", str(reason))
        hint = "write one `key = value` on each line, texts in double quotes"
        problem = str(reason).partition(" (at ")[0]
        report.error(
            "W006",
            f"this is not TOML: {problem[:1].lower()}{problem[1:]}",
            int(line[1]) if line else None,
            hint,
        )
        return None
    except (ValueError, RecursionError):
        hint = "look for a number of thousands of digits, or as many brackets"
        report.error("W006", "this is not TOML: a value has no end", None, hint)
        return None
    source = YamlSource(_texts(data), _lines(text), is_whole=True)
    settings = validate(Settings, source, report)
    _check_editions(source, report)
    return None if report.has_errors else settings


def _texts(data: dict[str, object]) -> dict[str, Value]:
    """Return TOML's values as YAML's reader gives them: lists of texts, and texts."""
    return {
        key: [str(v) for v in value] if isinstance(value, list) else str(value)
        for key, value in data.items()
    }


def _lines(text: str) -> dict[str, int]:
    """Return the line of each top-level key: tomllib keeps no positions."""
    lines = {"": 1}
    for number, line in enumerate(text.split("\n"), start=1):
        if match := re.match(r"\s*\[?\[?([\w-]+)", line):
            lines.setdefault(match[1], number)
    return lines


def _check_editions(source: YamlSource, report: Report) -> None:
    editions = source.data.get("editions")
    for name in editions if isinstance(editions, list) else ():
        if name not in EDITIONS:
            message = f"there is no edition `{name}`"
            report.error("W007", message, source.line("editions"), choose(str(name), EDITIONS))
