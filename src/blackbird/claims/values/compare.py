"""Whether two values can be compared, can both be true, and whether one rests on the other."""

from __future__ import annotations

from datetime import date

from blackbird.claims.values.value import Value

CALENDAR = ("date", "day")
COUNTS = ("number", "ordinal")


def are_comparable(a: Value, b: Value) -> bool:
    """Whether both say a quantity of one kind, in one unit."""
    if a.kind in CALENDAR and b.kind in CALENDAR:
        return True
    return a.kind == b.kind and a.unit == b.unit


def agree(a: Value, b: Value) -> bool:
    """Whether two comparable values can both be true of one thing."""
    if a.kind == b.kind:
        # two ends are compared as such, anything else with the whole range
        if _is_part(a, b) or _is_part(b, a):
            return True
        beside = (a.reach is None) != (b.reach is None) and (a.spans(b) or b.spans(a))
        return beside or a.overlaps(b)
    whole, part = (a, b) if a.kind == "date" else (b, a)
    days = days_of_year(whole)
    return days is None or (days[0] <= part.high and part.low <= days[1])


def founds(value: Value, other: Value) -> bool:
    """Whether ``other`` is a counterpart on which ``value`` can rest."""
    if value.kind == other.kind == "date" or value.kind == other.kind == "day":
        return value.holds(other) or other.covers(value)
    if value.kind in CALENDAR and other.kind in CALENDAR:
        return value.kind == "day" and other.kind == "date" and _is_day_of(value, other)
    if value.kind in CALENDAR or other.kind in CALENDAR:
        return _may_be_bare(value, other) or _may_be_bare(other, value)
    if value.kind == other.kind:
        # a range of dates says what was so on each of its days, other ranges only that it varied
        is_end = value.reach is not None and value.unit == other.unit and other.covers(value)
        rests = value.holds(other) or _is_part(value, other) or is_end
        return rests and (value.kind in COUNTS or value.unit == other.unit)
    if _may_be_bare(value, other) or _may_be_bare(other, value):
        return True
    if "percent" in (value.kind, other.kind) and not (_is_share(value) and _is_share(other)):
        return False
    return value.holds(other) and not (value.unit and other.unit)


def _is_part(short: Value, whole: Value) -> bool:
    """Whether one bare number is the first part of the other: Python 3 of Python 3.12."""
    bare = short.kind == whole.kind == "number" and not short.unit and not whole.unit
    return bare and whole.text.startswith(short.text + ".")


def _may_be_bare(guess: Value, number: Value) -> bool:
    return (
        (not guess.sure or guess.kind == "date")
        and guess.also is not None
        and number.kind == "number"
        and number.low <= guess.also <= number.high
    )


def _is_share(value: Value) -> bool:
    """Whether a percentage, or what may be one written without its sign: 0.12."""
    bare = value.kind == "number" and not value.unit
    return value.kind == "percent" or (bare and 0 < abs(value.value) < 1)


def _is_day_of(day: Value, whole: Value) -> bool:
    days = days_of_year(whole)
    return days is not None and day.low <= days[0] and days[1] <= day.high


def days_of_year(value: Value) -> tuple[int, int] | None:
    """First and last day, month * 100 + day, of a date within one year; None if it has all."""
    if value.high - value.low >= 364 or value.low < date.min.toordinal():
        return None
    first, last = date.fromordinal(int(value.low)), date.fromordinal(int(value.high))
    return first.month * 100 + first.day, last.month * 100 + last.day
