"""Axes: every value finds its place, and marks are few, even and round."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.evals.scale import fitted, label

VALUES = st.lists(st.floats(-1e12, 1e12, allow_nan=False), max_size=20)


@given(VALUES)
def test_every_value_lies_on_the_axis(values: list[float]) -> None:
    scale = fitted(values, 10.0, 110.0)
    assert all(10.0 - 1e-6 <= scale(v) <= 110.0 + 1e-6 for v in values)


@given(VALUES)
def test_marks_are_few_and_even_and_reach_both_ends(values: list[float]) -> None:
    scale = fitted(values, 0.0, 100.0)
    places = [scale(mark) for mark in scale.marks()]
    assert 3 <= len(places) <= 12
    assert places[0] == pytest.approx(0.0, abs=1e-3)
    assert places[-1] == pytest.approx(100.0, abs=1e-3)
    gaps = [b - a for a, b in pairwise(places)]
    assert max(gaps) - min(gaps) < 1e-3


@given(st.lists(st.floats(0, 1)))
def test_shares_get_the_same_axis_always(values: list[float]) -> None:
    scale = fitted(values, 0.0, 1.0)
    assert (scale.low, scale.high) == (0.0, 1.0)
    assert [label(m) for m in scale.marks()] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2, "0.3"), (52_842, "52,842"), (-5.0, "-5"), (2e7, "2e+07")]
)
def test_labels_are_short(value: float, text: str) -> None:
    assert label(value) == text
