"""What is read in a text, for short comparisons."""

from __future__ import annotations

from decimal import Decimal

from blackbird.claims.numbers import Value, values


def read(text: str) -> list[tuple[str, Decimal, str]]:
    """Kind, value and unit of all that is read in a text."""
    return [(value.kind, value.value, value.unit) for value in values(text)]


def one(text: str) -> Value:
    """The only value of a text."""
    (value,) = values(text)
    return value
