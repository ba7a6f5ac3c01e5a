"""One artifact to one finished file: the right engine, and its trouble as diagnostics."""

from __future__ import annotations

import os
import re
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from handoutpress.content.edition import Booklet, Edition, Finished, Paper, Trifold, Trimmed
from handoutpress.content.pack import Pack
from handoutpress.design.clinic import missing_facts
from handoutpress.design.doses import added_doses
from handoutpress.design.imprint import untranslated
from handoutpress.design.packing import PackJob
from handoutpress.design.phones import wrong_numbers
from handoutpress.design.theme import Theme
from handoutpress.design.typeset import Job
from handoutpress.diagnostics import Diagnostic, ExportError, Location, PressError, error, warning
from handoutpress.pdf.stock import Stock
from handoutpress.press.fingerprint import Recipe
from handoutpress.press.plan import Artifact
from handoutpress.press.worker import Maker
from handoutpress.workspace import Workspace

if TYPE_CHECKING:
    from handoutpress.epub.page_breaks import Printed

DEBUG = "HANDOUTPRESS_DEBUG"
"""The environment variable that adds an engine's traceback to its diagnostic; `--debug` sets it."""

PREFLIGHT = "PE"
"""The families of codes that speak of the finished file: P of a PDF, E of an EPUB."""
_PAGE = re.compile(r"^page \d+(?=:)")
"""How a message starts that speaks of a page."""


CHANGED = error(
    "B020",
    "a style, a template or the program itself changed during the build",
    None,
    "build again: what it has made is looked at anew",
)


def open_shop(root: Path, recipe: Recipe) -> Maker:
    """Return the maker of a workspace; each worker of the pool calls this once.

    ExportError if the theme or the program is not the planned one: a fingerprint must not tell a
    lie.
    """
    workspace = Workspace(root)
    theme = Theme.find(workspace)
    if Recipe.of(theme) != recipe:
        raise ExportError([CHANGED])
    stock = Stock.of_user(workspace, recipe.base)
    return lambda artifact: make(artifact, theme, stock)


def is_unchanged(root: Path, recipe: Recipe) -> bool:
    """Say whether theme and program are still the planned ones: engines are imported as needed."""
    return Recipe.of(Theme.find(Workspace(root))) == recipe


def make(artifact: Artifact, theme: Theme, stock: Stock | None = None) -> Finished:
    """Return the finished file; PressError with all that is wrong with this artifact alone.

    What it shares with others is taken from `stock`, and kept there. MemoryError is no engine's
    fault, and passes: whoever set the limit tells it.
    """
    start = time.perf_counter()
    artifact = artifact.typeset()
    try:
        finished = _make(artifact, theme, stock)
    except PressError as trouble:
        raise type(trouble)(_placed(trouble.diagnostics, artifact)) from trouble
    except MemoryError:
        raise
    except Exception as fault:
        # An engine may raise anything at all; it must cost this one file and no other.
        raise ExportError([_broken(artifact, fault)]) from fault
    of_words = (
        told
        for handout in artifact.handouts
        for told in (*missing_facts(handout, artifact.brand), *added_doses(handout))
    )
    langs = dict.fromkeys(handout.lang for handout in artifact.handouts)
    foreign = (told for lang in langs for told in untranslated(artifact.brand, lang))
    of_brand = (*foreign, *wrong_numbers(artifact.brand))
    said = _placed((*of_words, *of_brand, *finished.diagnostics), artifact)
    return replace(finished, diagnostics=said, seconds=time.perf_counter() - start)


def shares_pages(artifact: Artifact, theme: Theme) -> bool:
    """Say whether an artifact's pages, or those that it lists, may suit further clinics too."""
    laid = artifact.printed or artifact
    is_alone = laid.pack is None and laid.second is None
    is_fitted = isinstance(laid.edition.making, Trifold)
    return is_alone and not is_fitted and not theme.has_own("templates/")


def lay_letterhead(artifact: Artifact, theme: Theme, stock: Stock) -> None:
    """Keep in `stock` the letterhead that an artifact which shares pages most likely needs."""
    from handoutpress.pdf import variant
    from handoutpress.pdf.folding import half_sheet

    laid = (artifact.printed or artifact).typeset()
    if laid.paper:
        is_folded = isinstance(laid.edition.making, Booklet)
        page = half_sheet(laid.paper) if is_folded else laid.paper
        variant.lay_letterhead(job_of(laid, theme), page, stock)


