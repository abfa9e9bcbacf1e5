"""Handfuls of what comes one by one, and two places at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import pytest

from blackbird.ingest.gather import both, handfuls


class Place:
    """Gives items as they are put in, and tells how many were taken and whether it was closed."""

    def __init__(self, items: Sequence[int] = (), error: Exception | None = None) -> None:
        self.items = list(items)
        self.more = asyncio.Event()
        self.taken = 0
        self.closed = False
        self.error = error

    async def give(self, *, ends: bool = True) -> AsyncGenerator[int]:
        try:
            while self.items or not ends:
                while not self.items:
                    self.more.clear()
                    await self.more.wait()
                self.taken += 1
                yield self.items.pop(0)
            if self.error:
                raise self.error
        finally:
            self.closed = True

    def put(self, *items: int) -> None:
        self.items += items
        self.more.set()


async def test_what_is_there_comes_at_once_and_no_more_than_asked() -> None:
    place = Place(range(7))
    assert [hand async for hand in handfuls(place.give(), 3)] == [[0, 1, 2], [3, 4, 5], [6]]


async def test_nobody_waits_for_a_full_hand() -> None:
    place = Place([1, 2])
    async with aclosing(handfuls(place.give(ends=False), 10)) as hands:
        assert await anext(hands) == [1, 2]
        place.put(3)
        assert await anext(hands) == [3]
    assert place.closed


async def test_an_error_comes_after_what_came_before_it() -> None:
    place = Place([1, 2], ValueError("broken"))
    hands = handfuls(place.give(), 10)
    assert await anext(hands) == [1, 2]
    with pytest.raises(ValueError, match="broken"):
        await anext(hands)


async def test_who_asks_late_slows_the_place_down() -> None:
    place = Place(range(100))
    async with aclosing(handfuls(place.give(), 5)) as hands:
        await anext(hands)
        await asyncio.sleep(0.05)  # time enough to read ahead, if it did
        assert place.taken == 6


async def test_two_places_come_together_until_the_first_ends() -> None:
    first, second = Place(ends := [1, 2, 3]), Place([10, 20])
    got = [item async for item in both(first.give(), second.give(ends=False))]
    assert ends == [1, 2, 3]
    assert [item for item in got if item < 10] == [1, 2, 3]
    assert [item for item in got if item >= 10][:2] == [10, 20][: len(got) - 3]
    assert first.closed
    assert second.closed


async def test_the_end_of_the_second_does_not_end_the_first() -> None:
    first, second = Place(), Place([10])
    async with aclosing(both(first.give(ends=False), second.give())) as items:
        assert await anext(items) == 10
        first.put(1)
        assert await anext(items) == 1
        first.put(2)
        assert await anext(items) == 2
    assert first.closed
    assert second.closed


async def test_an_error_of_one_ends_both() -> None:
    first, second = Place([1], OSError("gone")), Place()
    items = both(first.give(), second.give(ends=False))
    assert await anext(items) == 1
    with pytest.raises(OSError, match="gone"):
        await anext(items)
    assert second.closed


async def test_cancelling_ends_both() -> None:
    first, second = Place(), Place()

    async def follow() -> None:
        async with aclosing(both(first.give(ends=False), second.give(ends=False))) as items:
            async for _ in items:
                pass

    task = asyncio.create_task(follow())
    await asyncio.sleep(0.01)  # until it waits
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert first.closed
    assert second.closed
