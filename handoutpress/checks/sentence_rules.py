"""Reading: how long sentences and paragraphs are, and who does what in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoutpress.checks.passages import Kind, Passage
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.sentences import SPACED, is_sentence, stretched, words_of
from handoutpress.checks.subject import Sentence, Subject, shown

_BE = r"(?:am|is|are|was|were|be|been|being|gets?|got)"
_BETWEEN = r"(?:\s+(?:not|never|always|often|also|only|usually|sometimes|still|\w+ly))?"
_IRREGULAR = (
    "done|given|taken|seen|made|told|shown|held|kept|put|sent|found|known|brought|built|chosen"
    "|written|worn|thrown|broken|driven|drawn|felt|fed|led|paid|read|said|sold|taught|thought"
    "|understood|caught|cut"
)
_STATES = (
    "tired|worried|scared|stressed|relaxed|needed|allowed|related|married|retired|supposed|based"
    "|used|interested|confused|concerned|pleased|located|closed|limited|advanced|infected|aged"
    "|blocked|swollen|injured|bruised|blurred|slurred|upset|made|called|involved|designed|prepared"
    "|covered|connected|dehydrated|depressed|constipated|bloated|isolated|qualified|licensed"
    "|trained|exposed|delayed|mixed|inflamed|damaged|wrapped|done|affected|diagnosed|sedated"
)
"""Words that look like a passive and mostly say how somebody or something is."""
_PASSIVE_EN = re.compile(
    rf"\b{_BE}{_BETWEEN}\s+(?!(?:{_STATES})\b)(?:{_IRREGULAR}|\w{{2,}}ed)\b"
    rf"|\b(?:is|are|was|were|be|been)\s+(?:\w+)\s+by\s+(?:a|an|the|your|our)\b",
    re.IGNORECASE,
)
_PASSIVE_ES = re.compile(
    r"\b(?:es|son|era|eran|fue|fueron|ser|será|serán|sido|sea|sean)\s+(?:\w+mente\s+)?"
    r"\w{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas)\b"
    r"(?!\s+(?:de|para|con)\b)",
    re.IGNORECASE,
)
_NO_PASSIVE = re.compile(r"\b(?:indeed|speed|breed|need|feed|seed|bed|red|blood|medida|comida)$")
_RESTS = re.compile(r"[:;](?=\s)|\s[–—]\s")
_LEAST_SENTENCES = 10
_LEAST_PASSIVE = 3


def _is_counted(passage: Passage) -> bool:
    return passage.kind not in (Kind.CAPTION, Kind.MEANING)


@rule("L108", "a sentence is too long", "RD5", langs=SPACED)
def long_sentence(subject: Subject) -> Found:
    """Readers lose a sentence of more than 20 words; a colon or a semicolon is a rest (Flesch)."""
    most = stretched(subject.limits.sentence_words, subject.lang)
    for sentence, count in too_long(subject):
        message = f"a sentence of {count} words, where {most} is the most: {sentence.shown}"
        yield at(sentence.line, message, _how_to_part(sentence))


def too_long(subject: Subject) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentences over the limit, with the words of the longest part between two rests.

    None in a language whose words cannot be counted by their spaces.
    """
    most = stretched(subject.limits.sentence_words, subject.lang)
    for sentence in subject.sentences if subject.lang in SPACED else ():
        if len(sentence.words) > most:
            count = max(len(words_of(part)) for part in _RESTS.split(sentence.text))
            if count > most:
                yield sentence, count


def _how_to_part(sentence: Sentence) -> str:
    if sentence.text.count(",") > 2:
        return "make a list of what it names, or two sentences of it"
    return "make two sentences of it"


@rule("L109", "the sentences are long", "RD5", langs=SPACED)
def long_on_average(subject: Subject) -> Found:
    """15 words on the mean leaves room for a long one now and then."""
    counts, mean = subject.counts, subject.counts.words_a_sentence
    most = stretched(subject.limits.mean_words, subject.lang)
    if counts.sentences >= _LEAST_SENTENCES and mean > most:
        line = subject.handout.front_lines.get("title", 1)
        message = f"a sentence has {mean:.1f} words on the mean, where {most} is the most"
        yield at(line, message, "say one thing in each sentence")


@rule("L110", "a paragraph is too long", "CC1, house", langs=SPACED)
def long_paragraph(subject: Subject) -> Found:
    """A wall of text is passed over."""
    most = stretched(subject.limits.paragraph_words, subject.lang)
    for passage in subject.said(Kind.PARAGRAPH, wordings=("standard", "short")):
        if (count := len(words_of(passage.text))) > most:
            message = f"a paragraph of {count} words, where {most} is the most"
            yield at(passage.line, message, "part it, or make a list of its points")


