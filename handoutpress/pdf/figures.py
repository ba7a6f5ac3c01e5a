"""The figures 0 to 9 of a font in a PDF, where one may stand for another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Array

FIGURES = "0123456789"
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*\n")


@dataclass(frozen=True, slots=True)
class Figures:
    """The codes of a font's figures, and back."""

    codes: Mapping[str, bytes]
    """For each figure, its code of two bytes in hexadecimal."""
    drawn: Mapping[int, str]
    """For each of these codes, the figure."""

    @classmethod
    def of(cls, font: Any) -> Figures:
        """Return the figures of a composite font with codes of two bytes, as the engine writes it.

        They are those that are equally wide; none, where not all ten are.
        """
        widths = dict(_widths(font.DescendantFonts[0].W))
        alike: dict[float | None, dict[str, bytes]] = defaultdict(dict)
        for code, text in _PAIR.findall(font.ToUnicode.read_bytes()):
            if (figure := chr(int(text, 16))) in FIGURES:
                alike[widths.get(int(code, 16))][figure] = code.lower()
        # A font may have figures of different widths beside those that stand in columns.
        codes = next((held for held in alike.values() if len(held) == len(FIGURES)), {})
        return cls(codes, {int(code, 16): figure for figure, code in codes.items()})


def _widths(pairs: Array) -> Iterator[tuple[int, float]]:
    """Yield each code with its width, from the array of a font (ISO 32000-1, 9.7.4.3)."""
    items = list(pairs)
    at = 0
    while at < len(items):
        if isinstance(items[at + 1], Array):
            yield from ((int(items[at]) + n, float(w)) for n, w in enumerate(items[at + 1]))
            at += 2
        else:
            codes = range(int(items[at]), int(items[at + 1]) + 1)
            yield from ((code, float(items[at + 2])) for code in codes)
            at += 3
