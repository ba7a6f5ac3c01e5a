"""A handout in another language than it was written in: which that is, who signed, what is lacking.

A translation is words of its own. Whoever signs the handout answers for the words as they were
written; a qualified reviewer answers for each translation of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from handoutpress.content.handout import Handout
from handoutpress.content.record import FrontMatter, HandoutRecord, is_language
from handoutpress.content.report import Report
from handoutpress.content.walk import words
from handoutpress.content.yaml_source import YamlSource

FIRST_CHOICE = "en"
"""The language that a handout was written in, if it is there and handout.yaml does not say."""
LEAST_WORDS = 5
"""Of a text that is not translated: shorter ones, such as a name, may be the same by right."""
MOST_SHOWN = 40
"""Letters of a text that a message quotes."""


def written_in(said: object, languages: Iterable[str]) -> str:
    """Return the language that a handout was written in, of those that it is there in.

    It is the one that handout.yaml says (`written_in`), else English, else the first by its tag.
    """
    there = sorted(filter(is_language, languages))
    if isinstance(said, str) and said in there:
        return said
    return next((tag for tag in there if _spoken(tag) == FIRST_CHOICE), (there or [""])[0])


def check_written_in(source: YamlSource, languages: Iterable[str], report: Report) -> None:
    """S130 where handout.yaml says a language that the handout is not there in."""
    said = source.data.get("written_in")
    if not isinstance(said, str) or not is_language(said):
        return  # S022
    if said not in (there := sorted(filter(is_language, languages))):
        hint = f"write one of: {', '.join(there)}; or write the words in {said}.md"
        report.error("S130", f"there is no {said}.md", source.line("written_in"), hint)


def check_review(
    front: FrontMatter,
    source: YamlSource,
    record: HandoutRecord,
    is_translation: bool,
    report: Report,
) -> None:
    """Check a translation's review against the record of the handout.

    S026 signed after the handout is due for review, S131 (warning) signed before this version was
    published, S132 a review of what is no translation.
    """
    if front.review is None:
        return
    if not is_translation:
        hint = "delete it here: `review` in handout.yaml is for the words as they were written"
        report.error("S132", "`review` in what is no translation", source.line("review"), hint)
    elif signed := front.review.on:
        line = source.line("review.on")
        if signed > (due := record.review.due):
            hint = "the whole handout comes up for review by then"
            report.error("S026", f"`on` {signed} is after handout.yaml's `due` {due}", line, hint)
        if signed < record.published:
            hint = "let the translation of this version be signed anew; it is a draft until then"
            message = f"signed on {signed}, before `published` {record.published} of handout.yaml"
            report.warning("S131", message, line, hint)


def tell_untranslated(handout: Handout, original: Handout, report: Report) -> None:
    """S133 (warning) for the texts of a translation that have the very words of the original."""
    if _spoken(handout.lang) == _spoken(original.lang):
        return  # a country's own words: most are the same by right
    there = {_plain(said.text) for said in words(original)}
    same = [
        said
        for said in words(handout)
        if said.lang == handout.lang and _is_long(said.text) and _plain(said.text) in there
    ]
    if not same:
        return
    first = _plain(same[0].text)
    shown = first if len(first) <= MOST_SHOWN else f"{first[: MOST_SHOWN - 1]}…"
    lines = sorted({said.line for said in same})
    more = f", and {len(same) - 1} more," if len(same) > 1 else ""
    verb = "have" if more else "has"
    message = f'"{shown}"{more} {verb} the very words of {original.lang}.md'
    where = f"lines {', '.join(map(str, lines))}" if len(lines) > 1 else "it"
    hint = f"translate {where}; words that stay in a language are written [words]{{lang=...}}"
    report.warning("S133", message, lines[0], hint)


def _spoken(tag: str) -> str:
    return tag.split("-")[0]


def _is_long(text: str) -> bool:
    return len(text.split()) >= LEAST_WORDS


def _plain(text: str) -> str:
    return " ".join(text.split())
