"""Take what comes one by one in handfuls, and from two places at once.

No more is taken ahead than one item of each place: who asks late slows the places down.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def handfuls(items: AsyncGenerator[T], most: int) -> AsyncGenerator[list[T]]:
    """What is there already, at most so much at a time; never waits for a full hand.

    Raises what ``items`` raises, after all that came before it.
    """
    coming = asyncio.ensure_future(anext(items))
    try:
        while True:
            try:
                held = [await coming]
            except StopAsyncIteration:
                return
            while True:
                coming = asyncio.ensure_future(anext(items))
                await asyncio.sleep(0)  # an item that lies ready is handed over in this turn
                if len(held) == most or not coming.done() or coming.exception():
                    break
                held.append(coming.result())
            yield held
    finally:
        await _end(coming)


async def both(first: AsyncGenerator[T], second: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """The items of two places as they come, until the first one ends; raises what one raises."""
    waiting = {asyncio.ensure_future(anext(place)): place for place in (first, second)}
    try:
        while True:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(done, key=lambda task: waiting[task] is first):
                place = waiting[task]
                try:
                    item = task.result()
                except StopAsyncIteration:
                    del waiting[task]
                    if place is first:
                        return
                    continue
                yield item
                del waiting[task]
                waiting[asyncio.ensure_future(anext(place))] = place
    finally:
        for task in list(waiting):
            await _end(task)
        await first.aclose()
        await second.aclose()


async def _end(task: asyncio.Future[T]) -> None:
    """Ask it to stop, and let it; what it meant to say is no longer wanted."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()
