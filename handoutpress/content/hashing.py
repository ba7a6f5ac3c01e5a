"""Plain data to a short hash that is the same on every machine."""

from __future__ import annotations

import hashlib
import json

LENGTH = 12
"""So many hexadecimal digits of sha256 are enough to tell the blocks of a library apart."""


def short_hash(said: object) -> str:
    """Return the hash of plain data: texts, numbers, and lists and objects of them."""
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
