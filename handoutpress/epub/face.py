"""What the cover of an e-book shows: of one handout, or of a pack."""

from __future__ import annotations

from dataclasses import dataclass

from handoutpress.content.handout import Handout
from handoutpress.content.pack import Pack
from handoutpress.design.packing import pack_title
from handoutpress.design.words import Words


@dataclass(frozen=True, slots=True)
class Face:
    """The words and the picture of a cover."""

    lang: str
    title: str
    is_draft: bool
    number: str = ""
    """The handout's catalogue number; a pack has none."""
    header: str = ""
    """The header picture's name in a page source; empty where there is none."""
    header_alt: str = ""

    @classmethod
    def of(cls, handout: Handout) -> Face:
        """Return a handout's."""
        front, record = handout.front, handout.record
        header = f"images/{record.header.file}" if record.header else ""
        alt = front.header_alt or ""
        return cls(handout.lang, front.title, handout.is_draft, record.id, header, alt)

    @classmethod
    def of_pack(cls, pack: Pack, words: Words) -> Face:
        """Return a pack's: the picture is that of its first handout."""
        first = cls.of(pack.members[0])
        title = pack_title(pack, words)
        return cls(pack.lang, title, pack.is_draft, "", first.header, first.header_alt)
