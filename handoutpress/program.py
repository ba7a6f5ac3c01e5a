"""The program's commands as they are typed where it runs."""

from __future__ import annotations

import sys
from pathlib import Path

FRONT_DOOR = "publish.py"
"""The file that starts the program in a checkout."""


def command(arguments: str) -> str:
    """Return a command for a hint: `python3 publish.py new` in a checkout, else `publish new`."""
    is_checkout = Path(sys.argv[0]).name == FRONT_DOOR
    return f"{f'python3 {FRONT_DOOR}' if is_checkout else 'publish'} {arguments}"
