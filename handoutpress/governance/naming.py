"""What is named on the command line: a handout, a language to translate into, a file to write."""

from __future__ import annotations

from handoutpress.content.glossary import GLOSSARY_FILE
from handoutpress.content.record import is_language
from handoutpress.content.report import choose
from handoutpress.content.sources import BRANDS, HANDOUTS, original_language
from handoutpress.diagnostics import ExportError, Location, SourceError, error
from handoutpress.workspace import SETTINGS_FILE, Workspace


def known_original(workspace: Workspace, slug: str) -> str:
    """Return the language that a handout was written in; SourceError L820 where it is not there."""
    slugs = workspace.folders(HANDOUTS)
    source = original_language(workspace, slug) if slug in slugs else ""
    if not source:
        hint = choose(slug, slugs, "handouts")
        raise SourceError([error("L820", f"there are no words of `{slug}`", None, hint)])
    return source


def refuse_language(lang: str, source_lang: str) -> None:
    """Raise SourceError L820 for what no handout in `source_lang` can be translated into."""
    if lang == source_lang or not is_language(lang):
        what = "is what it was written in" if lang == source_lang else "is no language tag"
        hint = "name the language to translate into by its BCP 47 tag, e.g. es or zh-Hans"
        raise SourceError([error("L820", f"`{lang}` {what}", None, hint)])


def refuse_source(name: str) -> None:
    """Raise ExportError G014 where a result would come into the place of what somebody wrote."""
    first = name.split("/")[0].casefold()  # some disks take HANDOUTS for handouts
    if first in (HANDOUTS, BRANDS, SETTINGS_FILE, GLOSSARY_FILE):
        hint = "choose a place beside the sources, such as report.html"
        message = f"nothing is written among the sources ({first})"
        raise ExportError([error("G014", message, Location(name), hint)])
