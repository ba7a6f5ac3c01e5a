"""What would be printed as it is typed, and was meant to do something: stray marks, addresses."""

from __future__ import annotations

import re

from handoutpress.content.report import Report
from handoutpress.content.yaml_source import YamlSource

_ADDRESS = re.compile(r"https?://[^\s<>\"']*[\w/]", re.IGNORECASE)
_MARKS = re.compile(r"\*{2,}|(?<!_)__(?!_)")


def tell_stray_mark(mark: str, report: Report, line: int) -> None:
    """Add the S045 warning for a mark of strong words that has no partner."""
    hint = "write **strong words**: two marks before, two after, no space or quote just inside"
    more = "marks that are meant as text are written \\*\\*"
    report.warning("S045", f"a stray `{mark}` is printed as it stands", line, hint, more)


def tell_addresses(text: str, report: Report, line: int) -> None:
    """Add an S046 warning for each web address in running text that is no link."""
    for match in _ADDRESS.finditer(text):
        hint = f"make it a link: [words that say where it leads]({match.group()})"
        message = f"{match.group()} is printed as plain text, not as a link"
        report.warning("S046", message, line, hint)


def tell_in_plain(text: str, what: str, report: Report, line: int) -> None:
    """Add S045 and S046 for marks and addresses where no Markdown is read."""
    if match := _MARKS.search(text):
        message = f"`{match.group()}` in {what} is printed as it stands"
        report.warning("S045", message, line, "delete it; this is plain text")
    if match := _ADDRESS.search(text):
        message = f"{match.group()} in {what} is printed as plain text, not as a link"
        report.warning("S046", message, line, "links are made in the text under the front matter")


def tell_in_front_matter(source: YamlSource, report: Report) -> None:
    """Add S045 and S046 for the values of a front matter."""
    for key, value in source.data.items():
        texts = {f"{key}[{i}]": v for i, v in enumerate(value)} if isinstance(value, list) else {}
        for path, text in (texts or {key: value}).items():
            if isinstance(text, str):
                tell_in_plain(text, f"`{path}`", report, source.line(path))
