"""What a book truly offers its readers, said in words: on its last page and in its metadata."""

from __future__ import annotations

from collections.abc import Iterable

from handoutpress.design.words import Words
from handoutpress.epub.features import Claim


def every_sentence(words: Words) -> dict[str, frozenset[Claim]]:
    """Return every sentence that a book may say of itself, with the claims that it stands on.

    None names a standard: whether a book conforms to one is for a person to say who has tried it.
    """
    feature = "accessibilityFeature"
    return {
        words("Headings and a table of contents lead through the text."): frozenset(
            {(feature, "structuralNavigation"), (feature, "tableOfContents")}
        ),
        words("The pages of the printed version are marked and listed."): frozenset(
            {(feature, "pageBreakMarkers"), (feature, "pageNavigation")}
        ),
        words("Everything is read aloud in its right order."): frozenset(
            {(feature, "readingOrder"), ("accessModeSufficient", "textual")}
        ),
        words("Every picture has a description in words."): frozenset(
            {(feature, "alternativeText")}
        ),
        words("Size, type and colours can be changed."): frozenset(
            {(feature, "displayTransformability")}
        ),
        words("Nothing in it moves or flashes."): frozenset({("accessibilityHazard", "none")}),
        words("A program has checked this e-book; no person has tested it yet."): frozenset(),
    }


def sentences(claims: Iterable[Claim], words: Words) -> tuple[str, ...]:
    """Return the sentences that `claims`, which were found in a book, bear out."""
    found = frozenset(claims)
    return tuple(said for said, needed in every_sentence(words).items() if needed <= found)


def summary(claims: Iterable[Claim], words: Words) -> str:
    """Return the same as the text of schema.org's `accessibilitySummary`."""
    return words.space.join(sentences(claims, words))
