"""Read the best pages at the same time; when one cannot be read, the next takes its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
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


async def read(
    candidates: Sequence[Candidate],
    pages: Fetcher,
    fits: Callable[[Read], bool],
    *,
    wanted: int,
    budget_s: float,
) -> list[Read]:
    """Up to ``wanted`` pages that fit, the best first; what is not there in time is left out."""
    waiting = list(enumerate(candidates[: wanted + _MORE]))[::-1]
    done: dict[int, Read] = {}

    async def one() -> None:
        """Read one page; another one if it cannot be read or does not fit."""
        while waiting:
            place, candidate = waiting.pop()
            with suppress(BlackbirdError):
                page = Read(await pages.read(candidate.url), candidate)
                if fits(page):
                    done[place] = page
                    return

    tasks = [asyncio.create_task(one()) for _ in range(wanted)]
    try:
        over, _ = await asyncio.wait(tasks, timeout=budget_s)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in over:
        task.result()  # what went wrong here is no page's fault, and is not passed over
    return [done[place] for place in sorted(done)]
