"""Narrow a period to the part that the words beside it name: late 2019, 3月上旬.

Where a part ends is a matter of taste, so each reaches over its neighbours' borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from blackbird.claims.values.value import Value

_LOOK = 32  # characters looked at before a date
_MONTH, _YEAR = 28, 366  # days: shorter than a month has no parts, longer than a year is a decade
_PARTS = {
    "early": (Decimal(0), Decimal("0.6")),
    "middle": (Decimal("0.2"), Decimal("0.8")),
    "late": (Decimal("0.4"), Decimal(1)),
    "beginning": (Decimal(0), Decimal("0.35")),
    "end": (Decimal("0.65"), Decimal(1)),
    "first_days": (Decimal(0), Decimal("0.4")),
    "last_days": (Decimal("0.6"), Decimal(1)),
}
"""From where to where, as shares of the period's days."""

_BEFORE = re.compile(
    r"\b(?:(?:(?P<early>early)|(?P<middle>mid)|(?P<late>late))"
    r"(?:(?:[- ](?:to|or)[- ]|/)(?:(?P<to_middle>mid)|(?P<to_late>late)))?(?:-| (?:in )?)"
    r"|(?:(?P<first_half>first half)|(?P<second_half>(?:second|latter) half)"
    r"|(?P<in_the_middle>middle)|(?P<beginning>beginning|start)|(?P<end>end|close)) of )"
    r"(?P<whole>the )?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"の?(?:(?P<first_days>上旬|初旬)|(?P<middle>中旬|中頃|中ごろ|半ば|なかば|中葉)"
    r"|(?P<last_days>下旬)|(?P<early>前半(?!戦))|(?P<late>後半(?!戦))"
    r"|(?P<beginning>初頭|年[初頭]|(?:初め|はじめ)(?=[にのはかま、。]|\Z))"
    r"|(?P<end>年?末(?!尾)期?|終わり|終盤|暮れ)"
    # of a year they are terms of a school, or a plan of some years
    r"|(?P<whole>(?P<long_early>[初前]期)|(?P<long_middle>中期)|(?P<long_late>後期)))"
)
_NAMED = {
    "to_middle": "middle", "to_late": "late", "in_the_middle": "middle",
    "first_half": "early", "second_half": "late",
    "long_early": "early", "long_middle": "middle", "long_late": "late",
}  # fmt: skip


def narrowed(text: str, value: Value) -> Value:
    """A month, a year or a longer period, cut to the part that is named beside it."""
    days = value.high - value.low + 1
    if value.reach is not None or days < _MONTH:
        return value
    before = _fitting(_BEFORE.search(text[max(0, value.start - _LOOK) : value.start]), days)
    behind = _fitting(_BEHIND.match(text, value.end), days)
    shares = [
        _PARTS[_NAMED.get(name, name)]
        for match in (before, behind)
        if match is not None
        for name, word in match.groupdict().items()
        if word and name != "whole"
    ]
    if not shares:
        return value
    start = value.start if before is None else value.start - len(before[0])
    end = value.end if behind is None else behind.end()
    first, last = min(first for first, _ in shares), max(last for _, last in shares)
    low = value.low + (days * first).to_integral_value(ROUND_FLOOR)
    high = value.low + (days * last).to_integral_value(ROUND_CEILING) - 1
    middle = (low + high) / 2
    cut = replace(value, value=middle, low=low, high=high, also=None)
    return replace(cut, text=text[start:end], start=start, end=end)


def _fitting(match: re.Match[str] | None, days: Decimal) -> re.Match[str] | None:
    """Not what means something else of a year: "the end of the 2019 season", 2019年後期."""
    return None if match is not None and match["whole"] and days <= _YEAR else match
