"""What a run works with, whether it answers a question or checks a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from blackbird.protocols import Clock, Embedder, Judge, LanguageModel, PairScorer, Source


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run works with. ``Assistant`` chooses them; nothing is looked up."""

    model: LanguageModel
    embedder: Embedder
    judge: Judge
    scorer: PairScorer
    sources: tuple[Source, ...]
    clock: Clock
    draw_mark: Callable[[], str]
    """A new mark for each request, to fence outside text with; nobody can guess it."""
    confirming: tuple[Source, ...] = ()
    """Asked for what rests on posts alone."""
    instead: Source | None = None
    """Asked where none of the sources could be reached."""
    evidence_tokens: int = 140
    answer_tokens: int = 200
    search_timeout_s: float = 5.0
    hits: int = 10
    deep_seconds: float = 300.0
    deep_tokens: int = 3000
    """What a report may take; a part that has begun is finished."""
