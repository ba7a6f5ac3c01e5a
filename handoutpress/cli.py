"""The command line: the commands that make things, and the group of all of them."""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from handoutpress import __version__, cli_governance
from handoutpress.diagnostics import Diagnostic, PressError, one_line
from handoutpress.terminal import (
    AS_JSON,
    JSON,
    SLUGS,
    answer,
    findings_alone,
    many,
    say,
    say_all,
    workspace_of,
)

# The engines, the schemas and the parsers are imported inside the commands that need them, so
# that `--help` answers at once.
if TYPE_CHECKING:
    from handoutpress.checks.linter import Linter
    from handoutpress.press.build import Progress, Step
    from handoutpress.press.check_sheet import Sheet
    from handoutpress.press.events import Events
    from handoutpress.press.report import Report
    from handoutpress.press.schedule import Schedule
    from handoutpress.press.target import Store
    from handoutpress.workspace import Workspace

LINES = 1000
"""So many are written out at once."""
EVENTS = "handoutpress.events"
"""Where it keeps the events that a command tells."""
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


def tell(event: object) -> None:
    """Print an event for a program: a line, in ASCII, for some take more than \\n for its end."""
    click.echo(json.dumps(event))


def note_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Keep in mind that the answer is an object for a program, of this form."""
    tell = {"json": findings_alone, "sarif": _sarif_alone}.get(value)
    if tell:
        ctx.meta[JSON] = tell
    return value


def _sarif_alone(said: tuple[Diagnostic, ...], code: int) -> None:
    from handoutpress.checks.sarif import sarif

    answer(sarif(said))


def note_events(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Keep in mind that the answer is events for a program."""
    if value:
        from handoutpress.press.events import Events

        # The command's own, so that the last event counts what was told before.
        events = ctx.meta[EVENTS] = Events(tell)
        ctx.meta[JSON] = functools.partial(_last_events, events)
    return value


