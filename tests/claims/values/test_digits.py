"""Digits with marks between them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from blackbird.claims.numbers import values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,123,456 boats", "123456"),
        ("Rp 0,000,000", "0"),
        ("version 0.100.200", "100200"),
        ("IP 0.000.000.000", "0"),
        ("0.100.200.300,5 Euro", "100200300.5"),
        ("0.123 units", "0.123"),
        ("0,123 units", "0.123"),
        ("1,234 units", "1234"),
    ],
)
def test_a_mark_that_stands_twice_groups(text: str, value: str) -> None:
    assert [found.value for found in values(text)] == [Decimal(value)]
