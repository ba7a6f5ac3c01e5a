"""What a rule reads: a handout with its plain text, sentences and counts, each made once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from handoutpress import clock
from handoutpress.checks.grades import Counts, Grade, grades
from handoutpress.checks.lexicon import Lexicon, Token, lexicon, tokens
from handoutpress.checks.passages import FACT, Kind, Passage, Wording, passages
from handoutpress.checks.sentences import is_sentence, split_sentences, words_in
from handoutpress.checks.syllables import COUNTERS
from handoutpress.content.brand import Brand
from handoutpress.content.glossary import Glossary, shipped_words
from handoutpress.content.handout import Handout
from handoutpress.content.settings import CheckSettings, Thresholds
from handoutpress.content.walk import nodes
from handoutpress.design.doses import amounts

RUNNING = (
    *(Kind.SUMMARY, Kind.GLANCE, Kind.PARAGRAPH, Kind.ITEM, Kind.STEP),
    *(Kind.TICK, Kind.CAPTION, Kind.MEANING),
)
"""Where sentences stand; what does not end as one there is a fragment."""
_OF_MEDICINE = frozenset(("mg", "mcg", "IU"))
_OF_ANYTHING = frozenset(("g", "ml"))
_MEDICINE = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|giv(?:e|en|ing)|swallow|dos(?:e|es|age)|tablets?|pills?|capsules?"
    r"|medicines?|inject(?:s|ions?)?|syringe|syrup|puffs?|drops|prescribed"
    r"|tom(?:e|ar|a)|d[eé](?:le|n)?|trague|dosis|pastillas?|comprimidos?|tabletas?|cápsulas?|jarabe"
    r"|medicinas?|medicamentos?|inyect\w+|jeringa|gotas)\b",
    re.IGNORECASE,
)
_FOODS = (
    r"(?:water|fluids?|milk|juice|salt|sodium|calcium|caffeine|cholesterol|sugar|fib(?:er|re)"
    r"|carb(?:ohydrate)?s?|protein|alcohol|fat|agua|líquidos?|leche|jugo|zumo|sal|sodio"
    r"|calcio|cafeína|colesterol|azúcar|fibra|carbohidratos?|proteínas?|grasas?)\b"
)
_FOOD = re.compile(rf"\b{_FOODS}", re.IGNORECASE)
_AMOUNT_OF_FOOD = re.compile(
    rf"\d[\d.,]*\s?(?:mg|mcg|g|ml)\s+(?:of|de)\s+(?:\w+\s+)?{_FOODS}|\bmg(?:/| per )d[lL]",
    re.IGNORECASE,
)
_SIPS = re.compile(
    r"\bevery (?:\d+|few|couple of) minutes\b|\bsips?\b|\bcada \d+ minutos\b|\bsorbos?\b",
    re.IGNORECASE,
)
"""Drinks are given so, such as 5 ml every 2 minutes to a child with diarrhea."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a fragment such as a point of a list."""

    text: str
    passage: Passage
    start: int
    """Where it starts in the passage's text."""
    words: tuple[str, ...]
    """Its words; none of another language."""

    @property
    def line(self) -> int:
        """The source line on which it starts."""
        return self.passage.line_at(self.start)

    @property
    def shown(self) -> str:
        """Its first words, as a message quotes them."""
        return shown(self.text)


def _has_dose(text: str, around: str) -> bool:
    """Say whether a text has a measured dose; what is eaten or drunk, or weighed, is none."""
    units = {amount.unit for amount in amounts(_AMOUNT_OF_FOOD.sub("", text))}
    if _SIPS.search(text):
        units.discard("ml")
    if _MEDICINE.search(around):
        return bool(units & (_OF_MEDICINE | _OF_ANYTHING))
    return bool(units & _OF_MEDICINE) and not _FOOD.search(around)


def _of_table(said: Iterable[Passage]) -> Mapping[int, str]:
    """Return all the words of its table for each cell, header and caption, by the passage's id."""
    tables: list[list[Passage]] = [[]]
    for passage in said:
        if passage.kind is Kind.CAPTION:
            tables.append([passage])
        elif passage.kind in (Kind.HEADER, Kind.CELL):
            tables[-1].append(passage)
    words = [(table, " ".join(passage.text for passage in table)) for table in tables]
    return {id(cell): text for table, text in words for cell in table}


def _uncounted(word: str) -> int:
    return 1


