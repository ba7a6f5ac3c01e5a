"""One work in one language: its record, its sections and its closed set of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeAlias

from handoutpress.content.provenance import Provenance
from handoutpress.content.record import FrontMatter, HandoutRecord, Signature


class Role(StrEnum):
    """What a section is for. The order is the one in which a reader expects them."""

    OVERVIEW = "overview"
    CAUSES = "causes"
    SYMPTOMS = "symptoms"
    GET_HELP = "get-help"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    SELF_CARE = "self-care"
    PREVENTION = "prevention"
    OUTLOOK = "outlook"
    QUESTIONS = "questions"
    TRIALS = "trials"
    SOURCES = "sources"


ORDINARY = 3
"""The priority of a section that does not say."""


class Stamp(StrEnum):
    """What every page of a leaflet says while it should not be given to patients."""

    DRAFT = "draft"
    """Nobody who is qualified has signed it, or this translation of it."""
    OVERDUE = "overdue"
    """It should have been reviewed by now."""
    STALE = "stale"
    """The words that it was translated from have changed where it is a matter of safety."""


WORST_FIRST = (Stamp.STALE, Stamp.OVERDUE, Stamp.DRAFT)
"""The order of stamps."""


class CalloutKind(StrEnum):
    """How loud a callout is, loudest first."""

    URGENT = "urgent"
    CAUTION = "caution"
    NOTE = "note"
    TIP = "tip"


# --- Inlines: what a line of text is made of. `line` is the 1-based line in the source file. ---


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain characters on one source line."""

    kind: ClassVar[str] = "text"
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line break."""

    kind: ClassVar[str] = "break"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter more (`**...**`)."""

    kind: ClassVar[str] = "strong"
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words with a stress (`*...*`); shown by weight, never by italics (UKAAF G003)."""

    kind: ClassVar[str] = "emphasis"
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A run in another language (`[...]{lang=es}`), a BCP 47 tag."""

    kind: ClassVar[str] = "language"
    content: tuple[Inline, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Term:
    """A medical term with its meaning, given at its first use (`[...]{def="..."}`)."""

    kind: ClassVar[str] = "term"
    content: tuple[Inline, ...]
    meaning: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a web page, a mail address or a phone number (http, https, mailto, tel)."""

    kind: ClassVar[str] = "link"
    content: tuple[Inline, ...]
    href: str
    line: int


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A link to a section of the same handout (`[...](#anchor)`)."""

    kind: ClassVar[str] = "section-link"
    content: tuple[Inline, ...]
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class HandoutLink:
    """A pointer to another handout of the workspace (`[...](handout:slug)`)."""

    kind: ClassVar[str] = "handout-link"
    content: tuple[Inline, ...]
    slug: str
    line: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark that leads to a source of the handout (`[@id]`)."""

    kind: ClassVar[str] = "citation"
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class ClinicField:
    """A fact that the clinic supplies (`{clinic.phone}`); its names are `brand.CLINIC_FIELDS`."""

    kind: ClassVar[str] = "clinic-field"
    name: str
    line: int


Inline: TypeAlias = (
    Text
    | Break
    | Strong
    | Emphasis
    | Language
    | Term
    | Link
    | SectionLink
    | HandoutLink
    | Citation
    | ClinicField
)


# --- Blocks: the closed set. `line` is the 1-based line on which the block starts. ---


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    kind: ClassVar[str] = "paragraph"
    content: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: its words, and at most one list inside it."""

    content: tuple[Inline, ...]
    line: int
    children: BulletList | Steps | None = None


@dataclass(frozen=True, slots=True)
class BulletList:
    """Points in no order."""

    kind: ClassVar[str] = "bullet-list"
    items: tuple[ListItem, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered actions, in order."""

    kind: ClassVar[str] = "steps"
    items: tuple[ListItem, ...]
    line: int
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means."""

    term: tuple[Inline, ...]
    meaning: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of terms with their meanings."""

    kind: ClassVar[str] = "definitions"
    items: tuple[Definition, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of column headers; the first cell of each row is its row header.

    Every row has as many cells as `header`.
    """

    kind: ClassVar[str] = "table"
    caption: tuple[Inline, ...]
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that explains. `image` is a key of `Handout.images`."""

    kind: ClassVar[str] = "figure"
    image: str
    alt: str
    caption: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Callout:
    """A box: urgent, caution, note or tip, with a title and blocks inside."""

    kind: ClassVar[str] = "callout"
    callout: CalloutKind
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items to tick by hand."""

    kind: ClassVar[str] = "checklist"
    title: tuple[Inline, ...]
    items: tuple[ListItem, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Diary:
    """A table to fill in by hand: column headers, and row labels (as many rows as labels)."""

    kind: ClassVar[str] = "diary"
    caption: tuple[Inline, ...]
    header: tuple[tuple[Inline, ...], ...]
    labels: tuple[tuple[Inline, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class WriteIn:
    """A prompt and `lines` empty lines to write on."""

    kind: ClassVar[str] = "write-in"
    prompt: tuple[Inline, ...]
    lines: int
    line: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One labelled gap that the clinic fills by hand: a dose, a date, a name."""

    kind: ClassVar[str] = "slot"
    label: tuple[Inline, ...]
    line: int


Block: TypeAlias = (
    Paragraph
    | BulletList
    | Steps
    | Definitions
    | Table
    | Figure
    | Callout
    | Checklist
    | Diary
    | WriteIn
    | Slot
)


@dataclass(frozen=True, slots=True)
class EasyLine:
    """One idea in easy words, with the picture beside it. `image` is a key of `Handout.images`."""

    image: str
    alt: str
    content: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with an anchor, a role and blocks. Level 2 under the title, level 3 inside."""

    heading: tuple[Inline, ...]
    anchor: str
    role: Role
    blocks: tuple[Block, ...]
    line: int
    level: int = 2
    subsections: tuple[Section, ...] = ()
    priority: int = ORDINARY
    """From 1, which every edition keeps, to 5, the first to be left out where there is no room."""
    short: tuple[Block, ...] = ()
    """The author's wording for where there is little room; it stands for the subsections too."""
    easy: tuple[EasyLine, ...] = ()
    """The author's easy-read wording; it stands for the subsections too."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes, read once and proved safe and whole. Sizes in CSS pixels (96 per inch)."""

    name: str
    """Path relative to the handout's (or brand's) folder, e.g. `figures/lower-back.svg`."""
    media_type: str
    """`image/svg+xml`, `image/png` or `image/jpeg`."""
    data: bytes = field(repr=False)
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule of `check` that one block is not held to (`<!-- silence L108: why -->` above it)."""

    rule: str
    reason: str
    line: int
    """The comment's own line."""
    first: int
    """The block's first line."""
    last: int
    """The block's last line."""


@dataclass(frozen=True, slots=True)
class Handout:
    """One work in one language."""

    slug: str
    lang: str
    """BCP 47, e.g. `en`, `es`, `zh-Hans`."""
    record: HandoutRecord
    """The facts in no language, from handout.yaml."""
    front: FrontMatter
    """Title, summary and what else opens the handout, from the front matter."""
    callouts: tuple[Callout, ...]
    """What stands before the first section, on page 1: the urgent callout first."""
    sections: tuple[Section, ...]
    images: dict[str, Image] = field(repr=False)
    file: str = ""
    """The words' source file, relative to the workspace, e.g. `handouts/back-spasms/en.md`."""
    front_lines: dict[str, int] = field(default_factory=dict, repr=False)
    """The line of each front matter key, for diagnostics (`glance[1]` for the second point)."""
    record_lines: dict[str, int] = field(default_factory=dict, repr=False)
    """The line of each key of handout.yaml (`sources[0].title`), for diagnostics."""
    sources_digest: str = ""
    """sha256 over every byte that was read to make this Handout."""
    translations: tuple[str, ...] = ()
    """The other languages that it is there in."""
    translated_from: str = ""
    """The language that it is a translation of; empty for the words as they were written."""
    silences: tuple[Silence, ...] = ()
    """What its blocks are not held to by `check`; nothing of it is printed."""

    provenance: Provenance | None = field(default=None, repr=False)
    """What the parts of a translation were made from, where that is recorded."""
    record_review: Signature | None = None
    """Who signed a translation part by part, where all of it is signed in its record."""
    stamps: tuple[Stamp, ...] = ()
    """What its pages have to say beside that it is a draft; `governance.gate` puts them on."""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from every other handout that was read from files."""
        read = self.slug, self.lang, self.sources_digest, self.translations, self.translated_from
        return (*read, self.verdict)

    @property
    def is_draft(self) -> bool:
        """Whether no clinician has signed this handout, or nobody this translation of it."""
        return self.record.review.state == "draft" or self.is_draft_translation

    @property
    def is_draft_translation(self) -> bool:
        """Whether these are words of a translation that nobody has signed for this version."""
        return bool(self.translated_from) and not self.translation_review

    @property
    def translation_review(self) -> Signature | None:
        """Who has signed these words of a translation, as a whole or part by part."""
        review = self.front.review
        if review and review.state == "signed" and review.on and review.on >= self.record.published:
            return review
        return self.record_review

    @property
    def marks(self) -> tuple[Stamp, ...]:
        """All that its pages have to say of it, the worst first; none for a good one."""
        there = (*self.stamps, Stamp.DRAFT) if self.is_draft else self.stamps
        return tuple(mark for mark in WORST_FIRST if mark in there)

    @property
    def verdict(self) -> str:
        """What its pages say beside its words, as a text: that decides on its bytes too."""
        said = self.record_review
        signed = f"{said.by}\n{said.on}" if said else ""
        return "\n".join((*self.stamps, signed)) if self.stamps or signed else ""

    def all_sections(self) -> Iterator[Section]:
        """Yield every section in reading order, subsections after their parent."""
        for section in self.sections:
            yield section
            yield from section.subsections
