"""Something good to start from: a new workspace, handout, translation or brand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from handoutpress import clock
from handoutpress.content.brand import PLAIN
from handoutpress.content.labels import labels_in
from handoutpress.content.record import is_language, is_slug
from handoutpress.content.sources import load_handout, original_language
from handoutpress.content.starter import OWNER, STARTER
from handoutpress.content.yaml_source import quoted
from handoutpress.diagnostics import Location, SourceError, error
from handoutpress.workspace import Workspace

REVIEW_YEARS = 2
"""When a starter is due for review; a handout may wait three years at most."""
_NUMBER = re.compile(r"^id:\s*[\"']?HP-(\d+)", re.MULTILINE)


def new_workspace(folder: Path) -> tuple[str, ...]:
    """Make a workspace with one handout and one brand and return its files.

    SourceError if the folder has anything in it already.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            hint = "give a name that is not taken, or an empty folder"
            raise SourceError([error("W020", f"{folder} is there already", None, hint)])
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        said = f"cannot make {folder}: {fault.strerror or fault}"
        raise SourceError([error("W021", said)]) from fault
    workspace = Workspace(folder.resolve())
    workspace.write_whole("publish.toml", (STARTER / "publish.toml").read_bytes())
    handout = new_handout(workspace, "my-first-handout", "en", None)
    brand = new_brand(workspace, "my-clinic", "en", None)
    return ("publish.toml", *handout, *brand)


def new_handout(workspace: Workspace, slug: str, lang: str, title: str | None) -> tuple[str, ...]:
    """Make a handout that can be built at once and return its files.

    Where the handout is there in other languages, make a copy of its words to translate. Where it
    has words and no facts, only what is missing is made.
    SourceError for a name that cannot be, or words that are there already.
    """
    _check(slug, lang, title)
    folder = f"handouts/{slug}"
    if workspace.exists(f"{folder}/handout.yaml"):
        _refuse_existing(workspace, f"{folder}/{lang}.md")
        return _translation(workspace, slug, lang, title)
    facts = {"title": quoted(title or _spoken(slug)), "id": _next_id(workspace), **_dates()}
    facts["owner"] = quoted(OWNER)
    pairs = {path: path for path in ("handout.yaml", "figures/header.svg", "figures/steps.svg")}
    return _fill(workspace, folder, "handout", {**pairs, "words.md": f"{lang}.md"}, facts)


def new_brand(workspace: Workspace, slug: str, lang: str, title: str | None) -> tuple[str, ...]:
    """Make a brand that can be built with at once and return its files.

    SourceError for a name that cannot be or is taken.
    """
    _check(slug, lang, title)
    folder = f"brands/{slug}"
    if slug == PLAIN:
        raise SourceError([error("W022", f"{PLAIN!r} is the name of the unbranded edition")])
    _refuse_existing(workspace, f"{folder}/brand.yaml")
    name = title or _spoken(slug)
    facts = {"title": quoted(name), "alt": quoted(name), "lang": lang}
    files = {path: path for path in ("brand.yaml", "logo.svg")}
    return _fill(workspace, folder, "brand", files, facts)


def _fill(
    workspace: Workspace,
    folder: str,
    kind: str,
    files: Mapping[str, str],
    facts: Mapping[str, str],
) -> tuple[str, ...]:
    """Write the starter files of a kind under their new names, their $placeholders filled.

    A folder that is new is there with all of them, or not at all.
    """
    texts = {
        target: Template((STARTER / kind / source).read_text("utf-8")).substitute(facts).encode()
        for source, target in files.items()
    }
    parent, _, name = folder.rpartition("/")
    if name not in workspace.folders(parent):
        workspace.write_folder(folder, texts)
        return tuple(f"{folder}/{target}" for target in texts)
    lacking = [target for target in texts if not workspace.exists(f"{folder}/{target}")]
    for target in lacking:
        workspace.write_whole(f"{folder}/{target}", texts[target])
    return tuple(f"{folder}/{target}" for target in lacking)


def _translation(workspace: Workspace, slug: str, lang: str, title: str | None) -> tuple[str, ...]:
    """Write a copy of a handout's own words, with what a translator fills in."""
    folder = f"handouts/{slug}"
    source = original_language(workspace, slug)
    if not source:
        hint = "copy the words of another handout to start from"
        raise SourceError([error("W023", "no words to translate", Location(folder), hint)])
    text = workspace.read(f"{folder}/{source}.md").decode("utf-8", "replace")
    original = load_handout(workspace, slug, source).value
    labels = [*labels_in(original.images)] if original else []
    path = f"{folder}/{lang}.md"
    workspace.write_whole(path, _to_translate(text, title, labels).encode())
    return (path,)


def _to_translate(text: str, title: str | None, labels: Sequence[str]) -> str:
    """Return words with a translation's own keys at the end of their front matter."""
    head, mark, body = text.replace("\r\n", "\n").partition("\n---\n")
    if not mark:
        return text
    keys = {"translator": ' "Who translated these words"', "review": " {state: draft}"}
    named = [label for label in labels if any(map(str.isalpha, label))]
    if named:
        keys["labels"] = "".join(f"\n  {quoted(label)}: {quoted(label)}" for label in named)
    if title:
        head = re.sub(
            r"(?m)^title:.*(\n[ \t]+.*)*", lambda _: f"title: {quoted(title)}", head, count=1
        )
    # What was taken to be the original may be a translation itself: its keys stand there already.
    more = (f"{k}:{v}" for k, v in keys.items() if not re.search(rf"(?m)^{k}:", head))
    return "\n".join([head, *more]) + mark + body


def _refuse_existing(workspace: Workspace, path: str) -> None:
    if workspace.exists(path):
        hint = "nothing was changed; take another name"
        raise SourceError([error("W020", f"{path} is there already", None, hint)])


def _check(slug: str, lang: str, title: str | None) -> None:
    """Raise SourceError W022 for the names that reading would refuse."""
    looks = (
        (is_slug(slug), f"{slug!r} is no slug", "use lower-case letters, digits and hyphens"),
        (is_language(lang), f"{lang!r} is no language", "use a tag such as en, es or zh-Hans"),
        (title is None or _is_title(title), f"{title!r} is no title", "use words"),
    )
    faults = [error("W022", message, None, hint) for is_good, message, hint in looks if not is_good]
    if faults:
        raise SourceError(faults)


def _is_title(text: str) -> bool:
    return bool(text.strip()) and all(part.isprintable() for part in text.split())


def _spoken(slug: str) -> str:
    """Return `back-spasms` as `Back spasms`."""
    return slug.replace("-", " ").capitalize()


def _next_id(workspace: Workspace) -> str:
    """Return the catalogue number after the highest one in the workspace."""
    highest = 0
    for slug in workspace.folders("handouts"):
        name = f"handouts/{slug}/handout.yaml"
        if workspace.exists(name):
            text = workspace.read(name).decode("utf-8", "replace")
            highest = max([highest, *(int(number) for number in _NUMBER.findall(text))])
    return f"HP-{highest + 1:03}"


def _dates() -> dict[str, str]:
    """Return the day of making and of review; SOURCE_DATE_EPOCH stands in for the clock."""
    today = clock.today()
    # The 28th exists in every month of every year.
    due = today.replace(year=today.year + REVIEW_YEARS, day=min(today.day, 28))
    return {"today": today.isoformat(), "due": due.isoformat(), "year": str(today.year)}
