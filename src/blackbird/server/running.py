"""A run that outlives who listens: what it told is numbered and told again, from any point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

Told = tuple[int, dict[str, Any]]
AFTER_ALL = 1_000_000
"""Number of the one event that stands for all of a run that is over, or not known any more."""


class Run:
    """What one run told so far, and its task."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.over = False
        self.task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._stopping = False
        self._listeners = 0
        self._left = _now()

    def tell(self, event: dict[str, Any]) -> int:
        """Let all who follow hear ``event``; gives its number."""
        self.told.append(event)
        self._news.set()
        self._news = asyncio.Event()
        return len(self.told) - 1

    def end(self, last: dict[str, Any]) -> None:
        """Tell the last event: nobody waits for another one."""
        self.over = True
        self.tell(last)

    async def follow(self, after: int = -1) -> AsyncGenerator[Told]:
        """What is told, from the event after number ``after`` on, until it is over."""
        at = after + 1
        self._listeners += 1
        try:
            while True:
                news = self._news
                while at < len(self.told):
                    yield at, self.told[at]
                    at += 1
                if self.over:
                    return
                await news.wait()
        finally:
            self._listeners -= 1
            self._left = _now()

    def alone_s(self) -> float:
        """For how many seconds nobody has followed."""
        return 0.0 if self._listeners else _now() - self._left

    async def stop(self) -> None:
        """End the task where it is, and wait until it has ended."""
        if self.task is None:
            return
        await asyncio.sleep(0)  # a task that never began could not say that it ended
        if not self._stopping:  # a second cancel would end the storing of the end
            self._stopping = True
            self.task.cancel()
        await asyncio.wait((self.task,))


def _now() -> float:
    return asyncio.get_running_loop().time()
