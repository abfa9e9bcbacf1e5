"""Federated retrieval: all sources and all queries at once, each within its time budget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace

from blackbird.errors import BlackbirdError, SourceError
from blackbird.events import Searched, SourceFailed
from blackbird.protocols import Clock, Federation, Gathered, Source
from blackbird.types import Hit, Query

Step = Searched | SourceFailed | tuple[Hit, ...]


async def search(
    queries: Sequence[Query],
    sources: Sequence[Source],
    *,
    timeout_s: float,
    clock: Clock,
    instead: Source | None = None,
) -> AsyncGenerator[Step]:
    """Yield one event for each source as it answers, and last all hits, best first.

    A source that fails or takes too long becomes ``SourceFailed``; the rest goes on. Where none
    could be reached, ``instead`` is asked.
    """
    found: list[Hit] = []
    reached = False
    steps = _at_once(queries, sources, timeout_s, clock)
    async with aclosing(steps):
        async for step in steps:
            if isinstance(step, tuple):
                found += step
                continue
            reached = reached or isinstance(step, Searched)
            yield step
    if not reached and instead:
        async with aclosing(_at_once(queries, [instead], timeout_s, clock)) as steps:
            async for step in steps:
                if isinstance(step, tuple):
                    found += step
                else:
                    yield step
    yield merge(found)


async def _at_once(
    queries: Sequence[Query], sources: Sequence[Source], timeout_s: float, clock: Clock
) -> AsyncGenerator[Step]:
    """The events of each source as it answers, with what it found."""
    started = clock.monotonic()
    tasks = {asyncio.create_task(_ask(source, queries, timeout_s)): source for source in sources}
    try:
        for done in asyncio.as_completed(tasks):
            name, got = await done
            for failure in got.failed:
                yield failure
            yield got.hits
            if got.reached:
                ms = round((clock.monotonic() - started) * 1000, 1)
                yield Searched(name, len(got.hits), ms)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _ask(source: Source, queries: Sequence[Query], timeout_s: float) -> tuple[str, Gathered]:
    """What a source found. One that asks others has their time, and its own failures to tell."""
    limit_s = source.budget_s if isinstance(source, Federation) else timeout_s
    try:
        async with asyncio.timeout(limit_s):
            if isinstance(source, Federation):
                return source.name, await source.gather(queries)
            lists = await asyncio.gather(*(source.search(query) for query in queries))
    except TimeoutError:
        failure = f"no answer within {limit_s:g} s"
    except BlackbirdError as error:
        failure = str(error)
    else:
        return source.name, Gathered(merge(hit for hits in lists for hit in hits))
    return source.name, Gathered((), (SourceFailed(source.name, failure),), reached=False)


async def all_of(
    sources: Sequence[Source], query: Query, failed: Callable[[SourceFailed], None]
) -> tuple[Hit, ...]:
    """What all sources find; ``failed`` hears who failed one that asks others.

    Raises as the sources do: this is a search, not an answer that goes on without them.
    """
    gathered = await asyncio.gather(*(_whole(source, query) for source in sources))
    for failure in (failure for got in gathered for failure in got.failed):
        failed(failure)
    return merge(hit for got in gathered for hit in got.hits)


async def _whole(source: Source, query: Query) -> Gathered:
    if not isinstance(source, Federation):
        return Gathered(tuple(await source.search(query)))
    got = await source.gather([query])
    if not got.reached:
        said = "; ".join(f"{f.source}: {f.message}" for f in got.failed)
        raise SourceError(f"{source.name} could not be searched ({said}).", "Try again later.")
    return got


def merge(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each passage once, with its best score, best first; ties by id, so that runs agree."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(hit.passage.id)
        if known is None or hit.score > known.score:
            best[hit.passage.id] = replace(hit)
    return tuple(sorted(best.values(), key=lambda h: (-h.score, h.passage.id)))
