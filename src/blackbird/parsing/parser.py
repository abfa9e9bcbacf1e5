"""Parses files in child processes of ours, several at a time, and outlives every one of them.

Children start when there is something to parse and stay warm. One that dies, hangs, passes its
limits or answers nonsense is ended and another one takes its place; the file is named.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from blackbird.errors import BlackbirdError, ParseFailed
from blackbird.parsing.child import COMMAND, Child, Died
from blackbird.parsing.frames import Order
from blackbird.parsing.limits import OUT_OF_MEMORY
from blackbird.protocols import FileKind
from blackbird.types import Page

SECONDS = 30.0
"""Of processor time that a file may take."""

T = TypeVar("T")
_HTML_S = 15.0  # what takes longer in a page has been left out before
_WALL = 3.0  # times its seconds: others use the machine, too
_MOST = 4  # children at the same time: each holds 100 MB
_FILES = 1000  # after which a child makes room for a fresh one: libraries keep things


class ChildParser:
    """A ``Parser`` that keeps up to ``most`` children."""

    def __init__(
        self,
        seconds: float = SECONDS,
        *,
        most: int | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._seconds = seconds
        self._command = tuple(command)
        self._most = most or min(_MOST, _cores())
        self._ready: asyncio.Queue[Child | ParseFailed] = asyncio.Queue()
        self._all: set[Child] = set()
        self._waiting = self._starting = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the children."""
        return tuple(child.pid for child in self._all)

    def warm(self) -> None:
        """Begin to start a child, if there is none: something to parse is on its way."""
        if not self._all and not self._starting:
            self._begin()

    async def parse(
        self, data: bytes, kind: FileKind, url: str | None = None, charset: str | None = None
    ) -> Page:
        """The main text of a file. Raises ``BadInput``, ``ParseFailed``.

        Who stops waiting does not stop the child, which is soon done or ended, and stays warm.
        """
        seconds = min(self._seconds, _HTML_S) if kind == "html" else self._seconds
        order = Order(kind, len(data), seconds, url, charset)
        return await asyncio.shield(self._task(self._in_turn(order, data)))

    async def aclose(self) -> None:
        """End all children."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
        await asyncio.gather(*(child.end() for child in self._all))
        self._all.clear()
        self._ready = asyncio.Queue()

    def _task(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen, also where nobody waits any more

    async def _in_turn(self, order: Order, data: bytes) -> Page:
        try:
            return await self._ask(await self._take(), order, data)
        except _DiedWarm:
            return await self._ask(await self._take(), order, data, last=True)

    async def _take(self) -> Child:
        """A child that has nothing to do. Raises ``ParseFailed`` if none can be started."""
        self._waiting += 1
        try:
            while True:
                self._fill()
                child = await self._ready.get()
                if isinstance(child, ParseFailed):
                    raise child
                if child.status is None:
                    return child
                self._all.discard(child)
        finally:
            self._waiting -= 1
            self._fill()

    def _fill(self) -> None:
        """Begin to start as many children as are waited for, and may be."""
        lacking = self._waiting - self._ready.qsize() - self._starting
        room = self._most - len(self._all) - self._starting
        for _ in range(min(lacking, room)):
            self._begin()

    def _begin(self) -> None:
        self._starting += 1
        self._task(self._start())

    async def _start(self) -> None:
        try:
            child = await Child.start(self._command)
        except ParseFailed as error:
            if self._waiting:
                self._ready.put_nowait(error)
        else:
            self._all.add(child)
            self._ready.put_nowait(child)
        finally:
            self._starting -= 1

    async def _ask(self, child: Child, order: Order, data: bytes, *, last: bool = False) -> Page:
        warm = child.done > 0 and not last
        kept = False
        try:
            async with asyncio.timeout(_WALL * order.seconds):
                page = await child.ask(order, data)
            kept = True
        except BlackbirdError:
            kept = True
            raise
        except TimeoutError:
            raise _too_long(order) from None
        except Died as death:
            if warm and death.status != -signal.SIGXCPU:
                raise _DiedWarm from None  # what it read before may have been the reason
            raise _failed(order, death.status) from None
        finally:
            await self._put_back(child, well=kept)
        return page

    async def _put_back(self, child: Child, *, well: bool) -> None:
        if well and child.done < _FILES:
            self._ready.put_nowait(child)
            return
        self._all.discard(child)
        self._fill()
        await (child.end() if well else child.kill())


class _DiedWarm(Exception):
    """A child that had read other files before died: another one is to try."""


def _too_long(order: Order) -> ParseFailed:
    return ParseFailed(
        f"Reading it took more than {order.seconds:g} s.",
        'It may be made to do so. Cut it into smaller files, or raise the setting "parse_s".',
    )


def _failed(order: Order, status: int | None) -> ParseFailed:
    if status == -signal.SIGXCPU:
        return _too_long(order)
    if status in (OUT_OF_MEMORY, -signal.SIGKILL):  # the system's own way to get memory back
        return ParseFailed(
            "Reading it took more memory than it may have.",
            "It may be made to do so. Cut it into smaller files.",
        )
    how = f"It took down the process that reads files (status {status})."
    if status is None:
        how = "The process that read it answered nonsense, and was ended."
    return ParseFailed(
        how,
        "It may be broken or made to do so. Open it in its own program and save it anew.",
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
