"""Why a file is made: each change is named, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.catalogue import Neighbour
from handoutpress.content.settings import Settings
from handoutpress.design.theme import Theme
from handoutpress.press import fingerprint
from handoutpress.press.build import build
from handoutpress.press.manifest import MANIFEST, Entry
from handoutpress.press.plan import PrintRun, Request, plan
from handoutpress.press.reasons import FORCED, SAID, Reason
from handoutpress.press.schedule import look_ahead
from handoutpress.workspace import Workspace
from tests.press import fakes

THINGS = fakes.handout(), fakes.handout("flu"), fakes.brand("north")
COLD, FLU = "output/plain/cold/cold.en.epub", "output/plain/flu/flu.en.epub"


def planned(
    folder: Path, *things: object, settings: Settings | None = None, style: str = ""
) -> PrintRun:
    """Return the default run over some things."""
    shelf = fakes.catalogue(*(things or THINGS), settings=settings)  # type: ignore[arg-type]
    return plan(shelf, Request(), fakes.theme(folder, style))


def made(folder: Path, run: PrintRun) -> Workspace:
    """Return a workspace in which a run was carried out."""
    workspace = Workspace(folder)
    build(run, workspace, jobs=1, opening=fakes.opening(fakes.honest))
    return workspace


def told(run: PrintRun, workspace: Workspace) -> Mapping[str, list[str]]:
    """Return why each file is made, as a person is told."""
    why = look_ahead(run, workspace).why
    return {path: [str(reason) for reason in reasons] for path, reasons in why.items()}


def test_what_is_new_is_new_and_what_is_current_has_no_reason(tmp_path: Path) -> None:
    run = planned(tmp_path)
    assert set(map(tuple, told(run, Workspace(tmp_path)).values())) == {("new",)}
    assert told(run, made(tmp_path, run)) == {}


def test_changed_words_and_a_changed_brand_are_told_of_what_has_them(tmp_path: Path) -> None:
    workspace = made(tmp_path, planned(tmp_path))
    words = told(planned(tmp_path, fakes.handout(digest="2"), *THINGS[1:]), workspace)
    assert {path.split("/")[2] for path in words} == {"cold"}
    assert set(map(tuple, words.values())) == {("changed words or pictures",)}
    both = fakes.handout(digest="2"), THINGS[1], fakes.brand("north", digest="2")
    changed = told(planned(tmp_path, *both), workspace)
    assert changed["output/north/flu/flu.en.epub"] == ["changed brand"]
    assert changed["output/north/cold/cold.en.epub"] == [
        "changed words or pictures",
        "changed brand",
    ]
    assert FLU not in changed


def test_a_changed_theme_names_the_files(tmp_path: Path) -> None:
    workspace = made(tmp_path, planned(tmp_path))
    changed = told(planned(tmp_path, style="a {}"), workspace)
    assert set(map(tuple, changed.values())) == {("changed theme: styles/tokens.css",)}
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/own.html").write_text("x")
    changed = told(planned(tmp_path, style="a {}"), workspace)
    assert changed[COLD] == ["changed theme: styles/tokens.css, templates/own.html"]


def test_a_person_is_told_a_few_names_and_how_many_more() -> None:
    assert str(Reason("theme", tuple("abcdef"))) == "changed theme: a, b, c, d and 2 more"
    assert str(Reason("theme", tuple("abcd"))) == "changed theme: a, b, c, d"


def test_program_packages_and_date_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    workspace = made(tmp_path, planned(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(fingerprint, "code_digest", lambda: "edited")
        assert told(planned(tmp_path), workspace)[COLD] == ["changed program"]
    with monkeypatch.context() as patch:
        version = fingerprint._version
        patch.setattr(fingerprint, "_version", lambda n: "99" if n == "pydyf" else version(n))
        assert told(planned(tmp_path), workspace)[COLD] == ["changed packages: pydyf"]
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1")
        assert told(planned(tmp_path), workspace)[COLD] == ["changed SOURCE_DATE_EPOCH"]
    assert told(planned(tmp_path), workspace) == {}


def test_settings_of_an_edition_are_told(tmp_path: Path) -> None:
    silent = Settings(editions=("booklet", "leaflet"), papers=("a4",))
    said = Settings.model_validate({**silent.model_dump(), "booklet": {"creep_mm": 0.1}})
    workspace = made(tmp_path, planned(tmp_path, *THINGS, settings=silent))
    changed = told(planned(tmp_path, *THINGS, settings=said), workspace)
    assert set(map(tuple, changed.values())) == {("changed settings of the edition or its paper",)}
    assert all("booklet" in path for path in changed)


def test_another_handouts_title_is_not_ones_own_words(tmp_path: Path) -> None:
    recipe = planned(tmp_path).recipe
    flu, fever = (
        recipe.words(fakes.handout(), {"flu": Neighbour("flu", title, "HP-002")})
        for title in ("Flu", "Fever")
    )
    assert flu.own == fever.own
    assert flu.pointers != fever.pointers
    pair, other = recipe.pair(flu, flu), recipe.pair(flu, fever)
    assert (pair.own == other.own, pair.pointers == other.pointers) == (True, False)


def test_what_happened_to_a_file_on_the_disk_is_told(tmp_path: Path) -> None:
    run = planned(tmp_path)
    workspace = made(tmp_path, run)
    (tmp_path / COLD).unlink()
    (tmp_path / FLU).write_bytes(b"x")
    assert told(run, workspace) == {COLD: ["missing on disk"], FLU: ["changed on disk"]}
    why = look_ahead(run, workspace, force=True).why
    assert why[COLD] == (Reason("missing"),)
    assert {reasons for path, reasons in why.items() if path not in (COLD, FLU)} == {FORCED}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ingredients", "its manifest entry is older than this program"),
        ("fingerprint", "the theme or the program changed while it was made"),
    ],
)
def test_an_entry_that_cannot_tell_says_so(tmp_path: Path, key: str, said: str) -> None:
    workspace = made(tmp_path, planned(tmp_path))
    whole = json.loads(workspace.read(MANIFEST))
    for record in whole["artifacts"]:
        record[key] = None if key == "ingredients" else ""
    workspace.write_whole(MANIFEST, json.dumps(whole).encode())
    changed = told(planned(tmp_path, style="a {}"), workspace)
    assert set(map(tuple, changed.values())) == {(said,)}


def test_the_same_parts_under_another_fingerprint_are_another_programs(tmp_path: Path) -> None:
    workspace = made(tmp_path, planned(tmp_path))
    whole = json.loads(workspace.read(MANIFEST))
    whole["artifacts"][0]["fingerprint"] = "0" * 64
    workspace.write_whole(MANIFEST, json.dumps(whole).encode())
    assert list(told(planned(tmp_path), workspace).values()) == [["changed program"]]


def test_what_only_the_hash_of_the_recipe_tells_is_made_too(tmp_path: Path) -> None:
    run = planned(tmp_path)
    workspace = made(tmp_path, run)
    other = replace(run.recipe, base="0" * 64)
    artifacts = (
        replace(a, ingredients=a.ingredients._replace(recipe=other.base)) for a in run.artifacts
    )
    changed = told(replace(run, artifacts=tuple(artifacts), recipe=other), workspace)
    assert changed == {artifact.path: ["changed program"] for artifact in run.artifacts}


def test_a_fingerprint_that_differs_has_always_a_reason(tmp_path: Path) -> None:
    """Each part of the ingredients has its reason, and each reason its words."""
    run = planned(tmp_path)
    artifact = run.artifacts[0]
    entry = Entry.of(artifact, fakes.honest(artifact), run.recipe)
    assert entry.ingredients == artifact.ingredients.short()
    parts = {"words", "pointers", "brand", "edition"}
    assert parts < SAID.keys()
    assert parts == {*artifact.ingredients._fields} - {"recipe"}


def test_the_shipped_theme_is_told_by_its_files() -> None:
    root = Path(__file__).parents[2]
    digests = Theme.find(Workspace(root)).digests
    assert {"templates/leaflet.html", "styles/tokens.css"} < digests.keys()
