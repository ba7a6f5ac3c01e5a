"""The private .venv: made whole or made again, from lock files whose hashes are checked."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from handoutpress.commands import NO_MATCH, mentions, run, why_failed
from handoutpress.diagnostics import PressError, error
from handoutpress.locking import locked
from handoutpress.native import (
    carried_folder,
    debian_line,
    is_root,
    linker_settings,
    missing_libraries,
    system_family,
    told_missing,
)

BASE_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
STAMP = "set-up.stamp"
GUARD = "set-up.guard"
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "-q")


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of one checkout.

    Its stamp names the Python and the lock files it was made from, and is there only while the
    environment is whole: it is taken away before anything changes, and written last.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """Where the environment lies."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        windows = sys.platform == "win32"
        return self.folder / ("Scripts/python.exe" if windows else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that vouches for it."""
        return self.folder / STAMP

    def is_ready(self, locks: Sequence[str]) -> bool:
        """Return whether it is whole and holds what these lock files say."""
        return set(self._vows(locks)) <= self._stamped()

    def is_running(self) -> bool:
        """Return whether this very process runs in it."""
        return self.folder.is_dir() and self.folder.samefile(sys.prefix)

    def make(self, locks: Sequence[str]) -> None:
        """Make or mend it; PressError D0xx when that fails, and the next run starts afresh."""
        try:
            self._refuse_link()
            with self._alone() as guard:
                if not self.is_ready(locks):
                    self._make(locks, guard)
        except OSError as fault:
            place = fault.filename or self.folder
            why = f"set-up cannot write {place}: {fault.strerror or fault}"
            raise PressError([error("D011", why)]) from fault

    def _refuse_link(self) -> None:
        """Raise PressError D015 where the environment lies somewhere else, behind a link.

        This program makes none, so what is there is somebody else's: to use, not to change.
        """
        real = self.folder.resolve()
        if real != self.root.resolve() / self.folder.name:
            what = f"{self.folder} is a link to {real}, which lacks what this program needs"
            hint = "delete the link, not what it leads to; the next run makes a folder in its place"
            raise PressError([error("D015", what, None, hint)])

    def _make(self, locks: Sequence[str], guard: int) -> None:
        install_native()
        before = self._stamped()
        fresh = [lock for lock in locks if not set(self._vows([lock])) <= before]
        keep = before if BASE_LOCK not in fresh else set()
        if not keep:
            fresh = list(locks)
        tell(f"setting up .venv from {', '.join(fresh)}; this takes half a minute, once")
        self.stamp.unlink(missing_ok=True)
        if not keep:
            self._clear()
        try:
            self._install(fresh, guard)
        except PressError:
            # Nothing of what the stamp vouched for was touched: let the program be used meanwhile.
            self._write_stamp(keep)
            raise
        self._write_stamp(keep | set(self._vows(fresh)))

    def _vows(self, locks: Sequence[str]) -> list[str]:
        """Return the lines that the stamp has to hold."""
        digests = [hashlib.sha256((self.root / lock).read_bytes()).hexdigest() for lock in locks]
        python = f"python {sys.implementation.cache_tag} {sys.platform}"
        return [python, *(f"{lock} {digest}" for lock, digest in zip(locks, digests, strict=True))]

    def _stamped(self) -> set[str]:
        try:
            return set(self.stamp.read_text("utf-8").splitlines())
        except (OSError, UnicodeDecodeError):
            return set()

    def _write_stamp(self, lines: set[str]) -> None:
        if lines:
            half = self.stamp.with_suffix(".half")
            half.write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
            half.replace(self.stamp)

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """Hold the guard file, so that two set-ups at once work one after the other."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder / GUARD).open("a+b") as file:
            if not locked(file.fileno(), wait=False):
                tell("another set-up is at work; waiting for it")
                locked(file.fileno(), wait=True)
            yield file.fileno()

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != GUARD:
                path.unlink()

    def _install(self, locks: Sequence[str], guard: int) -> None:
        """Install by uv where there is one, else, or where it fails, by pip."""
        files = [part for lock in locks for part in ("-r", str(self.root / lock))]
        uv = shutil.which("uv")
        if uv and self._install_by_uv(uv, files, guard):
            return
        if not _has_pip(self.folder):
            made = run([_base_python(), "-m", "venv", str(self.folder)], guard)
            if made.returncode:
                raise PressError([why_failed("D012", "no virtual environment can be made", made)])
        checked = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
        quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
        done = run([str(self.python), "-m", "pip", "install", *quiet, *checked, *files], guard)
        if done.returncode:
            raise PressError([why_failed("D013", "the packages cannot be installed", done)])

    def _install_by_uv(self, uv: str, files: list[str], guard: int) -> bool:
        """Return whether uv did it; it reads no pip settings, so pip may still reach an index."""
        base = ["--quiet", "--python", _base_python()]
        made = run([uv, "venv", "--allow-existing", *base, str(self.folder)], guard)
        if made.returncode:
            return False
        checked = ["--require-hashes", "--no-deps", "--no-build"]
        own = ["--quiet", "--python", str(self.python)]
        done = run([uv, "pip", "install", *own, *checked, *files], guard)
        if done.returncode and mentions(done, NO_MATCH):
            raise PressError([why_failed("D013", "the packages cannot be installed", done)])
        return not done.returncode


def install_native() -> None:
    """Install missing libraries on Debian as root; PressError D001 with the line anywhere else.

    On macOS and Windows a wheel of the lock file carries them, so there is nothing to do.
    """
    if sys.platform in ("darwin", "win32"):
        return
    missing = missing_libraries()
    packages = tuple(dict.fromkeys([*(library.debian for library in missing), *_venv_package()]))
    if not packages:
        return
    if system_family() != "debian" or not is_root():
        raise PressError([told_missing(missing, _venv_package())])
    _apt_install(packages)
    still = missing_libraries()
    if still:
        raise PressError([told_missing(still)])


def process_settings(environment: Environment) -> dict[str, str]:
    """Return variables that a process of the environment has to start with."""
    if sys.platform != "darwin":
        return {}
    found = environment.folder.glob("lib/python*/site-packages/gstreamer_libs/lib")
    carried = next(found, None) or carried_folder()
    return linker_settings(carried, environment.folder / "libraries") if carried else {}


def tell(text: str) -> None:
    """Say what is going on; set-up is the one part that runs before the command line does."""
    sys.stderr.write(f"publish: {text}\n")
    sys.stderr.flush()


def _venv_package() -> tuple[str, ...]:
    """Return Debian's package of this Python's venv, if an environment cannot be made without."""
    if shutil.which("uv") or find_spec("ensurepip"):
        return ()
    return (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",)


def _apt_install(packages: tuple[str, ...]) -> None:
    """Install Debian packages; the lists are fetched only when they are missing or too old."""
    tell(f"installing {' '.join(packages)}")
    install = [*APT, *debian_line(packages).split()[1:]]
    done = run(install)
    if done.returncode:
        run([*APT, "update"])
        done = run(install)
    if done.returncode:
        raise PressError([why_failed("D014", f"apt-get cannot install {' '.join(packages)}", done)])


def _has_pip(folder: Path) -> bool:
    return any(folder.glob("[Ll]ib/**/site-packages/pip/__main__.py"))


def _base_python() -> str:
    """Return the interpreter that this one, if it is an environment's, was made from."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)
