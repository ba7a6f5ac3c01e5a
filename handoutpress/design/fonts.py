"""Which fonts set a language, which characters they lack, and how the page engine finds them."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from handoutpress.design.theme import shipped_root

ATKINSON = "Atkinson Hyperlegible"
NOTO = "Noto Sans"
ARABIC = "Noto Sans Arabic"
BENGALI = "Noto Sans Bengali"
CJK = "Noto Sans CJK JP"
DEVANAGARI = "Noto Sans Devanagari"
HEBREW = "Noto Sans Hebrew"

# A stack starts with one family that sets the language's every word, so that no word is set in two;
# the families after it lend signs (a dash, a "less than or equal to") and foreign names.
LATIN_STACK = (ATKINSON, NOTO)
WIDE_STACK = (NOTO, ATKINSON)
ARABIC_STACK = (ARABIC, *WIDE_STACK)
BENGALI_STACK = (BENGALI, *WIDE_STACK)
CJK_STACK = (CJK, *WIDE_STACK)
DEVANAGARI_STACK = (DEVANAGARI, *WIDE_STACK)
HEBREW_STACK = (HEBREW, *WIDE_STACK)

LANGUAGES = {
    LATIN_STACK: "ca cs da de en es et eu fi fil fr ga gl hr ht hu hmn id is it lt lv ms mt nb nl "
    "nn no pl pt ro sl so sq sv sw tl",
    ARABIC_STACK: "ar ckb fa ps sd ug ur",
    BENGALI_STACK: "as bn",
    CJK_STACK: "ja ko yue zh",
    DEVANAGARI_STACK: "hi mr ne",
    HEBREW_STACK: "he yi",
}
"""The languages of each stack; one that is not here is set in WIDE_STACK (vi, el, ru, tr ...)."""
SCRIPTS = {
    "Arab": ARABIC_STACK,
    "Beng": BENGALI_STACK,
    "Cyrl": WIDE_STACK,
    "Deva": DEVANAGARI_STACK,
    "Hebr": HEBREW_STACK,
}
"""The stacks of script subtags, for tags such as `pa-Arab` that say how the language is written."""

CJK_PACKAGES = ("noto_cjk_sans_jp_bold", "noto_cjk_sans_jp_regular")
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode categories of controls, format characters and spaces: nothing is drawn for them."""
NEVER = frozenset({"Cn", "Co", "Cs"})
"""Unassigned, private-use and surrogate characters, which no program can read aloud: PDF/UA-1 wants
text to have a meaning in Unicode, so they count as missing whatever a font draws for them."""


@cache
def families(lang: str) -> tuple[str, ...]:
    """Return the font stack of a BCP 47 language tag, the family to use first."""
    language, *subtags = lang.split("-")
    written = (SCRIPTS[subtag.title()] for subtag in subtags if subtag.title() in SCRIPTS)
    spoken = (stack for stack, tags in LANGUAGES.items() if language.lower() in tags.split())
    return next(written, None) or next(spoken, WIDE_STACK)


def script_family(lang: str) -> str:
    """Return the family of a language's own script; empty where every device has its letters."""
    first = families(lang)[0]
    return "" if first in LATIN_STACK else first


def script_files(family: str) -> tuple[Path, ...]:
    """Return a family's upright files: regular and bold."""
    return tuple(path for path in _family_files(family) if "Italic" not in path.stem)


def font_folders() -> tuple[Path, ...]:
    """Return the folders that hold fonts: the program's own, and those of the packages for CJK."""
    specs = [find_spec(package) for package in CJK_PACKAGES]
    extras = [folder for spec in specs if spec for folder in spec.submodule_search_locations or ()]
    return (shipped_root() / "styles" / "fonts", *map(Path, extras))


def font_files(lang: str) -> tuple[Path, ...]:
    """Return the font files of a language's stack that are on this machine, in stack order."""
    return tuple(path for family in families(lang) for path in _family_files(family))


