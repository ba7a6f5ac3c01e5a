"""Where the pointers of a handout lead: to sections, sources and other handouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from handoutpress.content.catalogue import Neighbour
from handoutpress.content.handout import Handout


class LinkMap(Protocol):
    """Where the pointers of a handout lead in one kind of output."""

    def section(self, anchor: str) -> str:
        """Return the address of a section."""
        ...

    def source(self, source: str) -> str:
        """Return the address of an entry of the list of sources."""
        ...

    def number(self, source: str) -> int:
        """Return the number that a source is cited by."""
        ...

    def handout(self, slug: str) -> Neighbour | None:
        """Return another handout, if the workspace has it in this language."""
        ...


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Pointers within one page source: everything is a fragment of it."""

    numbers: Mapping[str, int]
    neighbours: Mapping[str, Neighbour]
    second: str = ""
    """The language, where the handout is the second one of a page source."""

    def section(self, anchor: str) -> str:
        """Return `#anchor`."""
        return f"#{second_anchor(self.second, anchor) if self.second else anchor}"

    def source(self, source: str) -> str:
        """Return `#source-id`."""
        return f"#source-{source}"

    def number(self, source: str) -> int:
        """Return the 1-based place of a source in handout.yaml."""
        return self.numbers[source]

    def handout(self, slug: str) -> Neighbour | None:
        """Return the handout of that slug."""
        return self.neighbours.get(slug)


def second_anchor(lang: str, anchor: str) -> str:
    """Return the anchor of a section in the second language of a page source.

    Two languages of a handout may use the same anchors; an author's never starts with a low line.
    """
    return f"_{lang}-{anchor}"


def page_links(
    handout: Handout, neighbours: Mapping[str, Neighbour], second: str = ""
) -> PageLinks:
    """Return the pointers of a leaflet, or of the `second` language of one."""
    numbers = {s.id: n for n, s in enumerate(handout.record.sources, 1)}
    return PageLinks(numbers, neighbours, second)
