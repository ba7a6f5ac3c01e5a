"""What is under output/, held against the manifest and looked at once more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, Location, PressError, error, warning
from handoutpress.press.manifest import MANIFEST, Entry, read_manifest
from handoutpress.press.request import JOINT
from handoutpress.press.target import Target
from handoutpress.program import command
from handoutpress.workspace import OUTPUT


def verify(target: Target) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the paths that the manifest lists, and what is wrong with what is there.

    B040 a file is missing, B041 it has other bytes, B042 (warning) a file that no build made; and
    whatever those checks of preflight find that need nothing but the file. Nothing is changed.
    """
    entries, said = read_manifest(target)
    if said or not entries:
        fault = "the manifest is not usable" if said else "nothing was built"
        return (), (error("B043", fault, Location(MANIFEST), f"run `{command('build')}`"),)
    found = [fault for _, entry in sorted(entries.items()) for fault in _look_at(target, entry)]
    return tuple(sorted(entries)), (*found, *_strangers(target, entries))


def _look_at(target: Target, entry: Entry) -> Iterator[Diagnostic]:
    where = Location(entry.path)
    try:
        data = target.read(entry.path)
    except PressError:
        yield error("B040", "the file is missing, or cannot be read", where, _again(entry))
        return
    is_ours = hashlib.sha256(data).hexdigest() == entry.sha256
    if not is_ours:
        yield error(
            "B041", "the file is not the one that was built and checked", where, _again(entry)
        )
    try:
        faults = _checked(data, entry)
    except Exception:
        # What somebody has made of a file may break any check: that it is changed was told.
        if is_ours:
            raise
        return
    for fault in faults:
        yield Diagnostic(fault.code, fault.severity, fault.message, where, fault.hints)


def _again(entry: Entry) -> str:
    """Return the command that makes a file anew, and no other file away."""
    asked = f"--brand {entry.brand} --lang {entry.language} --edition {entry.edition}"
    paper = f" --paper {entry.paper}" if entry.paper else ""
    return f"`{command('build')} {' '.join(entry.members or (entry.handout,))} {asked}{paper}`"


def _checked(data: bytes, entry: Entry) -> tuple[Diagnostic, ...]:
    # The engines are imported only when there is a file for them.
    if entry.format == "epub":
        from handoutpress.epub.preflight import preflight as check_book

        return check_book(data)
    from handoutpress.pdf.preflight import check_alone

    words, _ = words_for(entry.language.partition(JOINT)[0])
    return check_alone(data, words("For print only") if entry.is_for_print else "")


def _strangers(target: Target, entries: dict[str, Entry]) -> Iterator[Diagnostic]:
    for path in _files(target, OUTPUT):
        if path not in entries and path != MANIFEST:
            hint = "it may be old, or somebody's own: it is not to be given out unchecked"
            yield warning("B042", "no build has made this file", Location(path), hint)


def _files(target: Target, folder: str) -> Iterator[str]:
    yield from (f"{folder}/{name}" for name in target.files(folder))
    for name in target.folders(folder):
        yield from _files(target, f"{folder}/{name}")
