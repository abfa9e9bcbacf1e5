"""How often a search engine may be asked: not too fast, and not while it wants to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from blackbird.errors import SourceError
from blackbird.protocols import Clock

_FIRST_S = 2.0  # after a refusal that does not say how long
_LONGEST_S = 900.0
_FAILURES = 2  # one after the other, until an engine that is down is left alone
_DOWN_S = 20.0


class Pace:
    """The pace of one engine, kept as long as the program runs.

    ``gap_s`` lies at least between two requests.
    """

    def __init__(
        self,
        clock: Clock,
        gap_s: float = 0.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._gap_s = gap_s
        self._sleep = sleep
        self._free_at = 0.0
        self._why = ""
        self._refused = 0
        self._failed = 0

    async def turn(self, patience_s: float) -> None:
        """Wait for the next turn. Raises ``SourceError`` if it comes only after ``patience_s``."""
        now = self._clock.monotonic()
        wait = self._free_at - now
        if wait > patience_s:
            raise SourceError(f"{self._why or 'it was asked too often'}; free in {wait:.0f} s")
        # Taken before the wait, so that who comes next waits behind.
        self._free_at = max(now, self._free_at) + self._gap_s
        self._why = ""
        if wait > 0:
            await self._sleep(wait)

    def answered(self) -> None:
        """It works."""
        self._refused = self._failed = 0

    def refused(self, retry_after: str) -> float:
        """It asked to be left alone; returns for how many seconds. ``retry_after``: its header."""
        self._refused += 1
        said = seconds_of(retry_after, self._clock.now())
        wait = min(_LONGEST_S, _FIRST_S**self._refused) if said is None else min(_LONGEST_S, said)
        self._hold(wait, "it asked to be left alone")
        return wait

    def failed(self, why: str) -> None:
        """It did not answer, or not with anything that can be read."""
        self._failed += 1
        if self._failed >= _FAILURES:
            self._hold(_DOWN_S, f"left alone for a while, since {why}")

    def _hold(self, seconds: float, why: str) -> None:
        self._free_at = max(self._free_at, self._clock.monotonic() + seconds)
        self._why = why


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """The seconds that a ``Retry-After`` header asks for; ``None`` if it cannot be read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
