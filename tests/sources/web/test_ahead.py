"""Pages are read while engines are still awaited: which, how many, and what becomes of the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.errors import PageUnreadable
from blackbird.protocols import Found, Gathered, Scope
from blackbird.sources.web.source import Web
from blackbird.types import Page, Query
from tests.fakes.embedder import HashEmbedder

QUESTION = Query("When did the tram of Aldenport open?")
WANTED = 5
Until = Callable[[], Awaitable[object]]


async def at_once() -> None:
    """What an engine does that answers without being waited for."""


async def never() -> None:
    await asyncio.Event().wait()


@dataclass
class Engine:
    """Names pages once ``until`` is over."""

    name: str
    found: Sequence[Found] = ()
    until: Until = at_once
    budget_s: float = 5.0

    async def find(self, query: Query) -> Sequence[Found]:
        await self.until()
        return self.found


@dataclass
class Pages:
    """Gives a page for every address but those that fail; remembers what it was asked."""

    failing: frozenset[str] = frozenset()
    undated: bool = False
    asked: list[str] = field(default_factory=list)
    open: int = 0
    until: Until = at_once

    async def read(self, url: str) -> Page:
        self.asked.append(url)
        self.open += 1
        try:
            await self.until()
        finally:
            self.open -= 1
        if url in self.failing:
            raise PageUnreadable("It cannot be read.", "Read another.")
        return Page(url, "", f"The tram of Aldenport at {url}.", None, "en")

    async def has(self, count: int = 1) -> None:
        """Wait until so many were asked for; an engine that is awaited ends this by its budget."""
        while len(self.asked) < count:
            await asyncio.sleep(0.005)  # nothing tells


def listed(host: str, count: int = 8) -> list[Found]:
    return [Found(f"https://{host}{n}.example/") for n in range(count)]


def urls(host: str, *places: int) -> set[str]:
    return {f"https://{host}{n}.example/" for n in places}


async def gathered(
    pages: Pages, *engines: Engine, query: Query = QUESTION, seconds: float = 2.0
) -> Gathered:
    web = Web(engines, pages, HashEmbedder(), Scope(), (WANTED, seconds))
    return await web.gather([query])


def read_of(got: Gathered) -> set[str | None]:
    return {hit.passage.url for hit in got.hits}


async def test_what_is_among_the_best_is_read_while_a_slow_engine_is_awaited() -> None:
    pages = Pages()
    fast = Engine("fast", listed("a"))
    slow = Engine("slow", listed("b"), lambda: pages.has(2))  # answers once others are read
    got = await gathered(pages, fast, slow)
    assert got.failed == ()
    assert set(pages.asked[:2]) == urls("a", 0, 1)
    # Its places were kept free: what it names counts as if it had been as fast.
    assert read_of(got) == urls("a", 0, 1, 2) | urls("b", 0, 1)


async def test_an_engine_that_failed_keeps_no_place() -> None:
    pages = Pages()

    async def after_all() -> None:
        await pages.has(WANTED)

    class Down(Engine):
        async def find(self, query: Query) -> Sequence[Found]:
            raise PageUnreadable("It is down.", "Wait.")

    slow = Engine("slow", listed("b"), after_all, budget_s=2.0)
    got = await gathered(pages, Engine("fast", listed("a")), Down("down"), slow)
    # The slow one's places are given away in the end, so it still answers within its time.
    assert [f.source for f in got.failed] == ["down"]
    assert read_of(got) == urls("a", *range(WANTED))


async def test_an_engine_that_never_answers_holds_up_no_reading() -> None:
    pages = Pages()
    read_meanwhile: list[int] = []

    async def given_up() -> None:
        try:
            await never()
        finally:
            read_meanwhile.append(len(pages.asked) - pages.open)

    dead = Engine("dead", (), given_up, budget_s=2.2)
    got = await gathered(pages, Engine("fast", listed("a")), dead, seconds=9.0)
    assert [f.message for f in got.failed] == ["no answer within 2.2 s"]
    assert read_meanwhile[0] > 0
    assert read_of(got) == urls("a", *range(WANTED))


async def test_a_page_that_cannot_be_read_gives_its_place_to_the_next_while_it_is_awaited() -> None:
    pages = Pages(failing=frozenset(urls("a", 0, 1, 2)))
    slow = Engine("slow", listed("b"), lambda: pages.has(5))
    got = await gathered(pages, Engine("fast", listed("a")), slow)
    assert (got.failed, set(pages.asked[:5])) == ((), urls("a", 0, 1, 2, 3, 4))
    assert len(read_of(got)) == WANTED


async def test_a_date_that_is_known_late_lets_a_page_in() -> None:
    pages = Pages()
    dated = [Found("https://a0.example/", date="2024-03-01")]
    slow = Engine("slow", dated, lambda: pages.has(1))
    query = Query(QUESTION.text, since="2024", until="2024")
    got = await gathered(pages, Engine("fast", listed("a", 1)), slow, query=query)
    assert (read_of(got), pages.asked) == (urls("a", 0), ["https://a0.example/"])


async def test_who_stops_asking_stops_reading() -> None:
    pages = Pages(until=never)
    asking = asyncio.create_task(
        gathered(pages, Engine("fast", listed("a")), Engine("dead", (), never))
    )
    await pages.has(2)
    assert pages.open == 2
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (pages.open, len(asyncio.all_tasks())) == (0, 1)
    assert len(pages.asked) == 2


async def test_what_goes_wrong_while_engines_are_awaited_is_not_passed_over() -> None:
    pages = Pages()

    async def wrong() -> None:
        raise ZeroDivisionError

    pages.until = wrong
    slow = Engine("slow", listed("b"), lambda: pages.has(1))
    with pytest.raises(ZeroDivisionError):
        await gathered(pages, Engine("fast", listed("a")), slow)
    assert len(asyncio.all_tasks()) == 1


LISTS = st.lists(st.lists(st.integers(0, 14), max_size=9, unique=True), min_size=1, max_size=4)


def answers(lists: Sequence[Sequence[int]], order: Sequence[int], pages: Pages) -> Gathered:
    """What is gathered when the engines answer in this order, each once reading has settled."""

    async def all_of_them() -> Gathered:
        answered = [asyncio.Event() for _ in lists]

        async def settled(place: int) -> None:
            for before in order[: order.index(place)]:
                await answered[before].wait()
            for _ in range(12):  # turns of the loop: whoever can go on does
                await asyncio.sleep(0)
            answered[place].set()

        engines = [
            Engine(f"e{n}", [Found(f"https://{i}.example/") for i in named], _until(settled, n))
            for n, named in enumerate(lists)
        ]
        return await gathered(pages, *engines)

    return asyncio.run(all_of_them())


def _until(settled: Callable[[int], Awaitable[None]], place: int) -> Until:
    return lambda: settled(place)


def test_the_next_is_read_also_where_all_have_failed_at_once() -> None:
    bad = frozenset(f"https://{n}.example/" for n in (0, 1, 9))
    pages = Pages(bad)
    answers([[3, 9, 2], [4, 5, 6], [0, 1, 2]], [0, 1, 2], pages)
    assert len(set(pages.asked) - bad) == WANTED


@settings(max_examples=60, deadline=None)
@given(LISTS, st.data())
def test_no_page_is_read_twice_nor_more_than_were_wanted(
    lists: list[list[int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(lists))))
    bad = frozenset(f"https://{n}.example/" for n in data.draw(st.sets(st.integers(0, 14))))
    pages = Pages(bad)
    got = answers(lists, order, pages)
    assert len(set(pages.asked)) == len(pages.asked)
    good = [url for url in pages.asked if url not in bad]
    named = {f"https://{n}.example/" for own in lists for n in own}
    assert len(good) == min(WANTED, len(named - bad))
    assert read_of(got) == set(good)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.data())
def test_where_engines_name_different_pages_their_order_changes_nothing(
    count: int, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, 9))
    lists = [[10 * n + i for i in range(size)] for n in range(count)]
    order = data.draw(st.permutations(range(count)))
    one, other = Pages(), Pages()
    answers(lists, range(count), one)
    answers(lists, order, other)
    assert set(one.asked) == set(other.asked)