def _last_events(events: Events, said: tuple[Diagnostic, ...], code: int) -> None:
    events.found(said)
    events.closed(code)


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
TARGET = click.option(
    "--target", metavar="URL", help="An object store in place of output/: s3://bucket/folder."
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


def _target(url: str | None) -> Store | None:
    from handoutpress.press.target import Store

    return None if url is None else Store.at(url)


@cli.command()
@SLUGS
@BRANDS
@LANGS
@EDITIONS
@PAPERS
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes; the machine's cores.")
@click.option("--cluster", metavar="URL", help="Let this Dask cluster make it: tcp://host:8786.")
@TARGET
@click.option("--force", is_flag=True, help="Make also what is current.")
@click.option("--strict", is_flag=True, help="A warning is trouble enough to exit with 1.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; make and change nothing.")
@click.option("--explain", is_flag=True, help="Say why each file is made.")
@click.option("--report", "page", metavar="FILE", help="Write what was done as a page to FILE.")
@click.option(
    "--json", "as_json", is_flag=True, callback=note_events, help="Print events for a program."
)
@click.pass_context
def build(
    ctx: click.Context,
    /,
    jobs: int | None,
    cluster: str | None,
    target: str | None,
    force: bool,
    strict: bool,
    dry_run: bool,
    explain: bool,
    page: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Make the PDFs and EPUBs that are not current.

    SLUGs are handouts; all of them when there is none.
    """
    from handoutpress import clock
    from handoutpress.design.theme import Theme
    from handoutpress.press.events import Events
    from handoutpress.press.precedent import Precedents

    if page and dry_run:
        raise click.UsageError("a dry run makes nothing to write a --report of")
    if page and target:
        raise click.UsageError("a --report shows files of output/, and none of a --target")
    if cluster and jobs:
        raise click.UsageError("the workers of a --cluster are started with it: no --jobs")
    workspace = workspace_of(ctx)
    place = _target(target)
    if cluster:
        from handoutpress.press.cluster import check_address

        check_address(cluster)
    if page:
        from handoutpress.press.html_page import refuse_other
        from handoutpress.press.report_page import TITLE

        refuse_other(workspace, page, TITLE)
    # A path for a person and an event for a program: stdout has only the one or the other.
    path_out = _ignore if as_json else click.echo
    events = ctx.meta.get(EVENTS) or Events(None)
    theme, day = Theme.find(workspace), clock.today()
    is_plain = not (force or target or cluster or page)
    precedents = Precedents(workspace, theme, asked, day) if is_plain else None
    if precedents and dry_run and (nothing := precedents.find()):
        ctx.exit(_say_plan(nothing, explain, strict, path_out, events))
    if precedents and not dry_run and (rest := precedents.rest()):
        events.planned(rest[0])
        _say_report(rest[1], path_out)
        ctx.exit(_close(rest[1], strict, events))

    from handoutpress.checks.linter import Linter
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.press.build import build as carry_out
    from handoutpress.press.gate import Gate
    from handoutpress.press.plan import Request, plan
    from handoutpress.press.schedule import look_ahead

    catalogue = load_catalogue(precedents.noting if precedents else workspace)
    gate = Gate(Linter.of(catalogue))
    run = plan(catalogue, Request(**asked), theme, day)
    if dry_run:
        schedule = look_ahead(
            run,
            workspace,
            jobs=jobs,
            force=force,
            target=place,
            is_elsewhere=bool(cluster),
            gate=gate,
        )
        ctx.exit(_say_plan(schedule, explain, strict, path_out, events))

    def planned(schedule: Schedule) -> None:
        if precedents:
            precedents.keep(schedule, len(run.artifacts))
        events.planned(schedule)
        for line in schedule.lines(explain=True) if explain else ():
            say(one_line(line))

    if precedents:
        precedents.note_manifest()
    with progress() as show:

        def went(step: Step) -> None:
            events.step(step)
            show(step)

        report = carry_out(
            run,
            workspace,
            jobs=jobs,
            force=force,
            target=place,
            cluster=cluster,
            planned=planned,
            progress=went,
            gate=gate,
        )
    _say_report(report, path_out)
    if page:
        _write_page(workspace, page, report)
    ctx.exit(_close(report, strict, events))


def _say_report(report: Report, path_out: Callable[[str], None]) -> None:
    """Print what was done."""
    say_all(report.findings.diagnostics)
    for path in report.removed:
        say(f"removed {path}")
    for path in report.made:
        path_out(path)
    say(report.summary())


def _close(report: Report, strict: bool, events: Events) -> int:
    """Tell a program that this was all, and return how to exit."""
    code = INTERRUPTED if report.is_interrupted else int(not report.is_good(strict))
    events.found(report.findings.diagnostics)
    events.closed(code, report)
    return code


def _write_page(workspace: Workspace, name: str, report: Report) -> None:
    from handoutpress.press.manifest import read_manifest
    from handoutpress.press.report_page import report_page

    entries, _ = read_manifest(workspace)
    workspace.write_whole(name, report_page(report, entries, workspace, name))
    say(f"the report is in {name}")


def _ignore(said: object) -> None:
    """Print nothing."""


def _say_plan(
    schedule: Schedule,
    explain: bool,
    strict: bool,
    path_out: Callable[[str], None],
    events: Events,
) -> int:
    """Print what a run comes to and return how to exit: there may be trouble in the sources."""
    events.planned(schedule)
    say_all(schedule.findings.diagnostics)
    for path in schedule.stale:
        say(f"to remove: {path}")
    lines = schedule.lines(explain)
    # To write out each of a hundred thousand for itself takes longer than to find them.
    while some := [*islice(lines, LINES)]:
        # It may name what a manifest has named, which somebody may have edited.
        path_out("\n".join(map(one_line, some)))
    say(schedule.summary())
    code = int(not schedule.findings.is_good(strict))
    events.closed(code)
    return code


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Show how far a run is on stderr: a bar on a terminal, else a line for each file."""
    with contextlib.ExitStack() as stack:
        yield _Bar(stack) if sys.stderr.isatty() else _line


def _line(step: Step) -> None:
    if step.outcome in ("made", "failed"):
        say(f"{step.outcome} {step.path}")


class _Bar:
    """A bar with the count, the time left, the rate and the file, and failures as lines above it.

    It begins with the first file, for until then nobody knows how many there are.
    """

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._bar: Any = None
        self._start = 0.0

    def __call__(self, step: Step) -> None:
        """Move it."""
        if step.outcome == "removed":
            return
        bar = self._bar = self._bar or self._begin(step)
        if step.outcome == "failed":
            click.echo(f"\r{' ' * (bar.max_width or 0)}\r", nl=False, err=True)
            say(": ".join([f"failed {step.path}", *(d.message for d in step.said[:1])]))
        bar.current_item = self._item(step)
        bar.make_step(step.done - bar.pos)
        bar.render_progress()

    def _begin(self, step: Step) -> Any:
        self._start = time.monotonic()
        # As wide as the terminal leaves room: a line that wraps cannot be written over.
        bar: Any = click.progressbar(
            length=step.total, width=0, file=sys.stderr, show_pos=True, item_show_func=str
        )
        bar.current_item = self._item(step)
        return self._stack.enter_context(bar)

    def _item(self, step: Step) -> str:
        name = step.path.rpartition("/")[2]
        rate = step.done / max(time.monotonic() - self._start, 0.001)
        return f"{rate:.1f}/s  {name}" if step.done else name


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

    removed = remove_all(workspace_of(ctx), _target(target))
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
    paths, found = look(_target(target) or workspace)
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


for _command_of_governance in cli_governance.COMMANDS:
    cli.add_command(_command_of_governance)
