"""SVG pictures: parsed without reach, and refused unless they are shapes and text alone.

An allow-list: what is not known to be harmless is refused. The engines that draw the picture
would run or fetch some of it, and others would go round in circles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from handoutpress.content.picture import PictureError
from handoutpress.content.svg_references import (
    NAMESPACE,
    URL,
    at,
    check_references,
    line_of,
    plain_css,
)

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 5_000
_MAX_SIDE = 100_000.0

_ELEMENTS = re.compile(
    "svg|g|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|"
    "title|desc|metadata|marker|clipPath|mask|pattern|linearGradient|radialGradient|stop|style|"
    "switch"
)
_DECLARATIONS = re.compile(rb"<!ENTITY|<!ATTLIST|<!DOCTYPE[^>]*\[")
_UNSAFE_CSS = re.compile(r"\\|@import|@font-face|@namespace|image-set\(|src\(|expression\(", re.I)
_CAN_REACH = re.compile(r"[\\@(]")
"""What stands in every url() and in all that is unsafe, also where a comment cuts its word."""
_GEOMETRY = re.compile(
    "[xy][12]?|d[xy]?|[cfr][xy]|r|width|height|points|rotate|offset|viewBox|font-size|"
    "stroke-(width|dasharray|dashoffset)|(gradient|pattern)?Transform|transform"
)
_WILD = re.compile(r"nan|inf|[0-9.]e\+?[0-9]{2}|(?<![0-9.])[0-9]{8}", re.I)
"""No number that a drawing needs: engines give up on them half-way."""
_BETWEEN = re.compile(r"[\s,]+")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,2})?)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.I)
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_PIXELS["q"] = 96 / 101.6


def read_svg(data: bytes) -> tuple[float, float]:
    """Return an SVG's width and height in CSS pixels.

    Raises PictureError: I004 too many bytes, I005 it could reach out or run, I006 no size,
    I007 too complex, I009 not well-formed XML, I010 its parts do not fit.
    """
    if len(data) > MAX_BYTES:
        raise PictureError("I004", f"is larger than {MAX_BYTES >> 20} MB", "simplify its paths")
    root = parsed(data)
    _check_document(root)
    elements = _elements(root)
    for element in elements:
        _check_element(element)
    check_references(elements)
    return _size(root)


def svg_text(data: bytes) -> list[tuple[str, int]]:
    """Return each text that an SVG shows, with its 1-based line in the SVG file.

    `data` has passed `read_svg`. Titles and descriptions are left out: they are not drawn.
    """
    found = []
    for element in shown_text(parsed(data)):
        inside = [element.text, *(child.tail for child in element)]
        found += [(text, _line(element)) for text in inside if text and text.strip()]
    return found


def shown_text(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of an SVG whose text is drawn, in its order."""
    for element in _elements(root):
        if element.tag in (f"{NAMESPACE}text", f"{NAMESPACE}tspan", f"{NAMESPACE}textPath"):
            yield element


def parsed(data: bytes) -> etree._Element:
    """Return an SVG's root, read without reach. Raises PictureError I005 or I009."""
    # The encoding is fixed, so that the bytes mean to every later reader what they mean here.
    if _DECLARATIONS.search(data):
        raise PictureError("I005", "declares entities", "delete its <!DOCTYPE ...> lines")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        line = getattr(reason, "lineno", None)
        hint = "export it again from the drawing program, as plain SVG in UTF-8"
        raise PictureError("I009", f"is not well-formed XML{at(line)}", hint) from reason


def _check_document(root: etree._Element) -> None:
    document = root.getroottree()
    if root.tag != f"{NAMESPACE}svg":
        raise PictureError("I002", "is XML, but not an SVG", "export it as plain SVG")
    if (document.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "US-ASCII"):
        raise PictureError("I005", "is not in UTF-8", "save it in the encoding UTF-8")
    around = (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter())
    for node in around:
        if isinstance(node, etree._ProcessingInstruction):
            message = f"has a processing instruction{line_of(node)}"
            raise PictureError("I005", message, "delete the <?...?> lines but for the first")


