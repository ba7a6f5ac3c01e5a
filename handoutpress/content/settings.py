"""publish.toml: what a workspace prints when the command line does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from handoutpress.content.brand import PaperName
from handoutpress.content.edition import CLEAR_PRINT_PT, EDITIONS
from handoutpress.content.record import LanguageOrTwo, LanguageTag, Line, Slug, Strict
from handoutpress.content.report import Report, choose
from handoutpress.content.textfile import refuse_controls
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import Value, YamlSource

LIMIT_S = 300
"""How long one file may take: a long one takes seconds, and a minute beside other heavy work."""
LIMIT_MB = 2000
"""How much memory one file may take: several times what a long one with large fonts does."""


class LimitSettings(Strict):
    """[limits]: what a worker process may take for one file before it is ended."""

    seconds: Annotated[int, Field(strict=True, ge=1, le=86_400)] = LIMIT_S
    """The time for one file."""
    memory_mb: Annotated[int, Field(strict=True, ge=500, le=1_000_000)] = LIMIT_MB
    """The memory of a worker, the program itself included."""


class TrifoldSettings(Strict):
    """[trifold]: how leaflets that are folded twice are made."""

    fold_ticks: StrictBool = False
    """Whether short lines at the sheet's edge show where to fold."""
    smallest_pt: Annotated[float, Field(strict=True, ge=8, le=CLEAR_PRINT_PT)] = CLEAR_PRINT_PT
    """How small the words may become to fit the panels: 12 is clear print."""


class BookletSettings(Strict):
    """[booklet]: how stitched booklets are made."""

    creep_mm: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.0
    """How far the pages of each further sheet, from the outside in, move towards the fold."""


class PackSettings(Strict):
    """[packs.NAME]: several handouts that a clinic gives out together."""

    title: Annotated[dict[LanguageTag, Line], Field(min_length=1)]
    """The pack's title in each language: `{en = "Back pain: your leaflets"}`."""
    handouts: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """The slugs of its handouts, in the order in which they are read."""


Level = Literal["off", "info", "warning", "error"]
"""How bad what a rule finds is; a rule that is off is not asked."""
Share = Annotated[float, Field(strict=True, ge=0, le=100)]
Number = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class Thresholds(Strict):
    """[check.thresholds]: where the rules of `check` draw their lines."""

    grade: Share = 6.0
    """The US school grade that English words aim at (Flesch-Kincaid)."""
    grade_limit: Share = 8.0
    """The grade that English words may not go beyond."""
    smog: Share = 8.0
    """The SMOG grade that English words may not go beyond."""
    inflesz: Share = 65.0
    """The least ease of Spanish words (Szigriszt-Pazos, INFLESZ scale)."""
    gulpease: Share = 60.0
    """The least ease of Italian words (Gulpease)."""
    wiener: Share = 8.0
    """The school grade that German words may not go beyond (Wiener Sachtextformel)."""
    lix: Share = 40.0
    """The LIX that Scandinavian words may not go beyond."""
    sentence_words: Number = 20
    """The words of the longest sentence."""
    mean_words: Share = 15.0
    """The mean words of a sentence."""
    paragraph_words: Number = 80
    """The words of the longest paragraph."""
    section_words: Number = 150
    """The words that may stand under one heading."""
    heading_words: Number = 12
    """The words of the longest heading."""
    glance_words: Number = 15
    """The words of the longest point of the summary."""
    header_words: Number = 6
    """The words of the longest header of a table."""
    page_words: Number = 300
    """So many words fill page 1: a handout with more needs a summary."""
    steps: Number = 7
    """The most steps, or points, in one list."""
    step_sentences: Number = 3
    """The most sentences in one step."""
    passive_percent: Share = 15.0
    """The share of sentences that may be in the passive voice."""
    hard_percent: Share = 15.0
    """The share of English words that may have three syllables or more."""
    source_years: Number = 10
    """The years after which a source is old."""
    dose_review_years: Share = 2.0
    """The years until a handout with doses must be reviewed."""
    alt_letters: Number = 250
    """The letters of the longest text alternative."""


class CheckSettings(Strict):
    """[check]: what `check` asks of the words, and how much it minds."""

    rules: dict[str, Level] = Field(default_factory=dict)
    """Rules that are off, or worse or better than they are by default: `{L108 = "error"}`."""
    thresholds: Thresholds = Thresholds()
    """Where the rules draw their lines."""
    known: tuple[Line, ...] = ()
    """Medical terms and abbreviations that your readers know: no rule asks for their meaning."""


class GovernanceSettings(Strict):
    """[governance]: what a build does with what should not be given to patients."""

    overdue: Literal["refuse", "stamp", "warn"] = "refuse"
    """What should have been reviewed by now: not made, or marked on every page, or only told."""
    unsigned: Literal["stamp", "refuse"] = "stamp"
    """What nobody has signed: marked as a draft on every page, or not made."""
    stale: Literal["refuse", "stamp"] = "refuse"
    """A translation of words that have changed where it is a matter of safety."""
    soon_days: Annotated[int, Field(strict=True, ge=0, le=3650)] = 90
    """How many days before a review is due the audit tells of it."""


