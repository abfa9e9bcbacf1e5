"""Sources at once: those that ask others, and what is asked where none is reached."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from blackbird.errors import SourceError
from blackbird.events import Searched, SourceFailed
from blackbird.pipeline.search import Step, all_of, search
from blackbird.protocols import Gathered
from blackbird.tracing import SystemClock
from blackbird.types import Hit, Passage, Query

QUERY = Query("trams")
HIT = Hit(Passage("a#1", "The tram opened in 1889."), 0.5)
OWN = Hit(Passage("own#1", "The tram opened in 1891."), 0.9)


@dataclass
class Plain:
    name: str = "documents"
    hits: tuple[Hit, ...] = (OWN,)
    failure: str = ""

    async def search(self, query: Query) -> Sequence[Hit]:
        if self.failure:
            raise SourceError(self.failure)
        return self.hits


@dataclass
class Several:
    got: Gathered
    name: str = "web"
    budget_s: float = 0.2
    after_s: float = 0.0

    async def search(self, query: Query) -> Sequence[Hit]:
        return self.got.hits

    async def gather(self, queries: Sequence[Query]) -> Gathered:
        await asyncio.sleep(self.after_s)  # how slow this source is
        return self.got


async def steps(*sources: Plain | Several, instead: Plain | None = None) -> list[Step]:
    found = search([QUERY], sources, timeout_s=0.1, clock=SystemClock(), instead=instead)
    return [step async for step in found]


def plain(step: Step) -> object:
    return (step.source, step.hits) if isinstance(step, Searched) else step


FAILED = SourceFailed("one", "it failed (500)")


async def test_failures_of_those_that_it_asks_are_told_too() -> None:
    got = await steps(Several(Gathered((HIT,), (FAILED,))), instead=Plain())
    assert [plain(step) for step in got] == [FAILED, ("web", 1), (HIT,)]


async def test_what_reached_nobody_is_replaced() -> None:
    lost = Several(Gathered((), (FAILED,), reached=False))
    assert [plain(step) for step in await steps(lost)] == [FAILED, ()]
    got = await steps(lost, instead=Plain())
    assert [plain(step) for step in got] == [FAILED, ("documents", 1), (OWN,)]
    broken = await steps(lost, instead=Plain(failure="The disk is gone."))
    assert broken[1:] == [SourceFailed("documents", "The disk is gone."), ()]


async def test_it_has_the_time_of_those_that_it_asks() -> None:
    got = await steps(Several(Gathered((HIT,)), after_s=0.15))
    assert plain(got[0]) == ("web", 1)
    late = await steps(Several(Gathered((HIT,)), after_s=0.4))
    assert late[0] == SourceFailed("web", "no answer within 0.2 s")


async def test_a_search_tells_who_failed_and_goes_on() -> None:
    failures: list[SourceFailed] = []
    sources = (Several(Gathered((HIT,), (FAILED,))), Plain())
    assert await all_of(sources, QUERY, failures.append) == (OWN, HIT)
    assert failures == [FAILED]


async def test_a_search_that_reached_nobody_fails() -> None:
    lost = Several(Gathered((), (FAILED,), reached=False))
    with pytest.raises(SourceError, match=r"web could not be searched \(one: it failed \(500\)\)"):
        await all_of([lost, Plain()], QUERY, lambda _: None)
    with pytest.raises(SourceError, match="gone"):
        await all_of([Plain(failure="gone")], QUERY, lambda _: None)
