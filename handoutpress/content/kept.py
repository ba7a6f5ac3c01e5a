"""Words of a handout as they once were, from a copy of their file that was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handoutpress.content.fingerprints import CALLOUTS, Part
from handoutpress.content.handout import Handout
from handoutpress.content.hashing import short_hash
from handoutpress.content.markdown import read_words
from handoutpress.content.provenance import FOLDER
from handoutpress.content.report import Report
from handoutpress.content.textfile import decode
from handoutpress.workspace import Workspace

KEPT = f"{FOLDER}/kept"
"""Where a handout keeps the words that translations were made from."""


def read_kept(text: str, like: Handout, report: Report) -> Handout | None:
    """Return the handout that a copy of its words says; None where it cannot be read.

    What is in no language file, such as the pictures, it has of the handout that it is `like`.
    """
    words = read_words(text, report, None)
    if words.front is None:
        return None
    return replace(
        like,
        front=words.front,
        callouts=words.callouts,
        sections=words.sections,
        silences=words.silences,
        file=report.file,
        front_lines=words.front_source.lines,
    )


def kept_copies(workspace: Workspace, slug: str) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each copy that can be read."""
    folder = f"handouts/{slug}/{KEPT}"
    for name in workspace.files(folder):
        if name.endswith(".md"):
            report = Report(f"{folder}/{name}")
            text = decode(workspace.read(f"{folder}/{name}"), report)
            if text and not report.has_errors:
                yield f"{folder}/{name}", text


def copy_name(slug: str, text: str) -> str:
    """Return where the copy of a text is kept."""
    return f"handouts/{slug}/{KEPT}/{short_hash(text)}.md"


def part_text(part: Part, handout: Handout, text: str) -> str:
    """Return a part's words as they were written, of the text of its language file."""
    lines = text.split("\n")
    starts = sorted(section.line for section in handout.sections)
    if part.section is None and part.key != CALLOUTS:
        return "\n".join(str(unit.node) for unit in part.units)
    end = next((start - 1 for start in starts if start > part.line), len(lines))
    return "\n".join(lines[part.line - 1 : end]).strip()
