"""Reading: the grades that each language's own formula gives to a whole handout."""

from __future__ import annotations

from collections.abc import Mapping

from handoutpress.checks.grades import FORMULAS, LEAST_SENTENCES, Grade
from handoutpress.checks.registry import Found, at, rule, shelf_rule
from handoutpress.checks.subject import Shelf, Subject
from handoutpress.content.settings import Thresholds
from handoutpress.diagnostics import Severity

LEAST_WORDS = 100
"""A formula says nothing of fewer words."""
_SHORTER = "make two sentences of a long one, and say a long word in short ones"


def _grade(subject: Subject, at_: int = 0) -> Grade | None:
    """Return a formula's grade of the whole; None where there are too few words for one."""
    counts, found = subject.figures[""]
    return found[at_] if len(found) > at_ and counts.words >= LEAST_WORDS else None


def _hardest(subject: Subject) -> str:
    """Return a hint that names the section to begin with."""
    worst, name = 0.0, ""
    for section in subject.handout.sections:
        counts, found = subject.figures.get(section.anchor, (None, ()))
        if counts and found and counts.words >= 40:
            value = found[0].value if FORMULAS[subject.lang][0].is_grade else 100 - found[0].value
            worst, name = max((worst, name), (value, section.anchor))
    return f"begin with the section `#{name}`, the hardest one" if name else ""


def _beside(subject: Subject) -> str:
    """Return the other formula's grade in brackets: no formula is to be read alone."""
    counts, found = subject.figures[""]
    if len(found) < 2:
        return ""
    doubt = "" if found[1].is_reliable else f", of {counts.sentences} sentences only"
    return f" ({found[1].name} {found[1].value:.1f}{doubt})"


def goals(subject: Subject) -> Mapping[str, str]:
    """Return what each formula of a handout's language is to come to, by its name."""
    limits, names = subject.limits, [formula.name for formula in FORMULAS.get(subject.lang, ())]
    said = {
        "en": (
            f"{limits.grade:g} or less, and never more than {limits.grade_limit:g}",
            f"{limits.smog:g} or less",
        ),
        "es": (f"{limits.inflesz:g} or more",),
        "it": (f"{limits.gulpease:g} or more",),
        "de": (f"{limits.wiener:g} or less",),
    }.get(subject.lang, (f"{limits.lix:g} or less",))
    return dict(zip(names, said, strict=False))


@rule("L101", "the words are above the grade that they aim at", "RD1, RD4", langs=("en",))
def above_goal(subject: Subject) -> Found:
    """A US grade of 6 is a reading age of 11, the most that NHS guidance asks for."""
    grade, limits = _grade(subject), subject.limits
    if grade and limits.grade < grade.value <= limits.grade_limit:
        message = f"{grade.name} {grade.value:.1f} is above {limits.grade:g}{_beside(subject)}"
        yield at(_first_line(subject), message, _SHORTER, _hardest(subject))


@rule("L102", "the words are too hard for patients", "RD1", Severity.ERROR, langs=("en",))
def above_limit(subject: Subject) -> Found:
    """Above grade 8, half of all adults cannot use what they read."""
    grade, limit = _grade(subject), subject.limits.grade_limit
    if grade and grade.value > limit:
        message = f"{grade.name} {grade.value:.1f} is above {limit:g}{_beside(subject)}"
        yield at(_first_line(subject), message, _SHORTER, _hardest(subject))


@rule("L103", "SMOG finds the words too hard", "RD2", langs=("en",))
def above_smog(subject: Subject) -> Found:
    """SMOG asks for full understanding and reads higher than Flesch-Kincaid."""
    grade, limit = _grade(subject, 1), subject.limits.smog
    if grade and grade.is_reliable and grade.value > limit:
        message = f"{grade.name} {grade.value:.1f} is above {limit:g}"
        hint = "say words of three and more syllables in short ones"
        yield at(_first_line(subject), message, hint, _hardest(subject))


@rule("L104", "SMOG may find the words too hard", "RD2", Severity.INFO, langs=("en",))
def few_sentences(subject: Subject) -> Found:
    """The formula is fitted to 30 sentences: of fewer, its figure is no more than a hint."""
    grade = _grade(subject, 1)
    if grade and not grade.is_reliable and grade.value > subject.limits.smog:
        count = subject.counts.sentences
        message = (
            f"{grade.name} {grade.value:.1f} is not reliable: {count} sentences, where it needs "
            f"{LEAST_SENTENCES}"
        )
        yield at(_first_line(subject), message, "go by the Flesch-Kincaid grade, and by readers")


@rule("L105", "the Spanish words are not easy enough", "RD3", langs=("es",))
def hard_spanish(subject: Subject) -> Found:
    """INFLESZ: 65 to 80 is fairly easy; health texts below 55 are out of most readers' reach."""
    grade, least = _grade(subject), subject.limits.inflesz
    if grade and grade.value < least:
        message = f"{grade.name} {grade.value:.0f} is below {least:g}{_beside(subject)}"
        yield at(_first_line(subject), message, _SHORTER, _hardest(subject))


@rule(
    "L106",
    "the words are not easy enough by their language's formula",
    "RD3",
    langs=("it", "de", "sv", "da", "nb", "no"),
)
def hard_words(subject: Subject) -> Found:
    """Gulpease, the first Wiener Sachtextformel, LIX."""
    grade = _grade(subject)
    if not grade:
        return
    least_or_most, is_grade = _line_of(subject.lang, subject.limits), subject.lang != "it"
    if grade.value > least_or_most if is_grade else grade.value < least_or_most:
        way = "above" if is_grade else "below"
        message = f"{grade.name} {grade.value:.1f} is {way} {least_or_most:g}"
        yield at(_first_line(subject), message, _SHORTER, _hardest(subject))


def _line_of(lang: str, limits: Thresholds) -> float:
    return {"it": limits.gulpease, "de": limits.wiener}.get(lang, limits.lix)


@shelf_rule("L107", "no formula is known for a language", "RD3", Severity.INFO)
def no_formula(shelf: Shelf) -> Found:
    """Once for each language, not for each handout."""
    first: dict[str, Subject] = {}
    for subject in shelf.subjects:
        if subject.lang not in FORMULAS:
            first.setdefault(subject.handout.lang, subject)
    for lang, subject in first.items():
        message = f"no formula of readability is made for words in `{lang}`, so no grade is given"
        hint = "let people who read it try the words"
        yield at(None, message, hint, file=subject.handout.file)


def _first_line(subject: Subject) -> int:
    return subject.handout.front_lines.get("title", 1)
