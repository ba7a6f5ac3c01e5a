"""The record of what is under output/: read with suspicion, written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from handoutpress.diagnostics import (
    Diagnostic,
    Location,
    Severity,
    SourceError,
    warning,
)
from handoutpress.press.fingerprint import Ingredients, Recipe
from handoutpress.press.target import Files, Target
from handoutpress.workspace import OUTPUT

if TYPE_CHECKING:
    # A run that finds nothing to do needs none of what these need.
    from handoutpress.content.edition import Finished
    from handoutpress.press.plan import Artifact

MANIFEST = f"{OUTPUT}/manifest.json"
PASSED = "passed"
MAX_BYTES = 1 << 30
"""What a million files take, and some more. A manifest that is larger is not read."""
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
ARTIFACTS, END = b',\n"artifacts":[\n', b"\n]}\n"
"""What comes before the first artifact in a manifest, and after the last."""
UNKNOWN = ""
"""A fingerprint that no artifact has."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """What preflight said of a file. Only a file that passed is ever written."""

    result: str
    checks: tuple[str, ...]
    """The checks that ran on these very bytes."""
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file under output/ and what it was made from."""

    path: str
    """Relative to the target."""
    handout: str
    """Its slug, or that of the pack."""
    members: tuple[str, ...]
    """The slugs of a pack's handouts, in order; none of a handout alone."""
    language: str
    brand: str
    edition: str
    paper: str | None
    """None for what is not laid out on paper."""
    format: str
    is_for_print: bool
    """Whether it is for a printer alone: not a file to offer for download."""
    version: str
    """The handout's; of a pack, each handout's in order."""
    sha256: str
    bytes: int
    pages: int | None
    fingerprint: str
    ingredients: Ingredients | None
    """The parts of the fingerprint, short; None in the manifest of a program that kept none."""
    recipe: Recipe | None
    """What it had in common with other files; the manifest has it once for all of them."""
    preflight: Preflight

    @classmethod
    def of(cls, artifact: Artifact, finished: Finished, recipe: Recipe) -> Entry:
        """Return the entry of a file that was just made."""
        return cls(
            path=artifact.path,
            handout=artifact.name,
            members=tuple(h.slug for h in artifact.handouts) if artifact.pack else (),
            language=artifact.lang,
            brand=artifact.brand.slug,
            edition=artifact.edition.name,
            paper=artifact.paper.name if artifact.paper else None,
            format="pdf" if artifact.paper else "epub",
            is_for_print=artifact.edition.is_for_print,
            version=", ".join(handout.record.version for handout in artifact.handouts),
            sha256=hashlib.sha256(finished.data).hexdigest(),
            bytes=len(finished.data),
            pages=finished.pages,
            fingerprint=artifact.fingerprint,
            ingredients=artifact.ingredients.short(),
            recipe=recipe,
            preflight=Preflight(PASSED, finished.checks, finished.diagnostics),
        )

    def is_there(self, files: Files) -> bool:
        """Whether the file is there as it was recorded."""
        return files.has(self.path, self.bytes, self.sha256)


# Looked up thousands of times in one manifest.
ENTRY_KEYS = tuple(field.name for field in fields(Entry) if field.name != "recipe")
RECIPE_KEYS = tuple(field.name for field in fields(Recipe))
FEW_TEXTS = ("handout", "language", "brand", "edition", "format", "version")
"""Those that many entries have in common."""
TEXTS = ("handout", "language", "brand", "edition", "format", "version", "sha256", "fingerprint")
PREFLIGHT_KEYS = tuple(field.name for field in fields(Preflight))


def read_manifest(target: Target) -> tuple[dict[str, Entry], tuple[Diagnostic, ...]]:
    """Return the entries by path, and a warning when the file is not one of ours.

    A manifest that is not whole is taken for an empty one: everything is then made anew.
    """
    try:
        if not target.exists(MANIFEST):
            return {}, ()
        entries = _entries(target.read(MANIFEST, MAX_BYTES))
    except SourceError as fault:
        return {}, fault.diagnostics
    except (ValueError, RecursionError) as fault:
        said = f"the manifest is not usable, so all files are made anew: {fault}"
        return {}, (warning("B010", said, Location(MANIFEST)),)
    return {entry.path: entry for entry in entries}, ()


def write_manifest(target: Target, entries: Iterable[Entry]) -> None:
    """Write the manifest, sorted by path; ExportError when the disk refuses, the old one stays."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    recipes = {entry.recipe.base: entry.recipe for entry in ordered if entry.recipe}
    names = {base: str(number) for number, base in enumerate(sorted(recipes), start=1)}
    shared = (f'"{name}":{_json(_recipe_record(recipes[base]))}' for base, name in names.items())
    lines = (_json(_record(entry, names)) for entry in ordered)
    # A line for each: no space is spent, and yet two manifests can be compared.
    parts = ('{\n"recipes":{\n', ",\n".join(shared), "\n}", ARTIFACTS.decode())
    text = "".join([*parts, ",\n".join(lines), END.decode()])
    target.write_whole(MANIFEST, text.encode("utf-8", "replace"))


def _json(record: Mapping[str, Any]) -> str:
    return _COMPACT.encode(record)


def as_record(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as plain data: the form of manifest.json and of `--json`."""
    place = diagnostic.location
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hints": list(diagnostic.hints),
    }


