"""Read numbers with what they count: percentages, money, durations, measures, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from blackbird.claims.values.counted import Counted, counted_by, singular
from blackbird.claims.values.degrees import bounded
from blackbird.claims.values.number_words import ORDINALS
from blackbird.claims.values.numeral import Numeral
from blackbird.claims.values.numerals import numerals
from blackbird.claims.values.series import Item, is_range, joined
from blackbird.claims.values.value import WITHIN, Value

_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b(?: ([a-z]+))?|番目", re.IGNORECASE)
_ORDINAL_NAMES = {word: Decimal(n) for word, n in ORDINALS.items() if 3 <= n <= 12}
_ORDINAL_NAME = re.compile(
    rf"(?<!\w)({'|'.join(_ORDINAL_NAMES)})(?: ([a-z]+))?(?!\w)", re.IGNORECASE
)
_FRACTION = re.compile(r" ?分の(?=[\d一二三四五六七八九十百千万])")  # 30分の映画 takes 30 minutes
_CLOCK = re.compile(r":\d")


def quantities(text: str, taken: Iterable[Value]) -> Iterator[Value]:
    """All quantities of a ``plain`` text outside the dates that were ``taken`` from it."""
    days = sorted((value.start, value.end) for value in taken)
    left = _outside(numerals(text), days)
    items = joined(text, list(_items(text, left)))
    yield from (bounded(text, item.value, item.factor) for item in items)
    yield from _named_ordinals(text, days)


def _items(text: str, left: list[Numeral]) -> Iterator[Item]:
    n = 0
    while n < len(left):
        first = left[n]
        second = left[n + 1] if n + 1 < len(left) and _is_range(text, first, left[n + 1]) else None
        n += 2 if second else 1
        item = _quantity(text, first, second or first)
        if item is not None:
            yield item


def _outside(found: list[Numeral], days: list[tuple[int, int]]) -> list[Numeral]:
    left, n = [], 0
    for numeral in found:
        while n < len(days) and days[n][1] <= numeral.start:
            n += 1
        if n == len(days) or numeral.end <= days[n][0]:
            left.append(numeral)
    return left


def _is_range(text: str, first: Numeral, second: Numeral) -> bool:
    between = text[first.end : second.start]
    if len(between) > 8 or second.scaled() <= first.value:
        return False
    return is_range(between.rstrip("$€£¥"), text[max(0, first.start - 12) : first.start])


def _quantity(text: str, first: Numeral, last: Numeral) -> Item | None:
    if _is_other(text, first, last):
        return None
    counted = counted_by(text, first, last)
    ordinal = _ORDINAL.match(text, last.end)
    if ordinal and counted.kind == "number":
        counted = replace(
            counted, kind="ordinal", unit=singular(ordinal[1] or ""), end=last.end + 2
        )
    if last.weak and not last.vague and counted.unit == "":
        return None
    high = _amount(last, counted)
    low = high if first is last else _low(first, last, counted)
    measured = counted.kind == "percent" or (counted.kind == "number" and counted.unit != "")
    value = Value(
        counted.kind,
        (low + high) / 2,
        low,
        high,
        counted.unit,
        text[counted.start : counted.end],
        counted.start,
        counted.end,
        None if last.also is None or first is not last else last.also * counted.factor,
        margin=_margin(last, counted, high) if first is last else Decimal(0),
        whole=counted.factor if measured else Decimal(0),
        system=counted.system,
        sure=counted.sure,
    )
    if first is not last:
        value = replace(value, reach=(low, high))
    elif last.vague:
        value = replace(value, high=10 * high)
    elif text.startswith("数", last.end) and high > 0:  # 二十数人
        value = replace(value, high=2 * high)
    signed = counted.kind == "money" and counted.end == last.end
    return Item(_in_celsius(value), counted.factor, last.scale, signed)


def _margin(numeral: Numeral, counted: Counted, amount: Decimal) -> Decimal:
    """Half of what the last digit counts, where a number is written with decimals or a scale."""
    if numeral.step is None:
        return Decimal(0)
    step = (
        numeral.step * counted.factor * (numeral.scaled() / numeral.value if numeral.value else 1)
    )
    rounded = step / 2
    return (
        rounded
        if numeral.step < numeral.scale or numeral.scale == 1
        else min(rounded, WITHIN * abs(amount))
    )


def _in_celsius(value: Value) -> Value:
    if value.unit != "°F":
        return value
    low, middle, high = ((end - 32) * 5 / 9 for end in (value.low, value.value, value.high))
    return replace(value, unit="°C", low=low, value=middle, high=high, margin=value.margin * 5 / 9)


def _is_other(text: str, first: Numeral, last: Numeral) -> bool:
    """Whether the number is part of a time of day or of a Japanese fraction."""
    before = text[max(0, first.start - 2) : first.start]
    return bool(
        _CLOCK.match(text, last.end)
        or (before.endswith(":") and before[0].isdecimal())
        or _FRACTION.match(text, last.end)
        or before == "分の"
    )


def _amount(numeral: Numeral, counted: Counted) -> Decimal:
    people = counted.unit not in ("", "m")  # 5m users are not metres
    scaled = counted.kind == "money" or people or numeral.letter in ("M", "B", "T")
    return (numeral.scaled() if scaled else numeral.value) * counted.factor + counted.more


def _low(first: Numeral, last: Numeral, counted: Counted) -> Decimal:
    """The lower end of a range; in "2 to 3 million" it is in millions too."""
    if first.scale == 1 and not first.letter:
        scaled = replace(first, value=first.value * last.scale, letter=last.letter)
        if _amount(scaled, counted) < _amount(last, counted):
            return _amount(scaled, counted)
    return _amount(first, counted)


def _named_ordinals(text: str, days: list[tuple[int, int]]) -> Iterator[Value]:
    named = [
        Numeral(match.start(), match.end(), _ORDINAL_NAMES[match[1].lower()])
        for match in _ORDINAL_NAME.finditer(text)
    ]
    for numeral in _outside(named, days):
        words, n = text[numeral.start : numeral.end], numeral.value
        unit = singular(words.partition(" ")[2])
        yield Value("ordinal", n, n, n, unit, words, numeral.start, numeral.end)
