"""What an audit finds: its kinds, and one thing to see to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from handoutpress.diagnostics import Location, Severity


class Kind(StrEnum):
    """What an item is about, the most urgent first."""

    BROKEN = "broken"
    OVERDUE = "overdue"
    STALE = "stale"
    DEAD_REFERENCE = "dead-reference"
    NO_OWNER = "no-owner"
    DRAFT = "draft"
    UNSIGNED = "unsigned"
    UNRECORDED = "unrecorded"
    DUE_SOON = "due-soon"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to see to."""

    kind: Kind
    severity: Severity
    message: str
    location: Location
    handout: str = ""
    language: str = ""
    brand: str = ""
    due: datetime.date | None = None
    days: int | None = None
    """How many days there are until it is due; less than 0 after it."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a library has to see to, and what was looked at."""

    day: datetime.date
    items: tuple[Item, ...]
    handouts: int
    translations: int
    brands: int

    @property
    def is_good(self) -> bool:
        """Whether nothing is an error."""
        return not any(item.severity is Severity.ERROR for item in self.items)
