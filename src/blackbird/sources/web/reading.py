"""Read the best pages at the same time; when one cannot be read, the next takes its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from blackbird.errors import BlackbirdError
from blackbird.protocols import Fetcher
from blackbird.sources.web.fusion import Candidate
from blackbird.types import Page

_MORE = 10  # are tried beyond those that are wanted: what lies further down hardly answers


@dataclass(frozen=True, slots=True)
class Read:
    """A page, and what the engines said of it."""

    page: Page
    candidate: Candidate

    @property
    def date(self) -> str | None:
        """The page's own date, or the one that an engine knows."""
        return self.page.date or self.candidate.date


class Reading:
    """The pages of one question while they are read: up to ``wanted`` that fit, each once.

    A page that was begun is never given up for a better one: it would be read for nothing.
    Use it in ``async with``, which ends what is still being read.
    """

    def __init__(self, pages: Fetcher, fits: Callable[[Read], bool], wanted: int) -> None:
        self._pages = pages
        self._fits = fits
        self._wanted = wanted
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._got: dict[str, Page] = {}
        self._known: Sequence[Candidate] = ()
        self._places = 0

    async def __aenter__(self) -> Reading:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._places = 0
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def begin(self, candidates: Sequence[Candidate], places: int) -> None:
        """Begin to read the best of all that are known by now, to fill so many places."""
        self._known, self._places = candidates, places
        self._fill()

    async def end(self, budget_s: float) -> list[Read]:
        """The pages that fit, the best first; what is not there in time is left out."""
        with suppress(TimeoutError):
            async with asyncio.timeout(budget_s):
                while running := self._fill():
                    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in self._tasks.values():
            if task.done():
                task.result()  # what went wrong here is no page's fault, and is not passed over
        return list(self._read())[: self._wanted]

    def _fill(self) -> list[asyncio.Task[None]]:
        """Begin to read what there is room for; returns what is being read."""
        running = [task for task in self._tasks.values() if not task.done()]
        free = self._places - len(running) - len(list(self._read()))
        for candidate in self._known[: self._wanted + _MORE]:
            if free < 1 or len(self._tasks) >= self._wanted + _MORE:
                break
            if candidate.url not in self._tasks:
                task = asyncio.create_task(self._page(candidate.url))
                task.add_done_callback(lambda _: self._fill())  # the next one, if it failed
                self._tasks[candidate.url] = task
                running.append(task)
                free -= 1
        return running

    def _read(self) -> Iterator[Read]:
        """What is read and fits, by what is known by now: an engine may know a date later."""
        for candidate in self._known:
            if page := self._got.get(candidate.url):
                read = Read(page, candidate)
                if self._fits(read):
                    yield read

    async def _page(self, url: str) -> None:
        with suppress(BlackbirdError):
            self._got[url] = await self._pages.read(url)
