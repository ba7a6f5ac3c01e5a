"""PNG and JPEG pictures: proved whole before they are used."""

from __future__ import annotations

import io
import warnings

from PIL import Image as Pillow

from handoutpress.content.picture import PictureError

MAX_PIXELS = 40_000_000
MAX_BYTES = 30 * 1024 * 1024
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK")
"""The kinds of pixels that the engines draw; 16 bits a channel are not among them."""
_EXIF_ORIENTATION = 0x0112
_FORMATS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def photo_format(data: bytes) -> str | None:
    """Return `PNG` or `JPEG` by a file's first bytes, whatever its name says."""
    return next((name for start, name in _FORMATS.items() if data.startswith(start)), None)


def read_photo(data: bytes, name: str) -> tuple[float, float]:
    """Return a picture's width and height in pixels, turned as a camera held upright.

    `name` is its format. Raises PictureError: I002 pixels of an odd kind, I003 damaged,
    I004 too large.
    """
    if len(data) > MAX_BYTES:
        hint = "save it smaller; 2,000 pixels across are enough for print"
        raise PictureError("I004", f"is larger than {MAX_BYTES >> 20} MB", hint)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _measure(data, name)
    except PictureError:
        raise
    except Pillow.DecompressionBombError as reason:  # Pillow's own limit comes before ours
        raise _too_many_pixels("far too many") from reason
    except Exception as reason:  # Pillow's decoders raise a dozen types for damaged files
        hint = "export it again, or fetch the file anew"
        raise PictureError("I003", "is damaged or not complete", hint) from reason


def _measure(data: bytes, name: str) -> tuple[float, float]:
    with Pillow.open(io.BytesIO(data), formats=(name,)) as picture:
        _check_pixels(*picture.size)
        if picture.mode not in _MODES:
            hint = "save it with 8 bits for each colour"
            raise PictureError("I002", f"has pixels of the kind {picture.mode}", hint)
        picture.verify()
    # verify() leaves the picture unusable, and does not decode: only a full load finds a cut file.
    with Pillow.open(io.BytesIO(data), formats=(name,)) as picture:
        picture.load()
        width, height = picture.size
        is_turned = picture.getexif().get(_EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
    return (height, width) if is_turned else (width, height)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(f"{width} x {height}")


def _too_many_pixels(count: str) -> PictureError:
    message = f"has {count} pixels; {MAX_PIXELS // 1_000_000} million are the most"
    return PictureError("I004", message, "save it smaller; 2,000 pixels across are enough")
