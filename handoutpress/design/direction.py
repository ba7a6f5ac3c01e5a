"""Which way words run, and how a run that goes the other way is kept apart from those around it.

A phone number, an address or a name in Latin letters keeps its own order on a page that is read
from right to left; brackets, colons and digits at its ends would else go to the wrong side.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
"""The characters that begin a run of each direction where there is no markup."""
END_OF_ISOLATE = "\u2069"


def direction_of(text: str) -> Direction:
    """Return the direction of a text's first letter; numbers without a letter run to the right."""
    classes = map(unicodedata.bidirectional, text)
    return "rtl" if next((c for c in classes if c in ("L", "R", "AL")), "L") != "L" else "ltr"


def turned(text: str, around: Direction) -> Direction | None:
    """Return a text's direction if it is not that of the words around it."""
    own = direction_of(text)
    return None if own == around else own


def apart(text: str, around: Direction) -> str:
    """Return a text kept apart by characters, for places that have no markup."""
    own = turned(text, around)
    return f"{ISOLATES[own]}{text}{END_OF_ISOLATE}" if own and text else text
