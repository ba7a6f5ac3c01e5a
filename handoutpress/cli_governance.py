"""The commands of governance: translations, and what is due, released and changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from handoutpress.diagnostics import one_line
from handoutpress.terminal import answer, json_text, many, note_json, say, say_all, workspace_of

if TYPE_CHECKING:
    from handoutpress.content.catalogue import Catalogue


def _note_format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    note_json(ctx, param, value == "json")
    return value


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:
    from handoutpress.content.record import read_day

    try:
        day = read_day(value)
    except ValueError as reason:
        raise click.BadParameter(f"{value} is {reason}: write YYYY-MM-DD", ctx, param) from None
    return day if isinstance(day, datetime.date) else None


def _format(*names: str) -> Callable[..., Any]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        callback=_note_format,
        help=f"How it is written; {names[0]} by default.",
    )


SLUG = click.argument("slug")
LANG = click.option("--lang", required=True, help="The language of the translation.")
HANDOUTS = click.option(
    "--handout", "slugs", multiple=True, callback=many, help="Only these handouts."
)
LANGS = click.option("--lang", "langs", multiple=True, callback=many, help="Only these languages.")
SECTIONS = click.option(
    "--section",
    "sections",
    multiple=True,
    callback=many,
    help="Only these sections, by anchor, or parts such as `front.title`; all by default.",
)
TRANSLATOR = click.option(
    "--translator", default="", help="Who translated; whom the front matter names by default."
)
MACHINE = click.option("--machine", is_flag=True, help="It is a machine's translation.")
OUTPUT = click.option(
    "--output", "output", metavar="FILE", help="Write it to a FILE of the workspace."
)


def _catalogue(ctx: click.Context) -> Catalogue:
    """Return the workspace's handouts; what is wrong in them is told, and left out."""
    from handoutpress.content.catalogue import load_catalogue
    from handoutpress.content.report import has_errors

    catalogue = load_catalogue(workspace_of(ctx))
    if has_errors(catalogue.diagnostics):
        say_all(catalogue.diagnostics)
    return catalogue


def _give(ctx: click.Context, output: str | None, data: bytes) -> None:
    """Write to a file of the workspace, whole or not at all; or print."""
    if output:
        from handoutpress.governance.naming import refuse_source

        refuse_source(output)
        workspace_of(ctx).write_whole(output, data)
        click.echo(output)
    else:
        click.echo(data.decode(), nl=False)


