"""Safety: doses that cannot be misread. From ISMP's list of error-prone abbreviations and doses."""

from __future__ import annotations

import re

from handoutpress.checks.passages import Kind
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import Callout, CalloutKind
from handoutpress.diagnostics import Severity

_SPOKEN = ("en", "es")
_GAP = r"(?:\s|\u00a0)?"
_UNIT = r"(?:mg|mcg|ml|mL|g)"
_BARE = re.compile(
    r"\btake (?:up to |only |about )?\d+(?:\.\d+)? (?:every|each|a day|per day|daily|once"
    r"|times(?! (?:as|longer|more)\b)"
    r"|twice|with|in the|at (?:night|bedtime)|before|after)\b"
    r"|\btome (?:hasta |solo )?\d+(?:,\d+)? "
    r"(?:cada|al día|por día|veces|con|por la|antes|después)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\bevery (?:\d+|four|six|eight|twelve)\b[^.]{0,20}\bhours?\b"
    r"|\b(?:times|once|twice) (?:a|each|per) day\b"
    r"|\bcada (?:\d+|cuatro|seis|ocho|doce)\b[^.]{0,20}\bhoras\b|\bveces al día\b",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    r"\b(?:maximum|at most|the most|no more|not more|never more|do not take more|more than|up to"
    r"|máxim[oa]|lo más|no más de|no tome más|como mucho|hasta)\b",
    re.IGNORECASE,
)
_ZERO = re.compile(rf"(?<![\d.,])\d+[.,]0+{_GAP}{_UNIT}\b|(?<![\d.,\w])[.,]\d+{_GAP}{_UNIT}\b")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,])000(?!\d)")
_LATIN = (
    r"(?:q\.?d|q\.?o\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|p\.?r\.?n|h\.?s|o\.d|b\.d|t\.d\.s"
    r"|q\.d\.s|s\.c|i\.m|i\.v|p\.o)"
)
_PRONE = re.compile(
    rf"\b\d+{_GAP}U\b|(?<![A-Za-z])[µμ]g(?![A-Za-z])|\b{_LATIN}\.(?=\s|$)"
    rf"|\b(?:QD|QOD|BID|TID|QID|PRN|OD|BD|TDS|QDS)\b|(?<=\d){_GAP}cc\b"
)
_STUCK = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)?(?:mg|mcg|ml|mL|kg)\b")
_LARGE = re.compile(rf"(?<![\d,.])[1-9]\d{{3,}}{_GAP}(?:mg|mcg|ml|units)\b")
_RANGE = re.compile(
    rf"\b\d{_GAP}[-–]{_GAP}\d (?:tablets|pills|capsules|puffs|drops|tabletas|comprimidos"
    r"|pastillas|cápsulas|gotas)\b",
    re.IGNORECASE,
)
_WHO_NOT = re.compile(
    r"\b(?:do not|don['’]t|never) (?:take|use|give)\b[^.]{0,60}\b(?:if|unless|before)\b"
    r"|\b(?:should|must) not (?:take|use|have)\b|\bcontraindicated\b|\bnot safe for\b"
    r"|\bask (?:us|your|a|the)\b[^.]{0,40}\bbefore (?:you take|taking|using)\b"
    r"|\bno (?:l[aeo]s? )?(?:tom|us|d[eé])\w*\b[^.]{0,60}\bsi\b"
    r"|\bno deben? (?:tomar|usar)|\bcontraindicad[oa]s?\b"
    r"|\b(?:pregunte|consulte)\b[^.]{0,40}\bantes de (?:tomar|usar)",
    re.IGNORECASE,
)
_CHILD = re.compile(
    r"\b(?:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|niñ[oa]s?|bebés?|hij[oa]s?)\b",
    re.IGNORECASE,
)
_MOTHER = re.compile(
    r"\b(?:is born|giving birth|childbirth|pregnan\w+|breast-?feed\w*|mothers?|parto|embaraz\w+"
    r"|amamant\w+|madres?)\b",
    re.IGNORECASE,
)
"""A leaflet for a mother speaks of her child, and the doses in it are her own."""
_WEIGHT = re.compile(
    r"\bkg\b|\bweigh|\bage\b|\byears?\b|\bmonths?\b|\bpes[oa]\b|\baños?\b|\bmeses\b|\bedad\b",
    re.IGNORECASE,
)


@rule("L420", "a dose has no unit", "SF1, ISMP", Severity.ERROR, langs=_SPOKEN)
def no_unit(subject: Subject) -> Found:
    """`Take 2 every day`: two tablets, or two packets?"""
    for passage, match in subject.scan(_BARE, "take ", "tome "):
        line = passage.line_at(match.start())
        yield at(line, f"a dose without a unit: “{match[0]}”", "say of what: 2 tablets, 400 mg")


