"""How much of a medicine to take: the amounts in words, and those that only other wordings have.

The forms are those of the languages that the program has samples in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from handoutpress.content.handout import EasyLine, Handout, ListItem, Paragraph, Section, Text
from handoutpress.content.walk import nodes, plain_text
from handoutpress.diagnostics import Diagnostic, Location, warning
from handoutpress.recent import HANDOUTS, remembered

NUMBER_WORDS: Mapping[str, str] = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "half": "½", "half a": "½", "half an": "½",
    "un": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5",
    "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10",
    "media": "½", "medio": "½",
    "một": "1", "hai": "2", "ba": "3", "bốn": "4", "năm": "5", "sáu": "6", "nửa": "½",
    "一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6",
    "八": "8", "十": "10", "半": "½",
}  # fmt: skip
ARTICLES = frozenset({"un", "una"})
"""The words for 1 that may count nothing."""
KEPT_SENTENCES = 4096
"""For so many it is remembered whether they name a dose: each clinic's file has the same ones."""
_TAKING = re.compile(
    r"(?<!antes de )\b(?:t[oó]m|us[ae]|trag|mastiq|chup|pong|apliq)\w*\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""What stands before an article that counts: `tome solo una tableta`, not `tiene una tableta`."""
UNITS: Mapping[str, str] = {
    "mg": "mg", "مغ": "mg", "ملغ": "mg", "毫克": "mg",
    "mcg": "mcg", "µg": "mcg", "μg": "mcg", "微克": "mcg",
    "g": "g", "克": "g", "ml": "ml", "cc": "ml", "مل": "ml", "毫升": "ml",
    "iu": "IU", "ui": "IU", "mmol": "mmol",
}  # fmt: skip
"""Each unit with the one name that stands for all that are the same."""
FORM = "form"
"""Stands for whatever is counted: an easy line may say pill where the standard words say tablet."""
_FORMS = (
    "tablets?|caplets?|capsules?|pills?|puffs?|sprays?|drops?|units?|(?:tea|table)?spoon(?:ful)?s?"
    "|patch(?:es)?|sachets?|lozenges?|suppositor(?:y|ies)|injections?"
    "|tabletas?|comprimidos?|pastillas?|cápsulas?|inhalaci(?:ón|ones)|gotas?|unidades"
    "|cuchara(?:da|dita)s?|parches?|sobres?|supositorios?|inyecci(?:ón|ones)"
    "|viên|giọt|thìa|muỗng|nhát xịt"
    "|أقراص|قرصًا|قرص|حبات|حبة|كبسولات|كبسولة|قطرات|قطرة"
)
_DIGITS = r"\d(?:[\d.,\u00a0 /]{0,20}\d)?"
"""Longer ones are no dose, and would take time that grows with the square of their length."""
_BEGIN = r"(?<!\d)(?<!\d[.,])"
_LATIN_WORDS = "|".join(
    sorted((w for w in NUMBER_WORDS if w[0] < "\u2000" and w[0] != "½"), key=len, reverse=True)
)
_HAN_WORDS = "".join(w for w in NUMBER_WORDS if w[0] > "\u2000")
_HAN_UNITS = "|".join(unit for unit in UNITS if unit[0] > "\u2000")
_LATIN_UNITS = "|".join(unit for unit in UNITS if unit[0] < "\u2000")
_STRENGTH = rf"{_DIGITS}(?:\s*|[-\u2010\u2011])(?:{_LATIN_UNITS})"
_BETWEEN = rf"(?:(?:{_STRENGTH}|(?!\d|(?:{_LATIN_UNITS})\b)\w+)\s+)?"
"""What may stand between a number and what it counts: two *200-mg* tablets, two *blue* tablets."""
_RANGE = (
    rf"(?:(?P<from>{_BEGIN}{_DIGITS}|\b(?:{_LATIN_WORDS}))"
    r"\s*(?:-|–|to|or|a|o|u|đến|hoặc|إلى|أو)\s*)?"
)
_HAN_RANGE = rf"(?:(?P<from>(?<![\d.])[\d.]{{1,22}}|[{_HAN_WORDS}])\s*(?:-|–|至|到|或)\s*)?"
_AMOUNTS = (
    re.compile(
        rf"{_RANGE}(?P<number>{_BEGIN}{_DIGITS})(?:\s*|[-\u2010\u2011])(?P<unit>{_LATIN_UNITS})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_RANGE}(?P<number>{_BEGIN}{_DIGITS}|(?<!\bin )(?<!\ben )\b(?:{_LATIN_WORDS}))"
        rf"\s+{_BETWEEN}(?:{_FORMS})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_HAN_RANGE}(?P<number>(?<![\d.])[\d.]{{1,22}}|[{_HAN_WORDS}])\s*(?:(?P<unit>{_HAN_UNITS})|[片粒滴喷勺支])"
    ),
)


class Amount(NamedTuple):
    """A number of something: `200`, `mg`; `½`, `form`."""

    number: str
    unit: str


@lru_cache(maxsize=KEPT_SENTENCES)
def has_dose(text: str) -> bool:
    """Say whether a text has a number with a unit, or with what a medicine is taken in."""
    return any(amounts(text))


def amounts(text: str, *, articles: bool = False) -> Iterator[Amount]:
    """Yield the amounts of a text; of a range, both ends.

    An article is a number where something is taken; with `articles`, it is one everywhere.
    """
    for form in _AMOUNTS:
        for match in form.finditer(text):
            found = match.groupdict()
            unit = found.get("unit")
            for name in ("from", "number"):
                number = found[name] or ""
                is_article = number.lower() in ARTICLES and not articles
                if number and not (is_article and not _TAKING.search(text[: match.start(name)])):
                    yield Amount(_number(number), UNITS[unit.lower()] if unit else FORM)


def _number(written: str) -> str:
    """Return a number as it can be compared: `1,200` and `1 200` are one, and `two` is `2`."""
    plain = re.sub(r"[\s\u00a0]", " ", written.lower())
    plain = re.sub(r"[ ,.](?=\d{3}(?!\d))", "", plain).replace(",", ".")
    return NUMBER_WORDS.get(plain, plain)


@remembered(HANDOUTS)
def added_doses(handout: Handout) -> tuple[Diagnostic, ...]:
    """Return a S134 warning for each amount that only another wording of its section has.

    A `::: short` or `::: easy` line may leave a dose out, where an edition says it elsewhere; one
    that the standard words do not have is another dose, or a slip of the pen.
    """
    return tuple(
        _added(amount, name, line, handout)
        for section in handout.sections
        for name, words in (("short", section.short), ("easy", section.easy))
        for text, line in _lines(words)
        for amount in dict.fromkeys(amounts(text))
        if amount not in _standard(section)
    )


def _lines(words: object) -> Iterator[tuple[str, int]]:
    for node in nodes(words):
        if isinstance(node, (EasyLine, Paragraph, ListItem)):
            yield plain_text(node.content), node.line


def _standard(section: Section) -> frozenset[Amount]:
    """Return the amounts of a section's standard words, its parts' too."""
    whole = (section.heading, section.blocks, *((p.heading, p.blocks) for p in section.subsections))
    texts = (node.text for node in nodes(whole) if isinstance(node, Text))
    return frozenset(amounts(" ".join(texts), articles=True))


def _added(amount: Amount, name: str, line: int, handout: Handout) -> Diagnostic:
    shown = amount.number if amount.unit == FORM else f"{amount.number} {amount.unit}"
    return warning(
        "S134",
        f"`::: {name}` says a dose of {shown}, which the standard words of its section do not have",
        Location(handout.file, line),
        "say the dose of the standard words, or mend those",
    )
