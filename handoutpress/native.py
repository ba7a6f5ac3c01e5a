"""The shared libraries that WeasyPrint opens: which are missing, and what installs them here."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from handoutpress.diagnostics import Diagnostic, ExportError, error


@dataclass(frozen=True, slots=True)
class Library:
    """One library: its name for people, its file names by `sys.platform`, its Debian package."""

    name: str
    linux: str
    darwin: str
    win32: str
    debian: str = "libpangoft2-1.0-0"  # depends on the other four

    @property
    def file(self) -> str:
        """Its file name on this system."""
        return {"darwin": self.darwin, "win32": self.win32}.get(sys.platform, self.linux)

    def opens(self) -> bool:
        """Return whether the dynamic linker finds and loads it."""
        # Builds of the Unix way name a DLL lib*, those of the Windows way do not.
        return _loads(self.file) or (sys.platform == "win32" and _loads(f"lib{self.file}"))


LIBRARIES = (
    Library("GObject", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "gobject-2.0-0.dll"),
    Library("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0-0.dll"),
    Library("HarfBuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "harfbuzz.dll"),
    Library("fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig-1.dll"),
    Library("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0-0.dll"),
    Library(
        # WeasyPrint can do without, but a Chinese leaflet then takes 48 times as long.
        "HarfBuzz-Subset",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "harfbuzz-subset.dll",
        debian="libharfbuzz-subset0",
    ),
)
COMMANDS = {
    "fedora": "dnf install -y pango harfbuzz fontconfig",
    "arch": "pacman -S --noconfirm pango",
    "alpine": "apk add " + " ".join(f"so:{library.linux}" for library in LIBRARIES),
    "suse": "zypper install -y libpangoft2-1_0-0 libharfbuzz-subset0",
}
"""What installs all libraries, by the family of the system."""
RELATIVES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib")


def missing_libraries() -> tuple[Library, ...]:
    """Return the libraries that cannot be loaded."""
    use_carried_libraries()
    return tuple(library for library in LIBRARIES if not library.opens())


def pango_version() -> str:
    """Return the version of the Pango that is loaded, e.g. 1.50.12; OSError if there is none."""
    name = next(library for library in LIBRARIES if library.name == "Pango").file
    pango = ctypes.CDLL(name)
    pango.pango_version_string.restype = ctypes.c_char_p
    return str(pango.pango_version_string().decode())


def harfbuzz_version() -> str:
    """Return the version of the HarfBuzz that is loaded; OSError if there is none."""
    name = next(library for library in LIBRARIES if library.name == "HarfBuzz").file
    harfbuzz = ctypes.CDLL(name)
    harfbuzz.hb_version_string.restype = ctypes.c_char_p
    return str(harfbuzz.hb_version_string().decode())


def require_libraries() -> None:
    """Raise ExportError D001 unless WeasyPrint can be imported; call it before importing it."""
    missing = missing_libraries()
    if missing:
        raise ExportError([told_missing(missing)])


def told_missing(missing: tuple[Library, ...], more: tuple[str, ...] = ()) -> Diagnostic:
    """Return D001: the libraries that are missing, and the one line that installs them.

    `more` are further Debian packages that the same line is to install.
    """
    names = ", ".join(library.name for library in missing) or ", ".join(more)
    packages = tuple(dict.fromkeys([*(library.debian for library in missing), *more]))
    return error("D001", f"this machine lacks {names}", None, install_line(packages))


def install_line(packages: tuple[str, ...]) -> str:
    """Return the exact command for this system; `packages` are the names on Debian."""
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return _windows_line()
    family = system_family()
    line = debian_line(packages) if family == "debian" else COMMANDS.get(family)
    if line is None:
        return "install Pango 1.44 or newer, fontconfig and HarfBuzz with its subset library"
    return line if is_root() else f"sudo {line}"


def debian_line(packages: tuple[str, ...]) -> str:
    """Return the command that installs Debian packages."""
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def system_family() -> str:
    """Return the family of this Linux by its os-release file; "" where that says nothing."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    for name in [release["ID"], *release.get("ID_LIKE", "").split()]:
        plain = name.split("-")[0]
        family = RELATIVES.get(plain, plain)
        if family == "debian" or family in COMMANDS:
            return family
    return ""


def is_root() -> bool:
    """Return whether this process may install packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def carried_folder() -> Path | None:
    """Return the folder of the libraries that a wheel carries (macOS, Windows), if it is in."""
    spec = find_spec("gstreamer_libs") if sys.platform in ("darwin", "win32") else None
    places = (spec.submodule_search_locations if spec else None) or ()
    return next((Path(p) / ("bin" if sys.platform == "win32" else "lib") for p in places), None)


def use_carried_libraries() -> None:
    """On Windows, let the linker find the wheel's libraries; elsewhere there is nothing to do.

    WeasyPrint needs both: its own variable for what the libraries load in turn, and PATH for
    their names, which hold a dot and so get no `.dll` added.
    """
    folder = carried_folder()
    if sys.platform != "win32" or folder is None:
        return
    os.environ["WEASYPRINT_DLL_DIRECTORIES"] = str(folder)
    if str(folder) not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
        os.add_dll_directory(str(folder))


def linker_settings(carried: Path, links: Path) -> dict[str, str]:
    """Return the variables with which a new process on macOS finds the libraries of the wheel.

    `carried` is the wheel's folder, `links` one to fill with links. The wheel holds two copies of
    each library and WeasyPrint opens libpango-1.0.dylib while the others load libpango-1.0.0.dylib:
    with two copies in memory GObject stops, so the first name has to lead to the second file.
    Not tried on a Mac so far; Homebrew's libraries are found after these.
    """
    links.mkdir(parents=True, exist_ok=True)
    for name in ("libpango-1.0", "libpangoft2-1.0"):
        link = links / f"{name}.dylib"
        link.unlink(missing_ok=True)
        link.symlink_to(carried / f"{name}.0.dylib")
    folders = [str(links), str(carried), *HOMEBREW]
    return {"DYLD_FALLBACK_LIBRARY_PATH": os.pathsep.join(folders)}


def _windows_line() -> str:
    if platform.machine() == "ARM64":
        return "install Python for x64 (Windows runs it on ARM) and start again with that one"
    return "py -m pip install gstreamer-libs==1.28.8"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
