"""Make the font files of styles/fonts/ anew from the packages that carry their sources.

    pip install fontpkg-atkinson-hyperlegible==1.6 manimgx-fonts==2026.9.26.post1
    python tools/vendor_fonts.py

Run by hand when a font gets a new version. Static instances are kept, because WeasyPrint instances
every variable font anew for every document. The files carry no time stamp of the run.
"""

from __future__ import annotations

import importlib.util
import shutil
from importlib.metadata import files
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).resolve().parent.parent / "styles" / "fonts"
NOTO = ("NotoSans", "NotoSansArabic", "NotoSansBengali", "NotoSansDevanagari", "NotoSansHebrew")
WEIGHTS = {"Regular": 400, "Bold": 700}
BOLD_SELECTION, REGULAR_SELECTION = 1 << 5, 1 << 6
WINDOWS_NAMES = (3, 1, 0x409)


def package_folder(package: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"install the package {package.replace('_', '-')} first")
    return Path(spec.submodule_search_locations[0])


def instance(source: Path, style: str) -> TTFont:
    """Return a variable font pinned to one weight; every other axis stays at its default."""
    font = TTFont(source, recalcTimestamp=False)
    pins = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    static = instantiateVariableFont(font, {**pins, "wght": WEIGHTS[style]}, inplace=True)
    name_style(static, style)
    return static


def name_style(font: TTFont, style: str) -> None:
    """Write names and flags by which a font matcher tells Regular from Bold."""
    names = font["name"]
    family = names.getDebugName(16) or names.getDebugName(1)
    postscript = f"{family.replace(' ', '')}-{style}"
    full = f"{family} {style}"
    new = {1: family, 2: style, 3: f"{postscript};static", 4: full, 6: postscript}
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    for number, text in new.items():
        names.removeNames(nameID=number)
        names.setName(text, number, *WINDOWS_NAMES)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    cleared = font["OS/2"].fsSelection & ~(BOLD_SELECTION | REGULAR_SELECTION)
    font["OS/2"].fsSelection = cleared | (BOLD_SELECTION if bold else REGULAR_SELECTION)
    font["head"].macStyle = (font["head"].macStyle & ~1) | int(bold)
    if "STAT" in font:
        del font["STAT"]  # describes the variable family, which is no longer there


def licence_lines(package: str) -> list[str]:
    """Return the Open Font Licence as a package carries it, without the package's own preface."""
    carried = next(f for f in files(package) or () if f.name == "LICENSE")
    lines = carried.read_text(encoding="utf-8").splitlines()
    return lines[lines.index("This Font Software is licensed under the SIL Open Font License,") :]


def main() -> None:
    """Write all files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    atkinson = package_folder("fontpkg_atkinson_hyperlegible")
    for source in sorted((atkinson / "files").glob("*.ttf")):
        shutil.copyfile(source, TARGET / source.name)
    shutil.copyfile(atkinson / "LICENSE", TARGET / "OFL-AtkinsonHyperlegible.txt")
    folder = package_folder("manimgx_fonts")
    notices = set()
    for name in NOTO:
        for style in WEIGHTS:
            font = instance(folder / f"{name}[wght].ttf", style)
            notices.add(font["name"].getDebugName(0))
            font.save(TARGET / f"{name}-{style}.ttf")
    licence = "\n".join([*sorted(notices), "", *licence_lines("manimgx-fonts")])
    (TARGET / "OFL-NotoSans.txt").write_text(f"{licence}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
