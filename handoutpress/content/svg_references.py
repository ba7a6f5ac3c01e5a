"""References inside an SVG: each leads to one thing that is there, and none goes in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from handoutpress.content.picture import PictureError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACE = "{http://www.w3.org/2000/svg}"
URL = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)", re.I)
MAX_DRAWN = 20_000
"""Elements after each `use`, pattern and gradient is counted at every place that names it."""
MAX_DEPTH = 40
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\*|[.#]?[A-Za-z_][\w-]*")


def at(line: object) -> str:
    """Return ` (its line 7)`, as messages about an SVG end; empty when the line is not known."""
    return f" (its line {line})" if isinstance(line, int) and line else ""


def line_of(node: etree._Element) -> str:
    """Return the same for where a node starts."""
    return at(node.sourceline)


def plain_css(text: str) -> str:
    """Return CSS without comments, which may stand inside a word."""
    return _COMMENT.sub("", text) if "/*" in text else text


def check_references(elements: Sequence[etree._Element]) -> None:
    """Check all references of a drawing, whose root is the first of `elements`.

    Raises PictureError: I007 too much is drawn, or a circle; I010 an id that is there twice or
    not at all.
    """
    _Drawing(elements).check(elements[0])


def _by_id(elements: Sequence[etree._Element]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in elements:
        name = element.get("id")
        if name is not None and found.setdefault(str(name), element) is not element:
            hint = "rename one of the two, and what refers to it"
            message = f"has the id {str(name)[:40]!r} twice{line_of(element)}"
            raise PictureError("I010", message, hint)
    return found


def _style_targets(elements: Sequence[etree._Element]) -> dict[str, list[str]]:
    """Return the ids that style sheets name in url(), by the selector of their rule."""
    found: dict[str, list[str]] = {}
    for sheet in (e for e in elements if e.tag == f"{NAMESPACE}style"):
        text = plain_css("".join(map(str, sheet.itertext())))
        followed = 0
        for selectors, body in _RULE.findall(text):
            targets = [target[1:] for target in URL.findall(body)]
            followed += len(targets)
            for selector in selectors.split(",") if targets else ():
                found.setdefault(selector.strip(), []).extend(targets)
        if followed < len(URL.findall(text)) or not all(map(_SELECTOR.fullmatch, found)):
            message = f"has a url() in its style sheet that cannot be followed{line_of(sheet)}"
            hint = 'put it under one .class or #id, or at the element itself: fill="url(#id)"'
            raise PictureError("I007", message, hint)
    return found


class _Drawing:
    """Counts what is drawn when each reference is followed, so that none goes round in circles."""

    def __init__(self, elements: Sequence[etree._Element]) -> None:
        self.by_id = _by_id(elements)
        self.by_selector = _style_targets(elements)
        self.drawn: dict[etree._Element, int] = {}
        self.open: set[etree._Element] = set()

    def check(self, root: etree._Element) -> None:
        if self.count(root, 0) > MAX_DRAWN:
            hint = "draw it with fewer copies"
            raise PictureError("I007", f"draws more than {MAX_DRAWN} elements", hint)

    def count(self, element: etree._Element, depth: int) -> int:
        if element in self.drawn:
            return self.drawn[element]
        if element in self.open:
            hint = "let no element use itself or what it stands in"
            message = f"has a <use> or url() that goes round in a circle{line_of(element)}"
            raise PictureError("I007", message, hint)
        if depth > MAX_DEPTH:
            message = f"is nested too deep{line_of(element)}"
            raise PictureError("I007", message, "ungroup it in the drawing program")
        self.open.add(element)
        inner = (child for child in element if isinstance(child.tag, str))
        parts = [*inner, *(self._target(name, element) for name in self._names(element))]
        total = 1 + sum(self.count(part, depth + 1) for part in parts)
        self.open.discard(element)
        # Beyond the limit the exact number is of no use, and would have thousands of digits.
        self.drawn[element] = min(total, MAX_DRAWN + 1)
        return self.drawn[element]

    def _target(self, name: str, element: etree._Element) -> etree._Element:
        if name not in self.by_id:
            message = f"refers to {'#' + name[:40]!r}, which is not in it{line_of(element)}"
            raise PictureError("I010", message, "draw it, or delete what refers to it")
        return self.by_id[name]

    def _names(self, element: etree._Element) -> Iterator[str]:
        """Yield each id that an element names: in attributes, and by its style sheet's rules."""
        for key, value in element.attrib.items():
            text = str(value)
            if "(" in text:
                yield from (target[1:] for target in URL.findall(plain_css(text)))
            if str(key).rpartition("}")[2] == "href":
                yield text.strip()[1:]
        kind = str(element.tag).removeprefix(NAMESPACE)
        classes = (f".{name}" for name in str(element.get("class", "")).split())
        for selector in ("*", kind, f"#{element.get('id')}", *classes):
            yield from self.by_selector.get(selector, ())
