"""What the cover of an e-book shows: of one handout, or of a pack."""

from __future__ import annotations

from dataclasses import dataclass

from handoutpress.content.handout import WORST_FIRST, Handout, Stamp
from handoutpress.content.pack import Pack
from handoutpress.design.bilingual import joint
from handoutpress.design.packing import pack_title
from handoutpress.design.words import Words


@dataclass(frozen=True, slots=True)
class Face:
    """The words and the picture of a cover."""

    lang: str
    title: str
    marks: tuple[Stamp, ...]
    """What it says of the words inside, such as that they are a draft."""
    number: str = ""
    """The handout's catalogue number; a pack has none."""
    header: str = ""
    """The header picture's name in a page source; empty where there is none."""
    header_alt: str = ""
    further: tuple[tuple[str, str], ...] = ()
    """Each further language of the book, with the title in it."""

    @property
    def whole_title(self) -> str:
        """The title in every language of the book."""
        return joint(self.title, *(title for _, title in self.further))

    @classmethod
    def of(cls, handout: Handout, *others: Handout) -> Face:
        """Return a handout's; `others` are the same one in further languages of the book."""
        record, each = handout.record, (handout, *others)
        header = f"images/{record.header.file}" if record.header else ""
        alt = joint(*(one.front.header_alt for one in each))
        further = tuple((other.lang, other.front.title) for other in others)
        title, found = handout.front.title, {mark for one in each for mark in one.marks}
        marks = tuple(mark for mark in WORST_FIRST if mark in found)
        return cls(handout.lang, title, marks, record.id, header, alt, further)

    @classmethod
    def of_pack(cls, pack: Pack, words: Words) -> Face:
        """Return a pack's: the picture is that of its first handout."""
        first = cls.of(pack.members[0])
        title = pack_title(pack, words)
        return cls(pack.lang, title, pack.marks, "", first.header, first.header_alt)
