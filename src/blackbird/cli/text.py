"""Text from outside, made fit for a terminal: it must neither steer it nor reorder what is read."""

from __future__ import annotations

import re

# C0 and C1 controls but for newline and tab; marks that change the direction of other text.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """``text`` without what a terminal would obey."""
    return _STEERING.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """``text`` on one line."""
    return " ".join(harmless(text).split())
