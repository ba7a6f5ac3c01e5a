"""Inline nodes to the model's inlines: what a line of text is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markdown_it.common.normalize_url import normalizeLink

from handoutpress.content.brand import CLINIC_FIELDS
from handoutpress.content.handout import (
    Break,
    Citation,
    ClinicField,
    Emphasis,
    HandoutLink,
    Inline,
    Language,
    Link,
    SectionLink,
    Strong,
    Term,
    Text,
)
from handoutpress.content.leftovers import tell_addresses, tell_in_plain, tell_stray_mark
from handoutpress.content.reading import Reading
from handoutpress.content.record import WEB, is_language, is_slug
from handoutpress.content.report import choose
from handoutpress.content.syntax import Node
from handoutpress.content.textfile import refuse_controls

Inlines = tuple[Inline, ...]

_BLANKS = re.compile(r"[ \t\n]+")
_STRAY_ATTRIBUTES = re.compile(r"\{\s*(?:[#.][A-Za-z]|[A-Za-z][\w-]*=)[^{}]*\}?")
_WEB = re.compile(WEB, re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9().-]{2,}", re.IGNORECASE)
_REFUSED = {
    "code_inline": ("computer code", "delete the backticks"),
    "s": ("struck-out text", "delete it, or write it plainly"),
}


def read_inlines(node: Node | None, reading: Reading) -> Inlines:
    """Return what an inline node says. None, as an empty cell has it, says nothing."""
    return _Inlines(reading).read(node.children) if node else ()


def plain(node: Node) -> str:
    """Return the plain characters of an inline node, as for a text alternative."""
    parts = []
    for child in node.children:
        is_break = child.kind in ("softbreak", "hardbreak")
        parts.append(" " if is_break else child.token.content or plain(child))
    return _BLANKS.sub(" ", "".join(parts)).strip()


class _Inlines:
    """Reads one run of inline nodes."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.is_in_link = False

    def read(self, nodes: list[Node]) -> Inlines:
        found: list[Inline] = []
        for node in nodes:
            if node.kind == "softbreak":
                _join(found, node)
            else:
                reader = _READERS.get(node.kind, _Inlines._refuse)
                found.extend(reader(self, node))
        return tuple(found)

    def _text(self, node: Node) -> Inlines:
        text = _BLANKS.sub(" ", node.token.content)
        # An entity such as &#0; or &#xFFFE;, which markdown-it turns into U+FFFD.
        text = refuse_controls(text, self.reading.report, node.line)
        if match := _STRAY_ATTRIBUTES.search(text):
            hint = "`{...}` goes right after `](...)` or `]`, or at the end of a heading"
            straight = 'use straight quotes: {def="meaning"}'
            message = f"nothing takes the attributes {match.group()}"
            self.reading.error("S039", message, node.line, hint, straight)
        if not self.is_in_link:
            tell_addresses(text, self.reading.report, node.line)
        return (Text(text, node.line),) if text else ()

    def _break(self, node: Node) -> Inlines:
        return (Break(),)

    def _read_link(self, nodes: list[Node]) -> Inlines:
        self.is_in_link = True
        content = self.read(nodes)
        self.is_in_link = False
        return content

    def _stray_mark(self, node: Node) -> Inlines:
        mark = node.token.content
        tell_stray_mark(mark * 2, self.reading.report, node.line)
        return (Text(mark, node.line),)

    def _strong(self, node: Node) -> Inlines:
        return (Strong(self.read(node.children)),)

    def _emphasis(self, node: Node) -> Inlines:
        return (Emphasis(self.read(node.children)),)

    def _citation(self, node: Node) -> Inlines:
        name = node.token.meta["value"]
        sources = self.reading.sources
        if sources is None or name in sources:
            return (Citation(name, node.line),)
        hints = choose(name, sources, "sources in handout.yaml")
        more = "add it to `sources` in handout.yaml"
        self.reading.error("S033", f"unknown source `{name}`", node.line, hints, more)
        return ()

    def _clinic_field(self, node: Node) -> Inlines:
        written = node.token.meta["value"]
        name = written.strip("{ }").lower().removeprefix("clinic").strip(". ")
        if name in CLINIC_FIELDS and written == f"{{clinic.{name}}}":
            return (ClinicField(name, node.line),)
        message = f"`{written}` is not a fact of the clinic"
        hint = choose(name, CLINIC_FIELDS)
        self.reading.error("S034", message, node.line, hint, "write it like `{clinic.phone}`")
        return ()

    def _span(self, node: Node) -> Inlines:
        """Read `[words]{def="..." lang=...}`."""
        attributes = {key: str(value) for key, value in node.token.attrs.items()}
        self.reading.refuse_attributes(attributes, node.line, ("def", "lang"))
        content = self.read(node.children)
        if not content:
            hint = "put words between [ and ]"
            self.reading.error("S038", "there are no words in the brackets", node.line, hint)
        if "lang" in attributes:
            content = (self._language(content, attributes["lang"], node.line),)
        if "def" in attributes:
            content = (self._term(content, attributes["def"], node.line),)
        return content

    def _language(self, content: Inlines, tag: str, line: int) -> Inline:
        if not is_language(tag):
            hint = "write a BCP 47 tag, e.g. `es` or `zh-Hans`"
            self.reading.error("S037", f"`{tag}` is not a language tag", line, hint)
        return Language(content, tag)

    def _term(self, content: Inlines, meaning: str, line: int) -> Inline:
        text = _BLANKS.sub(" ", meaning.replace('\\"', '"')).strip()
        if not text:
            hint = 'write the meaning: {def="what it means"}'
            self.reading.error("S038", "a term without its meaning", line, hint)
        tell_in_plain(text, "a term's meaning", self.reading.report, line)
        return Term(content, text, line)

    def _link(self, node: Node) -> Inlines:
        href = str(node.token.attrs.get("href", ""))
        extra = {k: v for k, v in node.token.attrs.items() if k not in ("href", "title")}
        self.reading.refuse_attributes(extra, node.line, ())
        if "title" in node.token.attrs:
            hint = "delete the words in quotes; say it in the text"
            self.reading.error("S042", "a link has no title", node.line, hint)
        content = self._read_link(node.children)
        if not content:
            hint = "put words between [ and ]"
            self.reading.error("S038", "a link without words", node.line, hint)
        return self._target(content, href.strip(), node.line)

    def _target(self, content: Inlines, href: str, line: int) -> Inlines:
        if href.startswith("#"):
            self.reading.section_links.append((href[1:], line))
            return (SectionLink(content, href[1:], line),)
        if href.lower().startswith("handout:"):
            return self._pointer(content, href[len("handout:") :], line)
        if any(form.fullmatch(href) for form in (_WEB, _MAIL, _PHONE)):
            return (Link(content, _normal(href), line),)
        self._refuse_address(href, line)
        return content

    def _pointer(self, content: Inlines, slug: str, line: int) -> Inlines:
        if not is_slug(slug):
            hint = "write the name of the handout's folder, e.g. handout:ice-and-heat"
            self.reading.error("S035", f"`{slug}` is not the name of a handout", line, hint)
            return content
        self.reading.pointers.append((slug, line))
        return (HandoutLink(content, slug, line),)

    def _refuse_address(self, href: str, line: int) -> None:
        shown = href if len(href) <= 60 else href[:59] + "…"
        hints = [
            "a link leads to https://..., mailto:name@example.org, tel:+44..., #anchor or "
            "handout:name"
        ]
        if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", href) and not href.endswith(".md"):
            hints.insert(0, f"did you mean `https://{shown}`?")
        self.reading.error("S031", f"a link cannot lead to `{shown}`", line, *hints)

    def _refuse(self, node: Node) -> Inlines:
        if node.kind == "image":
            hint = "give it a paragraph of its own, with a blank line before and after"
            message = "a figure stands in a paragraph with other text"
            self.reading.error("S090", message, node.line, hint)
        elif node.kind == "html_inline":
            refuse_html(node, self.reading)
        else:
            what, hint = _REFUSED.get(node.kind, (f"`{node.kind}`", "write it plainly"))
            self.reading.error("S042", f"{what} has no place in a handout", node.line, hint)
        return ()


