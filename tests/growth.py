"""Shows that time grows in step with the length of a text, on an idle machine and on a busy one."""

from __future__ import annotations

import time
from collections.abc import Callable

_SHORT = 4_000
_TIMES_LONGER = 4
_LINEAR_MOST = 9.0  # 4 when linear, 16 when quadratic
_NOTHING = 0.03  # seconds of processor time below which nothing can be told


def assert_linear(function: Callable[[str], object], unit: str, size: int = _SHORT) -> None:
    """Fail if four times as much of ``unit`` takes much more than four times as long.

    ``size``: characters of the shorter text.
    """
    short = min(_seconds(function, unit, size) for _ in range(3))
    long = min(_seconds(function, unit, size * _TIMES_LONGER) for _ in range(2))
    assert long < max(_NOTHING, short * _LINEAR_MOST), (unit, short, long)


def _seconds(function: Callable[[str], object], unit: str, length: int) -> float:
    text = (unit * length)[: length - 1] + "b"
    began = time.process_time()
    function(text)
    return time.process_time() - began
