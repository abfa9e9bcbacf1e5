"""What a question rests on: the passages that came with it, or what the sources find."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from blackbird.pipeline.parts import Parts
from blackbird.pipeline.read import read_given
from blackbird.pipeline.search import Step, search
from blackbird.types import Plan, Query, Question


async def gather(
    question: Question, queries: Sequence[str], plan: Plan, parts: Parts
) -> AsyncGenerator[Step]:
    """Yield one event for each source as it answers, and last all hits, best first."""
    if question.passages is not None:
        yield read_given(question.passages, now=parts.clock.now().isoformat(timespec="seconds"))
        return
    steps = search(
        [Query(t, parts.hits, question.since, question.until, plan.language) for t in queries],
        parts.sources,
        timeout_s=parts.search_timeout_s,
        clock=parts.clock,
        instead=parts.instead,
    )
    async with aclosing(steps):  # who is no longer asked stops searching and reading
        async for step in steps:
            yield step
