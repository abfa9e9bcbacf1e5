"""What the tests of feeds share: a set-up on the small server, and reading until something came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TypeVar

from blackbird.ingest.setup import FeedSetup
from blackbird.net.guard import OWNERS, Guard
from blackbird.posts import Delivery, Feed, Missed, Poison, Post, PostEvent, Put
from tests.fakes.clocks import MovedClock

E = TypeVar("E", bound=PostEvent)
Stop = Callable[[list[Delivery]], bool]


def set_up(
    name: str, guard: Guard | None = None, token: str = "", clock: MovedClock | None = None
) -> FeedSetup:
    """A feed called ``name`` on a clock that only sleeping moves."""
    clock = clock or MovedClock()
    address = name.partition(":")[2]
    return FeedSetup(name, address, guard or Guard(OWNERS), clock, token, clock.sleep)


def never(_: list[Delivery]) -> bool:
    """Read to the end."""
    return False


async def read(feed: Feed, cursor: str | None = None, stop: Stop = never) -> list[Delivery]:
    """What it tells until ``stop`` says that it is enough, or to its end."""
    got: list[Delivery] = []
    async with aclosing(feed.deliveries(cursor)) as deliveries, asyncio.timeout(30):
        async for delivery in deliveries:
            got.append(delivery)
            if stop(got):
                break
    return got


def events(got: list[Delivery]) -> list[PostEvent]:
    """All of it in order."""
    return [event for delivery in got for event in delivery.events]


def posts(got: list[Delivery]) -> list[Post]:
    """The posts of it."""
    return [event.post for event in events(got) if isinstance(event, Put)]


def poison(got: list[Delivery]) -> list[Poison]:
    """What could not be read."""
    return [event for event in events(got) if isinstance(event, Poison)]


def missed(got: list[Delivery]) -> list[Missed]:
    """The gaps."""
    return [event for event in events(got) if isinstance(event, Missed)]


def cursor(got: list[Delivery]) -> str | None:
    """Where to go on."""
    return next((d.cursor for d in reversed(got) if d.cursor is not None), None)
