"""Write THIRD-PARTY.md: the packages of the lock files with their licences, and the fonts.

    python tools/third_party.py [WHEEL...]

Run it with an environment that has all lock files installed; wheels given as arguments tell of
packages that are for other systems only. A package that is nowhere to be seen stops it.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TITLES = {
    "requirements.lock": "The program",
    "requirements-test.lock": "Tests only",
}
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)
CLASSIFIER = "License :: OSI Approved :: "
FONTS = """## Fonts in styles/fonts/

| Font | Copyright | Licence |
| --- | --- | --- |
| Atkinson Hyperlegible 1.006, unmodified | 2020 Braille Institute of America, Inc. | \
OFL-1.1, styles/fonts/OFL-AtkinsonHyperlegible.txt |
| Noto Sans, Noto Sans Arabic, Bengali, Devanagari, Hebrew: static Regular and Bold made from the \
variable fonts | 2022-2025 The Noto Project Authors | OFL-1.1, styles/fonts/OFL-NotoSans.txt |

## Words in handoutpress/wordlists/

| Words | Copyright | Licence |
| --- | --- | --- |
| syllables.en.txt, from the CMU Pronouncing Dictionary | 1993-2015 Carnegie Mellon University | \
BSD-2-Clause, handoutpress/wordlists/LICENSE-CMUDICT |

## Colour profile in styles/press/

| Profile | Copyright | Licence |
| --- | --- | --- |
| uncoated.icc, made from the characterisation data FOGRA29L of "ICC Profiles Free" \
| Kai-Uwe Behrmann | Zlib, styles/press/ZLIB-FOGRA29L.txt |
"""
HEAD = """# Third-party software and fonts

Handout Press itself is AGPL-3.0-or-later (LICENSE); the sample content in handouts/ and brands/ is
CC-BY-4.0 (LICENSE-CONTENT). It uses what follows. Packages are not part of this repository: set-up
installs them, each with its licence text. The licence column repeats what each package says of
itself; gstreamer-libs and what it needs are for macOS and Windows only (gstreamer-ext-runtime is
Microsoft's C++ runtime). Made by tools/third_party.py from the lock files.
"""


def carried(wheels: Iterable[str]) -> dict[str, Message]:
    """Return the metadata of wheel files by normalised package name."""
    found = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            told = Parser().parsestr(archive.read(name).decode())
        found[normal(told["Name"])] = told
    return found


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(told: Message) -> str:
    """Return a package's licence as it states it: expression, old field or classifiers."""
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = told.get_all("Classifier") or []
    names = [c.removeprefix(CLASSIFIER) for c in classifiers if c.startswith(CLASSIFIER)]
    plain = str(told["License"] or "").strip()
    short = plain if plain and "\n" not in plain else ""
    return short or "; ".join(names) or "see its licence file"


def rows(lock: str, wheels: dict[str, Message]) -> Iterator[str]:
    """Yield a table row for each package of a lock file."""
    for pin in PIN.finditer((ROOT / lock).read_text("utf-8")):
        try:
            told = wheels.get(normal(pin["name"])) or _installed(pin["name"])
        except PackageNotFoundError:
            raise SystemExit(f"{pin[0]} is not installed; name its wheel") from None
        yield f"| {pin['name']} | {pin['version']} | {licence(told)} |"


def _installed(name: str) -> Message:
    return Parser().parsestr(distribution(name).read_text("METADATA") or "")


def main() -> None:
    """Write the file."""
    wheels = carried(sys.argv[1:])
    parts = [HEAD]
    for lock, title in TITLES.items():
        table = "\n".join(rows(lock, wheels))
        head = "| Package | Version | Licence |\n| --- | --- | --- |"
        parts.append(f"## {title} ({lock})\n\n{head}\n{table}\n")
    parts.append(FONTS)
    (ROOT / "THIRD-PARTY.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
