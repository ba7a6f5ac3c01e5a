"""The specimen handout, which uses every block and inline, against a readable dump of its model."""

from __future__ import annotations

import dataclasses
import typing
from pathlib import Path
from typing import TYPE_CHECKING

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.handout import Block, Inline
from handoutpress.content.walk import nodes
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from tests.conftest import Golden

HERE = Path(__file__).parent


def test_every_kind_is_used(specimen: Workspace) -> None:
    catalogue = load_catalogue(specimen)
    assert catalogue.diagnostics == ()
    used = {type(n) for h in catalogue.handouts for n in nodes((h.callouts, h.sections))}
    assert {*typing.get_args(Block), *typing.get_args(Inline)} <= used


def test_model_is_as_expected(specimen: Workspace, golden: Golden) -> None:
    catalogue = load_catalogue(specimen)
    for handout in catalogue.handouts:
        facts = [handout.record.model_dump_json(indent=1), handout.front.model_dump_json(indent=1)]
        pictures = [f"{i.name} {i.media_type} {i.width:g}x{i.height:g}" for i in _images(handout)]
        body = [*_dump(handout.callouts, 0), *_dump(handout.sections, 0)]
        name = f"{handout.slug}.{handout.lang}.txt"
        golden(HERE / "golden" / name, "\n".join([*facts, *pictures, *body, ""]))
    neighbours = {h.slug + "." + h.lang: catalogue.neighbours(h) for h in catalogue.handouts}
    assert {k: [n.title for n in v.values()] for k, v in neighbours.items()} == {
        "companion.en": [],
        "companion.es": [],
        "specimen.en": ["The companion"],
        "specimen.es": ["La otra hoja"],
    }


def _images(handout: typing.Any) -> typing.Any:
    return (handout.images[name] for name in sorted(handout.images))


def _dump(part: object, depth: int) -> list[str]:
    """Return a part of the model, one object or value on each line."""
    pad = "  " * depth
    if isinstance(part, tuple):
        return [line for member in part for line in _dump(member, depth)]
    if not dataclasses.is_dataclass(part):
        return [f"{pad}{part!r}"]
    values = {f.name: getattr(part, f.name) for f in dataclasses.fields(part)}
    nested = {
        k: v for k, v in values.items() if isinstance(v, tuple) or dataclasses.is_dataclass(v)
    }
    own = " ".join(f"{k}={v!r}" for k, v in values.items() if k not in nested)
    lines = [f"{pad}{type(part).__name__} {own}".rstrip()]
    for name, value in nested.items():
        inner = _dump(value, depth + 2)
        lines += [f"{pad}  {name}:", *inner] if inner else []
    return lines
