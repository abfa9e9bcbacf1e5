"""The machine's clock, and where the time of a run goes: marks in milliseconds since its start."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never leap."""
        return time.monotonic()


class Trace:
    """Marks moments of one run. The first mark of a name stays, ``last`` moves."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._start = monotonic()
        self._marks: dict[str, float] = {}

    def first(self, name: str) -> None:
        """Mark the moment when ``name`` happened for the first time."""
        self._marks.setdefault(name, self._now())

    def last(self, name: str) -> None:
        """Mark the moment when ``name`` happened most recently."""
        self._marks[name] = self._now()

    def marks(self) -> dict[str, float]:
        """All marks so far, in milliseconds since the start, to a tenth."""
        return dict(self._marks)

    def _now(self) -> float:
        return round((self._monotonic() - self._start) * 1000.0, 1)
