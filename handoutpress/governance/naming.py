"""A handout that is asked for by name."""

from __future__ import annotations

from handoutpress.content.report import choose
from handoutpress.content.sources import HANDOUTS, original_language
from handoutpress.diagnostics import SourceError, error
from handoutpress.workspace import Workspace


def known_original(workspace: Workspace, slug: str) -> str:
    """Return the language that a handout was written in; SourceError L820 where it is not there."""
    slugs = workspace.folders(HANDOUTS)
    source = original_language(workspace, slug) if slug in slugs else ""
    if not source:
        hint = choose(slug, slugs, "handouts")
        raise SourceError([error("L820", f"there are no words of `{slug}`", None, hint)])
    return source
