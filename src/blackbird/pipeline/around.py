"""What is read beside a question: a sentence with its neighbours, since encoders read little."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.text.tokens import estimate_tokens
from blackbird.types import Span

ROOM = 70
"""Tokens, estimated, of what is read of each passage."""


def around(text: str, spans: Sequence[Span], best: Span) -> str:
    """The piece ``best`` of ``text`` with the pieces beside it, while there is room.

    ``spans`` are pieces of ``text`` in their order, ``best`` among them.
    """
    low = high = spans.index(best)
    room = ROOM - estimate_tokens(best.text)
    while True:
        nearby = [i for i in (high + 1, low - 1) if 0 <= i < len(spans)]
        fitting = [i for i in nearby if estimate_tokens(spans[i].text) <= room]
        if not fitting:
            return text[spans[low].start : spans[high].end]
        room -= estimate_tokens(spans[fitting[0]].text)
        low, high = min(low, fitting[0]), max(high, fitting[0])
