"""Accessibility: links, languages and words that do not lean on what only some can see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handoutpress.checks.passages import Passage
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import HandoutLink, Language, Link, Paragraph, Strong
from handoutpress.content.walk import nodes, plain_text

_EMPTY_WORDS = re.compile(
    r"(?:click |tap |press )?here|(?:read |learn |see |find out )?more(?: information)?|link"
    r"|this(?: link| page)?|website|details|go"
    r"|(?:haga clic )?aquí|(?:leer |ver )?más(?: información)?"
    r"|(?:este )?enlace|ver",
    re.IGNORECASE,
)
_SCRIPTS: Mapping[str, str] = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ps": "ARABIC", "he": "HEBREW", "yi": "HEBREW",
    "zh": "CJK", "ja": "CJK HIRAGANA KATAKANA", "ko": "HANGUL CJK", "ru": "CYRILLIC",
    "uk": "CYRILLIC", "bg": "CYRILLIC", "el": "GREEK", "hi": "DEVANAGARI", "ne": "DEVANAGARI",
    "bn": "BENGALI", "th": "THAI", "ta": "TAMIL", "am": "ETHIOPIC", "ti": "ETHIOPIC",
}  # fmt: skip
"""The script of a language, as the names of its letters begin; Latin for one that is not here."""
_FEW_LETTERS = 2
_WORD = re.compile(r"[^\W\d_]+")
_COLOUR_CUES = ("red", "green", "blue", "yellow", "orange", "purple", "pink", "grey", "gray")
_SPANISH_CUES = ("roj", "verde", "azul", "amarill", "naranja", "morad", "gris")
_COLOURS = rf"(?:{'|'.join(_COLOUR_CUES)}|rojo|roja|verde|azul|amarill[oa]|naranja|morad[oa]|gris)"
_BY_COLOUR = re.compile(
    rf"\b(?:shown|marked|printed|written|listed|highlighted|shaded|colou?red) in {_COLOURS}\b"
    rf"|\bthe {_COLOURS} (?:box|text|words?|lines?|columns?|rows?|arrows?|zone|section)\b"
    rf"|\b(?:en|de color) {_COLOURS} (?:se muestra|aparece)"
    r"|\b(?:el|la|los|las) (?:recuadro|texto|palabras?|líneas?|columnas?|filas?|flechas?|zona) "
    rf"{_COLOURS}s?\b",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(
    r"\b(?:see|shown|listed|picture|figure|table|box|chart|diagram|steps|list|as) "
    r"(?:above|below|overleaf)\b"
    r"|\b(?:the|a) (?:box|picture|figure|table|column|chart|panel) (?:on|to|at) (?:the )?"
    r"(?:left|right|top|bottom)\b"
    r"|\b(?:on the next|on the previous|on the other) (?:page|side)\b"
    r"|\b(?:véase|vea|ver|imagen|figura|tabla|recuadro|lista) (?:más )?(?:arriba|abajo|al dorso)\b"
    r"|\b(?:el|la) (?:recuadro|imagen|figura|tabla|columna) de (?:la )?"
    r"(?:izquierda|derecha|arriba|abajo)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[✓✔✗✘☑☒★☆→←↑↓►●■▲⚠❌✅❗]|[\U0001F300-\U0001FAFF]")
_STRONG_WORDS = 15


@rule("L510", "the words of a link do not say where it leads", "WC4", langs=("en", "es"))
def empty_link(subject: Subject) -> Found:
    """A screen reader lists the links of a page by their words alone."""
    for link in subject.blocks:
        if isinstance(link, (Link, HandoutLink)):
            words = plain_text(link.content).strip(" .:")
            if _EMPTY_WORDS.fullmatch(words):
                hint = "say where it leads: [NHS, back pain](https://...)"
                yield at(link.line, f"a link called “{words}” says nothing of where it leads", hint)


@rule("L511", "the words of a link are its address", "WC4")
def address_as_words(subject: Subject) -> Found:
    """An address is spelled out letter by letter; it is printed beside the link anyway."""
    for link in subject.blocks:
        if isinstance(link, Link) and link.href.lower().startswith("http"):
            words = plain_text(link.content).strip()
            if re.match(r"https?://", words, re.IGNORECASE):
                hint = "say where it leads: [MedlinePlus, back pain](https://...)"
                yield at(link.line, f"a link called by its address: {shown(words)}", hint)


@rule("L512", "links with the same words lead to different places", "WC4")
def same_words(subject: Subject) -> Found:
    """By their words nobody could tell them apart."""
    first: dict[str, str] = {}
    for link in subject.blocks:
        if isinstance(link, (Link, HandoutLink)):
            target = link.href if isinstance(link, Link) else link.slug
            words = plain_text(link.content).strip().casefold()
            if first.setdefault(words, target) != target:
                message = f"another link called “{shown(words)}” leads elsewhere"
                yield at(link.line, message, "say in each what only it leads to")


@rule("L513", "words of another script do not say their language", "WC3")
def unmarked_script(subject: Subject) -> Found:
    """A screen reader reads them with the wrong voice, or leaves them out."""
    own = (*_SCRIPTS.get(subject.lang, "").split(), "LATIN")
    for passage in subject.passages:
        if passage.text.isascii():
            continue
        for word, start in _foreign_words(passage, own):
            hint = f"mark its language: [{word}]{{lang=...}}"
            yield at(passage.line_at(start), f"“{word}” is in another script", hint)
            break


def _foreign_words(passage: Passage, own: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for match in _WORD.finditer(passage.text):
        odd = [c for c in match[0] if not c.isascii() and not _script(c).startswith(own)]
        if len(odd) >= _FEW_LETTERS and not passage.is_foreign(match.start()):
            yield match[0], match.start()


@lru_cache(maxsize=5000)
def _script(letter: str) -> str:
    """Return the name of a letter, which begins with its script; signs are of every one."""
    name = unicodedata.name(letter, "LATIN")
    is_letter = unicodedata.category(letter) in ("Lu", "Ll", "Lo", "Lt")
    return name.removeprefix("FULLWIDTH ") if is_letter else "LATIN"


@rule("L514", "words are marked as the language that they stand in", "WC3")
def own_language(subject: Subject) -> Found:
    """A copy to translate has such marks: they were of the other language."""
    lines = {id(n): line for n, line in _with_lines(subject)}
    for run in subject.blocks:
        if isinstance(run, Language) and run.lang == subject.handout.lang:
            message = (
                f"“{shown(plain_text(run.content))}” is marked as `{run.lang}`, as all words are"
            )
            yield at(lines.get(id(run), 1), message, "delete the mark, or give their own language")


def _with_lines(subject: Subject) -> Iterator[tuple[Language, int]]:
    for run in subject.blocks:
        if isinstance(run, Language):
            inner = next((n.line for n in nodes(run.content) if hasattr(n, "line")), 1)
            yield run, inner


@rule("L515", "a meaning lies in a colour alone", "WC2", langs=("en", "es"))
def by_colour(subject: Subject) -> Found:
    """Printed in black, or seen by who cannot tell the colours, it says nothing."""
    for passage, match in subject.scan(_BY_COLOUR, *_COLOUR_CUES, *_SPANISH_CUES):
        hint = "name it by its words: the box “Get help right away”"
        yield at(passage.line_at(match.start()), f"“{match[0]}” leans on a colour", hint)


@rule("L516", "a place on the page is pointed to", "WC2, 1.3.3", langs=("en", "es"))
def by_place(subject: Subject) -> Found:
    """In an e-book, a large-print or a trifold edition it stands elsewhere."""
    for passage, match in subject.scan(_BY_PLACE):
        hint = "name it: the table “Usual doses”, or link to its section: [words](#anchor)"
        message = f"“{match[0]}” points to a place that is not the same in every edition"
        yield at(passage.line_at(match.start()), message, hint)


@rule("L517", "a whole paragraph is strong", "CP3")
def all_strong(subject: Subject) -> Found:
    """Where all is strong, nothing is."""
    for block in subject.blocks:
        if isinstance(block, Paragraph) and len(block.content) == 1:
            only = block.content[0]
            words = len(plain_text(block.content).split())
            if isinstance(only, Strong) and words >= _STRONG_WORDS:
                hint = "leave the few words strong that matter, or make a callout of it"
                yield at(block.line, f"a paragraph of {words} strong words", hint)


@rule("L518", "a sign stands for words", "WC2, UA3")
def signs(subject: Subject) -> Found:
    """A tick or an arrow is read as its Unicode name, or not at all."""
    for passage, match in subject.scan(_SIGNS):
        hint = "say it in words: yes, no, then; a `::: checklist` draws its own boxes"
        yield at(passage.line_at(match.start()), f"the sign {match[0]} stands for words", hint)
