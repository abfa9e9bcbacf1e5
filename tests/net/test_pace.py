"""How often an engine is asked: gaps, refusals with and without a time, engines that are down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from blackbird.errors import SourceError
from blackbird.net.pace import Pace, seconds_of
from tests.fakes.clocks import MovedClock

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


async def test_requests_keep_their_distance(clock: MovedClock) -> None:
    pace = Pace(clock, 1.0, clock.sleep)
    for _ in range(3):
        await pace.turn(5.0)
    assert clock.slept == [1.0, 1.0]


async def test_a_turn_that_comes_too_late_is_not_waited_for(clock: MovedClock) -> None:
    pace = Pace(clock, 4.0, clock.sleep)
    await pace.turn(3.0)
    with pytest.raises(SourceError, match="asked too often; free in 4 s"):
        await pace.turn(3.0)
    assert clock.slept == []


async def test_a_refusal_holds_as_long_as_it_says(clock: MovedClock) -> None:
    pace = Pace(clock, 0.0, clock.sleep)
    assert pace.refused("30") == 30.0
    with pytest.raises(SourceError, match="left alone; free in 30 s"):
        await pace.turn(3.0)
    clock.passed = 29.0
    await pace.turn(3.0)
    assert clock.slept == [1.0]


async def test_without_a_time_it_doubles_and_an_answer_ends_it(clock: MovedClock) -> None:
    pace = Pace(clock, 0.0, clock.sleep)
    assert [pace.refused(header) for header in ("", "soon", "")] == [2.0, 4.0, 8.0]
    pace.answered()
    assert pace.refused("") == 2.0
    assert pace.refused("99999999") == 900.0


async def test_an_engine_that_is_down_is_left_alone_for_a_while(clock: MovedClock) -> None:
    pace = Pace(clock, 0.0, clock.sleep)
    pace.failed("it failed (500)")
    await pace.turn(3.0)
    pace.failed("it failed (500)")
    with pytest.raises(SourceError, match=r"since it failed \(500\); free in 20 s"):
        await pace.turn(3.0)
    clock.passed = 20.0
    await pace.turn(3.0)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Fri, 02 Jan 2026 03:05:05 GMT", 60.0),
        ("Fri, 02 Jan 2026 03:00:00 GMT", 0.0),
        ("-5", None),
        ("٣", None),
        ("1e9", None),
        ("9" * 40, None),
        ("", None),
        ("tomorrow", None),
        ("Fri, 99 Jan 2026 03:05:05 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds
