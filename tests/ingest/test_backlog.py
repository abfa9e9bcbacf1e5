"""Each key that was seen is done, waits or was given up: never two of them, never none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest import backlog as module
from blackbird.ingest.backlog import Backlog, Stretch

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("see"), st.integers(0, 30)),
        st.tuples(st.just("done"), st.integers(1, 12)),
        st.tuples(st.just("give up"), st.integers(0, 8)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    max_size=40,
)


def keys(stretches: list[Stretch]) -> list[int]:
    return [key for one in stretches for key in range(one.low + 1, one.high + 1)]


@given(STEPS, st.integers(4, 12))
def test_every_key_is_somewhere(steps: list[tuple[str, int]], most: int) -> None:
    backlog = Backlog(most=most)
    done: set[int] = set()
    given_up: set[int] = set()
    for now, (step, number) in enumerate(steps):
        newest = backlog.newest()
        if step == "see":
            backlog.see(backlog.seen + number, now)
        elif step == "done" and newest is not None:
            key = max(newest.low + 1, newest.high - number + 1)
            done |= set(range(key, newest.high + 1))
            backlog.done_from(key)
        elif step == "give up":
            given_up |= set(keys(backlog.give_up(now - number)))
        elif step == "restart":
            backlog = Backlog.of(json.loads(json.dumps(backlog.saved())), now)
            backlog.most = most
        waiting = keys(backlog.waiting)
        assert waiting == sorted(set(waiting))
        assert {*done, *given_up, *waiting} == set(range(1, backlog.seen + 1))
        assert all(key <= backlog.again for key in done & {*waiting, *given_up})
        assert len(backlog.waiting) <= most


def test_what_always_falls_behind_is_given_up_in_time() -> None:
    """Also where more comes each second than can be done, for hours."""
    backlog = Backlog()
    given_up = 0
    for second in range(1, 6_000):
        backlog.see(10 * second, second)
        backlog.done_from(10 * second - 2)
        for one in backlog.give_up(second - 3_600):
            assert one.high >= 10 * (second - 3_700)
            assert one.high <= 10 * (second - 3_300)
            given_up = max(given_up, one.high)
        assert len(backlog.waiting) <= module.MOST
    assert given_up > 10 * (5_999 - 3_800)


def test_what_is_newest_is_next() -> None:
    backlog = Backlog()
    backlog.see(10, 1)
    backlog.done_from(8)
    backlog.see(20, 2)
    assert backlog.newest() == Stretch(10, 20, 2)
    backlog.done_from(11)
    assert backlog.newest() == Stretch(0, 7, 1)
    backlog.see(5, 3)  # no news
    assert backlog.waiting == [Stretch(0, 7, 1)]


@pytest.mark.parametrize(
    "saved", [{}, {"seen": "x"}, {"seen": 1, "skipped": 0, "again": 0, "waiting": [[1]]}]
)
def test_what_cannot_be_read_is_said(saved: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Backlog.of(saved, 0)
