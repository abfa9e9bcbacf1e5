"""Steps that block, each run in a thread to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def in_a_thread(step: Callable[[], T]) -> T:
    """Run a step in a thread to its end, also if nobody waits for it any more.

    Whoever closes what it uses, or gives up a lock, has to wait for it.
    """
    running = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):  # a second one does not end the thread, either
                await asyncio.wait([running])
        raise
