"""A lock on an open file, which the system frees when its holder dies in whatever way."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import time

    def locked(handle: int, *, wait: bool) -> bool:
        """Lock the first byte of an open file; return whether that worked at once, or wait."""
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)
            else:
                return True

else:
    import fcntl

    def locked(handle: int, *, wait: bool) -> bool:
        """Lock an open file; return whether that worked at once, or wait until it does."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
