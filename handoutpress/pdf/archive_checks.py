"""Preflight's check of what PDF/A-2 asks of a file's objects (ISO 19005-2), beside its tags.

A clinic's own picture or style sheet can break it, so the claim is held against each file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from handoutpress.diagnostics import Diagnostic, error
from handoutpress.pdf.ink import drawings, pictures, shadings
from handoutpress.pdf.proof import Expected, Proof

PRINTS, CONCEALS = 4, 1 | 2 | 32
"""Flags of an annotation: it must print, and not be invisible, hidden or unseen (6.3.2)."""
RGB_CHANNELS = 3
_INK_HINT = "save pictures in RGB or grey, and write colours as #rrggbb"


def check_archive(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P041: colours mean something on every screen, and what the file holds can be kept for good.

    A file for print alone claims nothing of the kind.
    """
    if expected.print_only:
        return
    document = proof.document
    if not any(map(_means_rgb, document.Root.get(Name.OutputIntents, ()))):
        yield error("P041", "the file does not say what its colours mean")
    if any(_is_in_ink(item) for item in (*pictures(document), *shadings(document))):
        yield error("P041", "the file has a picture or gradient in CMYK", None, _INK_HINT)
    if any(map(_draws_ink, drawings(document))):
        yield error("P041", "the file has a colour in CMYK", None, _INK_HINT)
    for number, page in enumerate(document.pages, start=1):
        flags = (int(link.get(Name.F, 0)) for link in page.obj.get(Name.Annots, ()))
        if any(not flag & PRINTS or flag & CONCEALS for flag in flags):
            yield error("P041", f"page {number}: a link does not print with its page")
    if Name.ID not in document.trailer:
        yield error("P041", "the file has no identifier")
    for picture in pictures(document):
        if picture.get(Name.Interpolate, False):
            yield error("P041", "a picture is smoothed by each viewer in its own way")


def _means_rgb(intent: Any) -> bool:
    profile = intent.get(Name.DestOutputProfile, Dictionary())
    return bool(intent.get(Name.S) == Name.GTS_PDFA1 and profile.get(Name.N) == RGB_CHANNELS)


def _is_in_ink(item: Any) -> bool:
    return bool(item.get(Name.ColorSpace) == Name.DeviceCMYK)


def _draws_ink(drawing: Any) -> bool:
    group = drawing.get(Name.Group, Dictionary())
    return group.get(Name.CS) == Name.DeviceCMYK or any(
        str(instruction.operator) in ("k", "K") or Name.DeviceCMYK in instruction.operands
        for instruction in pikepdf.parse_content_stream(drawing, "k K cs CS")
    )
