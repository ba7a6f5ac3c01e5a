"""Preflight's check of what a finished PDF says of itself, and of how a viewer opens it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Name

from handoutpress.design.words import words_for
from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.claims import PRISM
from handoutpress.pdf.document import page_mode
from handoutpress.pdf.proof import Expected, Proof

VERSION, REVIEW_DUE = f"{{{PRISM}}}versionIdentifier", f"{{{PRISM}}}expirationDate"
"""The names in the metadata of the words' version and the day by which they are reviewed."""


def check_identity(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P011: title, language and claims are there, and shown (PDF/UA-1, 5 and 7.1 and 7.2).

    A file for print alone claims nothing, and says what it is.
    """
    catalogue: Any = proof.document.Root
    preferences = catalogue.get(Name.ViewerPreferences, {})
    is_leftward = words_for(expected.lang)[0].direction == "rtl"
    with proof.document.open_metadata() as metadata:
        found = {
            "title": metadata.get("dc:title") == expected.title,
            "language": str(catalogue.get(Name.Lang, "")) == expected.lang,
            **_claims(metadata, expected),
            **_in_both(metadata, proof.document.docinfo),
            "version": expected.version in (None, metadata.get(VERSION, "")),
            "review date": expected.review_due in (None, metadata.get(REVIEW_DUE, "")),
            "wish to show its title": bool(preferences.get(Name.DisplayDocTitle, False)),
            "direction": (preferences.get(Name.Direction) == Name.R2L) == is_leftward,
            "mark as a tagged file": bool(catalogue.get(Name.MarkInfo, {}).get(Name.Marked, False)),
            "page labels": Name.PageLabels in catalogue,
            "way to open": catalogue.get(Name.PageMode) == page_mode(proof.document)
            and Name.PageLayout not in catalogue,
        }
    for what, is_right in found.items():
        if not is_right:
            yield error("P011", f"the file's {what} is missing or wrong")


def _in_both(metadata: Any, information: Any) -> dict[str, bool]:
    """Compare what both places say that a viewer may look in: the metadata and the information."""
    pairs = {"title": "dc:title", "subject": "dc:description", "keywords": "pdf:Keywords"}
    said = {
        what: str(information.get(f"/{what.capitalize()}", "")) == metadata.get(key, "")
        for what, key in pairs.items()
    }
    authors = ", ".join(metadata.get("dc:creator", ()))
    said["author"] = str(information.get(Name.Author, "")) == authors
    return {f"{what} in its information": is_right for what, is_right in said.items()}


def _claims(metadata: Any, expected: Expected) -> dict[str, bool]:
    claims = [metadata.get(key) for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    if expected.print_only:
        is_told = expected.print_only in str(metadata.get("pdf:Keywords", ""))
        return {"word that it is for print only": is_told and claims == [None, None, None]}
    return {"claim to be PDF/UA-1 and PDF/A-2a": claims == ["1", "2", "A"]}
