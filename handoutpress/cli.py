"""The command line: the commands that make things, and the group of all of them."""

from __future__ import annotations

import errno
import io
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from handoutpress import __version__, cli_governance
from handoutpress.cli_build import BRANDS, EDITIONS, LANGS, build
from handoutpress.diagnostics import Diagnostic, PressError
from handoutpress.terminal import (
    AS_JSON,
    INTERRUPTED,
    JSON,
    SLUGS,
    TARGET,
    answer,
    findings_alone,
    say,
    say_all,
    store_at,
    workspace_of,
)

# The engines, the schemas and the parsers are imported inside the commands that need them, so
# that `--help` answers at once.
if TYPE_CHECKING:
    from handoutpress.checks.linter import Linter
    from handoutpress.press.check_sheet import Sheet
    from handoutpress.workspace import Workspace


class PressGroup(click.Group):
    """Commands whose trouble is printed as diagnostics."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit 1 for trouble, 130 for Ctrl-C."""
        try:
            return super().invoke(ctx)
        except PressError as trouble:
            say_all(trouble.diagnostics)
            self._stop(ctx, trouble.diagnostics, 1)
        except OSError as fault:
            # Of our own streams: what has to do with files is a PressError. Click hears of a pipe
            # that was closed, and is quiet about it.
            if fault.errno == errno.EPIPE:
                raise
            say(f"publish: {fault.strerror or fault}")
            ctx.exit(1)
        except KeyboardInterrupt:
            say("interrupted")
            self._stop(ctx, (), INTERRUPTED)

    def _stop(self, ctx: click.Context, said: tuple[Diagnostic, ...], code: int) -> NoReturn:
        if tell := ctx.meta.get(JSON):
            tell(said, code)
        ctx.exit(code)


def main() -> None:
    """Run the command line and exit; the name shown is the one that it was called by."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Handouts are in every script: no terminal setting may turn one into a traceback.
            unicode = (stream.encoding or "").lower().startswith("utf")
            stream.reconfigure(encoding=None if unicode else "utf-8", errors="backslashreplace")
    name = Path(sys.argv[0]).stem
    try:
        cli(prog_name="publish.py" if sys.argv[0].endswith(".py") else name)
    finally:
        # All is said and done: a late Ctrl-C, or a second one, would only be a traceback of
        # Python's own end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def note_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Keep in mind that the answer is an object for a program, of this form."""
    tell = {"json": findings_alone, "sarif": _sarif_alone}.get(value)
    if tell:
        ctx.meta[JSON] = tell
    return value


def _sarif_alone(said: tuple[Diagnostic, ...], code: int) -> None:
    from handoutpress.checks.sarif import sarif

    answer(sarif(said))


FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(
    cls=PressGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="In a checkout, `python3 publish.py test` runs the tests.",
)
@click.option("-C", "--workspace", "folder", type=FOLDER, help="Work in this folder.")
@click.option("--debug", is_flag=True, help="Show where in the program an engine failed.")
@click.version_option(__version__)
@click.pass_context
def cli(ctx: click.Context, folder: Path | None, debug: bool) -> None:
    """Turn patient handouts into print leaflets (PDF) and e-books (EPUB)."""
    ctx.obj = folder or Path()
    if debug:
        from handoutpress.press.make import DEBUG

        os.environ[DEBUG] = "1"


@cli.command(name="list")
@AS_JSON
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the handouts, languages, brands, editions and papers."""
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.press.listing import listing, listing_lines
    from handoutpress.press.report import Findings

    catalogue = load_catalogue(workspace_of(ctx))
    findings = Findings(catalogue.diagnostics)
    say_all(findings.diagnostics)
    if as_json:
        answer(listing(catalogue))
    else:
        for line in listing_lines(catalogue):
            click.echo(line)
    ctx.exit(int(not findings.is_good(strict=False)))


@cli.command()
@SLUGS
@BRANDS
@LANGS
@EDITIONS
@click.option("--strict", is_flag=True, help="A warning is trouble enough to exit with 1.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html"]),
    default="text",
    callback=note_format,
    help="Lines or a page (HTML) for a person; JSON or SARIF 2.1.0 for a program.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="Write the HTML to FILE; to a page for each handout where it does not end in .html.",
)
@AS_JSON
@click.pass_context
def check(
    ctx: click.Context,
    /,
    strict: bool,
    form: str,
    output: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Read everything and say what is wrong; make nothing."""
    from handoutpress.checks.linter import Linter
    from handoutpress.checks.sarif import sarif
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.content.report import in_order
    from handoutpress.design.theme import Theme
    from handoutpress.press.check_sheet import sheets
    from handoutpress.press.gate import check_words
    from handoutpress.press.plan import Request, plan
    from handoutpress.press.proof import proofread
    from handoutpress.press.report import Findings

    if output and form != "html":
        raise click.UsageError("--output goes with --format html")
    workspace = workspace_of(ctx)
    theme = Theme.find(workspace)
    catalogue = load_catalogue(workspace)
    linter = Linter.of(catalogue)
    run = plan(catalogue, Request(**asked), theme)
    outcome = check_words(run, linter)
    findings = Findings(in_order([*proofread(run, theme), *outcome.diagnostics]))
    say_all(findings.diagnostics)
    if form == "sarif":
        answer(sarif(findings.diagnostics, outcome.silenced))
    elif form == "html":
        _say_pages(
            workspace, output, sheets(outcome, findings.diagnostics, workspace, linter), linter
        )
    elif as_json or form == "json":
        answer(findings.record())
    say(findings.summary())
    ctx.exit(int(not findings.is_good(strict)))


