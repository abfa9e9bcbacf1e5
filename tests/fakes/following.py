"""Follow a feed for as long as a test needs it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing

from blackbird.ingest.setup import FeedSetup
from blackbird.net.guard import Guard
from blackbird.posts import Delivery, Feed, Poison, Post, PostEvent, Put, Removed
from tests.fakes.clocks import MovedClock


class PassingClock(MovedClock):
    """Goes on by itself; a sleep moves it further at once."""

    def monotonic(self) -> float:
        return time.monotonic() + self.passed


def setup(
    kind: str, address: str, guard: Guard, token: str = "", clock: MovedClock | None = None
) -> FeedSetup:
    """What a feed is given, with a clock that does not wait."""
    clock = clock or PassingClock()
    return FeedSetup(f"{kind}:{address}", address, guard, clock, token, clock.sleep)


async def follow(
    feed: Feed,
    until: Callable[[Sequence[Delivery]], bool],
    cursor: str | None = None,
    within_s: float = 30.0,
) -> list[Delivery]:
    """What it delivers, up to where that is enough."""
    told: list[Delivery] = []
    async with asyncio.timeout(within_s), aclosing(feed.deliveries(cursor)) as deliveries:
        async for delivery in deliveries:
            told.append(delivery)
            if until(told):
                break
    return told


def events(told: Sequence[Delivery]) -> list[PostEvent]:
    """All that happened."""
    return [event for delivery in told for event in delivery.events]


def posts(told: Sequence[Delivery]) -> list[Post]:
    """All that was put."""
    return [event.post for event in events(told) if isinstance(event, Put)]


def removed(told: Sequence[Delivery]) -> list[str]:
    """All that was removed, by its address or number."""
    return [event.uri or event.local_id for event in events(told) if isinstance(event, Removed)]


def poison(told: Sequence[Delivery]) -> list[str]:
    """Why events could not be read."""
    return [event.reason for event in events(told) if isinstance(event, Poison)]


def last_cursor(told: Sequence[Delivery]) -> str:
    """Where to go on."""
    return next(delivery.cursor for delivery in reversed(told) if delivery.cursor)


def states(told: Sequence[Delivery]) -> list[str]:
    """How it fared, repeats left out."""
    found = [delivery.state for delivery in told if delivery.state]
    return [state for n, state in enumerate(found) if n == 0 or found[n - 1] != state]


def at_least(count: int) -> Callable[[Sequence[Delivery]], bool]:
    """Enough once so much has happened."""
    return lambda told: len(events(told)) >= count


def state(name: str) -> Callable[[Sequence[Delivery]], bool]:
    """Enough once it is so."""
    return lambda told: told[-1].state == name
