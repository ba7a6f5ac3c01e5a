"""The command line: the only home of Click, and the only place that prints or exits."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handoutpress import __version__
from handoutpress.diagnostics import Diagnostic, PressError

# The engines, the schemas and the parsers are imported inside the commands that need them, so
# that `--help` answers at once.
if TYPE_CHECKING:
    from handoutpress.press.build import Progress, Step
    from handoutpress.workspace import Workspace

JSON = "handoutpress.json"
"""Where Click's context keeps that `--json` was asked for, so that trouble is JSON too."""
INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""


class PressGroup(click.Group):
    """Commands whose trouble is printed as diagnostics."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit 1 for trouble, 130 for Ctrl-C."""
        try:
            return super().invoke(ctx)
        except PressError as trouble:
            say_all(trouble.diagnostics)
            if ctx.meta.get(JSON):
                from handoutpress.press.report import Findings

                answer(Findings(trouble.diagnostics).record())
            ctx.exit(1)
        except OSError as fault:
            # Of our own streams: what has to do with files is a PressError. Click hears of a pipe
            # that was closed, and is quiet about it.
            if fault.errno == errno.EPIPE:
                raise
            say(f"publish: {fault.strerror or fault}")
            ctx.exit(1)
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(INTERRUPTED)


def main() -> None:
    """Run the command line and exit; the name shown is the one that it was called by."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Handouts are in every script: no terminal setting may turn one into a traceback.
            unicode = (stream.encoding or "").lower().startswith("utf")
            stream.reconfigure(encoding=None if unicode else "utf-8", errors="backslashreplace")
    name = Path(sys.argv[0]).stem
    cli(prog_name="publish.py" if sys.argv[0].endswith(".py") else name)


def say(text: str) -> None:
    """Print a line for a person. What a file's author wrote cannot steer the terminal."""
    clean = "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)
    click.echo(clean, err=True)


def say_all(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics for a person."""
    for diagnostic in diagnostics:
        say(str(diagnostic))


def answer(data: object) -> None:
    """Print plain data for a program, as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def many(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an option that may be repeated and may hold commas."""
    parts = (part.strip() for item in value for part in item.split(","))
    names = tuple(dict.fromkeys(part for part in parts if part))
    if value and not names:
        # An empty variable of a script: it must not mean "all".
        raise click.BadParameter("it names nothing", ctx, param)
    return names


def note_json(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Keep in mind that the answer is for a program."""
    ctx.meta[JSON] = value
    return value


SLUGS = click.argument("slugs", nargs=-1, metavar="[SLUG]...")
BRANDS = click.option(
    "--brand", "brands", multiple=True, callback=many, help="Only these brands; `plain` is none."
)
LANGS = click.option(
    "--lang",
    "langs",
    multiple=True,
    callback=many,
    help="Only these languages; `en+es` puts two into one file.",
)
EDITIONS = click.option(
    "--edition", "editions", multiple=True, callback=many, help="These editions, or `all`."
)
PAPERS = click.option(
    "--paper", "papers", multiple=True, callback=many, help="These papers, or `all`."
)
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, callback=note_json, help="Print JSON for a program."
)
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


def _workspace(ctx: click.Context) -> Workspace:
    from handoutpress.workspace import Workspace

    return Workspace.find(ctx.obj)


@cli.command()
@SLUGS
@BRANDS
@LANGS
@EDITIONS
@PAPERS
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes; the machine's cores.")
@click.option("--force", is_flag=True, help="Make also what is current.")
@click.option("--strict", is_flag=True, help="A warning is trouble enough to exit with 1.")
@AS_JSON
@click.pass_context
def build(
    ctx: click.Context, /, jobs: int | None, force: bool, strict: bool, as_json: bool, **asked: Any
) -> None:
    """Make the PDFs and EPUBs that are not current.

    SLUGs are handouts; all of them when there is none.
    """
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.design.theme import Theme
    from handoutpress.press.build import build as carry_out
    from handoutpress.press.plan import Request, plan

    workspace = _workspace(ctx)
    run = plan(load_catalogue(workspace), Request(**asked), Theme.find(workspace))
    with progress() as show:
        report = carry_out(run, workspace, jobs=jobs, force=force, progress=show)
    say_all(report.findings.diagnostics)
    if as_json:
        answer(report.record())
    else:
        for path in report.removed:
            say(f"removed {path}")
        for path in report.made:
            click.echo(path)
    say(report.summary())
    if not report.is_good(strict):
        ctx.exit(INTERRUPTED if report.is_interrupted else 1)


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Show how far a run is on stderr: a bar on a terminal, else a line for each file."""
    with contextlib.ExitStack() as stack:
        yield _bar(stack) if sys.stderr.isatty() else _line


def _line(step: Step) -> None:
    if step.outcome != "begun":
        say(f"{step.outcome} {step.path}")


def _bar(stack: contextlib.ExitStack) -> Progress:
    """Return what moves a bar with the rate, the time left and the file; it begins with a run."""
    bars: list[Any] = []

    def show(step: Step) -> None:
        if not bars:
            bar: Any = click.progressbar(
                length=step.total,
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda path: path and path.rpartition("/")[2],
            )
            bar.current_item = step.path
            bars.append(stack.enter_context(bar))
        bars[0].update(step.done - bars[0].pos, step.path)

    return show


@cli.command(name="list")
@AS_JSON
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the handouts, languages, brands, editions and papers."""
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.press.listing import listing, listing_lines
    from handoutpress.press.report import Findings

    catalogue = load_catalogue(_workspace(ctx))
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
@AS_JSON
@click.pass_context
def check(ctx: click.Context, /, strict: bool, as_json: bool, **asked: Any) -> None:
    """Read everything and say what is wrong; make nothing."""
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.design.theme import Theme
    from handoutpress.press.plan import Request, plan
    from handoutpress.press.proof import proofread
    from handoutpress.press.report import Findings

    workspace = _workspace(ctx)
    theme = Theme.find(workspace)
    run = plan(load_catalogue(workspace), Request(**asked), theme)
    findings = Findings(proofread(run, theme))
    say_all(findings.diagnostics)
    if as_json:
        answer(findings.record())
    say(findings.summary())
    ctx.exit(int(not findings.is_good(strict)))


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
    for path in make(_workspace(ctx), slug, lang or "en", title):
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
@click.argument("kind", type=click.Choice(["handout", "brand", "publish", "front-matter"]))
def schema(kind: Any) -> None:
    """Print the JSON Schema of a file that you write, for your editor."""
    from handoutpress.content.schemas import json_schema

    answer(json_schema(kind))


@cli.command()
@click.pass_context
def clean(ctx: click.Context) -> None:
    """Remove what the manifest lists, and the manifest; nothing else."""
    from handoutpress.press.build import clean as remove_all

    removed = remove_all(_workspace(ctx))
    for path in removed:
        click.echo(path)
    say(f"{len(removed)} removed")


@cli.command()
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Look at what was built: is each file there, the same, and still good?"""
    from handoutpress.press.report import Findings
    from handoutpress.press.verify import verify as look

    paths, found = look(_workspace(ctx))
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
