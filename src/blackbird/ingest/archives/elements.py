"""The objects in one list of a large JSON text, one by one: the text is never held as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 4_000_000
"""Bytes of one object."""

_OPENING_WITHIN = 1_000_000
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["{}\[\]]', re.DOTALL)


def elements(
    pieces: Iterable[bytes], opening: re.Pattern[bytes], longest: int = LONGEST
) -> Iterator[bytes]:
    """The text of each object or list in the list behind ``opening``, which ends with its ``[``.

    Raises ``ValueError`` where no such list is, or where it breaks off.
    """
    source = iter(pieces)
    held = _behind(source, opening)
    while True:
        found = _next(held)
        if found is None:
            if len(held) > longest:
                raise ValueError(f"an object in it has more than {longest:,} bytes")
            piece = next(source, b"")
            if not piece:
                raise ValueError("it ends in the middle")
            held += piece
            continue
        places, end = found
        for start, stop in places:
            yield held[start:stop]
        if end is None:
            return
        held = held[end:]


def _behind(source: Iterator[bytes], opening: re.Pattern[bytes]) -> bytes:
    held = b""
    for piece in source:
        held += piece
        if found := opening.search(held):
            return held[found.end() :]
        if len(held) > _OPENING_WITHIN:
            break
    raise ValueError("the list that should be in it is not there")


def _next(held: bytes) -> tuple[list[tuple[int, int]], int | None] | None:
    """Where the whole objects stand, and where the rest begins: nowhere if the list ends there.

    ``None`` if there is none, and no end.
    """
    places: list[tuple[int, int]] = []
    depth = start = 0
    for token in _TOKEN.finditer(held):
        mark = token[0]
        if mark[:1] == b'"':
            if len(mark) == 1:  # the end of this string is not here yet
                break
        elif mark in b"{[":
            start = start if depth else token.start()
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return places, None
            if not depth:
                places.append((start, token.end()))
    return (places, places[-1][1]) if places else None