class Settings(Strict):
    """publish.toml: what a build makes by default, how editions are made, and the packs."""

    papers: Annotated[tuple[PaperName, ...], Field(min_length=1)] = ("a4", "letter")
    """The papers that leaflets are laid out for."""
    editions: Annotated[tuple[str, ...], Field(min_length=1)] = ("leaflet", "epub")
    """The editions that are made."""
    languages: tuple[LanguageOrTwo, ...] = ()
    """BCP 47, and two of them (`en+es`) for bilingual editions; all when it says nothing."""
    limits: LimitSettings = LimitSettings()
    """What one file may take."""
    trifold: TrifoldSettings = TrifoldSettings()
    """The edition `trifold`."""
    booklet: BookletSettings = BookletSettings()
    """The edition `booklet`."""
    governance: GovernanceSettings = GovernanceSettings()
    """What is overdue, unsigned or stale."""
    packs: dict[Slug, PackSettings] = Field(default_factory=dict)
    """The edition `pack`: each pack by the name that its files get."""
    check: CheckSettings = CheckSettings()
    """The rules of `check`."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """publish.toml as it was read: what it says, and on which lines."""

    settings: Settings
    source: YamlSource


def parse_settings(text: str, report: Report) -> SettingsFile | None:
    """Return the settings in a publish.toml, or None when the report holds an error.

    W006 not TOML; S003 an escaped control character; the schema's codes (S020 and on) for keys and
    values; S027 a handout twice in a pack; W007 unknown edition; W010 a warning for small print.
    """
    try:
        data = {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as reason:
        line = re.search(r"at line (\d+)", str(reason))
        hint = "write one `key = value` on each line: texts in double quotes, true in small letters"
        problem = str(reason).partition(" (at ")[0]
        report.error(
            "W006",
            f"this is not TOML: {problem[:1].lower()}{problem[1:]}",
            int(line[1]) if line else None,
            hint,
        )
        return None
    except (ValueError, RecursionError):
        hint = "look for a number of thousands of digits, or as many brackets"
        report.error("W006", "this is not TOML: a value has no end", None, hint)
        return None
    source = YamlSource(data, _lines(text, data), is_whole=True, syntax="toml")
    for path, written in _texts(data, ""):
        refuse_controls(written, report, source.line(path))
    settings = validate(Settings, source, report)
    _check_editions(source, report)
    if settings is None or report.has_errors:
        return None
    _check_size(settings, source, report)
    _check_repeats(settings, source, report)
    _check_pairs(settings, source, report)
    return None if report.has_errors else SettingsFile(settings, source)


def _plain(value: object) -> Value:
    """Return one of TOML's values for the schema; its days and times are texts there."""
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value if isinstance(value, (str, bool, int, float)) else str(value)


def _texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Yield each text in a value with its key path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _texts(member, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, f"{path}[{index}]")


_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_TABLE = re.compile(rf"\s*\[\[?\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*\]")
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")


def _lines(text: str, data: dict[str, Value]) -> dict[str, int]:
    """Return the line of each key path: tomllib keeps no positions."""
    starts = {"": 0}
    table, start = "", 0
    for line in text.split("\n"):
        if match := _TABLE.match(line):
            table = _path(match[1])
            starts.setdefault(table, start)
        elif match := _KEY.match(line):
            starts.setdefault(f"{table}.{_path(match[1])}".lstrip("."), start)
        start += len(line) + 1
    starts |= dict(_starts_of_items(data, "", starts, text))
    return {path: text.count("\n", 0, start) + 1 for path, start in starts.items()}


def _path(names: str) -> str:
    """Return `packs."back-pain"` as a key path."""
    return ".".join(name.strip("\"'") for name in re.findall(_NAME, names))


def _starts_of_items(
    value: Value, path: str, starts: dict[str, int], text: str
) -> Iterator[tuple[str, int]]:
    """Yield where each text of a list stands: the list may go on over several lines."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _starts_of_items(member, f"{path}.{key}".lstrip("."), starts, text)
    elif isinstance(value, list) and path in starts:
        at = starts[path]
        for index, item in enumerate(value):
            quote = "[\"']" if isinstance(item, str) else ""
            found = re.compile(quote + re.escape(str(item)) + quote).search(text, at)
            at = found.end() - 1 if found else at
            yield f"{path}[{index}]", at


def _check_editions(source: YamlSource, report: Report) -> None:
    editions = source.data.get("editions")
    for index, name in enumerate(editions if isinstance(editions, list) else ()):
        # What is not a text is told by the schema.
        if isinstance(name, str) and name not in EDITIONS:
            line = source.line(f"editions[{index}]")
            message = f"there is no edition `{name}`"
            report.error("W007", message, line, choose(name, EDITIONS))


def _check_size(settings: Settings, source: YamlSource, report: Report) -> None:
    smallest = settings.trifold.smallest_pt
    if smallest < CLEAR_PRINT_PT:
        report.warning(
            "W010",
            f"words of {smallest:g} pt are smaller than clear print",
            source.line("trifold.smallest_pt"),
            f"clear print is {CLEAR_PRINT_PT:g} pt or more: some patients cannot read less",
        )


def _check_repeats(settings: Settings, source: YamlSource, report: Report) -> None:
    for name, pack in settings.packs.items():
        for index, slug in enumerate(pack.handouts):
            if slug in pack.handouts[:index]:
                line = source.line(f"packs.{name}.handouts[{index}]")
                hint = "each handout of a pack stands in it once"
                report.error("S027", f"`{slug}` is listed twice", line, hint)


def _check_pairs(settings: Settings, source: YamlSource, report: Report) -> None:
    for index, name in enumerate(settings.languages):
        first, _, second = name.partition("+")
        if first == second:
            line = source.line(f"languages[{index}]")
            hint = "name two, the one that is to come first first: `en+es`"
            report.error("W013", f"`{name}` names one language twice", line, hint)
