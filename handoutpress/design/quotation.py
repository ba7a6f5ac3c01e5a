"""Quotation marks as each language writes them, in place of the straight ones that a keyboard has.

The marks are those of Unicode's CLDR 48 (`delimiters`). Marks that are written out already stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handoutpress.design.words import UNSPACED

USUAL = "“”‘’"
"""The outer pair, then the inner one, of a language that is in no other row."""
MARKS: Mapping[str, str] = {
    "«»‹›": "am fa fr-CH gsw rm",
    "”“’‘": "ar syr ur",
    "«»“”": "ast br ca el es-US eu it kk lij mg pms pt pt-PT sc ti",
    "«»„“": "be ky os ru sah uk",
    "„“„“": "bg lt",
    "„”‘’": "bs",
    "„“‚‘": "bs-Cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl",
    "“”‘’": "pt-BR uz-Cyrl",
    "«»‘’": "dua nb nn no rw",
    "“”«»": "eo",
    "””’’": "fi he lag rn se sn sv yi",
    "«»«»": "fr ht hy oc",
    "«»”“": "fr-CA",
    "‘’“”": "fur ia tn",
    "„”»«": "hu szl",
    "「」『』": "ja yue zh-Hant",
    "„“«»": "ka",
    "»«›‹": "kk-Arab ug",
    "‘’‘’": "nl",
    "„”«»": "pl ro",
    "„”’’": "sr",
    "“”“”": "tk",
    "“”’‘": "uz",
}
"""The outer and the inner pair by language; a country's row comes before its language's."""
PADDED = ("fr",)
"""The languages that put a space inside «these»; not in Switzerland."""
PADDING = "\u00a0"
APOSTROPHE = "’"
_OPENERS = "([{«“‘„‚「『—–-/"
_CLOSERS = ".,;:!?)]}»”’“‘」』…—–-/،؛؟。，、；：！？"
_STRAIGHT = "\"'"


@cache
def marks_of(lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a language's outer pair of quotation marks, and the pair inside that one."""
    tag, found = lang, None
    while tag and found is None:
        found = next((marks for marks, tags in MARKS.items() if tag in tags.split()), None)
        tag = tag.rpartition("-")[0]
    outer, inner = (found or USUAL)[:2], (found or USUAL)[2:]
    padding = PADDING if lang.split("-")[0] in PADDED and not lang.endswith("-CH") else ""
    return _pair(outer, padding), _pair(inner, padding)


def _pair(marks: str, padding: str) -> tuple[str, str]:
    inside = padding if marks == "«»" else ""
    return marks[0] + inside, inside + marks[1]


def quoted(text: str, lang: str) -> Mapping[int, str]:
    """Return what to put in place of each straight mark of a line, by its index.

    A mark that has no partner, such as that of feet or inches, is not there: it stays.
    """
    found = _Finder(text, is_spaced=lang.split("-")[0] not in UNSPACED)
    found.find()
    pairs = marks_of(lang)
    changed = dict.fromkeys(found.apostrophes, APOSTROPHE)
    for pair in found.pairs:
        opening, closing = pairs[_level(pair, found.pairs, text)]
        changed |= {pair[0]: opening, pair[1]: closing}
    return changed


def _level(pair: tuple[int, int], pairs: Sequence[tuple[int, int]], text: str) -> int:
    """Return 0 for a pair that takes the outer marks, 1 for the inner ones."""
    around = [p for p in pairs if p[0] < pair[0] and pair[1] < p[1]]
    if not around:
        return int(text[pair[0]] == "'")
    return 1 - _level(max(around), pairs, text)


@dataclass(slots=True)
class _Finder:
    """Tells straight marks that open and close from apostrophes."""

    text: str
    is_spaced: bool
    pairs: tuple[tuple[int, int], ...] = ()
    apostrophes: tuple[int, ...] = ()

    def find(self) -> None:
        opened: list[int] = []
        for at in self._marks():
            if self._is_in_a_word(at):
                self._note_apostrophe(at)
            elif self._opens(at, opened):
                opened.append(at)
            else:
                self._close(at, opened)
        for at in opened:  # 'tis, the '90s: what nothing closes
            self._note_apostrophe(at)

    def _marks(self) -> Iterator[int]:
        return (at for at, letter in enumerate(self.text) if letter in _STRAIGHT)

    def _beside(self, at: int) -> str:
        return self.text[at : at + 1] if at >= 0 else ""

    def _is_in_a_word(self, at: int) -> bool:
        """Say whether letters stand on both sides; in Chinese, that says nothing."""
        before, after = self._beside(at - 1), self._beside(at + 1)
        is_between = before.isalnum() and after.isalnum()
        return is_between and (self.is_spaced or (before.isascii() and after.isascii()))

    def _opens(self, at: int, opened: Sequence[int]) -> bool:
        before, after = self._beside(at - 1), self._beside(at + 1)
        if not after or after.isspace():
            return False
        if not self.is_spaced:
            return not any(self.text[other] == self.text[at] for other in opened)
        follows_an_opening = bool(opened) and opened[-1] == at - 1
        return not before or before.isspace() or before in _OPENERS or follows_an_opening

    def _close(self, at: int, opened: list[int]) -> None:
        before, after = self._beside(at - 1), self._beside(at + 1)
        partner = next((o for o in reversed(opened) if self.text[o] == self.text[at]), None)
        ends = not after or after.isspace() or after in _CLOSERS + _STRAIGHT or not self.is_spaced
        if partner is None or before.isspace() or not ends:
            if before.isalpha():  # the patients' own
                self._note_apostrophe(at)
            return
        self.pairs = (*self.pairs, (partner, at))
        for unpaired in opened[opened.index(partner) + 1 :]:
            self._note_apostrophe(unpaired)
        del opened[opened.index(partner) :]

    def _note_apostrophe(self, at: int) -> None:
        before, after = self._beside(at - 1), self._beside(at + 1)
        is_feet = before.isdecimal() and (after.isdecimal() or not after.isalnum())
        if self.text[at] == "'" and not is_feet and (after.isalnum() or before.isalpha()):
            self.apostrophes = (*self.apostrophes, at)
