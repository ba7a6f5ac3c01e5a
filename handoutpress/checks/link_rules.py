"""Accessibility: links, languages and words that do not lean on what only some can see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

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
_LATIN = "A-Za-zªº\u00c0-\u024f\u1e00-\u1eff\u0250-\u02ff\uff21-\uff5a"
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_CYRILLIC, _DEVANAGARI, _ETHIOPIC = "\u0400-\u052f", "\u0900-\u097f", "\u1200-\u139f"
_SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("ar", "fa", "ur", "ps"), _ARABIC),
    **dict.fromkeys(("he", "yi"), "\u0590-\u05ff\ufb1d-\ufb4f"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk"), _CYRILLIC),
    **dict.fromkeys(("hi", "ne", "mr"), _DEVANAGARI),
    **dict.fromkeys(("am", "ti"), _ETHIOPIC),
    "zh": _HAN,
    "ja": _HAN + _KANA,
    "ko": _HANGUL + _HAN,
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
}
"""The letters of a language beside Latin ones, which are in every text."""
_WRITTEN = frozenset(
    (*_SCRIPTS, "en", "es", "de", "it", "sv", "da", "nb", "fr", "pt", "nl", "pl", "vi")
)
_COLOUR_CUES = ("red", "green", "blue", "yellow", "orange", "purple", "pink", "grey", "gray")
_SPANISH_CUES = ("roj", "verde", "azul", "amarill", "naranja", "morad", "gris")
_COLOURS = rf"(?:{'|'.join(_COLOUR_CUES)}|rojo|roja|verde|azul|amarill[oa]|naranja|morad[oa]|gris)"
_BY_COLOUR = re.compile(
    rf"\b(?:shown|marked|printed|written|listed|highlighted|shaded|colou?red) in {_COLOURS}\b"
    rf"|\bthe {_COLOURS} (?:box|text|words?|lines?|columns?|rows?|arrows?|section)\b"
    r"|\b(?:words?|text|tips?|items?|points?|lines?|names?|foods?|signs?|symptoms?|numbers?|those"
    rf"|palabras?|consejos?|puntos?|síntomas?|alimentos?) (?:in|en) {_COLOURS}\b"
    rf"|\b(?:en|de color) {_COLOURS} (?:se muestra|aparece)"
    r"|\b(?:el|la|los|las) (?:recuadro|texto|palabras?|líneas?|columnas?|filas?|flechas?) "
    rf"{_COLOURS}s?\b",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(
    r"\b(?:see|shown|listed|picture|figure|table|box|chart|diagram|steps|list|as) "
    r"(?:above|below|overleaf)\b"
    r"|\bthe (?:box|picture|figure|table|column|chart|panel) on the (?:left|right)\b"
    r"|\bat the (?:top|bottom) of (?:the|this) (?:page|sheet|leaflet)\b"
    r"|\bon the (?:next|previous|other) page\b|\bon the other side of (?:the|this) (?:page|sheet)\b"
    r"|\b(?:véase|vea|ver|imagen|figura|tabla|recuadro|lista) (?:más )?(?:arriba|abajo|al dorso)\b"
    r"|\b(?:el|la) (?:recuadro|imagen|figura|tabla|columna) de (?:la )?"
    r"(?:izquierda|derecha|arriba|abajo)\b",
    re.IGNORECASE,
)
_PLACE_CUES = (
    *(" below", " above", "overleaf", " left", " right", " top", " bottom", "the next", "previous"),
    *("the other", "arriba", "abajo", "dorso", "izquierda", "derecha"),
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
    if subject.lang not in _WRITTEN:
        return  # its letters are not known here
    odd = _odd_letters(_SCRIPTS.get(subject.lang, ""))
    for passage in subject.passages:
        found = () if passage.text.isascii() else odd.finditer(passage.text)
        match = next((m for m in found if not passage.is_foreign(m.start())), None)
        if match:
            hint = f"mark its language: [{match[0]}]{{lang=...}}"
            yield at(passage.line_at(match.start()), f"“{match[0]}” is in another script", hint)


@cache
def _odd_letters(own: str) -> re.Pattern[str]:
    """Return a pattern for two letters and more that are neither Latin nor of a script."""
    return re.compile(rf"[^\W\d_{_LATIN}{own}]{{2,}}")


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
    for passage, match in subject.scan(_BY_PLACE, *_PLACE_CUES):
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