def _record(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry as plain data; `names` are short ones of the recipes."""
    record = {name: getattr(entry, name) for name in ENTRY_KEYS}
    if entry.ingredients:
        # The hash of the recipe in each of a million entries would be a tenth of them.
        recipe = names[entry.ingredients.recipe]
        record["ingredients"] = entry.ingredients._replace(recipe=recipe)._asdict()
    record["preflight"] = {
        "result": entry.preflight.result,
        "checks": list(entry.preflight.checks),
        "warnings": [as_record(item) for item in entry.preflight.warnings],
    }
    return record


def _recipe_record(recipe: Recipe) -> dict[str, Any]:
    return {name: getattr(recipe, name) for name in RECIPE_KEYS}


# --- Reading: nothing in the file is trusted, for its paths are written and removed. ---


def _entries(data: bytes) -> list[Entry]:
    head, items = _by_line(data) or (json.loads(data), None)
    if not isinstance(head, dict) or not isinstance(head.get("artifacts"), list):
        raise ValueError("it has no list of artifacts")
    kept = head.get("recipes", {})
    if not isinstance(kept, dict):
        raise ValueError("its recipes are no object")
    recipes = {name: _recipe(name, item) for name, item in kept.items()}
    verdicts: dict[Preflight, Preflight] = {}
    return [_entry(item, recipes, verdicts) for item in items or head["artifacts"]]


def _by_line(data: bytes) -> tuple[Any, Iterator[Any]] | None:
    """Return a manifest that is written as ours are, without its artifacts, and these one by one.

    As a whole it would take four times the memory: a gigabyte where there are 200,000 files. None
    for what is written otherwise.
    """
    start, end = data.find(ARTIFACTS) + len(ARTIFACTS), len(data) - len(END)
    if start < len(ARTIFACTS) or not data.endswith(END) or start > end:
        return None
    head = json.loads(data[:start] + data[end:])
    return head, _items(data, start, end)


def _items(data: bytes, start: int, end: int) -> Iterator[Any]:
    """Yield what the lines between two places hold; no second copy of them is made."""
    lines = io.BytesIO(data)
    lines.seek(start)
    while lines.tell() < end:
        yield json.loads(lines.readline().rstrip(b",\n"))


def _recipe(name: str, item: object) -> Recipe:
    record = _mapping(item)
    # Once a recipe was kept under its hash, and not under a number.
    record.setdefault("base", name)
    _object(record, RECIPE_KEYS)
    packages, theme = (_texts(record[key]) for key in ("packages", "theme"))
    base, program, date = (_text(record[key]) for key in ("base", "program", "date"))
    return Recipe(base, program, date, packages, theme)


def _entry(
    item: object, recipes: Mapping[str, Recipe], verdicts: dict[Preflight, Preflight]
) -> Entry:
    """Return an entry; what thousands have in common is kept once."""
    record = _mapping(item)
    record.setdefault("ingredients", None)
    _object(record, ENTRY_KEYS)
    ingredients = _ingredients(record.pop("ingredients"))
    if ingredients and ingredients.recipe not in recipes:
        raise ValueError(f"there is no recipe {ingredients.recipe}")
    recipe = None
    if ingredients:
        recipe = recipes[ingredients.recipe]
        ingredients = ingredients._replace(recipe=recipe.base)
    preflight = _object(record.pop("preflight"), PREFLIGHT_KEYS)
    members = tuple(_text(slug) for slug in _list(record.pop("members")))
    _check(record)
    checks = tuple(sys.intern(_text(check)) for check in _list(preflight["checks"]))
    warnings = tuple(_diagnostic(each) for each in _list(preflight["warnings"]))
    verdict = Preflight(_text(preflight["result"]), checks, warnings)
    verdict = verdicts.setdefault(verdict, verdict)
    record |= {key: sys.intern(record[key]) for key in FEW_TEXTS}
    return Entry(
        **record, members=members, ingredients=ingredients, recipe=recipe, preflight=verdict
    )


def _ingredients(item: object) -> Ingredients | None:
    if item is None:
        return None
    record = _object(item, Ingredients._fields)
    # Thousands of entries have the same few: kept once.
    return Ingredients(*(sys.intern(_text(record[name])) for name in Ingredients._fields))


def _check(record: Mapping[str, object]) -> None:
    """Raise ValueError for a value that is not what its key says."""
    if not _is_ours(_text(record["path"])):
        raise ValueError(f"{record['path']!r} is no path of a file under {OUTPUT}/")
    for key in TEXTS:
        _text(record[key])
    if record["paper"] is not None:
        _text(record["paper"])
    if type(record["is_for_print"]) is not bool:
        raise ValueError("is_for_print is neither true nor false")
    if type(record["bytes"]) is not int or type(record["pages"]) not in (int, type(None)):
        raise ValueError("bytes or pages is not a number")


def _is_ours(path: str) -> bool:
    parts = path.split("/")
    safe = all(part and not part.startswith(".") for part in parts) and "\\" not in path
    # It is printed too, and must not steer a terminal.
    return safe and path.isprintable() and parts[0] == OUTPUT and len(parts) > 2


def _object(value: object, keys: Collection[str]) -> dict[str, Any]:
    record = _mapping(value)
    if record.keys() != set(keys):
        raise ValueError(f"an entry has not just the keys {', '.join(sorted(keys))}")
    return record


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("an object is missing")
    return value


def _texts(value: object) -> dict[str, str]:
    return {name: _text(text) for name, text in _mapping(value).items()}


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def _diagnostic(item: object) -> Diagnostic:
    """Turn `as_record` back into a warning."""
    keys = ("code", "severity", "message", "file", "line", "column", "hints")
    record = _object(item, keys)
    place = None
    if record["file"] is not None:
        numbers = (record[key] if type(record[key]) is int else None for key in ("line", "column"))
        place = Location(_text(record["file"]), *numbers)
    hints = tuple(_text(hint) for hint in _list(record["hints"]))
    severity = Severity(_text(record["severity"]))
    return Diagnostic(_text(record["code"]), severity, _text(record["message"]), place, hints)
