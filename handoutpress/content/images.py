"""Pictures of a workspace: read once, proved safe and whole, told apart by their bytes."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from handoutpress.content.handout import Image
from handoutpress.content.photo import photo_format, read_photo
from handoutpress.content.picture import PictureError
from handoutpress.content.report import Report
from handoutpress.content.svg import read_svg, svg_text
from handoutpress.diagnostics import SourceError
from handoutpress.recent import Recent

__all__ = ["PRINTED_MM", "read_image", "svg_text"]

PRINTED_MM = 125.0
"""How wide a figure is printed."""
MIN_DPI = 150
_PROVED: Recent[tuple[float, float]] = Recent(1000)
"""The sizes of drawings that were found to be harmless, by the hash of their bytes."""

Reader = Callable[[str], bytes]
"""A path inside the handout's or brand's folder to its bytes; raises SourceError."""


def read_image(
    name: str, read: Reader, report: Report, line: int, printed_mm: float | None = PRINTED_MM
) -> Image | None:
    """Return the picture `name`, or None with the reason in the report, at the line that asks.

    `printed_mm` is its width on paper; None when that is not known. I001 missing or outside,
    I002 not a picture, I003 damaged, I004 too large, I005 an SVG that reaches out or runs,
    I006 no size, I007 too complex, I008 (warning) below 150 dpi, I009 broken XML.
    """
    try:
        data = read(name)
    except SourceError as reason:
        _report_missing(name, reason, report, line)
        return None
    try:
        image = _measured(name, data)
    except PictureError as reason:
        report.error(reason.code, f"{name} {reason.message}", line, reason.hint)
        return None
    if printed_mm and image.media_type != "image/svg+xml":
        _check_resolution(image, printed_mm, report, line)
    return image


def _report_missing(name: str, reason: SourceError, report: Report, line: int) -> None:
    (problem,) = reason.diagnostics
    if problem.code == "W002":
        message = f"the picture {name!r} is outside the workspace"
        hints = ["put a copy into the figures/ folder, and write figures/NAME"]
    elif problem.code == "W003":
        message, hints = f"there is no picture {name!r}", ["put it there, or mend the name"]
    else:
        message, hints = problem.message, list(problem.hints)
    report.error("I001", message, line, *hints)


def _measured(name: str, data: bytes) -> Image:
    kind = photo_format(data)
    if kind:
        width, height = read_photo(data, kind)
        return Image(name, f"image/{kind.lower()}", data, width, height)
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        hint = "use SVG, PNG or JPEG; the name of a file does not change what it is"
        raise PictureError("I002", "is not an SVG, a PNG or a JPEG", hint)
    # A handout's languages show the same drawings, and to prove one takes longer than to read it.
    width, height = _PROVED.get(sha256(data).digest(), lambda: read_svg(data))
    return Image(name, "image/svg+xml", data, width, height)


def _check_resolution(image: Image, printed_mm: float, report: Report, line: int) -> None:
    dpi = image.width / (printed_mm / 25.4)
    if dpi < MIN_DPI:
        wanted = round(MIN_DPI * printed_mm / 25.4)
        message = f"{image.name} prints with {dpi:.0f} dots per inch, fewer than {MIN_DPI}"
        report.warning("I008", message, line, f"use a picture that is {wanted} pixels wide or more")
