"""The bench's workspaces: good to the last line, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from bench.generator import make_workspace, write_brand, write_handout
from handoutpress.content.catalogue import load_catalogue
from handoutpress.design.theme import Theme
from handoutpress.press.plan import Request, plan
from handoutpress.press.proof import proofread
from handoutpress.workspace import Workspace


def files(root: Path) -> dict[str, bytes]:
    """Return every file of a folder by its name."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def check(root: Path) -> tuple[int, int, str]:
    """Return how many handouts and clinics there are, and all that `check` has to say."""
    workspace = Workspace(root)
    catalogue = load_catalogue(workspace)
    theme = Theme.find(workspace)
    run = plan(catalogue, Request(), theme)
    said = "\n".join(map(str, proofread(run, theme)))
    return len(catalogue.handouts), len(catalogue.brands) - 1, said


def test_what_is_generated_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    make_workspace(tmp_path, 2, 4)
    assert check(tmp_path) == (2, 4, "")


def test_clinics_that_are_alike_and_longer_handouts_are_as_good(tmp_path: Path) -> None:
    make_workspace(tmp_path, 0, 2, alike=True)
    write_handout(tmp_path, 1, times=2)
    assert check(tmp_path) == (4, 2, "")


def test_a_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        make_workspace(tmp_path / name, 2, 3, seed=seed)
    one, again, other = (files(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one != other


def test_clinics_differ_from_each_other(tmp_path: Path) -> None:
    slugs = [write_brand(tmp_path, number) for number in range(40)]
    said = {(tmp_path / "brands" / slug / "brand.yaml").read_text() for slug in slugs}
    drawn = {path.read_bytes() for path in tmp_path.rglob("logo.svg")}
    assert len(said) == 40
    assert len(drawn) > 30
