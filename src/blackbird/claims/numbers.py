"""Compare the numbers and dates of a claim with those of its evidence, exactly.

Only what can be compared is: percentages with percentages, money of one currency, durations,
dates, and counts of the same thing. A date is as precise as it is written: March 2023 lies in
2023. "About" allows 5 %, "more than" and "at most" are respected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from blackbird.claims.values.dates import dates
from blackbird.claims.values.numerals import plain
from blackbird.claims.values.quantities import quantities
from blackbird.claims.values.value import Value

__all__ = ["Value", "conflict", "contradicts", "unfounded", "values"]

_CALENDAR = ("date", "day")
_COUNTS = ("number", "ordinal")


def values(text: str) -> list[Value]:
    """All numbers and dates of ``text``, in order, with their offsets."""
    readable = plain(text)
    found = dates(readable)
    found += quantities(readable, found)
    kept: list[Value] = []
    for value in sorted(found, key=lambda value: (value.start, value.end)):
        start = max(value.start, kept[-1].end if kept else 0)  # a sign belongs to one number only
        if start < value.end:
            kept.append(replace(value, text=text[start : value.end], start=start))
    return kept


def contradicts(claim: str, evidence: str) -> list[tuple[Value, Value]]:
    """The claim's values that no comparable value of the evidence allows, each with the nearest.

    Numbers without a unit are compared only if both texts have exactly one.
    """
    claimed, known = values(claim), values(evidence)
    pairs = []
    for value in claimed:
        others = [other for other in known if _are_comparable(value, other)]
        if not value.unit and value.kind in ("number", "ordinal"):
            others = others if len(others) == 1 == _count_like(claimed, value) else []
        allowed = any(_overlap(value, other) for other in others)
        if others and not allowed and not any(_founds(value, other) for other in known):
            pairs.append((value, min(others, key=lambda other: abs(other.value - value.value))))
    return pairs


def unfounded(claim: str, evidence: str) -> list[Value]:
    """The claim's values that the evidence has no counterpart for.

    A counterpart is the same number, whatever it is said to count, since nouns differ between
    languages; or one that lies within what the claim says: "2023" is founded by "March 2023",
    and not the other way round.
    """
    known = values(evidence)
    return [value for value in values(claim) if not any(_founds(value, other) for other in known)]


def conflict(a: str, b: str) -> list[tuple[Value, Value]]:
    """Values of two sentences about the same thing that cannot both hold.

    Careful on purpose: a kind of value counts only if each sentence has exactly one of it, with
    a unit that both name.
    """
    pairs = []
    mine, theirs = values(a), values(b)
    for value in mine:
        if not value.unit and value.kind in ("number", "ordinal"):
            continue
        others = [other for other in theirs if _are_comparable(value, other)]
        if len(others) == 1 == _count_like(mine, value) and not _overlap(value, others[0]):
            pairs.append((value, others[0]))
    return pairs


def _are_comparable(a: Value, b: Value) -> bool:
    if a.kind in _CALENDAR and b.kind in _CALENDAR:
        return True
    return a.kind == b.kind and a.unit == b.unit


def _count_like(found: Iterable[Value], value: Value) -> int:
    return sum(_are_comparable(value, other) for other in found)


def _overlap(a: Value, b: Value) -> bool:
    if a.kind == b.kind:
        return a.overlaps(b)
    whole, part = (a, b) if a.kind == "date" else (b, a)
    days = _days_of_year(whole)
    return days is None or (days[0] <= part.high and part.low <= days[1])


def _founds(value: Value, other: Value) -> bool:
    """Whether ``other`` is a counterpart on which ``value`` can rest."""
    if value.kind == other.kind == "date" or value.kind == other.kind == "day":
        return value.holds(other)
    if value.kind in _CALENDAR or other.kind in _CALENDAR:
        return value.kind == "day" and other.kind == "date" and _is_day_of(value, other)
    if value.kind == other.kind:
        return value.holds(other) and (value.kind in _COUNTS or value.unit == other.unit)
    return (
        "percent" not in (value.kind, other.kind)
        and value.holds(other)
        and not (value.unit and other.unit)
    )


def _is_day_of(day: Value, whole: Value) -> bool:
    days = _days_of_year(whole)
    return days is not None and day.low <= days[0] and days[1] <= day.high


def _days_of_year(value: Value) -> tuple[int, int] | None:
    """First and last day, month * 100 + day, of a date within one year; None if it has all."""
    first, last = date.fromordinal(int(value.low)), date.fromordinal(int(value.high))
    if (last - first).days >= 364:
        return None
    return first.month * 100 + first.day, last.month * 100 + last.day