def refuse_html(node: Node, reading: Reading) -> None:
    """Report HTML (S040), a comment included: nothing of it would be printed."""
    shown = node.token.content.strip().split("\n")[0][:40]
    if shown.startswith("<!--"):
        hint = "delete it; notes to yourself belong outside the handout"
    else:
        hint = "delete the tag; a < that is meant as text is written \\<"
    reading.error("S040", f"HTML is not used here: {shown}", node.line, hint)


def _join(found: list[Inline], node: Node) -> None:
    """Add the space that a line end in the source stands for."""
    if not node.token.meta.get("space", True):
        return
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.text + " ", last.line)
    elif not found or not isinstance(found[-1], Break):
        found.append(Text(" ", node.line))


def _normal(href: str) -> str:
    """Return an address with what may not stand in one escaped."""
    return normalizeLink(href) if href.lower().startswith("http") else href


_Reader = Callable[[_Inlines, Node], Inlines]
_READERS: Mapping[str, _Reader] = {
    "text": _Inlines._text,
    "stray_mark": _Inlines._stray_mark,
    "hardbreak": _Inlines._break,
    "strong": _Inlines._strong,
    "em": _Inlines._emphasis,
    "citation": _Inlines._citation,
    "clinic_field": _Inlines._clinic_field,
    "span": _Inlines._span,
    "link": _Inlines._link,
}
