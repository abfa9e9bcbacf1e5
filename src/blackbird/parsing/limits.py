"""What the child process may use. Set by itself, before it reads the first byte of a stranger."""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_MEMORY = 1_000_000_000  # bytes above what the libraries take: a page of 10 MB needs 600 MB
_OPEN_FILES = 12  # libraries load parts of theirs late, one file at a time
_WATCH_S = 0.05


def confine() -> None:
    """Limit memory, files and processes for good. What a system does not know is passed over."""
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NOFILE", _OPEN_FILES)
    if not _limit_memory():
        threading.Thread(target=_watch_memory, daemon=True).start()
    _limit("RLIMIT_NPROC", 0)


def allow_seconds(seconds: float) -> None:
    """Let the next file have so many seconds of processor time; beyond them the process ends."""
    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used + seconds) + 1
    with suppress(ValueError, OSError):
        most = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _limit(name: str, most: int) -> bool:
    number = getattr(resource, name, None)
    if number is None:
        return False
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(number)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(number, (most, most))
        return True
    return False


def _limit_memory() -> bool:
    """Whether the system bounds memory: macOS does not."""
    taken = _address_space()
    return taken is not None and _limit("RLIMIT_AS", taken + _MEMORY)


def _address_space() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        return int(pages) * resource.getpagesize()
    return None


def _watch_memory() -> None:
    unit = 1 if sys.platform == "darwin" else 1024
    allowed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit + _MEMORY
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < allowed:
        time.sleep(_WATCH_S)
    os._exit(OUT_OF_MEMORY)


OUT_OF_MEMORY = 77
"""The status with which the child ends when it asked for more memory than it may have."""
