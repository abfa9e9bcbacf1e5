"""Federated retrieval: all sources and all queries at once, each within its time budget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import replace

from blackbird.errors import BlackbirdError
from blackbird.events import Searched, SourceFailed
from blackbird.protocols import Clock, Source
from blackbird.types import Hit, Query


async def search(
    queries: Sequence[Query], sources: Sequence[Source], *, timeout_s: float, clock: Clock
) -> AsyncGenerator[Searched | SourceFailed | tuple[Hit, ...]]:
    """Yield one event for each source as it answers, and last all hits, best first.

    A source that fails or takes too long becomes ``SourceFailed``; the rest goes on.
    """
    started = clock.monotonic()
    tasks = {asyncio.create_task(_ask(source, queries, timeout_s)): source for source in sources}
    found: list[Hit] = []
    try:
        for done in asyncio.as_completed(tasks):
            name, hits, failure = await done
            if failure:
                yield SourceFailed(name, failure)
                continue
            found += hits
            yield Searched(name, len(hits), round((clock.monotonic() - started) * 1000, 1))
    finally:
        for task in tasks:
            task.cancel()
    yield merge(found)


async def _ask(
    source: Source, queries: Sequence[Query], timeout_s: float
) -> tuple[str, tuple[Hit, ...], str]:
    try:
        async with asyncio.timeout(timeout_s):
            lists = await asyncio.gather(*(source.search(query) for query in queries))
    except TimeoutError:
        return source.name, (), f"no answer within {timeout_s:g} s"
    except BlackbirdError as error:
        return source.name, (), str(error)
    return source.name, merge(hit for hits in lists for hit in hits), ""


def merge(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each passage once, with its best score, best first; ties by id, so that runs agree."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(hit.passage.id)
        if known is None or hit.score > known.score:
            best[hit.passage.id] = replace(hit)
    return tuple(sorted(best.values(), key=lambda h: (-h.score, h.passage.id)))
