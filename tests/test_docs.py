"""The documents keep up: every command, option and diagnostic code is in its page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from handoutpress.checks.registry import all_rules
from handoutpress.cli import cli
from handoutpress.content.settings import Thresholds

ROOT = Path(__file__).parent.parent
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
DIAGNOSTICS = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
CHECKS = (ROOT / "docs" / "checks.md").read_text("utf-8")
CODE = re.compile(r"[A-Z]\d{3}")


def chapter(command: str) -> str:
    """Return what docs/commands.md says about a command."""
    found = re.search(rf"^## {command}\b.*?(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = chapter(name)
    assert text, f"docs/commands.md has no chapter on {name}"
    for command, place in whole(name, cli.commands[name], text):
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert f"`{option}" in place, f"{name} {option} is not in docs/commands.md"


def whole(name: str, command: click.Command, text: str) -> Iterator[tuple[click.Command, str]]:
    """Yield a command with its chapter, and each command in it with what is said of that."""
    yield command, text
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _, mark, rest = text.partition(f"\n`{name} {inner.name}")
        assert mark, f"docs/commands.md says nothing on {name} {inner.name}"
        yield inner, rest.partition(f"\n`{name} ")[0]


def test_every_global_option_is_documented() -> None:
    for parameter in cli.params:
        for option in parameter.opts:
            assert f"`{option}" in COMMANDS, option


def codes() -> Iterator[str]:
    """Yield every diagnostic code that the program can say."""
    for path in sorted((ROOT / "handoutpress").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CODE.fullmatch(text):
                yield text


def test_every_code_is_documented_once_and_none_is_invented() -> None:
    rows = (
        re.findall(r"^\| ([A-Z]\d{3}) \|", page, re.MULTILINE) for page in (DIAGNOSTICS, CHECKS)
    )
    documented, checks = rows
    for each in (documented, checks):
        assert each == sorted(set(each))
    assert {*documented, *checks} == set(codes())
    assert set(checks) == set(all_rules())


@pytest.mark.parametrize("code", all_rules())
def test_the_table_of_rules_says_what_the_rule_says(code: str) -> None:
    rule = all_rules()[code]
    row = f"| {code} | {rule.title} | {rule.source} | {rule.severity} |"
    assert row in CHECKS, row


@pytest.mark.parametrize("name", Thresholds.model_fields)
def test_every_threshold_is_documented_with_its_default(name: str) -> None:
    assert f"| `{name}` | {Thresholds.model_fields[name].default:g} |" in CHECKS
