"""JSON Schemas of the files that authors write, so that editors complete and check them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from handoutpress.content.brand import BrandFile
from handoutpress.content.glossary import GlossaryFile
from handoutpress.content.record import FrontMatter, HandoutRecord
from handoutpress.content.settings import Settings

SchemaName = Literal["handout", "brand", "publish", "glossary", "front-matter"]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MODELS: Mapping[SchemaName, tuple[type[BaseModel], str]] = {
    "handout": (HandoutRecord, "handout.yaml"),
    "brand": (BrandFile, "brand.yaml"),
    "publish": (Settings, "publish.toml"),
    "glossary": (GlossaryFile, "glossary.yaml"),
    "front-matter": (FrontMatter, "front matter of <lang>.md"),
}


def json_schema(name: SchemaName) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a file that authors write.

    `handout` is handout.yaml, `brand` brand.yaml, `publish` publish.toml, `glossary` glossary.yaml,
    `front-matter` the head of `<lang>.md`.
    """
    model, title = _MODELS[name]
    return {"$schema": DIALECT, **model.model_json_schema(), "title": title}
