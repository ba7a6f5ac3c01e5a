"""The command that makes files, and what it shows of a run."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from handoutpress.diagnostics import Diagnostic, one_line
from handoutpress.terminal import (
    INTERRUPTED,
    JSON,
    SLUGS,
    TARGET,
    many,
    say,
    say_all,
    store_at,
    workspace_of,
)

# The engines, the schemas and the parsers are imported where they are needed, so that a build with
# nothing to do answers at once.
if TYPE_CHECKING:
    import datetime

    from handoutpress.design.theme import Theme
    from handoutpress.press.build import Progress, Step
    from handoutpress.press.events import Events
    from handoutpress.press.precedent import Precedents
    from handoutpress.press.report import Report
    from handoutpress.press.schedule import Schedule
    from handoutpress.press.target import Store
    from handoutpress.workspace import Workspace

LINES = 1000
"""So many are written out at once."""
EVENTS = "handoutpress.events"
"""Where it keeps the events that a command tells."""


def tell(event: object) -> None:
    """Print an event for a program: a line, in ASCII, for some take more than \\n for its end."""
    click.echo(json.dumps(event))


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


@dataclass(frozen=True, slots=True)
class _Order:
    """What a build is asked for."""

    jobs: int | None
    cluster: str | None
    target: str | None
    force: bool
    strict: bool
    dry_run: bool
    explain: bool
    page: str | None
    asked: Mapping[str, tuple[str, ...]]
    """Which artifacts, by the names of a Request."""

    def refuse_contradictions(self) -> None:
        """Raise UsageError where options do not go together, ExportError for no address."""
        if self.page and self.dry_run:
            raise click.UsageError("a dry run makes nothing to write a --report of")
        if self.page and self.target:
            raise click.UsageError("a --report shows files of output/, and none of a --target")
        if self.cluster and self.jobs:
            raise click.UsageError("the workers of a --cluster are started with it: no --jobs")

    @property
    def is_plain(self) -> bool:
        """Whether only what is not current is made, here, and nothing else is written."""
        return not (self.force or self.target or self.cluster or self.page)


@click.command()
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
    from handoutpress.press.events import Events

    order = _Order(jobs, cluster, target, force, strict, dry_run, explain, page, asked)
    order.refuse_contradictions()
    workspace = workspace_of(ctx)
    place = store_at(target)
    _refuse_addresses(order, workspace)
    # A path for a person and an event for a program: stdout has only the one or the other.
    path_out = _ignore if as_json else click.echo
    events = ctx.meta.get(EVENTS) or Events(None)
    building = _Building.of(order, workspace, place, events, path_out)
    code = building.known()
    ctx.exit(building.carried_out() if code is None else code)


def _refuse_addresses(order: _Order, workspace: Workspace) -> None:
    """Raise ExportError for a cluster that is none, or a page that is somebody's own file."""
    if order.cluster:
        from handoutpress.press.cluster import check_address

        check_address(order.cluster)
    if order.page:
        from handoutpress.press.html_page import refuse_other
        from handoutpress.press.report_page import TITLE

        refuse_other(workspace, order.page, TITLE)


@dataclass(frozen=True, slots=True)
class _Building:
    """A build, and whom it tells."""

    order: _Order
    workspace: Workspace
    place: Store | None
    events: Events
    path_out: Callable[[str], None]
    theme: Theme
    day: datetime.date
    precedents: Precedents | None

    @classmethod
    def of(
        cls,
        order: _Order,
        workspace: Workspace,
        place: Store | None,
        events: Events,
        path_out: Callable[[str], None],
    ) -> _Building:
        """Return it for the theme and the day as they are now."""
        from handoutpress import clock
        from handoutpress.design.theme import Theme
        from handoutpress.press.precedent import Precedents

        theme, day = Theme.find(workspace), clock.today()
        known = Precedents(workspace, theme, order.asked, day) if order.is_plain else None
        return cls(order, workspace, place, events, path_out, theme, day, known)

    def known(self) -> int | None:
        """Return how to exit where it is known that there is nothing to do, else None."""
        if not self.precedents:
            return None
        if self.order.dry_run:
            nothing = self.precedents.find()
            return self._planned(nothing) if nothing else None
        rest = self.precedents.rest()
        if rest is None:
            return None
        schedule, report = rest
        self.events.planned(schedule)
        return self._done(report)

    def carried_out(self) -> int:
        """Plan it, make what there is to make, and return how to exit."""
        from handoutpress.checks.linter import Linter
        from handoutpress.content.catalogue import load_catalogue
        from handoutpress.press.build import build as carry_out
        from handoutpress.press.gate import Gate
        from handoutpress.press.plan import Request, plan
        from handoutpress.press.schedule import look_ahead

        order = self.order
        catalogue = load_catalogue(self.precedents.noting if self.precedents else self.workspace)
        how: dict[str, Any] = {
            "jobs": order.jobs,
            "force": order.force,
            "target": self.place,
            "gate": Gate(Linter.of(catalogue)),
        }
        run = plan(catalogue, Request(**order.asked), self.theme, self.day)
        if order.dry_run:
            is_elsewhere = bool(order.cluster)
            return self._planned(look_ahead(run, self.workspace, is_elsewhere=is_elsewhere, **how))

        def planned(schedule: Schedule) -> None:
            if self.precedents:
                self.precedents.keep(schedule, len(run.artifacts))
            self.events.planned(schedule)
            for line in schedule.lines(explain=True) if order.explain else ():
                say(one_line(line))

        if self.precedents:
            self.precedents.note_manifest()
        with progress() as show:

            def went(step: Step) -> None:
                self.events.step(step)
                show(step)

            report = carry_out(
                run, self.workspace, cluster=order.cluster, planned=planned, progress=went, **how
            )
        return self._done(report)

    def _planned(self, schedule: Schedule) -> int:
        """Print what a run comes to and return how to exit: the sources may be in trouble."""
        self.events.planned(schedule)
        say_all(schedule.findings.diagnostics)
        for path in schedule.stale:
            say(f"to remove: {path}")
        lines = schedule.lines(self.order.explain)
        # To write out each of a hundred thousand for itself takes longer than to find them.
        while some := [*islice(lines, LINES)]:
            # It may name what a manifest has named, which somebody may have edited.
            self.path_out("\n".join(map(one_line, some)))
        say(schedule.summary())
        code = int(not schedule.findings.is_good(self.order.strict))
        self.events.closed(code)
        return code

    def _done(self, report: Report) -> int:
        """Print what was done, tell a program that this was all, and return how to exit."""
        say_all(report.findings.diagnostics)
        for path in report.removed:
            say(f"removed {path}")
        for path in report.made:
            self.path_out(path)
        say(report.summary())
        if self.order.page:
            _write_page(self.workspace, self.order.page, report)
        code = INTERRUPTED if report.is_interrupted else int(not report.is_good(self.order.strict))
        self.events.found(report.findings.diagnostics)
        self.events.closed(code, report)
        return code


def _write_page(workspace: Workspace, name: str, report: Report) -> None:
    from handoutpress.press.manifest import read_manifest
    from handoutpress.press.report_page import report_page

    entries, _ = read_manifest(workspace)
    workspace.write_whole(name, report_page(report, entries, workspace, name))
    say(f"the report is in {name}")


def _ignore(said: object) -> None:
    """Print nothing."""


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
