"""What a live feed is given, and how long it waits before it connects again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from blackbird.net.guard import Guard
from blackbird.protocols import Clock

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class FeedSetup:
    """Where a feed leads, and what it needs on the way."""

    name: str
    """``kind:address``, as its owner gave it."""
    address: str
    """What stands behind the kind; empty: the network's public default."""
    guard: Guard
    """Lets it go where whoever named the address may go."""
    clock: Clock
    token: str = ""
    """What the source asks for to let one in."""
    sleep: Sleep = asyncio.sleep
    random: Random = field(default_factory=Random)


@dataclass(slots=True)
class Ladder:
    """Pauses that grow while attempts fail: the first attempt again comes at once.

    ``factor`` 1 adds ``first_s`` each time. A tenth of each pause is left to chance, so that not
    all who lost one server come back in one moment.
    """

    first_s: float = 1.0
    factor: float = 2.0
    most_s: float = 60.0
    random: Random = field(default_factory=Random)
    _failures: int = 0

    def pause_s(self) -> float:
        """How long to wait now, after one more failure."""
        self._failures += 1
        steps = self._failures - 2
        if steps < 0:
            return 0.0
        grown = self.first_s * (self.factor ** min(steps, 60) if self.factor > 1 else steps + 1)
        return min(self.most_s, grown) * (1 - 0.1 * self.random.random())

    def reset(self) -> None:
        """It works again."""
        self._failures = 0
