"""The record of one number or date found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "percent", "money", "duration", "ordinal", "date", "day", "clock"]


WITHIN = Decimal("0.05")
"""The share that "about" and the conversion of units allow either way."""

_SHORT = 20 * 366  # days; a lifetime does not say what was so in each of its years


@dataclass(frozen=True, slots=True)
class Value:
    """A quantity as the interval that its words allow: ``text[start:end]`` of what was read.

    ``value`` is what is written, ``low`` and ``high`` what it may stand for ("about", "at
    least", a range; equal to ``value`` when it is exact). A percentage is a share (12 % is
    0.12); money is in whole units of the currency that ``unit`` names; durations are in seconds
    or, where months and years are named, in months. A date is an interval of days, counted as
    ``datetime.date.toordinal`` does; a ``day`` is a date without a year, month * 100 + day.
    A ``clock`` is a time of day in minutes; its unit is its time zone.
    """

    kind: Kind
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    text: str
    start: int
    end: int
    also: Decimal | None = None
    """The second reading where there are two: ``1.234`` is 1234 in German, ``1500`` no year."""
    reach: tuple[Decimal, Decimal] | None = None
    """What an end of a range says beside itself: "from 2010 to 2019" speaks of 2015 too."""
    sure: bool = True
    """Whether what is counted is certain; a guess may found a value, but contradicts none."""

    margin: Decimal = Decimal(0)
    """What rounding to its last digit may hide: "3.2 billion" may be 3,214,000,000."""
    whole: Decimal = Decimal(0)
    """What one of a whole number is worth: beside 332.9 metres, 333 may be rounded."""
    hint: bool = False
    """Whether its words are too common to mean it for certain: first, one, half."""
    system: str = ""
    """The system of units, where it is not the metric one; converted values are rounded."""

    def covers(self, other: Value) -> bool:
        """Whether the range that this is an end of speaks of ``other``, or shares that end."""
        if self.reach is None:
            return False
        low, high = self.reach
        if other.reach is None:
            return low <= other.low and other.high <= high and high - low <= _SHORT
        is_end = other.reach != (other.low, other.high)
        return is_end and (other.low == low or other.high == high)

    def spans(self, other: Value) -> bool:
        """Whether the range that this is an end of has something in common with ``other``."""
        return self.reach is not None and self.reach[0] <= other.high and other.low <= self.reach[1]

    def overlaps(self, other: Value) -> bool:
        """Whether both can be true of one thing."""
        margin = max(
            self._rounded(other),
            other._rounded(self),
            self._converted(other),
        )
        if self.low - margin <= other.high and other.low - margin <= self.high:
            return True
        mine, theirs = {self.value, self.also} - {None}, {other.value, other.also} - {None}
        return not mine.isdisjoint(theirs)

    def holds(self, other: Value) -> bool:
        """Whether ``other`` being so makes this so: it lies within, or is written the same."""
        margin = max(self._rounded(other), self._converted(other))
        if self.low - margin <= other.low and other.high <= self.high + margin:
            return True
        return self.overlaps(other) and (
            abs(self.value - other.value) <= margin
            or self.also == other.value
            or other.also == self.value
        )

    def _rounded(self, other: Value) -> Decimal:
        return self.margin if self.margin or not other.margin else self.whole / 2

    def _converted(self, other: Value) -> Decimal:
        return Decimal(0) if self.system == other.system else abs(self.value) * WITHIN
