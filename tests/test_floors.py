"""The architecture: imports point one way, and each third-party package has its home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "handoutpress"
GROUND = 0
FLOORS = {
    "content": 1,
    "design": 2,
    "checks": 3,
    "governance": 3,
    "pdf": 4,
    "epub": 5,
    "press": 6,
    "doctor": 7,
    "scaffold": 7,
    "terminal": 8,
    "cli_build": 9,
    "cli_governance": 9,
    "cli": 10,
    "bootstrap": 11,
}
"""A module may import from lower numbers and from its own room; any other is on the ground."""
HOMES = {
    "weasyprint": ("pdf.engine",),
    "pydyf": ("pdf.tag_sources",),
    "ebooklib": ("epub.ebook",),
    "click": ("cli", "cli_build", "cli_governance", "terminal"),
    "jinja2": ("design.theme",),
    "yaml": ("content",),
    "markdown_it": ("content",),
    "mdit_py_plugins": ("content",),
    "pikepdf": ("pdf",),
    "pypdfium2": ("pdf",),
    "segno": ("design.qr",),
    "fontTools": ("design.fonts", "design.font_subset"),
    "phonenumbers": ("design.phones",),
    "tinycss2": ("design.stylesheet",),
    "babel": ("design", "governance.pofile"),
    "pydantic": ("content",),
    "pydantic_core": ("content",),
    "PIL": ("content", "design", "pdf", "epub"),
    "distributed": ("press.cluster",),
    "dask": ("press.cluster",),
    "fsspec": ("press.target",),
    "lxml": (
        *("content", "design", "pdf", "epub"),
        *(
            "press.html_page",
            "press.report_page",
            "press.check_page",
            "press.check_source",
            "press.check_tables",
        ),
    ),
}
"""The modules or rooms that may import a package; a package that is not here has no home."""
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)


def source(module: str) -> str:
    """Return the text of a module."""
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file.read_text("utf-8")


def imports(module: str) -> Iterator[tuple[str, int]]:
    """Yield the full name and the line of everything that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(source(module))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            yield node.module or "", node.lineno


def room(module: str) -> str:
    """Return the room of a module of ours: `handoutpress.pdf.leaflet` is in `pdf`."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    here = room(module)
    for name, line in imports(module):
        there = room(name)
        if name.split(".")[0] == "handoutpress" and there != here:
            lower = FLOORS.get(there, GROUND) < FLOORS.get(here, GROUND)
            both_ground = here not in FLOORS and there not in FLOORS
            assert lower or both_ground, f"{module}:{line} imports {name}"


@pytest.mark.parametrize("module", MODULES)
def test_third_parties_stay_at_home(module: str) -> None:
    inside = module.removeprefix("handoutpress.")
    for name, line in imports(module):
        package = name.split(".")[0]
        if package in sys.stdlib_module_names or package == "handoutpress":
            continue
        homes = HOMES.get(package, ())
        at_home = any(inside == home or inside.startswith(f"{home}.") for home in homes)
        assert at_home, f"{module}:{line} imports {name}, whose home is {homes}"


def at_once(tree: ast.Module) -> Iterator[str]:
    """Yield the names of ours that a module imports when it is imported itself."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handoutpress"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_module_can_be_imported_alone() -> None:
    """What is imported at once goes in no circle: any of the modules may be the first."""
    graph = TopologicalSorter(
        {
            module: {n for n in at_once(ast.parse(source(module))) if n in MODULES} - {module}
            for module in MODULES
        }
    )
    assert {*graph.static_order()} == {*MODULES}


def test_the_front_door_is_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "publish.py").read_text("utf-8"))
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] in {*sys.stdlib_module_names, "handoutpress"}


def test_no_two_test_modules_have_one_name() -> None:
    """Pytest imports them by their names alone, and refuses the second one."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
