"""A handout's words as Typst markup: the same content as the leaflet, in calls of leaflet.typ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from handoutpress.content.handout import (
    Block,
    Break,
    BulletList,
    Callout,
    Checklist,
    Citation,
    ClinicField,
    Definitions,
    Diary,
    Emphasis,
    Figure,
    Handout,
    HandoutLink,
    Inline,
    Language,
    Link,
    ListItem,
    Paragraph,
    Section,
    SectionLink,
    Slot,
    Steps,
    Strong,
    Table,
    Term,
    Text,
    WriteIn,
)
from handoutpress.content.walk import nodes

SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\#$*_`<>@[]~/=+-'\""})


def markup(handout: Handout) -> str:
    """Return the main file of a handout's Typst document."""
    return _Markup(handout).whole()


class _Markup:
    """Writes one handout."""

    def __init__(self, handout: Handout) -> None:
        self.handout = handout
        self.sources = [source.id for source in handout.record.sources]

    def whole(self) -> str:
        """Return the document: what opens it, its sections, its sources."""
        front, record = self.handout.front, self.handout.record
        facts: dict[str, str | list[str]] = {
            "title": front.title,
            "summary": front.summary,
            "glance": list(front.glance),
            "header": record.header.file if record.header else "",
            "header-alt": front.header_alt or "",
            "edition": f"{record.id} · Version {record.version}",
            "review": f"Review by {record.review.due:%B %d, %Y}",
            "owner": record.owner,
        }
        given = ", ".join(f"{key}: {_literal(value)}" for key, value in facts.items())
        urgent = "\n".join(map(self.block, self.handout.callouts))
        sections = "\n".join(map(self.section, self.handout.sections))
        sources = ", ".join(
            f"({_text(s.title)}, {_text(s.publisher)}, {_literal(s.url)}, {_text(str(s.date))})"
            for s in record.sources
        )
        return (
            f'#import "leaflet.typ": *\n#show: leaflet.with({given}, urgent: [{urgent}])\n'
            f"{sections}\n#references(({sources},))\n#contacts()\n"
        )

    def section(self, section: Section) -> str:
        """Return a section with its subsections."""
        role = "" if section.level > 2 else section.role.value
        head = (
            f"#section({section.level - 1}, {_literal(section.anchor)}, {_literal(role)})"
            f"[{self.inlines(section.heading)}]"
        )
        inner = "\n".join(map(self.section, section.subsections))
        return "\n".join([head, *map(self.block, section.blocks), inner])

    def block(self, block: Block) -> str:
        """Return a block, with the terms that are new in it beside it."""
        meanings = [
            f"({self.content(n.content)}, {_text(n.meaning)})"
            for n in nodes(block)
            if isinstance(n, Term)
        ]
        side = f"#terms(({', '.join(meanings)},))\n" if meanings else ""
        return side + self._block(block)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"{self.inlines(block.content)}\n"
            case BulletList():
                return f"#list({', '.join(self.items(block.items))})"
            case Steps():
                return f"#enum({', '.join(self.items(block.items))})"
            case Definitions():
                parts = (
                    f"({self.content(d.term)}, {self.content(d.meaning)})" for d in block.items
                )
                return f"#definitions(({', '.join(parts)},))"
            case Table():
                cells = ", ".join(self.content(c) for row in block.rows for c in row)
                return (
                    f"#grid-of({self.content(block.caption)}, ({self.contents(block.header)},),"
                    f" ({cells},))"
                )
            case Figure():
                return (
                    f"#drawing({_literal(block.image)}, {_literal(block.alt)})"
                    f"[{self.inlines(block.caption)}]"
                )
            case Callout():
                inside = "\n".join(map(self.block, block.blocks))
                title = self.content(block.title)
                return f"#callout({_literal(block.callout.value)}, {title})[{inside}]"
            case Checklist():
                items = ", ".join(self.items(block.items))
                return f"#checklist({self.content(block.title)}, ({items},))"
            case Diary():
                return (
                    f"#diary({self.content(block.caption)}, ({self.contents(block.header)},),"
                    f" ({self.contents(block.labels)},))"
                )
            case WriteIn():
                return f"#write-in({block.lines})[{self.inlines(block.prompt)}]"
            case Slot():
                return f"#write-in(1)[{self.inlines(block.label)}]"

    def items(self, items: Iterable[ListItem]) -> Iterator[str]:
        """Yield the items of a list, each with the list inside it."""
        for item in items:
            inner = f"\n{self._block(item.children)}" if item.children else ""
            yield f"[{self.inlines(item.content)}{inner}]"

    def contents(self, several: Iterable[tuple[Inline, ...]]) -> str:
        """Return some runs of words as a list of contents."""
        return ", ".join(map(self.content, several))

    def content(self, run: tuple[Inline, ...]) -> str:
        """Return a run of words as a content block."""
        return f"[{self.inlines(run)}]"

    def inlines(self, run: tuple[Inline, ...]) -> str:
        """Return a run of words."""
        return "".join(map(self._inline, run))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return inline.text.translate(SPECIAL)
            case Break():
                return "#linebreak()"
            case Strong() | Emphasis() | Term():
                return f"#strong[{self.inlines(inline.content)}]"
            case Language():
                return f"#text(lang: {_literal(inline.lang)})[{self.inlines(inline.content)}]"
            case Link():
                return f"#link({_literal(inline.href)})[{self.inlines(inline.content)}]"
            case SectionLink():
                return f"#link(label({_literal(inline.anchor)}))[{self.inlines(inline.content)}]"
            case HandoutLink():
                return f"#strong[{self.inlines(inline.content)}]"
            case Citation():
                return f"#cited({self.sources.index(inline.source) + 1})"
            case ClinicField():
                return f"#clinic({_literal(inline.name)})"


def _text(text: str) -> str:
    return f"[{text.translate(SPECIAL)}]"


def _literal(value: str | list[str]) -> str:
    """Return a Typst string, or an array of strings: they are written as in JSON."""
    if isinstance(value, list):
        return "(" + "".join(f"{json.dumps(item, ensure_ascii=False)}, " for item in value) + ")"
    return json.dumps(value, ensure_ascii=False)