def _make(artifact: Artifact, theme: Theme, stock: Stock | None) -> Finished:
    """Call the engine. It is imported here, so that planning never pays for it."""
    if artifact.paper is None:
        return _make_book(artifact, theme, stock)
    if artifact.pack:
        from handoutpress.pdf.pack import make_pack

        return make_pack(_pack_job(artifact.pack, artifact, theme), artifact.paper)
    return _pdf_maker(artifact.edition, stock)(job_of(artifact, theme), artifact.paper)


def _make_book(artifact: Artifact, theme: Theme, stock: Stock | None) -> Finished:
    """Return an e-book with the pages of its print, which is made for them if it was not yet.

    E040 (warning) where that cannot be made: the book is made without.
    """
    from handoutpress.epub.page_breaks import Printed

    bound = _binder(artifact, theme)
    printed, page_map = artifact.printed, artifact.page_map
    if printed is None or printed.paper is None:
        return bound(None)
    try:
        page_map = page_map or make(printed, theme, stock).page_map
    except PressError as trouble:
        hint = f"mend what is wrong with it: {trouble.diagnostics[0].message}"
        fault = f"the book has no list of printed pages, for {printed.path} cannot be made"
        finished = bound(None)
        told = warning("E040", fault, Location(artifact.source), hint)
        return replace(finished, diagnostics=(told, *finished.diagnostics))
    return bound(Printed(printed.paper, page_map) if page_map else None)


def _binder(artifact: Artifact, theme: Theme) -> Callable[[Printed | None], Finished]:
    """Return what makes an e-book when it knows the pages that it lists."""
    from handoutpress.epub.ebook import make_collection, make_ebook

    if artifact.pack:
        return partial(make_collection, _pack_job(artifact.pack, artifact, theme))
    return partial(make_ebook, job_of(artifact, theme))


def job_of(artifact: Artifact, theme: Theme) -> Job:
    """Return the job of an artifact that is no pack."""
    brand, edition, second = artifact.brand, artifact.edition, artifact.second
    job = Job(artifact.handout, brand, edition, theme, artifact.neighbours)
    if second is None:
        return job
    return replace(job, second=Job(second.handout, brand, edition, theme, second.neighbours))


def _pack_job(pack: Pack, artifact: Artifact, theme: Theme) -> PackJob:
    return PackJob(pack, artifact.brand, artifact.edition, theme, artifact.neighbours)


def _pdf_maker(edition: Edition, stock: Stock | None) -> Callable[[Job, Paper], Finished]:
    if edition.is_easy:
        from handoutpress.pdf.easy_read import make_easy_read

        return partial(make_easy_read, stock=stock)
    match edition.making:
        case Trifold():
            from handoutpress.pdf.trifold import make_trifold

            return make_trifold
        case Booklet():
            from handoutpress.pdf.booklet import make_booklet

            return partial(make_booklet, stock=stock)
        case Trimmed():
            from handoutpress.pdf.shop import make_shop

            return partial(make_shop, stock=stock)
    from handoutpress.pdf.variant import make_variant

    return partial(make_variant, stock=stock)


def _placed(found: Iterable[Diagnostic], artifact: Artifact) -> tuple[Diagnostic, ...]:
    """Name the file in what preflight says of it: as the place, where there is no line to name.

    Else beside the page: a page of which of all the editions?
    """
    place = Location(artifact.path)
    return tuple(_of_file(d, place) if d.code[0] in PREFLIGHT else d for d in found)


def _of_file(found: Diagnostic, file: Location) -> Diagnostic:
    if found.location is None:
        return replace(found, location=file)
    return replace(found, message=_PAGE.sub(rf"\g<0> of {file}", found.message))


def _broken(artifact: Artifact, fault: Exception) -> Diagnostic:
    message = f"the engine failed on {artifact.path}: {type(fault).__name__}: {fault}"
    if os.environ.get(DEBUG):
        hint = "".join(traceback.format_exception(fault)).rstrip()
    else:
        hint = f"`--debug build` shows where; {artifact.path} was not made, the others were"
    return error("B021", " ".join(message.split()), Location(artifact.source), hint)
