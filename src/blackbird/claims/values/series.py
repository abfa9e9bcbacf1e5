"""Join neighbouring quantities: 2 hours 30 minutes, 10, 20 and 30 percent, 5% to 10%."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from blackbird.claims.values.value import Value

_RANGE = re.compile(r" ?(?:[-–—~]|から) ?| (?:to|bis|a|à|and|y|und) ")
_BOTH_NAMED = re.compile(r"(?:between|entre|zwischen) [$€£¥]?\Z", re.IGNORECASE)
_COMPOUND = frozenset(["", " ", ", ", " and ", ", and ", " und ", " y "])
_LISTED = frozenset(
    [", ", " and ", ", and ", " or ", ", or ", " und ", " y ", "、", "と", "や", "・"]
)
_LOOK = 12  # characters looked at before a range, and between two quantities


@dataclass(frozen=True, slots=True)
class Item:
    """A quantity as it is read alone."""

    value: Value
    factor: Decimal
    """What one of the written number is worth in its unit."""
    scale: Decimal
    """The power of ten that a scale word at its end stands for."""
    signed: bool = False
    """Whether a currency sign stands before it."""


def joined(text: str, items: list[Item]) -> list[Item]:
    """Quantities in order, each as its neighbours let it be read."""
    return _ranged(text, _shared(text, _compound(text, items)))


def _between(text: str, before: Item, after: Item) -> str | None:
    start, end = before.value.end, after.value.start
    return text[start:end] if start <= end <= start + _LOOK else None


def _compound(text: str, items: list[Item]) -> list[Item]:
    """Falling units of one quantity added up: two years and three months."""
    kept: list[Item] = []
    for item in items:
        if kept and _between(text, kept[-1], item) in _COMPOUND and _continues(kept[-1], item):
            first, second = kept[-1].value, item.value
            total = first.value + second.value
            whole = text[first.start : second.end]
            value = replace(first, value=total, low=total, high=total, text=whole, end=second.end)
            kept[-1] = replace(kept[-1], value=value, factor=item.factor)
        else:
            kept.append(item)
    return kept


def _continues(before: Item, after: Item) -> bool:
    a, b = before.value, after.value
    alike = a.kind == b.kind and a.unit == b.unit and (a.unit != "" or a.kind == "percent")
    return (
        alike
        and before.factor > after.factor
        and 0 < b.value < before.factor
        and all(value.low == value.high for value in (a, b))
    )


def _shared(text: str, items: list[Item]) -> list[Item]:
    """Numbers of a list with the unit that only the last of them names."""
    kept = list(items)
    for n in range(len(kept) - 2, -1, -1):
        item, after = kept[n], kept[n + 1]
        if _between(text, item, after) in _LISTED and _lacks_unit(item, after):
            kept[n] = _with_unit(item, after)
    return kept


def _lacks_unit(item: Item, after: Item) -> bool:
    a, b = item.value, after.value
    if item.scale > 1 or after.signed != item.signed:
        return False
    if a.kind == b.kind == "money":
        return item.signed and a.unit == b.unit and after.scale > 1
    return a.kind == "number" and a.unit == "" and (b.kind == "percent" or b.unit != "")


def _with_unit(item: Item, after: Item) -> Item:
    a, b = item.value, after.value
    factor = after.factor * after.scale
    value, low, high = a.value * factor, a.low * factor, a.high * factor
    shared = replace(a, kind=b.kind, unit=b.unit, value=value, low=low, high=high)
    shared = replace(shared, also=a.value, sure=False, system=b.system)
    return replace(item, value=shared, factor=after.factor, scale=after.scale)


def _ranged(text: str, items: list[Item]) -> list[Item]:
    """Both ends of a range whose ends each name the unit, with the range."""
    kept = list(items)
    for n in range(1, len(kept)):
        a, b = kept[n - 1].value, kept[n].value
        if a.kind == b.kind and a.unit == b.unit and a.low < b.high and _is_range(text, a, b):
            reach = (a.low, b.high)
            kept[n - 1] = replace(kept[n - 1], value=replace(a, reach=reach))
            kept[n] = replace(kept[n], value=replace(b, reach=reach))
    return kept


def _is_range(text: str, a: Value, b: Value) -> bool:
    between = text[a.end : b.start] if b.start <= a.end + _LOOK else ""
    return is_range(between, text[max(0, a.start - _LOOK) : a.start])


def is_range(between: str, lead: str) -> bool:
    """Whether two numbers with ``between`` them, and ``lead`` before them, are ends of a range."""
    if not _RANGE.fullmatch(between):
        return False
    named = between.strip() in ("and", "y", "und", "a")
    return not named or bool(_BOTH_NAMED.search(lead))
