"""The program's own words and dates by language."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from handoutpress.design import clinic, typeset
from handoutpress.design import words as words_module
from handoutpress.design.theme import shipped_root
from handoutpress.design.words import CATALOGUES, words_for

CALL = re.compile(
    r"""(?:\bt|\bblocks\.say|{{ say)\(\s*(["'])(.+?)\1|\bwords(?:\.around)?\(\s*(["'])(.+?)\3""",
    re.DOTALL,
)


def messages_in_use() -> set[str]:
    """Return every message of the templates and of the Python that calls `words`."""
    folder = shipped_root() / "templates"
    package = Path(typeset.__file__).parent.parent
    texts = [p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()]
    texts += [p.read_text("utf-8") for p in sorted(package.rglob("*.py"))]
    found = {m[2] or m[4] for text in texts for m in CALL.finditer(text)}
    return found | set(clinic.UNBRANDED.values()) | set(typeset.CALLOUT_WORDS.values())


def test_english_needs_no_catalogue() -> None:
    words, told = words_for("en-GB")
    assert (words("Contents"), told) == ("Contents", ())
    assert words.date(datetime.date(2026, 11, 22)) == "22 November 2026"


def test_a_missing_catalogue_falls_back_to_english_and_says_so() -> None:
    words, (told,) = words_for("cy")
    assert words("Urgent") == "Urgent"
    assert told.code == "T010"


def test_a_message_that_a_catalogue_lacks_falls_back_to_english_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CATALOGUES / "es.po").read_text("utf-8")
    (tmp_path / "es.po").write_text(text, encoding="utf-8")
    gap = text.replace('msgstr "Borrador"', 'msgstr ""').replace('msgstr "Nota"', 'msgstr ""')
    (tmp_path / "pl.po").write_text(gap, encoding="utf-8")
    monkeypatch.setattr(words_module, "CATALOGUES", tmp_path)
    words, (told,) = words_for.__wrapped__("pl")
    assert (words("Draft"), words("Tip")) == ("Draft", "Consejo")
    assert told.code == "T010"
    assert "lack 'Note' and 1 more in pl; English stands in" in told.message
    assert words_for.__wrapped__("es")[1] == ()


def test_a_message_has_the_spaces_of_its_language() -> None:
    words, _ = words_for("fr")
    assert words("Cover: {title}", title="A") == "Couverture\u00a0: A"


@pytest.mark.parametrize(("lang", "name"), [("es", "ingl\u00e9s"), ("zh-Hans", "\u82f1\u8bed")])
def test_a_language_is_called_as_the_reader_calls_it(lang: str, name: str) -> None:
    words, _ = words_for(lang)
    assert (words.name_here("en"), words.language_name("en")) == (name, "English")


def test_a_country_has_the_words_of_its_language() -> None:
    words, told = words_for("es-MX")
    assert (words("Draft"), told) == ("Borrador", ())


def test_gaps_split_a_message_into_the_words_around_them() -> None:
    words, _ = words_for("en")
    assert words.around("Page {page} of {pages}", "page", "pages") == ("Page ", " of ", "")


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_direction_follows_the_language(lang: str, direction: str) -> None:
    assert words_for(lang)[0].direction == direction


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda p: p.stem)
def test_a_catalogue_translates_every_message_in_use_and_keeps_its_gaps(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = {str(m.id): str(m.string) for m in read_po(file) if m.id}
    assert set(catalogue) == messages_in_use()
    for message, translation in catalogue.items():
        assert translation
        assert set(re.findall(r"{\w+}", message)) == set(re.findall(r"{\w+}", translation))
