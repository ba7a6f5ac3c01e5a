"""Gettext PO files, read and written by Babel: what a translation tool opens."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from handoutpress.content.report import Report
from handoutpress.content.textfile import decode

MAX_BYTES = 4 * 1024 * 1024
"""A handout of 50 kB makes a file of 150 kB."""
_HEAD = """\
Words of {project}, to be translated. Remarks say where each stands, and what is a matter of safety.
Keep what is in braces, in brackets after @, and what a link leads to, as it is.
What is marked fuzzy was made from other words: the line `#|` has them, where they are known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a PO file."""

    context: str
    words: str
    """The original's."""
    translation: str
    """Empty where there is none."""
    is_fuzzy: bool = False
    remarks: tuple[str, ...] = ()
    """What the translator should know."""
    before: str = ""
    """The original's words that the translation was made from, where they were others."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PoFile:
    """A PO file: what it is about, and its messages."""

    slug: str
    version: str
    lang: str
    """BCP 47."""
    translator: str
    entries: tuple[Entry, ...]


def write(file: PoFile, day: datetime.date) -> bytes:
    """Return a PO file's bytes, the same for the same words and day."""
    moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    catalog = Catalog(
        locale=file.lang.replace("-", "_"),
        header_comment="\n".join(
            f"# {line}" for line in _HEAD.format(project=file.slug).split("\n")
        ),
        project=file.slug,
        version=file.version,
        creation_date=moment,
        revision_date=moment,
        last_translator=file.translator,
        charset="utf-8",
        fuzzy=False,
    )
    for entry in file.entries:
        message = catalog.add(
            entry.words,
            entry.translation,
            context=entry.context,
            flags=("fuzzy",) if entry.is_fuzzy else (),
            auto_comments=entry.remarks,
            previous_id=(entry.before,) if entry.before else (),
        )
        # Braces and percents are no placeholders of Python's here, so no tool is to check them so.
        message.flags -= {"python-format", "python-brace-format"}
    out = io.BytesIO()
    write_po(out, catalog, width=0, include_previous=True)
    return out.getvalue()


def read(data: bytes, report: Report) -> PoFile | None:
    """Return what a PO file says, or None; every problem is in the report.

    L810 not a PO file; the codes of a file that is no text (S001 to S004).
    """
    text = decode(data, report, MAX_BYTES)
    if text is None or report.has_errors:
        return None
    try:
        catalog = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except PoFileError as reason:
        hint = "export it anew, and let a translation tool write it"
        report.error("L810", f"this is not a PO file: {_why(reason)}", reason.lineno + 1, hint)
        return None
    except (ValueError, LookupError, TypeError) as reason:
        hint = "export it anew, and let a translation tool write it"
        report.error("L810", f"this is not a PO file: {_why(reason)}", 1, hint)
        return None
    entries = tuple(_entry(message) for message in catalog if message.id)
    return PoFile(
        catalog.project,
        catalog.version,
        str(catalog.locale_identifier or "").replace("_", "-"),
        catalog.last_translator,
        entries,
    )


def _why(reason: Exception) -> str:
    words = " ".join(str(reason).split())
    return f"{words[:1].lower()}{words[1:80]}"


def _entry(message: Message) -> Entry:
    return Entry(
        message.context or "",
        _singular(message.id),
        _singular(message.string),
        message.fuzzy,
        tuple(message.auto_comments),
        line=message.lineno or 1,
    )


def _singular(said: str | Sequence[str] | None) -> str:
    """Return a text; where a tool has made plural forms, which are not exported, the first."""
    return said if isinstance(said, str) else next(iter(said or ()), "")


def credit(translator: str) -> str:
    """Return the translator that a PO file names; Babel's stand-in names nobody."""
    return "" if "FULL NAME" in translator else translator
