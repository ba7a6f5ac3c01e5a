"""The fonts that a book carries: for scripts that a reading system may have no letters of."""

from __future__ import annotations

import string
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from handoutpress.content.svg_references import XML_LANG
from handoutpress.design.font_subset import cut, subset
from handoutpress.design.fonts import script_family, script_files
from handoutpress.epub.book import DOCUMENTS, SVG_NS
from handoutpress.recent import remembered

SPACE = " "
"""What every font has to have: a browser that meets a mark of direction in words that are drawn in
another font leaves out all of them if the first font has no space to put in the mark's place."""
ALWAYS = frozenset(string.printable.strip() + SPACE)
"""What is in every font: figures and signs that stand among the words, a clinic's name."""
CONTROLS = frozenset(string.whitespace) - {SPACE}
STYLES = {"Regular": "normal", "Bold": "bold"}
"""The weight of each style that a font's file may name."""
FORMATS = {".ttf": "truetype", ".otf": "opentype"}
MEDIA = {".ttf": "font/ttf", ".otf": "font/otf"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Fonts by their names in the book, and the rules that set words in them."""

    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    rules: str = ""


def typefaces(documents: Iterable[etree._Element]) -> Typefaces:
    """Return the fonts that the words of some documents need, with no glyph that they do not use.

    Words in Latin, Greek and Cyrillic letters need none: every reading system has those. A reader's
    own choice of font goes before these, for the rules are weak: one attribute each.
    """
    letters: dict[str, set[str]] = {}
    for root in documents:
        for lang, used_in in _letters(root).items():
            letters.setdefault(lang, set()).update(used_in)
    langs: dict[str, list[str]] = {}
    for lang in sorted(letters):
        if family := script_family(lang):
            langs.setdefault(family, []).append(lang)
    files: dict[str, bytes] = {}
    rules = []
    for family, spoken in langs.items():
        used = ALWAYS.union(*(letters[lang] for lang in spoken)) - CONTROLS
        for path in script_files(family):
            files[f"fonts/{path.name}"] = subset(path, used)
            rules.append(_face(family, path, f"fonts/{path.name}"))
        rules += (_set_in(family, lang) for lang in spoken)
    return Typefaces(files, "".join(rules))


@remembered(DOCUMENTS)
def _letters(root: etree._Element) -> Mapping[str, frozenset[str]]:
    """Return the characters of a finished document by their language."""
    letters: dict[str, set[str]] = {}
    for lang, text in _spoken(root, ""):
        letters.setdefault(lang, set()).update(text)
    return {lang: frozenset(used) for lang, used in letters.items()}


def lettered(drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return SVGs with the letters of their scripts: in a picture, a book's fonts do not count.

    A drawing whose words every device can show, or that has none, is returned as it is.
    """
    roots = {name: etree.fromstring(data, _PARSER) for name, data in drawings.items()}
    words = {name: _Words.of(root) for name, root in roots.items()}
    return {
        name: _with_fonts(roots[name], family, _fonts(family, used, words.values()))
        if (family := words[name].family) and (used := words[name].used)
        else data
        for name, data in drawings.items()
    }


class _Words(NamedTuple):
    """The characters of a drawing, and the family of fonts that its language needs, if any."""

    family: str | None
    used: frozenset[str]

    @classmethod
    def of(cls, root: etree._Element) -> _Words:
        used = frozenset("".join(map(str, root.itertext())).strip()) - CONTROLS
        return cls(script_family(root.get(XML_LANG, "en")), used and used | {SPACE})


def _fonts(
    family: str, used: frozenset[str], drawings: Iterable[_Words]
) -> Iterator[tuple[Path, bytes]]:
    """Yield the fonts of a drawing.

    They are cut from what all drawings need, for it is the whole font that takes the time.
    """
    together = frozenset[str]().union(*(each.used for each in drawings if each.family == family))
    for path in script_files(family):
        yield path, cut(subset(path, together), used)


def _with_fonts(root: etree._Element, family: str, fonts: Iterable[tuple[Path, bytes]]) -> bytes:
    style = etree.Element(f"{{{SVG_NS}}}style")
    style.text = "".join(
        _face(family, path, f"data:{MEDIA[path.suffix]};base64,{b64encode(data).decode()}")
        for path, data in fonts
    )
    root.insert(0, style)
    return etree.tostring(root)


def _face(family: str, path: Path, address: str) -> str:
    """Return the rule that names a font: of the file that it is cut from, it has the style."""
    weight = STYLES[path.stem.rpartition("-")[2]]
    return (
        f"\n@font-face {{\n"
        f'  font-family: "{family}";\n'
        f"  font-weight: {weight};\n"
        f'  src: url({address}) format("{FORMATS[path.suffix]}");\n'
        "}\n"
    )


def _set_in(family: str, lang: str) -> str:
    return f'\n[lang="{lang}"] {{\n  font-family: "{family}", sans-serif;\n}}\n'


def _spoken(element: etree._Element, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the words of an element, each with its language."""
    if isinstance(element.tag, str):
        lang = element.get("lang", lang)
        yield lang, element.text or ""
        for child in element:
            yield from _spoken(child, lang)
            yield lang, child.tail or ""
