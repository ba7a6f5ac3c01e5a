"""A fresh workspace where making a file takes no time, for tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from handoutpress.cli import cli
from handoutpress.content.edition import Finished
from handoutpress.press import make
from handoutpress.press.plan import Artifact


def quick_shop(folder: Path, monkeypatch: pytest.MonkeyPatch, own: dict[str, str]) -> Path:
    """Return the folder as a workspace of `init`, its clinic's facts replaced by `own` ones."""

    def quick(artifact: Artifact, *_: object) -> Finished:
        return Finished(artifact.path.encode(), 1 if artifact.paper else None, (), ("quick",))

    monkeypatch.setattr(make, "make", quick)
    monkeypatch.setattr("handoutpress.press.build.require_libraries", lambda: None)
    assert CliRunner().invoke(cli, ["init", str(folder)]).exit_code == 0
    brand = folder / "brands/my-clinic/brand.yaml"
    text = brand.read_text("utf-8")
    for old, new in own.items():
        text = text.replace(old, new)
    brand.write_text(text, "utf-8")
    return folder
