"""A file of lines as a feed: read once, or followed while others write on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from blackbird.errors import FeedFailed
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.tail import Tail
from blackbird.posts import Delivery, PostEvent

Read = Callable[[bytes], tuple[PostEvent, ...]]
"""What one line says. Never raises."""

_LOOK_S = 0.5  # how often a file that is followed is looked at for more


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the words behind ``?`` that say how to read it."""

    path: Path
    options: frozenset[str]


def place_of(address: str, known: Collection[str], example: str) -> Place:
    """``posts.jsonl?follow`` taken apart. Raises ``FeedFailed`` where no file is named."""
    name, mark, words = address.rpartition("?")
    options = frozenset(words.split("&"))
    if not mark or not options <= set(known):
        name, options = address, frozenset()
    if not name:
        raise FeedFailed("No file is named.", f"Name it: {example}.")
    return Place(Path(name).expanduser(), options)


async def deliveries_of(
    setup: FeedSetup, path: Path, cursor: str | None, read: Read, *, follow: bool
) -> AsyncGenerator[Delivery]:
    """What the lines say behind ``cursor``. Raises ``FeedFailed`` if the file cannot be read."""
    yield Delivery(state="connecting")
    tail = await asyncio.to_thread(Tail, path, cursor, grows=follow)
    waits = False
    try:
        yield Delivery(state="catching_up")
        while True:
            delivery = await asyncio.to_thread(_next, tail, read)
            if delivery:
                waits = False
                yield delivery
                continue
            if not follow:
                return
            if await asyncio.to_thread(tail.replaced):
                tail.close()
                tail = await asyncio.to_thread(Tail, path, None, grows=True)
                yield Delivery(state="catching_up", note="It is another file now, read anew.")
                continue
            if not waits:
                waits = True
                yield Delivery(state="live")
            await setup.sleep(_LOOK_S)
    finally:
        tail.close()


def _next(tail: Tail, read: Read) -> Delivery | None:
    chunk = tail.next()
    if chunk is None:
        return None
    events: list[PostEvent] = []
    for line in chunk.lines:
        if line and not line.isspace():
            events += read(line)
    return Delivery((*events, *chunk.poison), cursor=chunk.cursor)
