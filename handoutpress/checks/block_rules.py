"""Structure: lists and tables that can be taken in."""

from __future__ import annotations

import itertools

from handoutpress.checks.passages import Kind
from handoutpress.checks.registry import Found, at, rule
from handoutpress.checks.sentences import SPACED, stretched, words_of
from handoutpress.checks.subject import Subject, shown
from handoutpress.content.handout import (
    Block,
    BulletList,
    Callout,
    Checklist,
    Paragraph,
    Section,
    Steps,
    Table,
)
from handoutpress.content.walk import plain_text

_COLUMNS = 5


@rule("L220", "a list is long", "PE5, house")
def long_list(subject: Subject) -> Found:
    """Seven things are kept in mind; an urgent box says all that it must."""
    most = subject.limits.steps
    inside = {
        id(block)
        for callout in subject.blocks
        if isinstance(callout, Callout)
        for block in callout.blocks
    }
    for block in subject.blocks:
        if not isinstance(block, (BulletList, Steps, Checklist)) or id(block) in inside:
            continue
        if (count := len(block.items)) > most:
            what = "steps" if isinstance(block, Steps) else "points"
            message = f"a list of {count} {what}, where {most} is the most"
            yield at(block.line, message, "make two lists of it, each with its own heading")


@rule("L221", "a list of one point", "house")
def lone_point(subject: Subject) -> Found:
    """One point is no list: a screen reader announces it as one."""
    for block in subject.blocks:
        if isinstance(block, (BulletList, Steps)) and len(block.items) == 1:
            yield at(block.line, "a list of one point", "write it as a sentence")


@rule("L222", "a header of a table is long", "PE8", langs=SPACED)
def long_header(subject: Subject) -> Found:
    """Headers are said again with each cell."""
    most = stretched(subject.limits.header_words, subject.lang)
    for passage in subject.said(Kind.HEADER):
        if (count := len(words_of(passage.text))) > most:
            message = f"a header of {count} words, where {most} is the most: {shown(passage.text)}"
            yield at(passage.line, message, "say it in a word or two, and more under the table")


@rule("L223", "a table is wide", "PE8, house")
def wide_table(subject: Subject) -> Found:
    """In large print, a column of six or more is a word wide."""
    for block in subject.blocks:
        if isinstance(block, Table) and (count := len(block.header)) > _COLUMNS:
            message = f"a table of {count} columns, where {_COLUMNS} is the most"
            yield at(block.line, message, "make two tables of it, or a list for each row")


@rule("L224", "a colon leads to nothing", "house")
def colon_to_nothing(subject: Subject) -> Found:
    """A list, a table or a picture was to follow."""
    for holder in subject.blocks:
        if isinstance(holder, (Section, Callout)):
            for block, after in itertools.zip_longest(holder.blocks, holder.blocks[1:]):
                if _ends_in_colon(block) and (after is None or isinstance(after, Paragraph)):
                    hint = "write the list that it promises, or end it with a full stop"
                    yield at(block.line, "a colon, and nothing follows", hint)


def _ends_in_colon(block: Block) -> bool:
    return isinstance(block, Paragraph) and plain_text(block.content).rstrip().endswith((":", "："))
