"""Pages that the program makes for people at work: one file, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from lxml import etree, html
from lxml.html import builder

from handoutpress.diagnostics import Diagnostic, ExportError, Location, SourceError, error, one_line
from handoutpress.workspace import Workspace

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --ground: #fff; --quiet: #444; --line: #ccc;
  --link: #0b4f8a; --bad: #a3000d; --tint: #f3f6f9; --mark: #ffe58a; --focus: #0b4f8a }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--ground) }
h1 { line-height: 1.2 } h2 { margin-top: 2.5rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: start; color: var(--quiet); padding-bottom: .35rem }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line) }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums }
.error { color: var(--bad); font-weight: 600 } .hint { color: var(--quiet) }
.whole { white-space: nowrap }
a { color: var(--link); overflow-wrap: anywhere }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --ground: #161616; --quiet: #bbb; --line: #444; --link: #8cc4ff;
    --bad: #ff9a9a; --tint: #22272c; --mark: #5c4a00; --focus: #8cc4ff }
}
@media (max-width: 45rem) {
  body { padding: 0 .5rem } table { font-size: .85rem } .whole { white-space: normal }
  th, td { padding-inline-end: .35rem; overflow-wrap: anywhere }
}
@media print {
  :root { --ink: #000; --ground: #fff; --quiet: #333; --line: #999; --link: #000; --bad: #000;
    --tint: #fff; --mark: #ddd }
  body { margin: 0; max-width: none; font-size: 10.5pt } tr, li { break-inside: avoid }
  h2, h3 { break-after: avoid } thead { display: table-header-group }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_NOT_THERE = "W003"


def refuse_other(workspace: Workspace, name: str, title: str) -> None:
    """Raise ExportError B027 where a file is in the place of a page that is no page of this title.

    Raises SourceError as `Workspace.read` where the place is outside the workspace, or no file.
    """
    try:
        there = workspace.read(name)
    except SourceError as trouble:
        if trouble.diagnostics[0].code == _NOT_THERE:
            return
        raise
    if title.encode() not in there:
        hint = "choose another name for the page, such as report.html"
        message = "this file is not such a page, and stays"
        raise ExportError([error("B027", message, Location(name), hint)])


def whole_page(title: str, style: str, content: Iterable[etree._Element]) -> bytes:
    """Return a page in English as HTML that needs no other file; `style` comes after `STYLE`."""
    root = builder.HTML(
        builder.HEAD(
            builder.META(charset="utf-8"),
            builder.META({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            builder.META(name="viewport", content="width=device-width, initial-scale=1"),
            builder.TITLE(one_line(title)),
            builder.STYLE(STYLE + style),
        ),
        builder.BODY(builder.E.main(*content)),
        lang="en",
    )
    page: bytes = html.tostring(root, doctype="<!DOCTYPE html>", encoding="utf-8")
    return page + b"\n"


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    caption: str = "",
    numbers: Container[str] = (),
) -> etree._Element:
    """Return a table; whole numbers and the heads in `numbers` stand at the end of their cells."""
    titles = (
        builder.TH(head, {"scope": "col"} | ({"class": "number"} if head in numbers else {}))
        for head in heads
    )
    lines = (builder.TR(*map(cell, row)) for row in rows)
    parts = [builder.THEAD(builder.TR(*titles)), builder.TBODY(*lines)]
    made: etree._Element = builder.TABLE(*([builder.CAPTION(caption)] if caption else []), *parts)
    return made


def heading(level: int, text: str, **attributes: str) -> etree._Element:
    """Return a heading."""
    made: etree._Element = builder.E(f"h{level}", one_line(text), attributes)
    return made


def row_head(content: etree._Element | str) -> etree._Element:
    """Return the cell that heads a row."""
    made: etree._Element = builder.TH(
        one_line(content) if isinstance(content, str) else content, scope="row"
    )
    return made


def number(text: str) -> etree._Element:
    """Return the cell of a number that is written already."""
    made: etree._Element = builder.TD(text, builder.CLASS("number"))
    return made


def hints_of(told: Diagnostic) -> etree._Element:
    """Return what to do about something, in sentences."""
    said = " ".join(f"{hint[:1].upper()}{hint[1:]}." for hint in told.hints)
    made: etree._Element = builder.SPAN(one_line(said), builder.CLASS("hint"))
    return made


def cell(value: object) -> etree._Element:
    """Return a cell of a table: an element as it is, anything else as one line of text."""
    if isinstance(value, etree._Element) and value.tag in ("td", "th"):
        return value
    made: etree._Element = builder.TD(
        value if isinstance(value, etree._Element) else one_line(str(value))
    )
    if isinstance(value, int):
        made.set("class", "number")
    return made
