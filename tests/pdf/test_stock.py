"""What is kept of layouts on disk: values alone, whole, and not too many."""

from __future__ import annotations

import os
import pickle
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from handoutpress.content.page_map import PageMap, Passage
from handoutpress.diagnostics import Location, warning
from handoutpress.pdf.stock import FOLDER, Stock, empty, prune
from handoutpress.workspace import Workspace

MAP = PageMap(2, (Passage(1, "one", "en", ("a", "word")),), frozenset({2}))
KEY = ("a key", 1)
SECRET = b"k" * 32


@dataclass
class Foreign:
    """No value of the program."""


class Harm:
    """What runs a command where it is read without care."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def stock(workspace: Workspace) -> Stock:
    return Stock(workspace, "recipe", SECRET)


def files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.root / FOLDER).glob("??/*"))


def test_what_was_put_is_got_by_its_kind_key_and_recipe(stock: Stock) -> None:
    stock.put(MAP, KEY)
    assert stock.get(PageMap, KEY) == MAP
    assert stock.get(Passage, KEY) is None
    assert stock.get(PageMap, "another") is None
    assert Stock(stock.workspace, "another", SECRET).get(PageMap, KEY) is None


def test_diagnostics_come_back_as_they_were(stock: Stock) -> None:
    told = warning("C001", "too light", Location("brands/a/brand.yaml", 2), "a hint")
    stock.put(told, KEY)
    assert stock.get(type(told), KEY) == told


@pytest.mark.parametrize("value", [Harm(), Foreign(), {"a": Harm()}], ids=range(3))
def test_what_runs_is_not_read_even_where_it_is_sealed(
    stock: Stock, value: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    stock.put(MAP, KEY)
    (file,) = files(stock.workspace)
    name = file.relative_to(stock.workspace.root).as_posix()
    data = pickle.dumps(value)
    file.write_bytes(stock._seal(name, data) + data)
    assert stock.get(PageMap, KEY) is None
    assert not Path("harm").exists()


@pytest.mark.parametrize("cut", [0, 10, 40, -3])
def test_what_is_damaged_is_as_good_as_none(stock: Stock, cut: int) -> None:
    stock.put(MAP, KEY)
    (file,) = files(stock.workspace)
    file.write_bytes(file.read_bytes()[:cut])
    assert stock.get(PageMap, KEY) is None


def test_what_another_user_sealed_or_what_was_moved_is_not_used(stock: Stock) -> None:
    Stock(stock.workspace, "recipe", b"o" * 32).put(MAP, KEY)
    assert stock.get(PageMap, KEY) is None
    stock.put(MAP, "elsewhere")
    theirs, ours = files(stock.workspace)
    for one, other in ((theirs, ours), (ours, theirs)):
        data = one.read_bytes()
        other.write_bytes(data)
        assert not (stock.get(PageMap, KEY) and stock.get(PageMap, "elsewhere"))


def test_the_users_key_is_made_once_and_nobody_elses_to_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = Stock.of_user(workspace, "recipe")
    again = Stock.of_user(workspace, "recipe")
    assert first
    assert again
    assert first.secret == again.secret
    key = tmp_path / "cache" / "handoutpress" / "stock.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.write_bytes(b"")
    assert Stock.of_user(workspace, "recipe") is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(key))
    assert Stock.of_user(workspace, "recipe") is None


def test_a_disk_that_takes_nothing_is_no_trouble(stock: Stock) -> None:
    (stock.workspace.root / FOLDER).write_bytes(b"a file in the way")
    stock.put(MAP, KEY)
    assert stock.get(PageMap, KEY) is None
    empty(stock.workspace)
    prune(stock.workspace)


def test_what_was_not_used_for_longest_goes_first(stock: Stock) -> None:
    for number in range(3):
        stock.put(MAP, number)
    size = files(stock.workspace)[0].stat().st_size
    for age, file in enumerate(files(stock.workspace)):
        os.utime(file, (1000 - age, 1000 - age))
    used = next(n for n in range(3) if stock.get(PageMap, n))
    prune(stock.workspace, 2 * size)
    assert len(files(stock.workspace)) == 2
    assert stock.get(PageMap, used) == MAP
    prune(stock.workspace, 0)
    assert files(stock.workspace) == []


def test_it_is_left_out_of_backups_and_version_control(stock: Stock) -> None:
    stock.put(MAP, KEY)
    folder = stock.workspace.root / FOLDER
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d17")
    empty(stock.workspace)
    assert not folder.exists()


def test_a_folder_of_somebody_elses_is_left_alone(workspace: Workspace) -> None:
    own = workspace.root / FOLDER / "ab" / "own"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    empty(workspace)
    prune(workspace, 0)
    assert own.read_text() == "mine"


def test_no_link_is_followed(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    letter = outside / ("c" * 62)
    letter.write_text("a letter")
    stock.put(MAP, KEY)
    folder = stock.workspace.root / FOLDER
    (folder / "ab").symlink_to(outside)
    (folder / "cd").mkdir()
    (folder / "cd" / ("d" * 62)).symlink_to(letter)
    prune(stock.workspace, 0)
    empty(stock.workspace)
    assert letter.read_text() == "a letter"
