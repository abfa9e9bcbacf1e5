"""Compare the numbers and dates of a claim with those of its evidence, exactly.

Only what can be compared is: percentages with percentages, money of one currency, durations,
dates, and counts of the same thing. A date is as precise as it is written: March 2023 lies in
2023. "About" allows 5 %, "more than" and "at most" are respected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from blackbird.claims.values.clock import clock_times
from blackbird.claims.values.compare import CALENDAR, COUNTS, agree, are_comparable, founds
from blackbird.claims.values.dates import dates
from blackbird.claims.values.hints import fractions, hints
from blackbird.claims.values.known import Known
from blackbird.claims.values.numbered import numbered_names
from blackbird.claims.values.numerals import plain
from blackbird.claims.values.quantities import quantities
from blackbird.claims.values.value import Value

__all__ = ["Value", "conflict", "contradicts", "unfounded", "values"]

_KEPT = 8  # texts whose values are remembered

_RELATIVE = re.compile(
    r"\b(?:(?:years?|decades?|months?|weeks?|days?|spring|summer|autumn|fall|winter) "
    r"(?:later|earlier|after|afterwards|before|ago|previously|prior)"
    r"|(?:next|following|previous|preceding|subsequent|same|last|later (?:that|the same)) "
    r"(?:years?|decade|months?|weeks?|days?|spring|summer|autumn|fall|winter))\b"
    r"|[翌昨][年月日週春夏秋冬々]|同[年月日](?!期)|同じ[年月日]|[去前来][年月](?!比|同)"
    r"|[年月日週]間?[後前](?!半|期|年|日)",
    re.IGNORECASE,
)
"""Words that place a time by another one: what is written there is not the whole date."""


def values(text: str) -> list[Value]:
    """All numbers and dates of ``text``, in order, with their offsets."""
    return list(_read(text)[0])


@lru_cache(_KEPT)
def _read(text: str) -> tuple[Sequence[Value], Sequence[Value]]:
    """The values of ``text``, and its hints; one text is compared with many."""
    readable = plain(text)
    return tuple(_values(text, readable)), tuple(hints(readable))


@lru_cache(_KEPT)
def _known(text: str) -> Known:
    found, hinted = _read(text)
    return Known([*found, *hinted])


def _values(text: str, readable: str) -> list[Value]:
    found = dates(readable)
    found += clock_times(readable, found)
    found += quantities(readable, found)
    found += fractions(readable)
    kept: list[Value] = []
    for value in sorted(found, key=lambda value: (value.start, value.end)):
        start = max(value.start, kept[-1].end if kept else 0)  # a sign belongs to one number only
        if start < value.end:
            kept.append(replace(value, text=text[start : value.end], start=start))
    return kept


def contradicts(claim: str, evidence: str) -> list[tuple[Value, Value]]:
    """The claim's values that no comparable value of the evidence allows, each with the nearest.

    Numbers without a unit, and times of day, are compared only if both texts have exactly one.
    """
    (claimed, perhaps), (said, _) = _read(claim), _read(evidence)
    known, hinted = _known(evidence), _by_place(perhaps)
    relative = bool(_RELATIVE.search(evidence))
    pairs = []
    for value in claimed:
        if not value.sure or (relative and value.kind in CALENDAR):
            continue
        if _is_bare(value) and not _count_like(said, value) == 1 == _count_like(claimed, value):
            continue
        near = list(known.near(value))
        if any(are_comparable(value, other) and agree(value, other) for other in near):
            continue
        others = [other for other in known.alike(value) if other.sure]
        if others and not _is_founded(value, known, hinted):
            pairs.append((value, min(others, key=lambda other: abs(other.value - value.value))))
    return pairs


def unfounded(claim: str, evidence: str) -> list[Value]:
    """The claim's values that the evidence has no counterpart for.

    A counterpart is the same number, whatever it is said to count, since nouns differ between
    languages; or one that lies within what the claim says: "2023" is founded by "March 2023",
    and not the other way round. The numeral of a name wants one where the evidence has another
    of that name.
    """
    claimed, perhaps = _read(claim)
    known, hinted = _known(evidence), _by_place(perhaps)
    names = list(numbered_names(claim))
    there = {(name.unit, name.value) for name in numbered_names(evidence)} if names else set()
    others = {name for name, _ in there}
    named = [n for n in names if n.unit in others and (n.unit, n.value) not in there]
    return [value for value in [*claimed, *named] if not _is_founded(value, known, hinted)]


def conflict(a: str, b: str) -> list[tuple[Value, Value]]:
    """Values of two sentences about the same thing that cannot both hold.

    Careful on purpose: a kind of value counts only if each sentence has exactly one of it, with
    a unit that both name.
    """
    pairs = []
    mine, theirs = _read(a)[0], _read(b)[0]
    relative = bool(_RELATIVE.search(a) or _RELATIVE.search(b))
    for value in mine:
        if _is_bare(value) or (relative and value.kind in CALENDAR):
            continue
        others = [other for other in theirs if are_comparable(value, other)]
        if len(others) == 1 == _count_like(mine, value) and _differ(value, others[0]):
            pairs.append((value, others[0]))
    return pairs


def _is_founded(value: Value, known: Known, hinted: Mapping[int, Sequence[Value]]) -> bool:
    """Whether a value, or another reading of the words that it stands in, has a counterpart."""
    readings = {hint for n in range(value.start, value.end) for hint in hinted.get(n, ())}
    return any(
        (other.kind == reading.kind or not other.hint) and founds(reading, other)
        for reading in (value, *readings)
        for other in known.near(reading, held=True)
    )


def _by_place(found: Iterable[Value]) -> dict[int, list[Value]]:
    places: dict[int, list[Value]] = {}
    for value in found:
        for n in range(value.start, value.end):
            places.setdefault(n, []).append(value)
    return places


def _differ(a: Value, b: Value) -> bool:
    return a.sure and b.sure and not agree(a, b)


def _is_bare(value: Value) -> bool:
    return value.kind == "clock" or (not value.unit and value.kind in COUNTS)


def _count_like(found: Iterable[Value], value: Value) -> int:
    return sum(are_comparable(value, other) for other in found)
