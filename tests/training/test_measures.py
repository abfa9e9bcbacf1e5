"""The measures give what their definitions say, on small cases and at their bounds."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.training.measures import (
    area,
    balanced,
    calibration_error,
    interval,
    reliability,
    roc,
)

SCORES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: len({right for _, right in rows}) == 2
)


@given(SCORES)
def test_the_area_counts_pairs_in_the_right_order(rows: list[tuple[float, bool]]) -> None:
    good = [s for s, right in rows if right]
    bad = [s for s, right in rows if not right]
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / (len(good) * len(bad))
    scores, right = zip(*rows, strict=True)
    assert area(scores, right) == pytest.approx(wins)
    points = roc(scores, right)
    under = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in itertools.pairwise(points))
    assert under == pytest.approx(wins)
    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))


def test_an_area_needs_both_kinds() -> None:
    assert math.isnan(area([0.1, 0.2], [True, True]))


def test_balanced_accuracy_does_not_reward_the_majority() -> None:
    assert balanced([True] * 10, [True] * 9 + [False]) == 0.5
    assert balanced([True, False], [True, False]) == 1.0


def test_a_calibrated_score_has_no_error_and_a_boastful_one_has() -> None:
    right = [True] * 8 + [False] * 2
    assert calibration_error([0.8] * 10, right) == pytest.approx(0)
    assert calibration_error([1.0] * 10, right) == pytest.approx(0.2)
    ((said, true, count),) = reliability([0.8] * 10, right)
    assert said == true == pytest.approx(0.8)
    assert count == 10


@given(SCORES)
def test_the_error_is_a_share(rows: list[tuple[float, bool]]) -> None:
    scores, right = zip(*rows, strict=True)
    assert 0 <= calibration_error(scores, right) <= 1
    assert sum(count for _, _, count in reliability(scores, right)) == len(rows)


def test_the_interval_holds_the_mean() -> None:
    low, high = interval([0.0, 1.0] * 50)
    assert 0.35 < low < 0.5 < high < 0.65
