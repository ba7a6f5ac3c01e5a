"""Why a picture cannot be used, before it is known which line asked for it."""

from __future__ import annotations


class PictureError(Exception):
    """A picture is refused; `images.read_image` turns it into a located Diagnostic."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        """What is wrong, to be read after the file's name."""
        self.hint = hint
