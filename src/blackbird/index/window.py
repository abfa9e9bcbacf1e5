"""Which part of the index a search is limited to: a stretch of time, a source."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from blackbird.errors import BadInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Window:
    """Limits of a search; None does not limit. Times in whole seconds since 1970, UTC."""

    first: int | None = None
    last: int | None = None
    source: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether everything is inside."""
        return self.first is None and self.last is None and self.source is None

    def admits(self, date: str | None, source: str) -> bool:
        """Whether a document is inside: its time may touch the window's.

        A document without a date is in no stretch of time.
        """
        if self.source is not None and source != self.source:
            return False
        if self.first is None and self.last is None:
            return True
        span = period(date)
        if span is None:
            return False
        return (self.first is None or span[1] >= self.first) and (
            self.last is None or span[0] <= self.last
        )


def window(since: str | None, until: str | None, source: str | None) -> Window:
    """The window between two dates, both as precise as they are given and both included.

    Raises ``BadInput`` for what is not a date.
    """
    first, last = _limit(since), _limit(until)
    return Window(first[0] if first else None, last[1] if last else None, source)


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """First and last day between two dates, in UTC. Raises as ``window``."""
    first, last = _limit(since), _limit(until)
    return _day(first[0] if first else None), _day(last[1] if last else None)


def _day(second: int | None) -> date | None:
    return None if second is None else (_EPOCH + timedelta(seconds=second)).date()


def _limit(date: str | None) -> tuple[int, int] | None:
    span = period(date)
    if date is not None and span is None:
        raise BadInput(
            f'"{date[:40]}" is not a date.', "Write it like 2023, 2023-11, or 2023-11-04."
        )
    return span


def period(date: str | None) -> tuple[int, int] | None:
    """First and last second of a date as precise as it is: a year, month, day or moment.

    A moment without a time zone is taken as UTC. None for what is not a date.
    """
    if date is None:
        return None
    try:
        partial = _PARTIAL.fullmatch(date)
        if partial:
            return _partial(*(int(part) if part else None for part in partial.groups()))
        moment = datetime.fromisoformat(date)
        second = _seconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
    return second, second


def _partial(year: int | None, month: int | None, day: int | None) -> tuple[int, int]:
    first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
    if day:
        last = first
    elif month:
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        last = first.replace(month=12, day=31)
    return _seconds(first), _seconds(last) + 24 * 3600 - 1


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)
