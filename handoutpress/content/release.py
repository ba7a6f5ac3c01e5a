"""What a handout said when it was released: copies of its files, kept under a name.

`releases/<name>/` of a handout has its handout.yaml and the words in every language as they were,
and `release.yaml`, which says what there was, with the hash of each file and of each picture.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field, StringConstraints

from handoutpress.content.facts import read_facts
from handoutpress.content.handout import Handout
from handoutpress.content.kept import read_kept
from handoutpress.content.record import Day, LanguageTag, Line, Slug, Strict
from handoutpress.content.report import Report, choose, in_order
from handoutpress.content.textfile import MAX_BYTES, decode
from handoutpress.content.validate import validate
from handoutpress.content.yaml_source import MAX_BYTES as MAX_YAML_BYTES
from handoutpress.content.yaml_source import quoted, read_yaml
from handoutpress.diagnostics import Diagnostic, Location, SourceError, error
from handoutpress.workspace import Workspace

FOLDER = "releases"
RELEASE_FILE = "release.yaml"
_NAME = r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$"
_HEAD = "# What was released, with the hash of each file. `publish.py release` writes this file.\n"
ReleaseName = Annotated[str, StringConstraints(pattern=_NAME, max_length=64)]
"""A release's name, e.g. `v1.0`."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ReleaseFile(Strict):
    """release.yaml: what was released."""

    name: ReleaseName
    handout: Slug
    version: Line
    """The version of the handout."""
    written_in: LanguageTag
    """The language that it was written in."""
    on: Day
    """The day of the release."""
    files: dict[Line, Sha256]
    """The copies in this folder, with the hash of each."""
    pictures: Annotated[dict[Line, Sha256], Field(default={})]
    """The pictures that there were, with the hash of each; they are not copied."""


@dataclass(frozen=True, slots=True)
class Released:
    """A handout in one language as it was released."""

    facts: ReleaseFile
    handout: Handout


def is_release_name(text: str) -> bool:
    """Say whether a text can name a release."""
    return len(text) <= 64 and bool(re.fullmatch(_NAME[1:-1], text))


def release_folder(slug: str, name: str) -> str:
    """Return where a release is, relative to the workspace."""
    return f"handouts/{slug}/{FOLDER}/{name}"


def render_release(facts: ReleaseFile) -> bytes:
    """Return release.yaml's bytes."""
    lines = [
        f"name: {quoted(facts.name)}",
        f"handout: {facts.handout}",
        f"version: {quoted(facts.version)}",
        f"written_in: {facts.written_in}",
        f"on: {facts.on.isoformat()}",
        *_listed("files", facts.files),
        *_listed("pictures", facts.pictures),
    ]
    return (_HEAD + "\n".join(lines) + "\n").encode()


def _listed(key: str, hashes: Mapping[str, str]) -> list[str]:
    if not hashes:
        return [f"{key}: {{}}"]
    return [f"{key}:", *(f"  {quoted(name)}: '{sha}'" for name, sha in hashes.items())]


def read_release(workspace: Workspace, slug: str, name: str, lang: str, like: Handout) -> Released:
    """Return what a release says in a language; what is in no file it has of the handout `like`.

    SourceError: G011 no such release, G012 a file of it is missing or is not the one that was
    released, G013 it was not released in that language; and the codes of files that cannot be read.
    """
    names = workspace.folders(f"handouts/{slug}/{FOLDER}")
    if name not in names:
        hint = (
            choose(name, names, f"releases of {slug}") if names else f"`release {slug}` keeps one"
        )
        at = Location(f"handouts/{slug}")
        raise SourceError([error("G011", f"`{slug}` has no release {name!r}", at, hint)])
    folder = release_folder(slug, name)
    facts = _facts(workspace, folder)
    texts = _texts(workspace, folder, facts)
    if f"{lang}.md" not in texts:
        there = sorted(each.removesuffix(".md") for each in texts if each.endswith(".md"))
        hint = choose(lang, there, "languages in it")
        at = Location(f"{folder}/{RELEASE_FILE}")
        raise SourceError([error("G013", f"{name} was not released in `{lang}`", at, hint)])
    return Released(facts, _handout(folder, texts, lang, like))


def last_release(workspace: Workspace, handout: Handout) -> Released | None:
    """Return a handout's last release in its language; None where there is none.

    Raises as `read_release`, also where the release.yaml of another release cannot be read.
    """
    slug, language = handout.slug, f"{handout.lang}.md"
    names = workspace.folders(f"handouts/{slug}/{FOLDER}")
    all_facts = {name: _facts(workspace, release_folder(slug, name)) for name in names}
    found = [(facts.on, name) for name, facts in all_facts.items() if language in facts.files]
    return read_release(workspace, slug, max(found)[1], handout.lang, handout) if found else None


def _facts(workspace: Workspace, folder: str) -> ReleaseFile:
    report = Report(f"{folder}/{RELEASE_FILE}")
    if not workspace.exists(report.file):
        hint = "get it back from your version control, or remove the folder"
        at = Location(report.file)
        raise SourceError([error("G012", "the release has lost its release.yaml", at, hint)])
    text = decode(workspace.read(report.file), report, MAX_YAML_BYTES)
    source = read_yaml(text, report) if text else None
    facts = validate(ReleaseFile, source, report) if source and source.is_whole else None
    if facts is None or report.has_errors:
        raise SourceError(in_order(report.found))
    return facts


def _texts(workspace: Workspace, folder: str, facts: ReleaseFile) -> dict[str, str]:
    """Return the texts of a release; SourceError G012 for each that is not as it was."""
    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    hint = "get it back from your version control: a release never changes"
    for name, sha in facts.files.items():
        at = Location(f"{folder}/{name}")
        if not workspace.exists(at.file):
            faults.append(error("G012", f"the release has lost {name}", at, hint))
            continue
        data = workspace.read(at.file)
        if hashlib.sha256(data).hexdigest() != sha:
            faults.append(error("G012", f"{name} is not what was released", at, hint))
        texts[name] = decode(data, Report(at.file), MAX_BYTES) or ""
    if faults:
        raise SourceError(faults)
    return texts


def _handout(folder: str, texts: Mapping[str, str], lang: str, like: Handout) -> Handout:
    facts_report = Report(f"{folder}/handout.yaml")
    facts = read_facts(texts.get("handout.yaml", ""), facts_report)
    report = Report(f"{folder}/{lang}.md")
    handout = read_kept(texts[f"{lang}.md"], like, report)
    if facts.record is None or handout is None:
        raise SourceError(in_order([*facts_report.found, *report.found]))
    return replace(handout, record=facts.record, record_lines=facts.source.lines)