def _as_bytes(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


@click.group(invoke_without_command=True)
@HANDOUTS
@LANGS
@_format("text", "json")
@click.pass_context
def translations(
    ctx: click.Context, slugs: tuple[str, ...], langs: tuple[str, ...], form: str
) -> None:
    """Show how the translations stand, and keep their records.

    Without a command: which parts of each are current, stale, missing and unsigned.
    """
    if ctx.invoked_subcommand:
        return
    from handoutpress.content.report import has_errors
    from handoutpress.governance.translations import standings, state_data, state_lines

    catalogue = _catalogue(ctx)
    found = standings(catalogue, slugs, langs)
    if form == "json":
        answer({"translations": state_data(found)})
    else:
        for line in state_lines(found):
            click.echo(line)
    ctx.exit(int(has_errors(catalogue.diagnostics)))


@translations.command()
@SLUG
@LANG
@SECTIONS
@TRANSLATOR
@MACHINE
@click.pass_context
def record(
    ctx: click.Context,
    slug: str,
    lang: str,
    sections: tuple[str, ...],
    translator: str,
    machine: bool,
) -> None:
    """Write down that a translation was made from the words as they are now."""
    from handoutpress.governance.recording import Credit, record

    for path in record(workspace_of(ctx), slug, lang, sections, Credit(translator, machine)):
        click.echo(path)


@translations.command()
@SLUG
@LANG
@SECTIONS
@click.option("--reviewer", required=True, help="The name of who has read and signs it.")
@click.option("--qualification", required=True, help="What qualifies the reviewer.")
@click.option("--on", "on", callback=_day, help="The day of signing; today by default.")
@click.pass_context
def sign(
    ctx: click.Context,
    slug: str,
    lang: str,
    sections: tuple[str, ...],
    reviewer: str,
    qualification: str,
    on: datetime.date | None,
) -> None:
    """Write down that a qualified reviewer has signed a translation, or sections of it."""
    from handoutpress.clock import today
    from handoutpress.governance.recording import sign

    who = reviewer, qualification
    for path in sign(workspace_of(ctx), slug, lang, sections, who, on or today()):
        click.echo(path)


@translations.command()
@HANDOUTS
@LANGS
@_format("text", "json")
@OUTPUT
@click.pass_context
def worklist(
    ctx: click.Context,
    slugs: tuple[str, ...],
    langs: tuple[str, ...],
    form: str,
    output: str | None,
) -> None:
    """Write what a translator has to do: the old words, the new ones, and the translation."""
    from handoutpress.governance.translations import (
        standings,
        worklist,
        worklist_data,
        worklist_lines,
    )

    found = standings(_catalogue(ctx), slugs, langs)
    tasks = worklist(workspace_of(ctx), found)
    data = (
        _as_bytes([json_text({"tasks": worklist_data(tasks)})])
        if form == "json"
        else _as_bytes(worklist_lines(tasks))
    )
    _give(ctx, output, data)
    say(f"{len(tasks)} to do")


@translations.command()
@SLUG
@LANG
@OUTPUT
@click.pass_context
def export(ctx: click.Context, slug: str, lang: str, output: str | None) -> None:
    """Write a handout as a gettext PO file, for a translation tool."""
    from handoutpress.governance.exchange import export_po

    _give(ctx, output, export_po(workspace_of(ctx), slug, lang))


@translations.command(name="import")
@SLUG
@LANG
@click.argument("file")
@TRANSLATOR
@MACHINE
@click.option("--partial", is_flag=True, help="Leave what is not translated yet as it is.")
@click.pass_context
def import_(
    ctx: click.Context,
    slug: str,
    lang: str,
    file: str,
    translator: str,
    machine: bool,
    partial: bool,
) -> None:
    """Write a translation from a PO FILE of the workspace, and record what it was made from."""
    from handoutpress.governance.importing import import_po
    from handoutpress.governance.recording import Credit

    credit = Credit(translator, machine)
    done = import_po(workspace_of(ctx), slug, lang, file, credit, partial)
    for path in done.files:
        click.echo(path)
    if done.open_parts:
        say(f"not translated to the end: {', '.join(done.open_parts)}")


@click.command()
@_format("text", "json", "csv")
@OUTPUT
@click.option("--strict", is_flag=True, help="Anything to see to is enough to exit with 1.")
@click.pass_context
def audit(ctx: click.Context, form: str, output: str | None, strict: bool) -> None:
    """List what the library has to see to: reviews, signatures, translations, owners, contacts."""
    from handoutpress.clock import today
    from handoutpress.governance import audit_report as told
    from handoutpress.governance.audit import audit

    found = audit(workspace_of(ctx), today())
    if form == "json":
        data = _as_bytes([json_text(told.audit_data(found))])
    elif form == "csv":
        data = told.audit_csv(found).encode()
    else:
        data = _as_bytes(map(one_line, told.audit_lines(found)))
    _give(ctx, output, data)
    if form != "text" or output:
        say(told.audit_summary(found))
    ctx.exit(int(not found.is_good or (strict and bool(found.items))))


@click.command()
@SLUG
@click.option("--name", help="The release's name; `v` and the version by default.")
@click.pass_context
def release(ctx: click.Context, slug: str, name: str | None) -> None:
    """Keep what a handout says now, in every language, to compare later versions with."""
    from handoutpress.governance.releases import release

    click.echo(release(workspace_of(ctx), slug, name))


@click.command()
@SLUG
@click.option("--since", required=True, metavar="NAME", help="The release to compare with.")
@click.option("--lang", help="The language; the one that it was written in by default.")
@_format("text", "html")
@OUTPUT
@click.pass_context
def diff(
    ctx: click.Context, slug: str, since: str, lang: str | None, form: str, output: str | None
) -> None:
    """Show in words what has changed in a handout since a release, for who signs it."""
    from handoutpress.governance.comparing import compare
    from handoutpress.governance.differences_page import difference_page
    from handoutpress.governance.differences_text import difference_lines

    found = compare(workspace_of(ctx), slug, since, lang)
    if form == "html":
        data = difference_page(found)
    else:
        lines = (line for text in difference_lines(found) for line in text.split("\n"))
        data = _as_bytes(map(one_line, lines))
    _give(ctx, output, data)


COMMANDS = (audit, diff, release, translations)
"""What the command line adds to its own."""
