"""Table nodes to the model: tables to read and diaries to fill in."""

from __future__ import annotations

from markdown_it.rules_block.table import escapedSplit

from handoutpress.content.handout import Diary, Inline, Table
from handoutpress.content.inlines import Inlines, read_inlines
from handoutpress.content.reading import Reading
from handoutpress.content.syntax import Node

Row = tuple[Inlines, ...]


def read_table(node: Node, caption: tuple[Inline, ...], line: int, reading: Reading) -> Table:
    """Return a table whose first row and first column are headers; it starts at `line`.

    S080 ragged, S081 an empty header, S083 no rows.
    """
    header, rows = _cells(node, reading)
    return Table(caption, header, rows, line)


def read_diary(node: Node, caption: tuple[Inline, ...], line: int, reading: Reading) -> Diary:
    """Return a diary; S082 where a cell that the reader fills in is not empty."""
    header, rows = _cells(node, reading)
    body = _rows(node)[1:]
    for row, source in zip(rows, body, strict=True):
        if any(row[1:]):
            hint = "leave all cells but the first empty; for a full table use `::: table`"
            reading.error("S082", "a diary's cells are for the reader", source.line, hint)
    return Diary(caption, header, tuple(row[0] for row in rows), line)


def _cells(node: Node, reading: Reading) -> tuple[Row, tuple[Row, ...]]:
    rows = _rows(node)
    header, *body = (_row(row, reading) for row in rows)
    for source in rows[1:]:
        _check_width(source, len(header), reading)
    _check_headers(header, body, rows, reading)
    if not body:
        reading.error("S083", "a table without rows", node.line, "write a row under the headers")
    return header, tuple(body)


def _rows(node: Node) -> list[Node]:
    return [row for part in node.children for row in part.children]


def _row(row: Node, reading: Reading) -> Row:
    return tuple(read_inlines(cell.children[0], reading) for cell in row.children)


def _check_width(row: Node, width: int, reading: Reading) -> None:
    """Count the cells as written: markdown-it drops what is too much and fills what lacks."""
    cells = escapedSplit(reading.lines[row.line - 1].strip())
    count = len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])
    if count != width:
        hint = "give each row one `|` cell for each header; a | in the text is written \\|"
        reading.error("S080", f"{count} cells in a row of {width}", row.line, hint)


def _check_headers(header: Row, body: list[Row], rows: list[Node], reading: Reading) -> None:
    hint = "write a word in it, so that it can be read out with each cell"
    for number, cell in enumerate(header, start=1):
        if not cell:
            reading.error("S081", f"the header of column {number} is empty", rows[0].line, hint)
    for row, source in zip(body, rows[1:], strict=True):
        if not row[0]:
            reading.error("S081", "the first cell of this row is empty", source.line, hint)
