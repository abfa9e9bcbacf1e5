"""Which posts were not looked at yet, as stretches of keys: the newest first, the oldest given up.

Nothing here knows of databases. Kept in a file, it tells after a kill where to go on; what was done
since then is looked at again, and found done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MOST = 400
"""Stretches; each second in which not all is done leaves one. Beyond that two become one, with what
lies between them: what is done there is looked at again.
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys behind ``low``, up to ``high``. ``since``: when they were seen, in microseconds."""

    low: int
    high: int
    since: int


@dataclass(slots=True)
class Backlog:
    """What waits. ``seen``: the last key known of; ``skipped``: posts that were given up."""

    seen: int = 0
    skipped: int = 0
    waiting: list[Stretch] = field(default_factory=list)
    """The newest last; none overlaps another."""
    again: int = 0
    """Up to which key some of what waits was done already."""
    most: int = MOST

    @classmethod
    def of(cls, saved: Mapping[str, Any], now: int) -> Backlog:
        """What ``saved`` had said; what waits does so from now on, since nobody worked meanwhile.

        Raises ``ValueError``, ``TypeError``, ``KeyError``.
        """
        waiting = [Stretch(int(low), int(high), now) for low, high in saved["waiting"]]
        return cls(int(saved["seen"]), int(saved["skipped"]), waiting, int(saved["again"]))

    def saved(self) -> dict[str, Any]:
        """What ``of`` reads."""
        waiting = [[one.low, one.high] for one in self.waiting]
        numbers = {"seen": self.seen, "skipped": self.skipped, "again": self.again}
        return {**numbers, "waiting": waiting}

    def see(self, last: int, now: int) -> None:
        """Note that there are posts up to a key."""
        if last <= self.seen:
            return
        self.waiting.append(Stretch(self.seen, last, now))
        self.seen = last
        if len(self.waiting) > self.most:
            self._shorten()

    def _shorten(self) -> None:
        """Make one of two neighbours, those that span the least time: so none spans much."""
        since = [one.since for one in self.waiting]
        at = min(range(len(since) - 2), key=lambda n: since[n + 2] - since[n])
        first, second = self.waiting[at : at + 2]
        self.waiting[at : at + 2] = [Stretch(first.low, second.high, first.since)]
        self.again = max(self.again, second.low)

    def newest(self) -> Stretch | None:
        """Where to go on, from its end."""
        return self.waiting[-1] if self.waiting else None

    def done_from(self, key: int) -> None:
        """All of the newest stretch from a key on is done."""
        newest = self.waiting.pop()
        if newest.low < key - 1:
            self.waiting.append(replace(newest, high=min(newest.high, key - 1)))

    def give_up(self, before: int) -> list[Stretch]:
        """Take out what has waited since before a moment; whoever counts it adds to ``skipped``."""
        old = [one for one in self.waiting if one.since < before]
        self.waiting = [one for one in self.waiting if one.since >= before]
        return old