def absent_families(lang: str) -> tuple[str, ...]:
    """Return the families of a language's stack that are not on this machine."""
    return tuple(family for family in families(lang) if not _family_files(family))


def missing_characters(text: str, lang: str) -> tuple[str, ...]:
    """Return the characters that no font of the language's stack has, each once, in text order.

    The text is composed (NFC) first, as the shaper does; a base letter and an accent are missing
    only where neither the pair nor the composed letter can be drawn. Characters that need no glyph
    (controls, joiners, bidi marks, spaces, variation selectors) are never missing.
    """
    covered = _covered(families(lang))
    unseen = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(c for c in unseen if _needs_glyph(c) and not _has(covered, c))


def prepare_fontconfig() -> Path:
    """Point fontconfig at the program's own fonts and no others; return the file that says so.

    Call it before the page engine is imported: fontconfig reads FONTCONFIG_FILE once. The file and
    fontconfig's cache lie in the user's cache folder, or in a private temporary one where that
    cannot be written. Raises OSError where neither can.
    """
    folder = _cache_folder()
    text = _fontconfig(folder / "fontconfig")
    path = folder / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.is_file():
        _write_whole(path, text.encode())
    os.environ["FONTCONFIG_FILE"] = str(path)
    for leak in ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        os.environ.pop(leak, None)
    return path


@cache
def _family_files(family: str) -> tuple[Path, ...]:
    """Return a family's files; they are named as every foundry names them, Family-Style."""
    stem = "NotoSansCJKjp" if family == CJK else family.replace(" ", "")
    found = (path for folder in font_folders() for path in folder.glob(f"{stem}-*.[ot]tf"))
    return tuple(sorted(found))


@cache
def _covered(stack: tuple[str, ...]) -> frozenset[int]:
    """Return the code points that some family of the stack has in all its styles."""
    covered: set[int] = set()
    for family in stack:
        maps = [_code_points(path) for path in _family_files(family)]
        covered.update(frozenset.intersection(*maps) if maps else ())
    return frozenset(covered)


@cache
def _code_points(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # slow to import, and most commands need no font

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _needs_glyph(character: str) -> bool:
    """Return whether something has to be drawn for a character."""
    number = ord(character)
    selector = 0xFE00 <= number <= 0xFE0F or 0xE0100 <= number <= 0xE01EF
    joiner = number == 0x034F  # combining grapheme joiner
    return not (selector or joiner or unicodedata.category(character) in INVISIBLE)


def _has(covered: frozenset[int], character: str) -> bool:
    return ord(character) in covered and unicodedata.category(character) not in NEVER


def _fontconfig(cache_folder: Path) -> str:
    """Return a whole fontconfig file: our folders, a private cache, our generic families."""
    generic = "".join(f"<family>{escape(name)}</family>" for name in LATIN_STACK)
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"  <dir>{escape(str(folder))}</dir>" for folder in font_folders()),
        f"  <cachedir>{escape(str(cache_folder))}</cachedir>",
        *(
            f"  <alias><family>{name}</family><prefer>{generic}</prefer></alias>"
            for name in ("sans-serif", "serif", "monospace", "system-ui")
        ),
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"


def _cache_folder() -> Path:
    """Return a folder of this user's that can be written, made if need be."""
    own = _user_cache() / "handoutpress"
    try:
        own.mkdir(parents=True, exist_ok=True)
        if os.access(own, os.W_OK):
            return own
    except (OSError, RuntimeError):
        pass  # no home folder, or a read-only one: a container, a kiosk
    return _temporary_folder()


def _user_cache() -> Path:
    """Return where this system keeps a user's caches; RuntimeError where the user has no home."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".cache"


def _temporary_folder() -> Path:
    """Return a folder in the system's temporary one that no other user can have prepared."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"handoutpress-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and folder.lstat().st_uid != user:
        return Path(tempfile.mkdtemp(prefix="handoutpress-"))
    return folder


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a program reading it at the same time sees all of it or none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
