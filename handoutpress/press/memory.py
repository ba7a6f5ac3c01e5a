"""How much memory this process has, and may have, on systems that tell it and hold to it."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from pathlib import Path

STATM = Path("/proc/self/statm")
"""Where Linux tells, in pages: all that is addressed, then what is in memory."""


def limit_memory(megabytes: int) -> None:
    """Make what asks for more than this fail with MemoryError; a lower limit that is set stays.

    Linux holds to it. Other systems may not, and Windows knows no such limit.
    """
    if sys.platform == "win32":
        return
    import resource

    # It counts what is written to: fonts are addressed too, and are in memory once for all.
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    held = [limit for limit in (before, most) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (min([megabytes << 20, *held]), most))


def release() -> None:
    """Give back to the system what this process holds and has no more use for.

    Laid out pages are millions of objects, and the C library keeps their room for others.
    """
    gc.collect()
    # Only that of Linux with glibc knows how to.
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def resident_mb() -> int:
    """Return how much of this process is in memory now; 0 where the system does not tell.

    `getrusage` tells the most that it ever was, and a worker begins with its parent's.
    """
    try:
        pages = int(STATM.read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20
