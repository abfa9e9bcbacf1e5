"""The record of one numeral found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

LETTERS = {"m": 6, "b": 9, "t": 12}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``text[start:end]``."""

    start: int
    end: int
    value: Decimal
    also: Decimal | None = None
    letter: str = ""
    """A short scale that only money is certain to mean: ``m`` may be metres."""
    scale: Decimal = Decimal(1)
    """The power of ten that a scale word at its end stands for."""
    step: Decimal | None = None
    """What its last written digit counts, where that digit is perhaps rounded."""
    vague: bool = False
    """Several of what it names: 数千, several hundred."""
    weak: bool = False
    """Perhaps not a number at all: ``one`` of them."""

    def scaled(self) -> Decimal:
        """The value with the short scale taken as such."""
        return self.value * 10 ** LETTERS[self.letter.lower()] if self.letter else self.value