def shown(text: str, most: int = 50) -> str:
    """Return the start of a text, as a message quotes it."""
    plain = " ".join(text.replace(FACT, "{clinic}").split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class Subject:
    """One handout in one language, as the rules read it."""

    handout: Handout
    checks: CheckSettings = field(default_factory=CheckSettings)
    brands: tuple[Brand, ...] = ()
    """Those that hand it out; not the unbranded one."""
    glossary: Glossary = field(default_factory=dict)
    """The workspace's own terms."""
    today: datetime.date = field(default_factory=clock.today)

    def forget(self) -> None:
        """Drop the text and what was made of it, but for the figures: it is made anew if asked for.

        A workspace has thousands of handouts, and each takes some megabytes.
        """
        kept = {"figures", *(field.name for field in fields(self))}
        for name in [name for name in vars(self) if name not in kept]:
            del vars(self)[name]

    @property
    def limits(self) -> Thresholds:
        """Where the rules draw their lines."""
        return self.checks.thresholds

    @property
    def lang(self) -> str:
        """The language without its country or script: `en` of `en-GB`."""
        return self.handout.lang.partition("-")[0]

    @property
    def record_file(self) -> str:
        """The path of its handout.yaml."""
        return f"handouts/{self.handout.slug}/handout.yaml"

    def record_line(self, path: str) -> int:
        """Return the line of a key of handout.yaml, or of what it stands in."""
        lines = self.handout.record_lines
        while path and path not in lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return lines.get(path, 1)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All that it says, in reading order."""
        return tuple(passages(self.handout))

    @cached_property
    def blocks(self) -> tuple[object, ...]:
        """Its blocks and inlines as they are written, the other wordings included."""
        return tuple(nodes((self.handout.callouts, self.handout.sections)))

    def said(
        self, *kinds: Kind, wordings: tuple[Wording, ...] = ("standard",)
    ) -> Iterator[Passage]:
        """Yield the passages of some kinds (of any, when none is named) and wordings."""
        for passage in self.passages:
            if passage.wording in wordings and (not kinds or passage.kind in kinds):
                yield passage

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences and fragments of the running text, the short wording's too."""
        said = self.said(*RUNNING, wordings=("standard", "short"))
        return tuple(sentence for passage in said for sentence in self._split(passage))

    def _split(self, passage: Passage) -> Iterator[Sentence]:
        for start, end in split_sentences(passage.text, self.handout.lang):
            found = words_in(passage.text, start, end)
            if passage.foreign:
                found = (m for m in found if not passage.is_foreign(m.start()))
            words = tuple(match[0] for match in found)
            yield Sentence(passage.text[start:end], passage, start, words)

    @cached_property
    def graded(self) -> tuple[Sentence, ...]:
        """The sentences that formulas are fed: whole ones, of the standard words."""
        return tuple(
            s
            for s in self.sentences
            if s.words and s.passage.wording == "standard" and is_sentence(s.text)
        )

    @cached_property
    def counts(self) -> Counts:
        """The counts of all graded sentences."""
        return self._count(self.graded)

    def _count(self, sentences: tuple[Sentence, ...]) -> Counts:
        return Counts.of((s.words for s in sentences), self._counter)

    @property
    def _counter(self) -> Callable[[str], int]:
        return COUNTERS.get(self.lang, _uncounted)

    @cached_property
    def figures(self) -> Mapping[str, tuple[Counts, tuple[Grade, ...]]]:
        """The counts and grades of each section by its anchor; of the whole under an empty one."""
        by_anchor: dict[str, list[Sentence]] = {}
        for sentence in self.graded:
            if section := sentence.passage.section:
                by_anchor.setdefault(section.anchor, []).append(sentence)
        counted = {"": self.counts}
        counted |= {anchor: self._count(tuple(said)) for anchor, said in by_anchor.items()}
        return {anchor: (counts, grades(counts, self.lang)) for anchor, counts in counted.items()}

    def syllables(self, word: str) -> int:
        """Return the syllables of a word; 1 where the language's are not counted."""
        return self._counter(word)

    @cached_property
    def text(self) -> str:
        """All standard words in one text: is something said at all?"""
        return "\n".join(p.text for p in self.said() if p.kind is not Kind.ALT)

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The medical terms of its language with their plain words; the workspace's come first."""
        words = shipped_words(self.lang)
        own = {**self.glossary.get(self.lang, {}), **self.glossary.get(self.handout.lang, {})}
        # The first one of a spelling is the one that is found.
        return (
            {**own, **{t: plain for t, plain in words.terms.items() if t not in own}}
            if words
            else own
        )

    @cached_property
    def jargon(self) -> Lexicon:
        """The medical terms, to look for."""
        return lexicon(tuple(self.terms), self.lang)

    @cached_property
    def printed(self) -> tuple[Passage, ...]:
        """All that is printed, in every wording; text alternatives are not."""
        return tuple(passage for passage in self.passages if passage.kind is not Kind.ALT)

    @cached_property
    def _lowered(self) -> str:
        return "\n".join(passage.text for passage in self.printed).casefold()

    def scan(self, pattern: re.Pattern[str], *cues: str) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Yield where a pattern stands in what is printed.

        It holds one of the cues, in small letters, wherever it stands: a text without any of them
        is not searched, which takes next to no time.
        """
        if cues and not any(cue in self._lowered for cue in cues):
            return
        for passage in self.printed:
            for match in pattern.finditer(passage.text):
                yield passage, match

    @cached_property
    def dosed(self) -> tuple[Passage, ...]:
        """The standard words that give a measured dose, such as 200 mg.

        A cell of a table is understood by all the words of its table.
        """
        said = [p for p in self.printed if p.wording == "standard"]
        around = _of_table(said)
        return tuple(
            p
            for p in said
            if _DIGIT.search(p.text) and _has_dose(p.text, around.get(id(p), p.text))
        )

    @cached_property
    def tokens(self) -> tuple[tuple[Passage, tuple[Token, ...]], ...]:
        """Each passage with its words, to look terms up; text alternatives are not among them."""
        return tuple((passage, tokens(passage.text)) for passage in self.printed)

    @cached_property
    def plainer(self) -> Mapping[str, str]:
        """Long or official words of its language with the everyday ones."""
        words = shipped_words(self.lang)
        return words.plainer if words else {}

    @cached_property
    def known(self) -> frozenset[str]:
        """Terms and abbreviations that the workspace says its readers know."""
        return frozenset(word.casefold() for word in self.checks.known)


@dataclass(frozen=True, slots=True)
class Imprint:
    """A brand, as the rules read it."""

    brand: Brand
    checks: CheckSettings = field(default_factory=CheckSettings)

    def line(self, path: str) -> int:
        """Return the line of a key of brand.yaml, or of what it stands in."""
        while path and path not in self.brand.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.brand.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is checked at once."""

    subjects: tuple[Subject, ...]
    checks: CheckSettings = field(default_factory=CheckSettings)
