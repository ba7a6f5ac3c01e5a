"""A handout as it is now, held against one of its releases."""

from __future__ import annotations

import hashlib

from handoutpress.content.handout import EasyLine, Figure, Handout
from handoutpress.content.release import read_release
from handoutpress.content.report import choose
from handoutpress.content.sources import load_handout
from handoutpress.content.walk import nodes
from handoutpress.diagnostics import Location, SourceError, error
from handoutpress.governance.differences import Differences, differences
from handoutpress.governance.naming import known_original
from handoutpress.workspace import Workspace


def compare(workspace: Workspace, slug: str, since: str, lang: str | None) -> Differences:
    """Return what has changed since a release, in the original's language where none is given.

    SourceError: L820 no such handout or language, G011 to G013 what is wrong with the release, and
    with every problem of the words.
    """
    source = known_original(workspace, slug)
    lang = lang or source
    folder = f"handouts/{slug}"
    if not workspace.exists(f"{folder}/{lang}.md"):
        there = [n.removesuffix(".md") for n in workspace.files(folder) if n.endswith(".md")]
        hint = choose(lang, there, "languages of it")
        at = Location(folder)
        raise SourceError([error("L820", f"`{slug}` is not there in `{lang}`", at, hint)])
    now = load_handout(workspace, slug, lang).unwrap()
    released = read_release(workspace, slug, since, lang, now)
    hashes = {
        path: hashlib.sha256(workspace.read(f"{folder}/{path}")).hexdigest() for path in now.images
    }
    # A release has the pictures of all languages.
    used = _pictures(released.handout)
    before = {path: sha for path, sha in released.facts.pictures.items() if path in used}
    return differences(released, now, (before, hashes))


def _pictures(handout: Handout) -> set[str]:
    """Return the names of the pictures that a handout's words and its head use."""
    shown = nodes((handout.callouts, handout.sections))
    found = {node.image for node in shown if isinstance(node, (Figure, EasyLine))}
    header = handout.record.header
    return {*found, header.file} if header else found
