"""Whether a quotation is open, by its marks: “…”, „…“, «…», and the straight ones.

A straight mark is opening or closing only by what stands around it, and may be an inch. So a mark
counts only where it stands as one that opens or closes a quotation, and only for a while: one that
has been open for longer counts as never closed.
"""

from __future__ import annotations

import re

_OPEN = 400  # characters
_MARK = re.compile(r"[\"“”„«»]")
_CLOSED_BY = {"“": "”", "„": '“”"', "«": "»", '"': '"'}
_BEFORE = frozenset("([{（【「『'‘“*_>/:：,，、-–—…")  # besides white space
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # written without spaces


def is_open(text: str, start: int, end: int) -> bool:
    """Whether a quotation that begins in ``text[start:end]`` goes on at ``end``.

    Needs the character at ``end``, and nothing behind it.
    """
    opened = ""
    for found in _MARK.finditer(text, max(start, end - _OPEN), end):
        mark, at = found[0], found.start()
        if not opened:
            opened = mark if mark in _CLOSED_BY and _may_open(text, start, at) else ""
        elif mark in _CLOSED_BY[opened] and _may_close(text, at):
            opened = ""
    return bool(opened)


def _may_open(text: str, start: int, at: int) -> bool:
    if text[at + 1].isspace() and text[at] != "«":  # French puts a space there
        return False
    before = text[at - 1] if at > start else " "
    return before.isspace() or before in _BEFORE or _WIDE.match(before) is not None


def _may_close(text: str, at: int) -> bool:
    """A straight mark with a space before it and none behind it opens another quotation."""
    return text[at] != '"' or not text[at - 1].isspace() or text[at + 1].isspace()
