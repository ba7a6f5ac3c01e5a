"""What a worker on another machine is given to make a run's files, and what it must be like."""

from __future__ import annotations

import os
import platform
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from handoutpress import __version__
from handoutpress.content.edition import Finished
from handoutpress.design.theme import HeldFiles, Theme
from handoutpress.diagnostics import Diagnostic, ExportError, error
from handoutpress.native import harfbuzz_version, pango_version, require_libraries
from handoutpress.pdf.stock import KEY_BYTES, Stock
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.make import CHANGED, DEBUG, lay_letterhead, make, shares_pages
from handoutpress.press.plan import Artifact
from handoutpress.press.worker import Maker
from handoutpress.workspace import Workspace

EPOCH = "SOURCE_DATE_EPOCH"
FEW = 4
"""So many differences are named."""
PROGRAM = "Handout Press"


class UnlikeError(ExportError):
    """A worker would not make the same bytes: no file of the run may come from it."""


@dataclass(frozen=True, slots=True)
class HeadOnly(Artifact):
    """An order to lay out the letterhead alone that an artifact needs."""

    @classmethod
    def of(cls, artifact: Artifact) -> HeadOnly:
        """Return the order for an artifact."""
        return cls(*(getattr(artifact, each.name) for each in fields(Artifact)))


@dataclass(frozen=True, slots=True)
class Kit:
    """All of a workspace and its run that decides how its files are made, by value.

    A worker shares no disk with the machine that plans. What it lays out is kept in a stock of its
    own, sealed with a key of the run, so that one worker can use what another one has laid out.
    """

    files: HeldFiles
    """The workspace's own part of the theme."""
    recipe: Recipe
    versions: Mapping[str, str]
    """Those of the machine that plans."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)
    debug: str = ""

    @classmethod
    def of(cls, workspace: Workspace, recipe: Recipe) -> Kit:
        """Return the kit of a run; ExportError B020 if the theme is not the planned one."""
        kit = cls(
            Theme.find(workspace).held(),
            recipe,
            versions(recipe),
            debug=os.environ.get(DEBUG, ""),
        )
        if Recipe.of(kit.theme) != recipe:
            raise ExportError([CHANGED])
        return kit

    @property
    def theme(self) -> Theme:
        """The theme: the shipped part is this machine's own."""
        return Theme.find(self.files)

    def shares_pages(self, artifact: Artifact) -> bool:
        """Say whether an artifact is made of pages that may suit further clinics."""
        return shares_pages(artifact, self.theme)

    def open(self, folder: Path) -> Maker:
        """Return the maker of a run in a worker, with its stock in a folder.

        UnlikeError B054 where this machine would not make the same bytes. Sets what the engines
        read of the environment, so the process must make nothing else.
        """
        os.environ.pop(EPOCH, None)
        if self.recipe.date:
            os.environ[EPOCH] = self.recipe.date
        if self.debug:
            os.environ[DEBUG] = self.debug
        try:
            require_libraries()
        except ExportError as fault:
            what = f"the worker on {platform.node()} cannot make files: "
            lack = fault.diagnostics[0]
            told = error("B054", what + lack.message, None, *lack.hints)
            raise UnlikeError([told]) from fault
        theme = self.theme
        recipe = Recipe.of(theme)
        if unlike := self._unlike(recipe):
            raise UnlikeError([unlike])
        stock = Stock(Workspace(folder), recipe.base, self.secret)

        def maker(artifact: Artifact) -> Finished:
            if not isinstance(artifact, HeadOnly):
                return make(artifact, theme, stock)
            lay_letterhead(artifact, theme, stock)
            return Finished(b"", None)

        return maker

    def _unlike(self, recipe: Recipe) -> Diagnostic | None:
        here, there = self.versions, versions(recipe)
        found = [
            f"{name} is {there.get(name, 'absent')} there and {here.get(name, 'absent')} here"
            for name in sorted(here.keys() | there.keys())
            if here.get(name) != there.get(name)
        ]
        if not found and recipe == self.recipe:
            return None
        # The workspace's part has come along, so what differs is the shipped one.
        themes = sorted(dict(recipe.theme.items() ^ self.recipe.theme.items()))
        found += [f"the theme's {name} is another one" for name in themes]
        more = f", and {len(found) - FEW} more differences" if len(found) > FEW else ""
        fault = (
            f"the worker on {platform.node()} would not make the same bytes: "
            f"{', '.join(found[:FEW])}{more}"
        )
        hint = "install the same Handout Press, Python, packages and system libraries on both"
        return error("B054", fault, None, hint)


def versions(recipe: Recipe) -> dict[str, str]:
    """Return the version of all on this machine that decides what bytes a file has, by name."""
    return {
        PROGRAM: f"{__version__} ({recipe.program})",
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "Pango": pango_version(),
        "HarfBuzz": harfbuzz_version(),
        **recipe.packages,
    }
