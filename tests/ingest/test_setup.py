"""How long a feed waits before it connects again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.setup import Ladder


class NoChance(Random):
    """Takes nothing off a pause; or all that chance may, with ``share`` 1."""

    def __init__(self, share: float = 0.0) -> None:
        super().__init__()
        self._share = share

    def random(self) -> float:
        return self._share


def pauses(ladder: Ladder, count: int) -> list[float]:
    return [ladder.pause_s() for _ in range(count)]


def test_the_first_attempt_again_comes_at_once_and_pauses_double_to_the_longest() -> None:
    ladder = Ladder(random=NoChance())
    assert pauses(ladder, 9) == [0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_pauses_may_grow_by_the_same_each_time() -> None:
    """As X asks for, after the network broke: a quarter of a second more each time, to 16 s."""
    ladder = Ladder(0.25, 1.0, 16.0, NoChance())
    assert pauses(ladder, 5) == [0, 0.25, 0.5, 0.75, 1.0]
    assert pauses(ladder, 200)[-1] == 16.0


def test_what_works_again_begins_anew() -> None:
    ladder = Ladder(random=NoChance())
    pauses(ladder, 6)
    ladder.reset()
    assert pauses(ladder, 3) == [0, 1, 2]


def test_a_tenth_is_left_to_chance() -> None:
    """So that not all who lost one server come back in one moment."""
    assert pauses(Ladder(random=NoChance(1.0)), 4) == [0, 0.9, 1.8, 3.6]
    ladders = [Ladder(random=Random(seed)) for seed in range(50)]
    seventh = [pauses(ladder, 7)[-1] for ladder in ladders]
    assert len(set(seventh)) == 50
    assert all(0.9 * 32 <= pause <= 32 for pause in seventh)


@given(
    st.floats(0.01, 100),
    st.sampled_from([1.0, 1.5, 2.0, 10.0]),
    st.floats(0.01, 1_000),
    st.integers(1, 120),
)
def test_no_pause_is_longer_than_the_longest_or_shorter_than_the_one_before(
    first_s: float, factor: float, most_s: float, count: int
) -> None:
    found = pauses(Ladder(first_s, factor, most_s, NoChance()), count)
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] <= most_s


@pytest.mark.parametrize("factor", [1.0, 2.0, 10.0])
def test_weeks_of_failures_overflow_nothing(factor: float) -> None:
    ladder = Ladder(1.0, factor, 60.0, NoChance())
    assert pauses(ladder, 100_000)[-1] == 60.0
