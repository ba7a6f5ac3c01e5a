"""The style sheet of a theme, read once for all page sources that differ in its tokens alone.

To read it takes a fifth of what a letterhead takes. Its tokens (`design.stylesheet.THEME_MARK`) and
the names of its layers are read for each page source; the rest is as it was.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

from handoutpress.design.stylesheet import THEME_MARK
from handoutpress.recent import Recent

SHEETS = 24
"""How many sheets are kept: a few editions, each in a few languages, on two papers."""
_MARK = THEME_MARK.encode()
_OF_DOCUMENT = re.compile(rb"@(?:import|font-face|counter-style|color-profile)", re.IGNORECASE)
"""What is noted in the document that a sheet is read for, so that it is read for each."""
_STATEMENTS = re.compile(rb"[^{]*;")
"""What comes before the first block: the order of the layers."""
_log = logging.getLogger("weasyprint")


class _Read(NamedTuple):
    """A sheet as it was read."""

    matcher: Any
    page_rules: list[Any]
    layers: list[str]
    remarks: list[logging.LogRecord]


def read_once(read: Callable[..., Any], base: str) -> Callable[..., Any]:
    """Return what reads a style sheet as `read` does, the engine's class of sheets.

    `base` is the address that the names in it start from.
    """
    recent: Recent[_Read] = Recent(SHEETS)

    def sheet(**asked: Any) -> Any:
        url = asked.get("url")
        data = getattr(asked.get("url_fetcher"), "files", {}).get(url, b"")
        tokens, mark, theme = data.partition(_MARK)
        if not mark or _OF_DOCUMENT.search(theme) or asked["page_rules"] or asked["layers"]:
            return read(**asked)
        given = {key: value for key, value in asked.items() if key not in ("url", _CHECKED)}
        given["base_url"] = base
        order = _STATEMENTS.match(tokens)
        statements = order[0].decode() if order else ""
        # Where a line of the theme stands in the whole sheet is what the engine's remarks say.
        before = "\n" * tokens.count(b"\n")

        def as_read() -> _Read:
            layers: list[str] = []
            read(**{**given, "string": statements, "page_rules": [], "layers": layers})
            rules: list[Any] = []
            with _heard() as remarks:
                whole = before + mark.decode() + theme.decode()
                new = read(**{**given, "string": whole, "page_rules": rules, "layers": layers})
            return _Read(new.matcher, rules, layers, remarks)

        known = recent.get((statements, before, theme), as_read)
        given["page_rules"] += known.page_rules
        given["layers"] += known.layers
        for remark in known.remarks:
            _log.handle(remark)
        return read(**given, string=tokens.decode(), matcher=_copied(known.matcher))

    return sheet


_CHECKED = "_check_mime_type"


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """Collect what the engine says, and let nobody else hear it."""
    remarks: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            remarks.append(record)

    before = _log.propagate, _log.handlers[:]
    _log.propagate, _log.handlers = False, [Collector(logging.WARNING)]
    try:
        yield remarks
    finally:
        _log.propagate, _log.handlers = before


def _copied(matcher: Any) -> Any:
    """Return a matcher to which selectors can be added."""
    new = copy(matcher)
    for name, held in vars(matcher).items():
        if isinstance(held, dict):
            setattr(new, name, {key: [*entries] for key, entries in held.items()})
        elif isinstance(held, list):
            setattr(new, name, [*held])
    return new
