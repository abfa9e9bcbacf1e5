"""A step in a thread is waited for to its end, however often somebody says to stop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from blackbird.threads import in_a_thread


async def test_a_step_is_waited_for_however_often_it_is_cancelled() -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def step() -> None:
        begun.set()
        go_on.wait()
        ended.set()

    task = asyncio.create_task(in_a_thread(step))
    await asyncio.to_thread(begun.wait)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.01)  # for the loop to deliver it; the thread cannot end meanwhile
    waited = not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (waited, ended.is_set()) == (True, True)