def _elements(root: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for node in root.iter():
        if not isinstance(node.tag, str):
            if isinstance(node, etree._Entity):
                hint = "write the character itself"
                raise PictureError("I005", f"uses an entity{line_of(node)}", hint)
            continue
        found.append(node)
        if len(found) > MAX_ELEMENTS:
            hint = "simplify it; a drawing for print needs a few hundred"
            raise PictureError("I007", f"has more than {MAX_ELEMENTS} elements", hint)
    return found


def _check_element(element: etree._Element) -> None:
    name = str(element.tag).removeprefix(NAMESPACE)
    if not _ELEMENTS.fullmatch(name):
        shown = name.rpartition("}")[2]
        hint = "delete it, or save the drawing as plain SVG; shapes and text only"
        raise PictureError("I005", f"has a <{shown}>{line_of(element)}", hint)
    if name == "style":
        _check_css("".join(map(str, element.itertext())), element, "its style sheet")
    _view_box(element)
    for key, value in element.attrib.items():
        _check_attribute(str(key), str(value), element)


def _check_attribute(key: str, value: str, element: etree._Element) -> None:
    name = key.rpartition("}")[2].lower()
    where = line_of(element)
    if name.startswith("on"):
        raise PictureError("I005", f"runs a script ({name}){where}", "delete the attribute")
    if name == "base":
        raise PictureError("I005", f"has an xml:base{where}", "delete the attribute")
    if name in ("href", "src") and not value.strip().startswith("#"):
        hint = "draw it in the picture itself; a reference may only be to its own #id"
        raise PictureError("I005", f"reaches for {value[:40]!r}{where}", hint)
    if _GEOMETRY.fullmatch(key) and _WILD.search(value):
        message = f"has no sensible number in {key}: {value[:40]!r}{where}"
        raise PictureError("I010", message, "draw it again at a normal size")
    _check_css(value, element, f"the attribute {name}")


def _check_css(text: str, element: etree._Element, what: str) -> None:
    """Refuse what loads something."""
    if not _CAN_REACH.search(text):
        return
    plain = plain_css(text)
    outside = [target for target in URL.findall(plain) if not target.startswith("#")]
    unsafe = _UNSAFE_CSS.search(plain)
    if outside or (unsafe and (what == "its style sheet" or what.endswith(" style"))):
        shown = outside[0][:40] if outside else unsafe.group() if unsafe else ""
        hint = "draw it in the picture itself; url(...) may only be to its own #id"
        raise PictureError("I005", f"reaches out in {what}: {shown!r}{line_of(element)}", hint)


def _size(root: etree._Element) -> tuple[float, float]:
    """Return width and height: as written when both are, else those of the viewBox."""
    box = _view_box(root)
    width, height = (_pixels(str(root.get(side, ""))) for side in ("width", "height"))
    if width and height:
        return width, height
    if box:
        return box
    hint = 'add viewBox="0 0 WIDTH HEIGHT" to its <svg>'
    raise PictureError("I006", "has no viewBox, nor width and height", hint)


def _view_box(element: etree._Element) -> tuple[float, float] | None:
    written = element.get("viewBox")
    if written is None:
        return None
    numbers = [_number(part) for part in _BETWEEN.split(str(written).strip())]
    if len(numbers) == 4 and all(0 < (n or 0) <= _MAX_SIDE for n in numbers[2:]):
        return numbers[2] or 0, numbers[3] or 0
    hint = 'write viewBox="0 0 WIDTH HEIGHT" with two sizes above 0'
    message = f"has a viewBox that is none: {str(written)[:40]!r}{line_of(element)}"
    raise PictureError("I006", message, hint)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?[0-9]{0,9}\.?[0-9]{1,9}", text) else None


def _pixels(text: str) -> float | None:
    match = _LENGTH.fullmatch(text[:32])
    if not match:
        return None
    pixels = float(match[1]) * _PIXELS[(match[2] or "").lower()]
    return pixels if 0 < pixels <= _MAX_SIDE else None


def _line(node: etree._Element) -> int:
    line: object = node.sourceline
    return line if isinstance(line, int) else 1