@rule("L421", "a dose has no maximum", "SF1", langs=_SPOKEN)
def no_maximum(subject: Subject) -> Found:
    """Where a section says how much and how often, it says what is the most in a day."""
    for section in subject.handout.sections if subject.dosed else ():
        parts = {id(part) for part in (section, *section.subsections)}
        said = [p for p in subject.said() if id(p.section) in parts and p.kind is not Kind.ALT]
        text = "\n".join(p.text for p in said)
        dosed = [p for p in said if p in subject.dosed]
        if dosed and _OFTEN.search(text) and not _MAXIMUM.search(text):
            message = f"it says how often, but not how much is the most: {shown(dosed[0].text)}"
            yield at(dosed[0].line, message, "say the most that a reader may take in 24 hours")


@rule("L422", "a dose can be read ten times as large", "ISMP", Severity.ERROR)
def loose_point(subject: Subject) -> Found:
    """A point that is overlooked makes 10 of 1.0, and 5 of .5; in 4,000 it parts thousands."""
    for passage, match in subject.scan(_ZERO, "mg", "mcg", "ml", "0 g", "0g"):
        whole = _THOUSANDS.match(match[0])
        if whole and (whole[1] == "," or subject.lang != "en"):
            continue
        hint = "write 1 mg, not 1.0 mg; write 0.5 mg, not .5 mg"
        line = passage.line_at(match.start())
        yield at(line, f"“{match[0]}” can be read ten times as large", hint)


@rule("L423", "an abbreviation that is misread", "ISMP", langs=_SPOKEN)
def prone(subject: Subject) -> Found:
    """U is read as 0, µg as mg, and Latin not at all."""
    for passage, match in subject.scan(_PRONE):
        hint = "write it out: units, mcg, ml, once a day, twice a day, when you need it"
        line = passage.line_at(match.start())
        yield at(line, f"“{match[0].strip()}” is easily misread", hint)


@rule("L424", "a number is stuck to its unit", "ISMP")
def stuck(subject: Subject) -> Found:
    """In 200mg the m is read as zeros."""
    for passage, match in subject.scan(_STUCK, "mg", "mcg", "ml", "kg"):
        spaced = re.sub(r"(?<=\d)(?=[a-zA-Z])", " ", match[0])
        line = passage.line_at(match.start())
        yield at(line, f"“{match[0]}” has no space before the unit", f"write {spaced}")


@rule("L425", "a large dose has no comma", "ISMP", langs=("en",))
def no_comma(subject: Subject) -> Found:
    """1,200 is read right more often than 1200."""
    for passage, match in subject.scan(_LARGE, "mg", "mcg", "ml", "units"):
        number = int(re.sub(r"\D", "", match[0]))
        line = passage.line_at(match.start())
        yield at(line, f"“{match[0]}” is hard to read", f"write {number:,}")


@rule("L426", "doses, and no word of who must not take them", "SF1")
def no_caution(subject: Subject) -> Found:
    """A caution box says whom the medicine can harm, or a sentence: `Do not take it if`."""
    boxes = {b.callout for b in subject.blocks if isinstance(b, Callout)}
    is_told = CalloutKind.CAUTION in boxes or _WHO_NOT.search(subject.text) is not None
    if subject.dosed and not is_told:
        message = "it gives a dose, and does not say who must not take it"
        yield at(subject.dosed[0].line, message, "add `::: caution Do not take it if ...`")


@rule("L427", "a child's dose has no weight or age", "SF1", Severity.ERROR, langs=_SPOKEN)
def no_weight(subject: Subject) -> Found:
    """What is right for a child of 30 kg is too much for one of 10: its section says for whom."""
    front = subject.handout.front
    about = f"{front.title} {front.summary}"
    speaks_of_them = bool(_CHILD.search(about)) and not _MOTHER.search(about)
    is_theirs = subject.handout.record.audience == "children" or speaks_of_them
    told = set[int]()
    for passage in subject.dosed if is_theirs else ():
        section = id(passage.section)
        beside = "\n".join(p.text for p in subject.said() if p.section is passage.section)
        if section not in told and not _WEIGHT.search(beside):
            told.add(section)
            hint = "say for which weight, or which age, each dose is"
            yield at(passage.line, "a dose for children without a weight or an age", hint)


@rule("L428", "a range of doses is written with a hyphen", "ISMP", langs=_SPOKEN)
def hyphen_range(subject: Subject) -> Found:
    """In small print, `1-2 tablets` is 12 tablets."""
    for passage, match in subject.scan(_RANGE):
        word = "or" if subject.lang == "en" else "o"
        plain = re.sub(r"(\d)\s?[-–]\s?(\d)", rf"\1 {word} \2", match[0])
        yield at(passage.line_at(match.start()), f"“{match[0]}” can be misread", f"write {plain}")
