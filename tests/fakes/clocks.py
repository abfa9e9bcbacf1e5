"""A clock that stands until it is moved, and sleeps that move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class MovedClock:
    """Begins on 2 January 2026."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return 100.0 + self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds
