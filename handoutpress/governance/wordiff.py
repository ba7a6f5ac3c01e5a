"""Two texts held against each other, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(r"\s+|[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff\uf900-\ufaff]+|[^\w\s]")
"""A word, a space, a mark, or a Han character, which is a word where nothing parts words."""


class Change(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


class Run(NamedTuple):
    """Words in a row that share a fate."""

    change: Change
    text: str


def tokens(text: str) -> list[str]:
    """Return the words, spaces and marks of a text."""
    return _TOKEN.findall(text)


def word_changes(old: str, new: str) -> tuple[Run, ...]:
    """Return the runs of words of two texts: what stayed, what went out, what came in.

    A text that was written anew comes as one run out and one in, for crumbs of it tell nothing.
    """
    before, after = tokens(old), tokens(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if old and new and matcher.ratio() < 0.35:
        return (Run(Change.OUT, old), Run(Change.IN, new))
    return tuple(_joined([*_runs(matcher, before, after)]))


def _runs(
    matcher: difflib.SequenceMatcher[str], before: list[str], after: list[str]
) -> Iterator[Run]:
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Run(Change.SAME, "".join(before[i:j]))
            continue
        if i < j:
            yield Run(Change.OUT, "".join(before[i:j]))
        if k < m:
            yield Run(Change.IN, "".join(after[k:m]))


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Yield runs of which a space alone between two changes is part of both of them."""
    outs: list[str] = []
    ins: list[str] = []
    for at, run in enumerate(runs):
        follows = at + 1 < len(runs) and runs[at + 1].change is not Change.SAME
        is_gap = run.change is Change.SAME and run.text.isspace() and (outs or ins) and follows
        if is_gap or run.change is Change.OUT:
            outs.append(run.text)
        if is_gap or run.change is Change.IN:
            ins.append(run.text)
        if run.change is Change.SAME and not is_gap:
            yield from _flushed(outs, ins)
            yield run
    yield from _flushed(outs, ins)


def _flushed(outs: list[str], ins: list[str]) -> Iterator[Run]:
    for change, texts in ((Change.OUT, outs), (Change.IN, ins)):
        if text := "".join(texts):
            yield Run(change, text)
        texts.clear()


def marked(runs: tuple[Run, ...]) -> str:
    """Return runs as text: `[-out-]` and `{+in+}`."""
    signs = {Change.SAME: ("", ""), Change.OUT: ("[-", "-]"), Change.IN: ("{+", "+}")}
    return "".join(f"{signs[c][0]}{text}{signs[c][1]}" for c, text in runs)
