"""Probabilities keep the order of what they are made from, and stay probabilities."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.calibration import (
    ANSWERS,
    JUDGE,
    Calibration,
    Opinion,
    chances,
    logit,
    opinion_of,
)

ODDS = st.floats(-50, 50)
SHARE = st.floats(0, 1)


@given(ODDS, ODDS, SHARE)
def test_more_odds_never_mean_less(a: float, b: float, strange: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= JUDGE.probability(low, strange) <= JUDGE.probability(high, strange) <= 1


@given(ODDS, SHARE, SHARE)
def test_a_strange_name_never_helps(odds: float, a: float, b: float) -> None:
    few, many = sorted((a, b))
    assert JUDGE.probability(odds, many) <= JUDGE.probability(odds, few)


@given(ODDS, ODDS)
def test_what_answers_more_is_more_likely(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= ANSWERS.probability(low) <= ANSWERS.probability(high) <= 1
    assert 0 < ANSWERS.least < 1
    assert ANSWERS.gate("ja") > ANSWERS.gate("en")
    assert ANSWERS.gate("nl") == ANSWERS.least


@given(SHARE, SHARE, SHARE)
def test_a_second_yes_never_lowers(p: float, a: float, b: float) -> None:
    low, high = sorted((a, b))
    both = Opinion(0.8, 0.5, -0.1)
    assert 0 <= both.joined(p, low) <= both.joined(p, high) <= 1


def test_unsure_is_in_between() -> None:
    curve = Calibration(low=0.2, high=0.8)
    assert [curve.unsure(p) for p in (0.1, 0.2, 0.5, 0.8, 0.9)] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_an_unmeasured_model_has_no_opinion() -> None:
    assert opinion_of("unheard of") is None


@given(st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=4))
def test_chances_are_shares_of_one(logits: list[float]) -> None:
    found = chances(logits)
    assert sum(found) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found)


def test_certainty_stays_finite() -> None:
    assert logit(0.0) == pytest.approx(-logit(1.0))
    assert math.isfinite(logit(0.0))
    assert Calibration().probability(-1e6) == 0.0
