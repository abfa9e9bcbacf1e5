"""Ask engines at the same time; who fails or is late is named, and costs no more than its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from blackbird.errors import BlackbirdError
from blackbird.events import SourceFailed
from blackbird.protocols import Engine, Found
from blackbird.types import Query

_QUERIES = 3  # of one question: further ones repeat the first, and each is paid for or rationed
_KEPT = 2 / 3  # of an engine's time in which places are kept free for what it may name


@dataclass(frozen=True, slots=True)
class Asked:
    """Engine → what it named, for those that answered; those that did not; and how many are
    awaited for whose pages places are kept free.
    """

    found: dict[str, list[Found]]
    failed: tuple[SourceFailed, ...]
    awaited: int


async def ask(engines: Sequence[Engine], queries: Sequence[Query]) -> AsyncGenerator[Asked]:
    """The first queries to all engines at once, each engine within its own budget.

    Yields what is known whenever that changes; what comes last is all.
    """
    began = asyncio.get_running_loop().time()
    tasks = [asyncio.create_task(_one(engine, queries[:_QUERIES])) for engine in engines]
    try:
        while True:
            over = asyncio.get_running_loop().time() - began
            waiting = [t for t in tasks if not t.done()]
            left = [
                rest
                for engine, task in zip(engines, tasks, strict=True)
                if not task.done() and (rest := _KEPT * engine.budget_s - over) > 0
            ]
            yield _known(engines, tasks, len(left))
            if not waiting:
                return
            await asyncio.wait(
                waiting, timeout=min(left, default=None), return_when=asyncio.FIRST_COMPLETED
            )
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _known(
    engines: Sequence[Engine],
    tasks: Sequence[asyncio.Task[list[Found] | SourceFailed]],
    awaited: int,
) -> Asked:
    """What is known by now, in the order of the engines, whoever was first."""
    done = [(e.name, t.result()) for e, t in zip(engines, tasks, strict=True) if t.done()]
    return Asked(
        {name: answer for name, answer in done if isinstance(answer, list)},
        tuple(answer for _, answer in done if isinstance(answer, SourceFailed)),
        awaited,
    )


async def _one(engine: Engine, queries: Sequence[Query]) -> list[Found] | SourceFailed:
    """What it named for those of the queries that it answered in time, if any."""
    tasks = [asyncio.create_task(_found(engine, query)) for query in queries]
    try:
        await asyncio.wait(tasks, timeout=engine.budget_s)
    finally:
        for task in tasks:
            task.cancel()
    done = [task.result() for task in tasks if task.done() and not task.cancelled()]
    lists = [answer for answer in done if not isinstance(answer, str)]
    if lists:
        return _interleaved(lists)
    said = [answer for answer in done if isinstance(answer, str)]
    return SourceFailed(engine.name, said[0] if said else f"no answer within {engine.budget_s:g} s")


async def _found(engine: Engine, query: Query) -> Sequence[Found] | str:
    """What it named, or why not."""
    try:
        return await engine.find(query)
    except BlackbirdError as error:
        return str(error)


def _interleaved(lists: Sequence[Sequence[Found]]) -> list[Found]:
    """The first of each query, then the second of each; each address once."""
    longest = max(map(len, lists), default=0)
    both = [found[n] for n in range(longest) for found in lists if n < len(found)]
    first: dict[str, Found] = {}
    for item in both:
        first.setdefault(item.url, item)
    return list(first.values())
