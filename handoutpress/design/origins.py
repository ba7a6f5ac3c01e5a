"""Printed words to the file and line that they were written at.

What is printed is no copy of the source: marks and spaces are set by language, lines are broken,
and the program's words and the clinic's facts stand between the author's. So only letters and
digits are compared, and a part of them will do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile
from typing import NamedTuple

from handoutpress.design.essentials import BETWEEN
from handoutpress.design.said import said
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Location

DRAWING = ".svg"
OPENING = 24
"""So many letters tell where a block begins."""
SEED = 8
"""With fewer letters in a row alike, words are not the same."""
SEED_UNSPACED = 4
"""The same of a script in which a letter is about half a word."""


UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""The letters of scripts that put no space between words."""


class _Run(NamedTuple):
    """Letters of a block that stand in a row in the source too."""

    start: int
    """Where they stand in the block."""
    place: int
    """Where they stand in the source."""
    length: int

    @property
    def end(self) -> int:
        """Where they end in the source."""
        return self.place + self.length


@dataclass(frozen=True)
class Origins:
    """The texts of some jobs, to be searched for what was printed of them."""

    jobs: tuple[Job, ...] = ()

    @property
    def file(self) -> Location | None:
        """The file of the first handout; None where nothing is known of any."""
        return Location(self.jobs[0].handout.file) if self.jobs else None

    def find(self, words: str, block: str = "", nth: int = 0) -> Location | None:
        """Return where words were written; None for what no author and no clinic wrote.

        `block` are all the words of the block that they stand in, and `nth` is how many blocks
        before it say the same.
        """
        whole = letters_of(block or words)
        begins = self._begin_of(whole, nth)
        runs = tuple(self._runs(whole, begins or 0))
        if begins is not None and not (runs and runs[0].start == 0):
            runs = (_Run(0, begins, 0), *runs)
        elif begins is None and not self._is_enough(runs, whole):
            alone = self._begin_of(letters_of(words), 0)
            return None if alone is None else self._where(alone)
        return self._nearest(max(whole.find(letters_of(words)), 0), runs)

    def find_label(self, words: str) -> Location | None:
        """Return the line in a drawing of the first of its labels that were drawn; None without.

        A label's letters are drawn one by one, and one alone says nothing.
        """
        looked_for = letters_of(words)
        labels = (text for text in self._texts if text[1].file.endswith(DRAWING))
        alike = (
            where
            for label, where in labels
            if len(looked_for) > 1 and looked_for.startswith(label[: len(looked_for)])
        )
        return next(alike, None)

    def _nearest(self, at: int, runs: Sequence[_Run]) -> Location:
        """Return where a letter of a block was written, or else what of the block comes before.

        A fact of the clinic may be the first that is found of a line that an author wrote.
        """
        inside = [run for run in runs if run.start <= at < run.start + run.length]
        own = [run for run in runs if self._where(run.place).file in self._files]
        before = [run for run in own if run.start <= at]
        run = (*inside, *reversed(before), *own, *runs)[0]
        return self._where(run.place + max(min(at - run.start, run.length - 1), 0))

    def _is_enough(self, runs: Sequence[_Run], whole: str) -> bool:
        """Say whether a block is the source's: most of it, and a long row or the end of a text.

        The program's own words may have a few letters in common with anything.
        """
        is_most = 3 * sum(run.length for run in runs) >= 2 * len(whole)
        return is_most and any(run.length >= OPENING or run.end in self._ends for run in runs)

    def _begin_of(self, whole: str, nth: int) -> int | None:
        """Return where a block begins, or a text that is all of it."""
        opening, is_cut = whole[:OPENING], len(whole) >= OPENING
        found = [
            start
            for start in self._starts
            if opening
            and self._letters.startswith(opening, start)
            and (is_cut or start + len(whole) in self._ends)
        ]
        return found[min(nth, len(found) - 1)] if found else None

    def _runs(self, whole: str, after: int) -> Iterator[_Run]:
        """Yield what of a block stands in the source: the longest rows, and near a place."""
        start, least = 0, SEED_UNSPACED if UNSPACED.search(whole) else SEED
        while start <= len(whole) - least:
            seed, rest = re.escape(whole[start : start + least]), whole[start:]
            found = [
                (self._alike(rest, place), after <= place <= after + len(whole) + BETWEEN, -place)
                for place in (match.start() for match in re.finditer(seed, self._letters))
            ]
            length, is_near, place = max(found, default=(0, False, 0))
            if length:
                yield _Run(start, -place, length)
            # What stands elsewhere may be a fact of the clinic, after which the block goes on.
            after = length - place if is_near or not after else after
            start += length or 1

    def _alike(self, letters: str, at: int) -> int:
        """Return how many letters are those from a place on."""
        pairs = zip(letters, self._letters[at : at + len(letters)], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _where(self, at: int) -> Location:
        return self._texts[bisect_right(self._starts, at) - 1][1]

    @cached_property
    def _texts(self) -> tuple[tuple[str, Location], ...]:
        """The letters of each text that has any, and where it stands."""
        texts = (
            (letters_of(text), where)
            for job in self.jobs
            for text, _, where in said(job.handout, job.brand, job.neighbours.values())
        )
        return tuple((letters, where) for letters, where in texts if letters)

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(job.handout.file for job in self.jobs)

    @cached_property
    def _letters(self) -> str:
        return "".join(letters for letters, _ in self._texts)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *accumulate(len(letters) for letters, _ in self._texts[:-1]))

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(accumulate(len(letters) for letters, _ in self._texts))


def letters_of(text: str) -> str:
    """Return a text's letters and digits with their marks, as they can be compared."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LNM")
