"""Reading: which words are used: medical terms, abbreviations, long words, words of an office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from handoutpress.checks.lexicon import Hit, lexicon, verb_forms
from handoutpress.checks.passages import Kind, Passage
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.sentences import words_of
from handoutpress.checks.subject import Subject, shown
from handoutpress.diagnostics import Severity

_MOST_LISTED = 8
_SPOKEN = ("en", "es")
_KNOWN = (
    "HIV AIDS COVID UV SPF CPR SMS PIN US USA UK NHS EU UN WHO GP TV OK ID AM PM DNA CD DVD USB "
    "GPS PDF QR BBC FDA CDC ER UTC "
    "VIH SIDA EE UU EEUU ONU OMS UE ADN AC DC AD BC II III IV VI"
)
_FAMILIAR = frozenset(_KNOWN.split())
"""Abbreviations that patients know, and bodies that are known by them."""
_UNITS = frozenset(["MG", "ML", "KG", "CM", "MM", "IU", "UI", "CC", "KCAL"])
_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}(?:s\b|\b)(?![-'’]\w)")
_MEANS = (
    r"\s+(?:is|are|means?|shows?|measures?|es|son|significa|mide)"
    r"\s+(?:when|what|how|an?|the|un[ao]?|cuando|lo que|cómo|cuánt[oa]|el|la)\b"
)
_MEANING_AFTER = re.compile(
    r"(?:\s+[^\W\d_]+){0,2}?\s*\((?![A-Z]{2,6}s?\))[^)]{3,}\)"
    r"|\s*[,:–—]\s*(?:which|that is|or|also called|a kind of|es decir|o sea|o|un tipo de)\b"
    r"|,?\s+(?:that|which|que)\s+(?:helps?|kills?|lowers?|eases?|stops?|opens?|fights?|treats?"
    r"|looks?|ayuda|mata|baja|alivia|quita|abre|combate|trata|sirve|mira)\b"
    rf"|(?:\s*\([A-Z]{{2,6}}s?\))?{_MEANS}"
)
_NAMED_BEFORE = re.compile(
    r"\w\s*[(“\"]$"
    r"|\b(?:called|known as|calls? (?:this|it|that|these|them)|llamad[oa]s?|se llaman?"
    r"|l[aeo]s? llam(?:an|amos)|conocid[oa]s? como)\s+"
    r"(?:[^\s.]+\s+){0,3}[“\"]?$",
    re.IGNORECASE,
)
_LATIN = re.compile(r"\b(?:e\.g|i\.e|viz|n\.b|et al|p\.r\.n)\.?(?=[\s,:;)]|$)", re.IGNORECASE)
_SLASH = re.compile(
    r"\b(?:and/or|he/she|she/he|his/her|him/her|s/he|y/o|él/ella|el/la|los/las)\b", re.IGNORECASE
)
_OTHER_RULES = "QD QOD BID TID QID PRN OD BD TDS QDS TODO TBC TBD FIXME"
_TOLD_ELSEWHERE = frozenset(_OTHER_RULES.split())
"""Abbreviations that other rules find: Latin that is misread, and what is left to be filled in."""
_TWICE = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)
_MAY_REPEAT = frozenset(["that", "had", "bye", "no", "very", "so", "really", "nos", "se", "que"])
_SHOUTED = re.compile(r"\b[A-ZÁÉÍÓÚÑ]{2,}(?:[\s,]+[A-ZÁÉÍÓÚÑ]{2,}){2,}\b")
_LONGEST_ABBREVIATION = 6
_LEFT_OVER = re.compile(
    r"\b[Ll]orem ipsum\b|\bTODO\b|\bTBC\b|\bTBD\b|\bFIXME\b|\bXXX+\b"
    r"|\[(?:insert|inserte|add)\b[^\]]*\]|<(?:insert|inserte|add)\b[^>]*>|\?\?\?+",
)


_WORDS_ELSEWHERE = ("TODO", "TBC")
"""All, in Spanish and Portuguese; tuberculosis, in many languages."""
_LEFT_OVER_CUES = ("lorem", "todo", "tbc", "tbd", "fixme", "xxx", "insert", "[add", "<add", "???")
_UNEXPLAINABLE = (Kind.TITLE, Kind.SUMMARY, Kind.GLANCE, Kind.HEADING)
"""Where no meaning can be given."""


@rule("L120", "a medical term is not explained at its first use", "PE3", langs=_SPOKEN)
def unexplained_term(subject: Subject) -> Found:
    """The first place is where a reader needs the meaning: in the easy words, which are printed
    without the others, once more.
    """
    for wording in ("standard", "easy") if subject.terms else ():
        yield from _unexplained(subject, tuple(_uses(subject, wording)))


def _unexplained(subject: Subject, uses: tuple[tuple[Passage, Hit], ...]) -> Found:
    told = _explained(uses)
    later = {hit.entry for passage, hit in uses if passage.kind not in _UNEXPLAINABLE}
    for passage, hit in uses:
        if passage.kind in (Kind.TERM, Kind.MEANING) or _is_marked(passage, hit.start):
            continue
        if passage.kind in _UNEXPLAINABLE and hit.entry in later:
            continue
        plain = subject.terms[hit.entry]
        if hit.entry not in told and not _is_known(hit.entry, subject):
            told.add(hit.entry)
            word = passage.text[hit.start : hit.end]
            there = (h for p, h in uses if p is passage and h.entry == hit.entry)
            if not any(_is_explained(passage.text, each, plain) for each in there):
                hint = f'say it plainly: {plain}; or explain it here: [{word}]{{def="..."}}'
                line = passage.line_at(hit.start)
                yield at(line, f"“{word}” is not explained at its first use", hint)


def _uses(subject: Subject, wording: str) -> Iterator[tuple[Passage, Hit]]:
    """Yield where medical terms stand in one wording of a handout."""
    for passage, words in subject.tokens:
        if passage.wording == wording:
            for hit in subject.jargon.find(words):
                if not passage.is_foreign(hit.start):
                    yield passage, hit


def _is_marked(passage: Passage, start: int) -> bool:
    return any(first <= start < end for first, end, _ in passage.terms)


def _explained(uses: Iterable[tuple[Passage, Hit]]) -> set[str]:
    """Return the entries that a list of definitions explains, or a meaning at their first use.

    In a title, a heading or the summary no meaning can be given: those uses do not count.
    """
    explained: set[str] = set()
    used: set[str] = set()
    for passage, hit in uses:
        is_given = passage.kind is Kind.TERM or _is_marked(passage, hit.start)
        if passage.kind is Kind.TERM or (is_given and hit.entry not in used):
            explained.add(hit.entry)
        if passage.kind not in _UNEXPLAINABLE:
            used.add(hit.entry)
    return explained


def _is_known(entry: str, subject: Subject) -> bool:
    forms = {part.strip().casefold() for part in entry.split("|")}
    return bool(forms & subject.known)


def _is_explained(text: str, hit: Hit, plain: str) -> bool:
    """Say whether the words around a term explain it: `edema (swelling)`, `swelling, or edema`."""
    after, before = text[hit.end :], text[: hit.start]
    if _MEANING_AFTER.match(after) or _NAMED_BEFORE.search(before):
        return True
    return any(word.strip().casefold() in text.casefold() for word in plain.split(";"))


@rule("L121", "an abbreviation is not spelled out at its first use", "PE3", langs=_SPOKEN)
def unexplained_abbreviation(subject: Subject) -> Found:
    """`MRI (magnetic resonance imaging)`, or a meaning in `{def="..."}`."""
    told: set[str] = set()
    later = {
        m[0].rstrip("s") for p in subject.said(Kind.TERM) for m in _ABBREVIATION.finditer(p.text)
    }
    for passage in subject.said():
        if passage.kind in (Kind.ALT, Kind.TERM, *_UNEXPLAINABLE):
            continue
        for match in _ABBREVIATION.finditer(passage.text):
            letters = match[0].rstrip("s")
            if letters in told or letters in later:
                continue
            if passage.kind in _UNEXPLAINABLE and not _is_in_full(passage.text, match):
                continue  # the first use that could explain it is further down
            told.add(letters)
            if _asks_for_meaning(letters, passage, match, subject):
                hint = f'write `words in full ({letters})`, or [{match[0]}]{{def="..."}}'
                line = passage.line_at(match.start())
                yield at(line, f"“{match[0]}” is not spelled out at its first use", hint)


def _asks_for_meaning(
    letters: str, passage: Passage, match: re.Match[str], subject: Subject
) -> bool:
    is_familiar = letters in _FAMILIAR or letters in _UNITS or letters.casefold() in subject.known
    before = passage.text[: match.start()]
    is_meant = re.search(rf"\b{letters}{_MEANS}", passage.text) is not None
    is_shouted = _SHOUTED.search(passage.text) is not None or passage.text.isupper()
    return not (
        is_familiar
        or letters in _TOLD_ELSEWHERE
        or _is_in_full(passage.text, match)
        or is_meant
        or is_shouted
        or _is_marked(passage, match.start())
        or _NAMED_BEFORE.search(before) is not None
        or passage.is_foreign(match.start())
    )


def _is_in_full(text: str, match: re.Match[str]) -> bool:
    """Say whether an abbreviation stands in brackets, or before brackets, with the whole words."""
    after, before = text[match.end() :], text[: match.start()]
    return after.lstrip().startswith("(") or before.rstrip().endswith("(")


@rule("L122", "there is a plainer word", "RD5, G12", langs=_SPOKEN)
def plainer_word(subject: Subject) -> Found:
    """Words of an office, where an everyday word says the same."""
    if not subject.plainer:
        return
    finder = lexicon(tuple(subject.plainer), subject.lang, verb_forms)
    seen = set[str]()
    for passage, words in subject.tokens:
        for hit in finder.find(words):
            if hit.entry not in seen and not _is_known(hit.entry, subject):
                seen.add(hit.entry)
                word = passage.text[hit.start : hit.end]
                message = f"“{word}” has a plainer word"
                yield at(passage.line_at(hit.start), message, f"say: {subject.plainer[hit.entry]}")


@rule("L123", "many words are long", "RD5", langs=("en",))
def many_long_words(subject: Subject) -> Found:
    """Of words with three syllables and more, those that are explained do not count."""
    explained = {
        word.casefold()
        for passage in subject.passages
        for start, end, _ in passage.terms
        for word in words_of(passage.text[start:end])
    }
    words = [word for sentence in subject.graded for word in sentence.words]
    long = [
        w.casefold() for w in words if subject.syllables(w) > 2 and w.casefold() not in explained
    ]
    share = 100 * len(long) / max(1, len(words))
    if len(words) >= 100 and share > subject.limits.hard_percent:
        most = ", ".join(word for word, _ in Counter(long).most_common(_MOST_LISTED))
        message = f"{share:.0f} % of the words have three syllables or more"
        line = subject.handout.front_lines.get("title", 1)
        yield at(line, message, f"find short words for: {most}")


@rule("L124", "a Latin abbreviation", "G12", langs=("en",))
def latin(subject: Subject) -> Found:
    """Screen readers spell `e.g.` out, and many readers do not know it."""
    plain = {"e.g": "for example", "i.e": "that is", "n.b": "note", "et al": "and others"}
    for passage, match in subject.scan(_LATIN, "e.g", "i.e", "viz", "n.b", "et al", "p.r.n"):
        said = plain.get(match[0].rstrip(".").casefold(), "it in English")
        yield at(passage.line_at(match.start()), f"“{match[0]}” is Latin", f"say: {said}")


@rule("L125", "words joined by a slash", "G12", langs=_SPOKEN)
def slash(subject: Subject) -> Found:
    """Nobody says a slash aloud."""
    for passage, match in subject.scan(_SLASH, "/"):
        message = f"“{match[0]}” cannot be read aloud"
        yield at(passage.line_at(match.start()), message, "choose one word, or say both: a or b")


@rule("L126", "a word stands twice", "house", langs=_SPOKEN)
def word_twice(subject: Subject) -> Found:
    """A slip of the pen, such as `the the`."""
    for passage, match in subject.scan(_TWICE):
        if match[1].casefold() not in _MAY_REPEAT and match[0].split()[-1].islower():
            message = f"“{match[0]}” says a word twice"
            yield at(passage.line_at(match.start()), message, "delete one of them")


@rule("L127", "words in capitals", "CP3")
def shouted(subject: Subject) -> Found:
    """A block of capitals has no shapes to read words by."""
    hint = "write small letters, and **strong** for what matters"
    for passage, match in subject.scan(_SHOUTED):
        message = f"a run of words in capitals: “{shown(match[0])}”"
        yield at(passage.line_at(match.start()), message, hint)
    for passage in subject.said(Kind.TITLE, Kind.HEADING, Kind.BOX_TITLE):
        is_loud = passage.text.isupper() and len(passage.text) > _LONGEST_ABBREVIATION
        if is_loud and not _SHOUTED.search(passage.text):
            yield at(passage.line, f"in capitals: “{shown(passage.text)}”", hint)


@rule("L128", "something is left to be filled in", "house", Severity.ERROR)
def left_over(subject: Subject) -> Found:
    """`TODO`, `TBC`, `[insert number]`: no patient may get it."""
    for passage, match in subject.scan(_LEFT_OVER, *_LEFT_OVER_CUES):
        if match[0] in _WORDS_ELSEWHERE and subject.lang != "en":
            continue
        message = f"“{match[0]}” is left to be filled in"
        yield at(passage.line_at(match.start()), message, "write what belongs there")
