"""Keeping what a handout says, as it is released, for later comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from handoutpress.clock import today
from handoutpress.content.provenance import FOLDER as RECORDS
from handoutpress.content.release import (
    RELEASE_FILE,
    ReleaseFile,
    is_release_name,
    release_folder,
    render_release,
)
from handoutpress.content.sources import HANDOUTS, RECORD_FILE, languages_in, load_handout
from handoutpress.diagnostics import Location, SourceError, error
from handoutpress.governance.naming import known_original
from handoutpress.workspace import Workspace


def release(workspace: Workspace, slug: str, name: str | None) -> str:
    """Keep what a handout says in every language under a name, and return the folder.

    The name is `v` and the version where none is given. The folder is written whole or not at all,
    and nothing that is released changes. SourceError: L820 no such handout, G010 a name that cannot
    be, or that is taken; and with every problem of the handout's files.
    """
    source = known_original(workspace, slug)
    langs = languages_in(workspace, f"{HANDOUTS}/{slug}")
    handouts = {lang: load_handout(workspace, slug, lang).unwrap() for lang in langs}
    version = handouts[source].record.version
    name = name or f"v{version}"
    _check_name(workspace, slug, name)
    files = dict(_files(workspace, slug, langs))
    pictures = {
        path: hashlib.sha256(workspace.read(f"{HANDOUTS}/{slug}/{path}")).hexdigest()
        for path in sorted({path for handout in handouts.values() for path in handout.images})
    }
    facts = ReleaseFile(
        name=name,
        handout=slug,
        version=version,
        written_in=source,
        on=today(),
        files={path: hashlib.sha256(data).hexdigest() for path, data in files.items()},
        pictures=pictures,
    )
    folder = release_folder(slug, name)
    workspace.write_folder(folder, {**files, RELEASE_FILE: render_release(facts)})
    return folder


def _check_name(workspace: Workspace, slug: str, name: str) -> None:
    if not is_release_name(name):
        hint = "use lower-case letters, digits, dots and hyphens, e.g. v1.0"
        raise SourceError([error("G010", f"{name!r} cannot name a release", None, hint)])
    folder = release_folder(slug, name)
    if workspace.exists(folder):
        hint = "raise `version` in handout.yaml, or give another --name: a release never changes"
        raise SourceError([error("G010", f"{name} is released already", Location(folder), hint)])


def _files(workspace: Workspace, slug: str, langs: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    folder = f"{HANDOUTS}/{slug}"
    names = [RECORD_FILE, *(f"{lang}.md" for lang in langs)]
    records = (f"{RECORDS}/{lang}.yaml" for lang in langs)
    names += [name for name in records if workspace.exists(f"{folder}/{name}")]
    for name in names:
        yield name, workspace.read(f"{folder}/{name}")
