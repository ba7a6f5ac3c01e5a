"""What a word can be: an instruction at the start of a sentence, a form of a verb."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from handoutpress.checks.instructions import instructions
from handoutpress.checks.lexicon import lexicon, tokens, verb_forms
from handoutpress.checks.subject import Subject
from handoutpress.content.markdown import read_words
from handoutpress.content.report import Report
from handoutpress.content.sources import read_handout
from handoutpress.workspace import Workspace

CORPUS = Workspace(Path(__file__).parents[1] / "lint/corpus")


def told(text: str, lang: str) -> list[str]:
    """Return the sentences of a text that tell what to do."""
    front = "---\ntitle: T\nsummary: This is a sample.\n---\n"
    words = read_words(
        f"{front}\n::: urgent Help\nGo now.\n:::\n\n## What? {{#a role=overview}}\n\n{text}\n",
        Report("en.md"),
        (),
    )
    assert words.front
    like = read_handout(CORPUS, "10-plaster-cast", "en")
    handout = dataclasses.replace(
        like, lang=lang, front=words.front, callouts=words.callouts, sections=words.sections
    )
    return [sentence.text for sentence in instructions(Subject(handout))]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Take one pill. You feel better.", "en", ["Take one pill."]),
        ("First, wash your hands. Now slowly sit up.", "en", 2),
        ("Do not lie on it. Never rub it.", "en", 2),
        ("Do you smoke? Have you a fever?", "en", []),
        ("Rest is good. Work can wait. Exercise helps.", "en", []),
        ("Call us. Ring the ward.", "en", []),
        ("Tome una pastilla. No la tome con leche.", "es", 2),
        ("No es raro. Nunca duele.", "es", []),
        ("Luego, siéntese. ¿Toma alcohol?", "es", ["Luego, siéntese."]),
        ("Nehmen Sie eine Tablette.", "de", []),
    ],
)
def test_a_sentence_that_tells_what_to_do(text: str, lang: str, found: list[str] | int) -> None:
    sentences = told(text, lang)
    assert (len(sentences) if isinstance(found, int) else sentences) == found


@pytest.mark.parametrize(
    ("entry", "lang", "text"),
    [
        ("administer", "en", "It is administered, and she administers it."),
        ("utilize", "en", "Utilizing it, he utilized it."),
        ("notify", "en", "She notifies and notified us."),
        ("realizar", "es", "Se realiza y fue realizada."),
        ("ingerir", "es", "No ingiera ni ingerido."),
    ],
)
def test_the_forms_of_a_verb_are_found(entry: str, lang: str, text: str) -> None:
    finder = lexicon((entry,), lang, verb_forms)
    found = [hit.entry for hit in finder.find(tokens(text))]
    assert found == [entry] * (1 if entry == "ingerir" else 2)
    assert not list(lexicon((entry,), "de", verb_forms).find(tokens("administered realiza")))
