"""A translation to a PO file and back: what fits, what does not, and where that is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.fingerprints import parts_of
from handoutpress.content.handout import Handout
from handoutpress.content.sources import read_handout
from handoutpress.content.standing import State
from handoutpress.diagnostics import SourceError
from handoutpress.governance.exchange import export_po
from handoutpress.governance.importing import Import, import_po
from handoutpress.governance.recording import Credit, record
from handoutpress.governance.segments import build, other_keys, split
from handoutpress.governance.translations import standings
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.governance.conftest import Edit

ROOT = Path(__file__).parent.parent.parent
WORDS = "handouts/tablets/es.md"
PO = "tablets.es.po"


def hashes(handout: Handout) -> dict[str, str]:
    return {part.key: part.hash for part in parts_of(handout)}


def exported(workspace: Workspace, slug: str = "tablets", lang: str = "es") -> str:
    return export_po(workspace, slug, lang).decode()


def imported(workspace: Workspace, text: str, by: str = "", partial: bool = False) -> Import:
    workspace.write_whole(PO, text.encode())
    return import_po(workspace, "tablets", "es", PO, Credit(by), partial)


def message(text: str, words: str) -> str:
    """Return the one message of a PO file whose original has some words."""
    (found,) = (m for m in text.split("\n\n") if words in m.partition("msgstr")[0])
    return found


def at(text: str, words: str) -> int:
    """Return the line on which a message begins, as Babel counts: that of its msgid."""
    found = message(text, words)
    start = text.index(found) + found.index("\nmsgid ") + 1
    return text[:start].count("\n") + 1


def test_a_sample_goes_out_and_comes_back_whole(tmp_path: Path) -> None:
    slug, lang = "anti-inflammatories", "es"
    shutil.copytree(ROOT / "handouts" / slug, tmp_path / "handouts" / slug)
    shutil.copyfile(ROOT / "publish.toml", tmp_path / "publish.toml")
    workspace = Workspace(tmp_path)
    before = read_handout(workspace, slug, lang)
    workspace.write_whole(PO, export_po(workspace, slug, lang))
    workspace.remove(f"handouts/{slug}/{lang}.md")
    workspace.remove(f"handouts/{slug}/translations/{lang}.yaml")
    import_po(workspace, slug, lang, PO, Credit(""))
    after = read_handout(workspace, slug, lang)
    assert hashes(after) == hashes(before)
    assert after.front == before.front
    assert after.provenance
    assert after.provenance.record.parts == (before.provenance and before.provenance.record.parts)


def test_every_block_goes_out_and_comes_back(shelf: Workspace) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    before = hashes(read_handout(shelf, "tablets", "es"))
    done = imported(shelf, exported(shelf))
    assert hashes(read_handout(shelf, "tablets", "es")) == before
    assert done.open_parts == ()
    assert done.files[0] == WORDS


def test_a_language_that_is_not_there_yet_is_all_to_translate(shelf: Workspace) -> None:
    text = exported(shelf, lang="fr")
    messages = text.strip().split("\n\n")[1:]
    assert len(messages) == 26
    assert all(m.rstrip().endswith('msgstr ""') for m in messages)
    assert '"Language: fr\\n"' in text


def test_a_message_says_where_it_stands_and_what_is_a_matter_of_safety(shelf: Workspace) -> None:
    text = exported(shelf)
    assert "#. dose, text\n#. a matter of safety: dose\n" in message(text, "Take **200 mg**")
    assert "matter of safety" not in message(text, "They ease pain and")
    assert "#. a matter of safety: dose\n" in message(text, "| Adults | 1 tablet |")
    assert "#. dose, row\n" in message(text, "| Adults | 1 tablet |")
    assert "urgent box" in message(text, "Get help right away")


def test_what_was_made_from_other_words_is_fuzzy_with_the_old_ones(
    shelf: Workspace, edit: Edit
) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    assert "fuzzy" not in exported(shelf).split("\n\n", 1)[1]
    edit("en.md", "200 mg", "400 mg")
    edit("en.md", "2. Swallow", "2. Chew nothing.\n3. Swallow")
    text = exported(shelf)
    assert text.split("\n\n", 1)[1].count("#, fuzzy") == 1
    dose = message(text, "Take **400 mg**")
    assert '#| msgid "Take **200 mg** every six hours, with food."' in dose
    assert 'msgstr "Tome **200 mg** cada seis horas, con comida."' in dose
    assert message(text, "Chew nothing").rstrip().endswith('msgstr ""')
    assert 'msgstr "Trague la tableta entera."' in message(text, "Swallow the tablet")


def test_what_nobody_recorded_is_all_fuzzy(shelf: Workspace) -> None:
    text = exported(shelf).split("\n\n", 1)[1]
    assert text.count("#, fuzzy") == text.count("msgctxt")


def test_an_import_makes_stale_words_current(shelf: Workspace, edit: Edit) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    edit("en.md", "200 mg", "400 mg")
    text = exported(shelf)
    with pytest.raises(SourceError, match=r"L815.*marked fuzzy") as caught:
        imported(shelf, text)
    (found,) = caught.value.diagnostics
    assert found.location
    assert found.location.file == PO
    assert found.location.line == at(text, "Take **400 mg**")
    done = text.replace("Tome **200 mg**", "Tome **400 mg**").replace("#, fuzzy\n", "")
    imported(shelf, done, by="New Hand")
    (standing,) = standings(load_catalogue(shelf))
    assert standing.count(State.CURRENT) == 8
    assert "Tome **400 mg**" in shelf.read(WORDS).decode()
    assert "New Hand" in shelf.read(WORDS).decode()


def test_a_part_that_is_not_ready_stays_stale(shelf: Workspace, edit: Edit) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    edit("en.md", "200 mg", "400 mg")
    edit("en.md", "early.", "early in the day.")
    text = exported(shelf)
    fuzzy = message(text, "early in the day")
    ready = text.replace(fuzzy, fuzzy.replace("#, fuzzy\n", ""))
    done = imported(shelf, ready, partial=True)
    assert done.open_parts == ("dose",)
    (standing,) = standings(load_catalogue(shelf))
    assert [p.key for p in standing.parts if p.state is State.STALE] == ["dose"]
    assert "Tome **200 mg**" in shelf.read(WORDS).decode()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("Llame al {clinic.phone} si", "Llame si", "L812", "Call {clinic.phone} if"),
        ("{clinic.phone}", "{clinic.fone}", "L812", "Call {clinic.phone} if"),
        ("Tome **200 mg**", "Tome **20 mg**", "L813", "Take **200 mg**"),
        ("Tome **200 mg**", "Tome **200 ml**", "L813", "Take **200 mg**"),
        ("Tome **200 mg**", "Tome", "L813", "Take **200 mg**"),
        ("| 1 tableta |", "| 2 tabletas |", "L813", "| Adults | 1"),
        ("| media tableta |", "| una tableta |", "L813", "| Older"),
        (" [@first]", "", "L814", "They ease pain and"),
        ("(#get-help)", "(#dose)", "L814", "Leave it out"),
        ("(picture:medicine)", "(picture:food)", "L814", "![A bottle"),
        ("**200 mg**", "**200 mg", "L817", "Take **200 mg**"),
        ("[adultos]", "[adultos", "L817", "They ease pain and"),
        ("Beba un vaso de agua.", "", "L815", "Drink a glass"),
        ("Beba un vaso", "# Beba un vaso", "S071", "Drink a glass"),
        ("Beba un vaso de agua.", "Beba\\n::: note Hola\\nmás", "S071", "Drink a glass"),
        ("Beba un vaso de agua.", "Beba\\n- agua", "L817", "Drink a glass"),
        ("| Adultos | 1 tableta |", "| Adultos 1 tableta |", "S080", "| Adults | 1"),
        ("Beba un vaso", "<b>Beba</b> un vaso", "S040", "Drink a glass"),
        ("Beba un vaso", "{{ 1 }} [x](javascript:a) Beba un vaso", "S031", "Drink a glass"),
    ],
)
def test_what_does_not_fit_is_told_at_its_message_and_nothing_is_written(
    shelf: Workspace, old: str, new: str, code: str, words: str
) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    before = shelf.read(WORDS)
    text = exported(shelf)
    whole = message(text, words)
    said, mark, translation = whole.partition("msgstr ")
    assert translation.count(old) == 1
    changed = text.replace(whole, f"{said}{mark}{translation.replace(old, new)}")
    with pytest.raises(SourceError) as caught:
        imported(shelf, changed)
    places = {
        (d.code, d.location.file, d.location.line) for d in caught.value.diagnostics if d.location
    }
    assert (code, PO, at(changed, words)) in places
    assert shelf.read(WORDS) == before


def test_a_context_that_the_original_does_not_have_is_told(shelf: Workspace, edit: Edit) -> None:
    record(shelf, "tablets", "es", (), Credit(""))
    text = exported(shelf)
    edit("en.md", "Drink a glass of water.", "Drink a cup of water.")
    with pytest.raises(SourceError) as caught:
        imported(shelf, text)
    assert {d.code for d in caught.value.diagnostics} == {"L811", "L815"}
    assert "Drink a glass of water." in str(caught.value)
    done = imported(shelf, text, partial=True)
    assert done.open_parts == ("dose",)
    assert "Beba un vaso de agua." in shelf.read(WORDS).decode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "S004"),
        (b"\xff\xfe", "S001"),
        (b"this is no PO file", "L810"),
        (b'msgid "a"\nmsgstr "b', "L816"),
        (b'msgid "a"\nmsgstr[x] "b"\n', "L810"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=none-such\\n"\n', "L816"),
        (b'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "a"\nmsgstr "b"\n', "L816"),
        (b'msgid ""\nmsgstr "Plural-Forms: x\\n"\n', "L816"),
    ],
)
def test_what_is_no_po_file_of_the_translation(shelf: Workspace, data: bytes, code: str) -> None:
    shelf.write_whole(PO, data)
    with pytest.raises(SourceError) as caught:
        import_po(shelf, "tablets", "es", PO, Credit(""))
    assert code in {d.code for d in caught.value.diagnostics}
    assert all(d.location and d.location.file == PO for d in caught.value.diagnostics)


@pytest.mark.parametrize("lang", ["notes", "en"])
def test_what_no_translation_can_be_in_is_not_written(shelf: Workspace, lang: str) -> None:
    before = shelf.names("handouts/tablets"), shelf.read("handouts/tablets/en.md")
    shelf.write_whole(PO, exported(shelf).replace("Language: es", f"Language: {lang}").encode())
    with pytest.raises(SourceError, match="L820"):
        import_po(shelf, "tablets", lang, PO, Credit("A. B."))
    assert (shelf.names("handouts/tablets"), shelf.read("handouts/tablets/en.md")) == before


@pytest.mark.parametrize("name", ["../x.po", "/etc/passwd", "none.po"])
def test_only_files_of_the_workspace_are_read(shelf: Workspace, name: str) -> None:
    with pytest.raises(SourceError, match=r"W00[23]"):
        import_po(shelf, "tablets", "es", name, Credit(""))


@pytest.mark.parametrize(("slug", "lang"), [("tablet", "es"), ("tablets", "en"), ("tablets", "!")])
def test_what_cannot_be_exported(shelf: Workspace, slug: str, lang: str) -> None:
    with pytest.raises(SourceError, match="L820"):
        export_po(shelf, slug, lang)


def test_a_review_stays_as_long_as_no_words_change(shelf: Workspace, edit: Edit) -> None:
    edit(
        "es.md",
        "translator:",
        "review: {state: signed, by: 'R. R., RN', on: 2026-01-02}\ntranslator:",
    )
    record(shelf, "tablets", "es", (), Credit(""))
    text = exported(shelf)
    imported(shelf, text)
    assert not read_handout(shelf, "tablets", "es").is_draft
    imported(shelf, text.replace("Beba un vaso", "Beba dos vasos"))
    assert read_handout(shelf, "tablets", "es").is_draft


def test_other_keys_of_the_front_matter_stay_as_they_are_written() -> None:
    front = "title: T\nsilence:\n  - {rule: L108, reason: so}\n  - x\ntranslator: A"
    text = f"---\n{front}\n---\ntitle: no"
    assert other_keys(text) == {
        "silence": "\n  - {rule: L108, reason: so}\n  - x",
        "translator": " A",
    }


def test_a_comment_is_part_of_the_frame(shelf: Workspace, edit: Edit) -> None:
    handout = read_handout(shelf, "tablets", "en")
    text = shelf.read("handouts/tablets/en.md").decode()
    comment = "<!-- silence L108: it is so -->"
    changed = text.replace("They work best", f"{comment}\nThey work best")
    document = split(changed, handout)
    assert not any("silence" in segment.text for segment in document.segments)
    assert comment in build(document, [s.text for s in document.segments], {}).text


def test_the_file_is_the_same_for_the_same_words_and_day(
    shelf: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    text = exported(shelf)
    assert text == exported(shelf)
    assert re.findall(r"Date: (.*?)\\n", text) == ["2026-01-01 00:00+0000"] * 2
