"""Pointers inside a library that lead nowhere, found without reading every word of it.

The words are searched for what looks like a pointer. Only where one seems to lead nowhere is the
file read in full, and what the parser says of it is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from handoutpress.content.facts import Facts
from handoutpress.content.record import is_slug
from handoutpress.content.report import choose
from handoutpress.content.sources import load_handout
from handoutpress.diagnostics import Diagnostic, Location, Severity, error
from handoutpress.workspace import Workspace

DEAD = ("S032", "S033", "S035", "I001", "W003")
"""The codes of an anchor, a source, a handout and a picture that are not there."""
_POINTER = re.compile(r"\]\(\s*<?handout:([^\s)>\"]*)", re.IGNORECASE)
_SECTION = re.compile(r"\]\(\s*<?#([^\s)>\"]*)")
_SOURCE = re.compile(r"\[@([^\[\]\n]*)\]")
_PICTURE = re.compile(r"\]\(\s*<?(figures/[^\s)>\"]*)")
_ANCHOR = re.compile(r"^#{2,3}[ \t].*\{[^{}]*#([\w-]+)[^{}]*\}[ \t]*$", re.MULTILINE)


def dead_in_facts(facts: Facts, slugs: Collection[str], file: str) -> Iterator[Diagnostic]:
    """Yield S035 for each of `related` in a handout.yaml that is not there."""
    related = facts.source.data.get("related")
    for index, slug in enumerate(related if isinstance(related, list) else ()):
        if isinstance(slug, str) and is_slug(slug) and slug not in slugs:
            at = Location(file, facts.source.line(f"related[{index}]"))
            hint = choose(slug, slugs, "handouts")
            yield error("S035", f"there is no handout `{slug}`", at, hint)


def dead_in_words(
    workspace: Workspace, slug: str, lang: str, text: str, facts: Facts, slugs: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what points nowhere in a language file of a handout."""
    if not _seems_dead(workspace, slug, text, facts, slugs):
        return ()
    loaded = load_handout(workspace, slug, lang)
    file = f"handouts/{slug}/{lang}.md"
    found = [
        d
        for d in loaded.diagnostics
        if d.severity is Severity.ERROR
        and d.code in DEAD
        and d.location
        and d.location.file == file
    ]
    for target, line in loaded.pointers:
        if target not in slugs or target == slug:
            hint = choose(target, [each for each in slugs if each != slug], "other handouts")
            found.append(
                error("S035", f"there is no handout `{target}`", Location(file, line), hint)
            )
    return tuple(dict.fromkeys(found))


def _seems_dead(
    workspace: Workspace, slug: str, text: str, facts: Facts, slugs: Collection[str]
) -> bool:
    there = set(slugs) - {slug}
    if any(target not in there for target in _POINTER.findall(text)):
        return True
    cited = {name.strip() for name in _SOURCE.findall(text)}
    if facts.citations is not None and not cited <= {*facts.citations}:
        return True
    linked = _SECTION.findall(text)
    if linked and not {*linked} <= {*_ANCHOR.findall(text)}:
        return True
    pictures = {name.partition("#")[0] for name in _PICTURE.findall(text)}
    return bool(pictures) and not pictures <= _pictures(workspace, slug)


def _pictures(workspace: Workspace, slug: str) -> set[str]:
    return {f"figures/{name}" for name in workspace.names(f"handouts/{slug}/figures")}
