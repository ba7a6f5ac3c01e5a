"""What the commands share: how they print, what their options mean, where they work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from handoutpress.diagnostics import Diagnostic, one_line

if TYPE_CHECKING:
    from handoutpress.press.target import Store
    from handoutpress.workspace import Workspace

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended."""
JSON = "handoutpress.json"
"""Where Click's context keeps what prints JSON of why a command could not even start."""


def say(text: str) -> None:
    """Print lines for a person. What a file's author wrote cannot steer the terminal."""
    click.echo("\n".join(map(one_line, text.split("\n"))), err=True)


def say_all(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics for a person."""
    for diagnostic in diagnostics:
        say(str(diagnostic))


def answer(data: object) -> None:
    """Print plain data for a program, as JSON."""
    click.echo(json_text(data))


def json_text(data: object) -> str:
    """Return plain data as JSON that a person can read too."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def many(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an option that may be repeated and may hold commas."""
    parts = (part.strip() for item in value for part in item.split(","))
    names = tuple(dict.fromkeys(part for part in parts if part))
    if value and not names:
        # An empty variable of a script: it must not mean "all".
        raise click.BadParameter("it names nothing", ctx, param)
    return names


def note_json(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Keep in mind that the answer is an object for a program."""
    if value:
        ctx.meta[JSON] = findings_alone
    return value


def findings_alone(said: tuple[Diagnostic, ...], code: int) -> None:
    """Answer a program with why a command could not start."""
    from handoutpress.press.report import Findings

    if said:
        answer(Findings(said).record())


SLUGS = click.argument("slugs", nargs=-1, metavar="[SLUG]...")
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, callback=note_json, help="Print JSON for a program."
)


TARGET = click.option(
    "--target", metavar="URL", help="An object store in place of output/: s3://bucket/folder."
)


def store_at(url: str | None) -> Store | None:
    """Return the store of a `--target`, if one is named; ExportError for an address of none."""
    from handoutpress.press.target import Store

    return None if url is None else Store.at(url)


def workspace_of(ctx: click.Context) -> Workspace:
    """Return the workspace that a command works in."""
    from handoutpress.workspace import Workspace

    return Workspace.find(ctx.obj)
