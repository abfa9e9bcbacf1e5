"""Several readings of one text become one chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.together import together

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=6)


def test_one_reading_is_as_it_is() -> None:
    assert together([0.3], [0.9]) == 0.3


def test_readings_that_each_support_a_little_support_more_together() -> None:
    assert together([0.4, 0.4, 0.4], [0.0] * 3) == pytest.approx(1 - 0.6**2)
    assert together([0.4, 0.0], [0.0, 0.0]) == pytest.approx(0.4)


def test_a_reading_that_denies_counts_against_one_that_supports() -> None:
    assert together([0.9, 0.0], [0.0, 0.96]) == pytest.approx(0.9 * 0.2)


@given(CHANCES, st.data())
def test_it_is_a_chance_and_more_denial_never_raises_it(
    supports: list[float], data: st.DataObject
) -> None:
    size = len(supports)
    denials = data.draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))
    chance = together(supports, denials)
    assert 0 <= chance <= 1
    assert together(supports, [max(denials)] * size) <= chance + 1e-12
    assert together([*supports, 0.0], [*denials, 0.0]) >= 0
