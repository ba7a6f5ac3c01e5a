"""Set-up in front of the command line: finds or makes an environment, and hands over to it.

Standard library alone, here and in what it imports: it runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from handoutpress.diagnostics import PressError, error
from handoutpress.environment import BASE_LOCK, TEST_LOCK, Environment, process_settings

ROOT = Path(__file__).resolve().parent.parent
TEST = "test"
TEST_GROUPS = ("dev", "conformance", "cluster")
REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?P<bounds>[^;]*)(?P<marker>;.*)?")
BOUND = re.compile(r"(?P<sign>>=|==)\s*(?P<version>[\d.]+)")


def main(argv: Sequence[str]) -> int:
    """Do what `publish.py` was asked for; return its exit status.

    `test` runs pytest with the arguments that follow it; everything else is the command line's.
    """
    testing = argv[:1] == [TEST]
    try:
        python = ready_python(Environment(ROOT), testing=testing)
    except PressError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("publish: set-up was stopped; the next run starts it again\n")
        return 130
    if testing:
        os.chdir(ROOT)
        return hand_over([str(python), "-m", "pytest", *argv[1:]])
    if python == Path(sys.executable):
        run_command_line()
        return 0
    return hand_over([str(python), str(ROOT / "publish.py"), *argv])


def ready_python(environment: Environment, *, testing: bool) -> Path:
    """Return an interpreter that has all packages; makes the environment if there is none.

    A virtual environment in force that has them comes first: somebody chose it. Raises PressError.
    """
    locks = (BASE_LOCK, TEST_LOCK) if testing else (BASE_LOCK,)
    own = environment.is_running()
    here = Path(sys.executable)
    try:
        if not own and sys.prefix != sys.base_prefix and has_packages(environment.root, testing):
            return here
        if environment.is_ready(locks):
            return here if own else environment.python
        if not own and has_packages(environment.root, testing):
            return here
    except OSError as fault:
        why = f"set-up cannot read {fault.filename}: {fault.strerror}"
        raise PressError([error("D011", why)]) from fault
    environment.make(locks)
    return here if own else environment.python


def has_packages(root: Path, testing: bool) -> bool:
    """Return whether this interpreter has what pyproject.toml asks for."""
    import tomllib  # here, because an environment that is ready is found without it

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for group in TEST_GROUPS if testing else ():
        wanted += project["dependency-groups"][group]
    return all(is_met(requirement) for requirement in wanted)


def is_met(requirement: str) -> bool:
    """Return whether an installed package meets a requirement of the form `name>=1.2`.

    One with a marker is for some systems only and no import of ours, so it counts as met.
    """
    from importlib.metadata import PackageNotFoundError, version  # slow to import, as tomllib

    found = REQUIREMENT.match(requirement)
    if found is None or found["marker"]:
        return found is not None
    try:
        has = _numbers(version(found["name"]))
    except PackageNotFoundError:
        return False
    return all(_fits(has, bound) for bound in BOUND.finditer(found["bounds"]))


def hand_over(command: Sequence[str]) -> int:
    """Go on as another process; where that cannot replace this one, return its exit status."""
    settings = {**os.environ, **process_settings(Environment(ROOT))}
    if sys.platform != "win32":  # there, exec returns to the shell before the program ends
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], list(command), settings)
    return subprocess.call(command, env=settings)


def run_command_line() -> None:
    """Run the command line in this process; it exits with its own status."""
    from handoutpress import cli  # needs the packages, so not before they are known to be there

    cli.main()


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers that a version starts with, without zeros at the end."""
    head = re.match(r"[\d.]*", text)
    numbers = [int(part) for part in (head[0] if head else "").split(".") if part]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _fits(has: tuple[int, ...], bound: re.Match[str]) -> bool:
    wanted = _numbers(bound["version"])
    return has == wanted if bound["sign"] == "==" else has >= wanted
