"""The values of a text, each once, looked up by what they may stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import ROUND_FLOOR, Decimal
from itertools import accumulate, chain
from operator import attrgetter

from blackbird.claims.values.compare import CALENDAR
from blackbird.claims.values.units import CONVERTED
from blackbird.claims.values.value import WITHIN, Value

_Key = tuple[str, str]
_PERHAPS_YEARS = "year?"  # no unit: numbers that may be years are looked up as both


class Known:
    """An index of values, so that a long claim against a long text stays quick."""

    def __init__(self, found: Iterable[Value]) -> None:
        distinct = {_identity(value): value for value in reversed(list(found))}
        groups: dict[_Key, list[Value]] = defaultdict(list)
        for value in distinct.values():
            groups[_key(value)].append(value)
            if value.kind == "date" and value.also is not None:
                groups["number", _PERHAPS_YEARS].append(value)
        self._groups = {key: _Spans(group) for key, group in groups.items()}

    def alike(self, value: Value) -> list[Value]:
        """All values that can be compared with ``value``."""
        return [other for key in self._comparable(value) for other in self._groups[key].ordered]

    def near(self, value: Value, *, held: bool = False) -> Iterator[Value]:
        """All values, comparable or not, that may agree with ``value``, and perhaps others.

        ``held``: without such as have no upper end, on which no value with an end can rest.
        """
        calendar = value.kind in CALENDAR
        for key, spans in self._groups.items():
            if (key[0] in CALENDAR) == calendar:
                # days of any year are looked up among days of one year, and the other way round
                other_kind = calendar and key[0] != value.kind
                yield from spans.ordered if other_kind else spans.over(value, held=held)
            elif calendar and value.also is not None:
                yield from spans.over(value, held=held)

    def _comparable(self, value: Value) -> Iterator[_Key]:
        keys = [(kind, "") for kind in CALENDAR] if value.kind in CALENDAR else [_key(value)]
        return (key for key in keys if key in self._groups)


def _key(value: Value) -> _Key:
    return value.kind, value.unit


_PLACE = frozenset(("text", "start", "end"))
_identity = attrgetter(*(field.name for field in fields(Value) if field.name not in _PLACE))
"""All of a value but where it stands."""


class _Spans:
    """Values in the order of where they begin, with the farthest end so far."""

    def __init__(self, group: list[Value]) -> None:
        spans = sorted(
            ((low, high, value) for value in group for low, high in _ranges(value)),
            key=lambda span: span[0],
        )
        self._wide = [value for value in group if value.reach is not None]
        self._open = [v for v in group if v.reach is None and v.high.is_infinite()]
        self._open_at: dict[Decimal | None, list[Value]] = defaultdict(list)
        for value in self._open:
            for written in {value.value, value.also} - {None}:
                self._open_at[written].append(value)
        self._spans = [span for span in spans if not _is_wide(span[2])]
        self._lows = [low for low, _, _ in self._spans]
        self._ends = list(accumulate((high for _, high, _ in self._spans), max))
        self.ordered = group

    def over(self, value: Value, *, held: bool = False) -> Iterator[Value]:
        """Values that share something with a range of ``value``, and perhaps others."""
        unbounded: Iterable[Value] = self._open
        if held and not value.high.is_infinite():  # then only one that is written alike
            unbounded = chain.from_iterable(
                self._open_at.get(written, ()) for written in (value.value, value.also)
            )
        return chain(self._wide, unbounded, *(self._between(*ends) for ends in _ranges(value)))

    def _between(self, low: Decimal, high: Decimal) -> Iterator[Value]:
        for n in range(bisect_right(self._lows, high) - 1, -1, -1):
            if self._ends[n] < low:
                return
            if self._spans[n][1] >= low:
                yield self._spans[n][2]


def _is_wide(value: Value) -> bool:
    """Whether a value reaches so far that it would be looked at for nearly all others anyway."""
    return value.reach is not None or value.high.is_infinite()


def _ranges(value: Value) -> Iterator[tuple[Decimal, Decimal]]:
    margin = max(
        value.margin,
        value.whole / 2,
        abs(value.value) * WITHIN if _is_converted(value) else Decimal(0),
    )
    yield value.low - margin, value.high + margin
    if value.also is not None:
        yield value.also, value.also
    if value.kind == "number" and not value.unit:  # 3.12 is looked up as 3, too
        whole = value.value.to_integral_value(ROUND_FLOOR)
        yield whole, whole
    if value.reach is not None:
        yield value.reach


def _is_converted(value: Value) -> bool:
    return bool(value.system) or value.unit in CONVERTED
