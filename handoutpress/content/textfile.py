"""Bytes of a source file to text: UTF-8, one kind of line end, no control characters, not huge."""

from __future__ import annotations

import re
import unicodedata

from handoutpress.content.report import Report
from handoutpress.program import command

MAX_BYTES = 1024 * 1024
"""A file of words. A long handout is about 50 kB."""
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufffd-\uffff]"
)
_TURNS = re.compile("[\u202a-\u202e]")
"""They turn the words after them round, to the end of the line where none ends them (UAX 9, 2.1);
what is read aloud is then not what is printed."""
_LISTED = 10
"""After so many control characters the file is not a text, and more lines say nothing new."""


def decode(data: bytes, report: Report, limit: int = MAX_BYTES) -> str | None:
    r"""Return a file's text with `\n` line ends, or None when it cannot be read at all.

    A byte order mark is dropped, and a letter whose accent was typed apart is made one, for fonts
    have it so. S001 not UTF-8, S002 too large, S003 control character,
    S004 empty.
    """
    if len(data) > limit:
        hint = "split it, or look whether it is the file that you meant"
        report.error("S002", f"the file is larger than {limit // 1024} kB", None, hint)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        hint = "open it in your editor and save it with the encoding UTF-8"
        report.error("S001", f"byte {reason.start + 1} is not UTF-8", line, hint)
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        report.error("S004", "the file is empty", 1, f"`{command('new')}` makes one to fill in")
        return None
    return _without_controls(text, report)


def _without_controls(text: str, report: Report) -> str:
    for count, match in enumerate(_CONTROL.finditer(text)):
        if count == _LISTED:
            break
        line = text.count("\n", 0, match.start()) + 1
        refuse_controls(match.group(), report, line)
    return _CONTROL.sub(" ", text)


def refuse_controls(text: str, report: Report, line: int) -> str:
    """Return a text without characters that cannot be printed; S003 for the first of them.

    U+FFFD is what a program leaves in place of a letter that it could not read.
    """
    if match := _CONTROL.search(text):
        name, hint = f"U+{ord(match.group()):04X}", "delete it; it cannot be printed"
        if _TURNS.match(match.group()):
            hint = "delete it; words of another direction are marked: [words]{lang=ar}"
        is_lost = match.group() == "\ufffd"
        what, hint = ("a lost letter", "write it anew") if is_lost else ("control character", hint)
        report.error("S003", f"{what} {name}", line, hint)
    return _CONTROL.sub(" ", text)
