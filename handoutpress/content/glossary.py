"""Medical terms with the plain words for them: those that the program knows, and a workspace's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field

from handoutpress.content.record import LanguageTag, Line, Strict
from handoutpress.content.report import Report, in_order
from handoutpress.content.sources import Loaded
from handoutpress.content.textfile import decode
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES, read_yaml
from handoutpress.workspace import Workspace

GLOSSARY_FILE = "glossary.yaml"
_SHIPPED = Path(__file__).parents[1] / "wordlists"
Glossary: TypeAlias = Mapping[str, Mapping[str, str]]
"""By language: each term with what it is in plain words."""
_Words = dict[Line, Line]


class GlossaryFile(Strict):
    """glossary.yaml: a workspace's own medical terms, by language, with their plain words."""

    terms: dict[LanguageTag, Annotated[_Words, Field(min_length=1)]]
    """`en: {hypertension: high blood pressure}`; other spellings are parted by `|`."""


class WordList(Strict):
    """A language's words that are shipped with the program."""

    terms: _Words
    """Medical terms with their plain words."""
    plainer: _Words
    """Long or official words with the everyday ones."""


def load_glossary(workspace: Workspace) -> Loaded[Glossary]:
    """Return the workspace's glossary.yaml; nothing where there is none."""
    if not workspace.exists(GLOSSARY_FILE):
        return Loaded({}, ())
    report = Report(GLOSSARY_FILE)
    text = decode(workspace.read(GLOSSARY_FILE), report, MAX_BYTES)
    source = read_yaml(text, report) if text else None
    file = validate(GlossaryFile, source, report) if source and source.is_whole else None
    return Loaded(file.terms if file else None, in_order(report.found))


@cache
def shipped_words(lang: str) -> WordList | None:
    """Return the words that the program knows of a language (`en`), or None."""
    path = _SHIPPED / f"{lang}.yaml"
    if not path.is_file():
        return None
    report = Report(path.name)
    return validate(WordList, read_yaml(path.read_text("utf-8"), report), report)
