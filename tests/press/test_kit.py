"""What goes to workers on other machines, and what they lay out for each other."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from handoutpress.content.catalogue import load_catalogue
from handoutpress.content.edition import Finished
from handoutpress.design.theme import HeldFiles, Theme
from handoutpress.diagnostics import ExportError
from handoutpress.native import LIBRARIES
from handoutpress.pdf import stock, variant
from handoutpress.press.cluster import check_address
from handoutpress.press.kit import HeadOnly, Kit, UnlikeError
from handoutpress.press.make import make
from handoutpress.press.plan import Artifact, Request, plan
from handoutpress.press.target import Store
from handoutpress.scaffold import new_brand, new_workspace
from handoutpress.workspace import Workspace


def clinics(folder: Path) -> Workspace:
    """Return a workspace with a handout and a clinic."""
    new_workspace(folder)
    return Workspace(folder)


def far(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return the folder of a machine that has made nothing yet."""
    for shelf in ("_bodies", "_letterheads"):
        monkeypatch.setattr(variant, shelf, type(getattr(variant, shelf))(variant.BODIES))
    (folder / name).mkdir()
    return Workspace(folder / name)


def test_what_one_machine_lays_out_another_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = clinics(tmp_path / "here")
    new_brand(workspace, "north", "en", None)
    run = plan(
        load_catalogue(workspace),
        Request(editions=("leaflet",), papers=("a4",)),
        Theme.find(workspace),
    )
    kit = Kit.of(workspace, run.recipe)
    first, second = [a for a in run.artifacts if not a.brand.is_plain][:2]
    assert all(map(kit.shares_pages, (first, second)))
    parcels = []
    orders: tuple[Artifact, ...] = (first, HeadOnly.of(second))
    for number, order in enumerate(orders):
        place = far(tmp_path, f"machine-{number}", monkeypatch)
        kit.open(place.root)(order)
        parcels.append(stock.packed(place, stock.names(place)))
    assert all(parcels)
    last = far(tmp_path, "last", monkeypatch)
    for parcel in parcels:
        stock.unpack(last, parcel)

    def refuse(*given: object) -> None:
        raise AssertionError("it is laid out anew")

    with monkeypatch.context() as patch:
        for layout in ("make_letterhead", "good_leaflet"):
            patch.setattr(variant, layout, refuse)
        patch.setattr(variant._Variant, "_first_good", refuse)
        finished: Finished = kit.open(last.root)(second)
    far(tmp_path, "alone", monkeypatch)
    assert finished.data == make(second, Theme.find(workspace)).data
    assert stock.names(last) == {name for parcel in parcels for name in parcel}


def test_a_parcel_of_another_run_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = far(tmp_path, "machine", monkeypatch)
    stock.Stock(workspace, "recipe", b"1" * 32).put(variant._Index(), "key")
    (name,) = stock.names(workspace)
    other = far(tmp_path, "other", monkeypatch)
    stock.unpack(other, stock.packed(workspace, [name]))
    assert stock.Stock(other, "recipe", b"1" * 32).get(variant._Index, "key")
    assert not stock.Stock(other, "recipe", b"2" * 32).get(variant._Index, "key")


def test_a_theme_goes_along(tmp_path: Path) -> None:
    workspace = clinics(tmp_path)
    workspace.write_whole("styles/components/callout.css", b".callout { color: red }")
    theme = Theme.find(workspace)
    there = Theme.find(theme.held())
    assert there.digests == theme.digests
    assert there.files.folders("styles") == ("components",)
    assert isinstance(there.files, HeldFiles)


def test_a_theme_that_is_another_one_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    workspace = clinics(tmp_path)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(), theme)
    kit = Kit.of(workspace, run.recipe)
    kit.open(tmp_path)
    changed = {**run.recipe.theme, "styles/base.css": "other"}
    with pytest.raises(UnlikeError, match=r"B054.*the theme's styles/base.css is another one"):
        replace(kit, recipe=replace(run.recipe, theme=changed)).open(tmp_path)


@pytest.mark.parametrize("address", ["", "clinic", "tcp://clinic", "http://clinic:80", "tcp://:1"])
def test_what_is_no_address_of_a_cluster_is_refused(address: str) -> None:
    with pytest.raises(ExportError, match="B051"):
        check_address(address)


@pytest.mark.parametrize(
    "url", ["", "shelf", "s3://", "file:///tmp", "s3://me:secret@shelf", "s3://a//b", "s3://a?b=c"]
)
def test_what_is_no_address_of_a_store_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ExportError, match="B061") as refused:
        Store.at(url)
    assert "secret" not in str(refused.value)


def test_a_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("distributed", "fsspec"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ExportError, match=r"B050.*the package distributed"):
        check_address("tcp://clinic:8786")
    with pytest.raises(ExportError, match=r"B060.*the package s3fs"):
        Store.at("s3://shelf")


def test_a_machine_without_the_libraries_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = clinics(tmp_path)
    kit = Kit.of(
        workspace, plan(load_catalogue(workspace), Request(), Theme.find(workspace)).recipe
    )
    monkeypatch.setattr("handoutpress.native.missing_libraries", lambda: LIBRARIES[1:2])
    with pytest.raises(UnlikeError, match=r"B054.*cannot make files: this machine lacks Pango"):
        kit.open(tmp_path)
