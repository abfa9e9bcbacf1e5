"""Where a number stands on a picture's axis, and which numbers are written there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LEAST_SPAN = 1e-9  # of the values' size: what lies nearer together is one value
_WANTED = 6  # marks on an axis: fewer say little, more touch


@dataclass(frozen=True, slots=True)
class Scale:
    """From values between ``low`` and ``high`` to places between ``begin`` and ``end``."""

    low: float
    high: float
    begin: float
    end: float
    step: float = 0.2
    """Between two marks."""

    def __call__(self, value: float) -> float:
        """The place of ``value``."""
        share = (value - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def marks(self) -> list[float]:
        """Round values on the axis, ``low`` and ``high`` among them."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return [n * self.step for n in range(first, last + 1)]


def fitted(values: Sequence[float], begin: float, end: float) -> Scale:
    """A scale that holds all ``values`` and ends on round ones.

    Values that are all shares get 0 to 1, so that pictures of shares can be compared.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low >= 0 and high <= 1:
        return Scale(0.0, 1.0, begin, end)
    size = max(abs(low), abs(high), 1.0)
    if high - low < size * _LEAST_SPAN:
        low, high = low - size / 2, high + size / 2
    step = round_step(high - low)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Scale(first * step, last * step, begin, end, step)


def round_step(span: float) -> float:
    """A round distance between marks, about six of which make ``span``."""
    rough = span / (_WANTED - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return min((s * power for s in _STEPS), key=lambda s: abs(s - rough))


def label(value: float) -> str:
    """A number as short as it can be: ``0.2``, ``1,500``."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:.3g}"