@rule("L111", "too many sentences are in the passive voice", "PE4", langs=("en", "es"))
def passive(subject: Subject) -> Found:
    """Now and then it is right; where it is a habit, nobody knows who is to act."""
    whole = [s for s in subject.graded if _is_counted(s.passage)]
    found = [(s, match) for s in whole if (match := _passive(s.text, subject.lang))]
    share = 100 * len(found) / max(1, len(whole))
    is_habit = len(found) >= _LEAST_PASSIVE and share > subject.limits.passive_percent
    if len(whole) >= _LEAST_SENTENCES and is_habit:
        first, words = found[0]
        lines = ", ".join(str(line) for line in dict.fromkeys(s.line for s, _ in found[:8]))
        message = f"{share:.0f} % of the sentences are passive, such as “{words}”"
        yield at(first.line, message, f"say who does it: you, we, your nurse (lines {lines})")


def _passive(text: str, lang: str) -> str:
    """Return the words of a text that are in the passive voice."""
    pattern = _PASSIVE_ES if lang == "es" else _PASSIVE_EN
    found = (match[0] for match in pattern.finditer(text))
    return next((words for words in found if not _NO_PASSIVE.search(words)), "")


@rule("L112", "a step is in the passive voice", "PE4, PE5", langs=("en", "es"))
def passive_step(subject: Subject) -> Found:
    """A step tells a reader what to do: `take`, not `should be taken`."""
    must = re.compile(
        r"\b(?:should|must|has to|have to|needs? to)\s+(?:\w+\s+)?be\s+\w+(?:ed|en|wn|ne)\b"
        r"|\b(?:debe|deben|tiene que|tienen que)\s+(?:\w+\s+)?ser\s+\w+(?:ado|ada|ido|ida)s?\b",
        re.IGNORECASE,
    )
    for passage in subject.said(Kind.STEP, wordings=("standard", "short")):
        if match := must.search(passage.text):
            message = f"a step does not say who acts: “{match[0]}”"
            yield at(passage.line_at(match.start()), message, "tell the reader: take, lift, call")


@rule("L113", "an instruction does not speak to the reader", "PE4", langs=("en", "es"))
def third_person(subject: Subject) -> Found:
    """`Patients should` is said to staff; the reader is `you`."""
    distant = re.compile(
        r"\b(?:the )?(?:patients?|individuals?|users?|sufferers?)\s+"
        r"(?:(?:with|who|on|taking)\s[^.,;:]{1,30}?\s)?"
        r"(?:should|must|may|need to|will|are advised|is advised|can)\b"
        r"|\b(?:el|la|los|las) (?:pacientes?|usuari[oa]s?)\s+"
        r"(?:(?:con|que)\s[^.,;:]{1,30}?\s)?"
        r"(?:deben?|puede[n]?|tienen? que|necesita[n]?)\b",
        re.IGNORECASE,
    )
    for sentence in subject.sentences:
        if match := distant.search(sentence.text):
            hint = "say `you`" if subject.lang == "en" else "hable al lector: `usted`, `tome`"
            message = f"“{match[0]}” does not speak to the reader"
            yield at(sentence.passage.line_at(sentence.start + match.start()), message, hint)


@rule("L114", "a double negative", "RD5, house", langs=("en", "es"))
def double_negative(subject: Subject) -> Found:
    """Two negatives are read as one."""
    twice = re.compile(
        r"(?:\bnot|\w+n['’]t) (?:un(?:common|usual|likely|necessary|able|important|safe)"
        r"|in(?:frequent|significant)|impossible|without)\b"
        r"|\b(?:don['’]t|do not|cannot|can['’]t|never)(?: (?!if\b|when\b|that\b|or\b)\w+){1,2} "
        r"(?:no one|nobody|nothing|none)\b"
        r"|\bno (?:es|son) (?:infrecuentes?|imposibles?|innecesari[oa]s?|inusual(?:es)?)\b",
        re.IGNORECASE,
    )
    for sentence in subject.sentences:
        if match := twice.search(sentence.text):
            where = sentence.passage.line_at(sentence.start + match.start())
            yield at(where, f"a double negative: “{shown(match[0])}”", "say what is so")


@rule("L115", "a step holds too much", "PE5, house", langs=SPACED)
def crowded_step(subject: Subject) -> Found:
    """A step is one action, with a remark or two."""
    most = subject.limits.step_sentences
    for passage in subject.said(Kind.STEP, wordings=("standard", "short")):
        count = sum(s.passage is passage and is_sentence(s.text) for s in subject.sentences)
        if count > most:
            message = f"a step of {count} sentences, where {most} is the most"
            yield at(passage.line, message, "make a step of each action")
