"""The engine is the one that was looked into: what is wrapped, or read, of its private parts.

An upgrade makes these fail. Then read what has changed in each function, run the whole suite with
the outside checkers, and write the new version and digests here.
"""

from __future__ import annotations

import ast
import hashlib
from importlib.metadata import version
from importlib.resources import files

import pytest

VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}
SOURCES = {
    "text.line_break.split_first_line": "f5cfad56910a1b96",
    "pdf.tags.add_tags": "74d331d78a019795",
    "pdf.tags._build_box_tree": "e8338d00c41d15e4",
    "draw.text.draw_first_line": "df38b8753e86c3ba",
    "layout.grid.grid_layout": "daec995c54629143",
    "svg.text.text": "296c137aadec666f",
    "pdf.anchors.add_links": "e37fc9cd900c2b9e",
    "pdf.anchors.add_outlines": "426622d566aff4aa",
}
"""The digest of the source of each private function that is wrapped or relied on."""


def digest(name: str) -> str:
    """Return the digest of a function's source as its file has it, wrapped or not."""
    module, _, function = name.rpartition(".")
    source = files("weasyprint").joinpath(f"{module.replace('.', '/')}.py").read_text("utf-8")
    (node,) = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == function
    )
    segment = ast.get_source_segment(source, node) or ""
    return hashlib.sha256(segment.encode()).hexdigest()[:16]


@pytest.mark.parametrize("package", VERSIONS)
def test_the_engine_is_the_version_that_was_looked_into(package: str) -> None:
    assert version(package) == VERSIONS[package]


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_wrapped_is_what_it_was(name: str) -> None:
    assert digest(name) == SOURCES[name]
