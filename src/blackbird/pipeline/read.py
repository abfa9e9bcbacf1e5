"""From given texts to passages that know their offsets and the hash of their text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from blackbird.text.chunk import chunk
from blackbird.text.language import detect_language
from blackbird.types import Hit, Passage


def read_given(texts: Sequence[str], *, now: str) -> tuple[Hit, ...]:
    """Passages of texts that came with the question. ``now`` is an ISO 8601 time in UTC."""
    return tuple(
        Hit(passage, 1.0)
        for number, text in enumerate(texts, start=1)
        for passage in _passages(f"given:{number}", text, now)
    )


def _passages(name: str, text: str, now: str) -> list[Passage]:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    language = detect_language(text)
    return [
        Passage(
            id=f"{name}#{n}",
            text=span.text,
            start=span.start,
            end=span.end,
            title=name,
            language=language,
            fetched_at=now,
            sha256=digest,
            source="given",
        )
        for n, span in enumerate(chunk(text), start=1)
    ]