def _say_pages(
    workspace: Workspace,
    output: str | None,
    found: tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]],
    linter: Linter,
) -> None:
    """Write the pages of what was found, or print them as one."""
    from handoutpress.press.check_page import TITLE, files, names, one_page
    from handoutpress.press.html_page import refuse_other

    if output is None:
        click.echo(one_page(*found, linter.today), nl=False)
        return
    places = names(output, found[0])
    for name in places:
        refuse_other(workspace, name, TITLE)
    for name, page in files(output, *found, linter.today):
        workspace.write_whole(name, page)
    say(f"the report is in {places[-1]}")


@cli.command()
@click.argument("kind", type=click.Choice(["handout", "brand"]))
@click.argument("slug")
@click.option("--lang", help="The language of its words, e.g. `es`; English by default.")
@click.option("--title", help="The handout's title, or the clinic's name.")
@click.pass_context
def new(ctx: click.Context, kind: str, slug: str, lang: str | None, title: str | None) -> None:
    """Make a handout or brand to start from.

    For a handout that is there in another language, make a copy of its words to translate, with
    the labels of its figures.
    """
    from handoutpress.scaffold import new_brand, new_handout

    make = new_handout if kind == "handout" else new_brand
    for path in make(workspace_of(ctx), slug, lang or "en", title):
        click.echo(path)
    what = slug if kind == "handout" else f"--brand {slug}"
    say(f"now: write your own words into it, then {_command(ctx)} check {what}")


@cli.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def init(ctx: click.Context, folder: Path) -> None:
    """Make a new workspace in DIR, with a handout and a brand in it."""
    from handoutpress.scaffold import new_workspace

    ctx.obj = ctx.obj / folder
    for path in new_workspace(ctx.obj):
        click.echo(ctx.obj / path)
    say(f"now: {_command(ctx)} build")


def _command(ctx: click.Context) -> str:
    """Return how the program is called in the workspace at hand."""
    from handoutpress.program import command

    at = "" if ctx.obj == Path() else f"-C {shlex.quote(str(ctx.obj))}"
    return command(at).strip()


@cli.command()
@click.argument(
    "kind", type=click.Choice(["handout", "brand", "publish", "glossary", "front-matter"])
)
def schema(kind: Any) -> None:
    """Print the JSON Schema of a file that you write, for your editor."""
    from handoutpress.content.schemas import json_schema

    answer(json_schema(kind))


@cli.command()
@TARGET
@click.pass_context
def clean(ctx: click.Context, target: str | None) -> None:
    """Remove what builds made and noted: files, manifest, times and kept layouts."""
    from handoutpress.press.build import clean as remove_all

    removed = remove_all(workspace_of(ctx), store_at(target))
    for path in removed:
        click.echo(path)
    say(f"{len(removed)} removed")


@cli.command()
@TARGET
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, target: str | None, as_json: bool) -> None:
    """Look at what was built: is each file there, the same, and still good?"""
    from handoutpress.press.report import Findings
    from handoutpress.press.verify import verify as look

    workspace = workspace_of(ctx)
    paths, found = look(store_at(target) or workspace)
    findings = Findings(found)
    say_all(findings.diagnostics)
    if as_json:
        answer(findings.record())
    say(f"{len(paths)} files looked at, {findings.summary()}")
    ctx.exit(int(not findings.is_good(strict=False)))


@cli.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what this machine lacks, and the command that mends it."""
    from handoutpress.doctor import doctor_report
    from handoutpress.press.report import Findings

    looked_at = doctor_report()
    for item in looked_at:
        state = item.trouble.severity if item.trouble else "ok"
        click.echo(f"{state:9}{item.subject}: {item.found}")
    findings = Findings(tuple(item.trouble for item in looked_at if item.trouble))
    say_all(findings.diagnostics)
    say(findings.summary())
    ctx.exit(int(not findings.is_good(strict=False)))


for _further in (build, *cli_governance.COMMANDS):
    cli.add_command(_further)
