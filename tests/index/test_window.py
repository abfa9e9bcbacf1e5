"""Dates as precise as they are given decide what is inside a window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.index.window import Window, period, window

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("1970", (0, 365 * DAY - 1)),
        ("1970-02", (31 * DAY, 59 * DAY - 1)),
        ("1970-01-02", (DAY, 2 * DAY - 1)),
        ("1970-01-01T00:00:05Z", (5, 5)),
        ("1970-01-01T01:00:05+01:00", (5, 5)),
        ("1970-01-01T00:00:05.9", (5, 5)),
        (None, None),
        ("", None),
        ("0000", None),
        ("9999", (253370764800, 253402300799)),
        ("2023-13", None),
        ("2023-02-30", None),
        ("yesterday", None),
    ],
)
def test_period_of_a_date(date: str | None, span: tuple[int, int] | None) -> None:
    assert period(date) == span


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    span = period(text)
    assert span is None or span[0] <= span[1]


@given(st.dates(), st.dates(), st.dates())
def test_a_day_is_inside_when_it_is_between(day: object, one: object, two: object) -> None:
    first, last = sorted((str(one), str(two)))
    assert window(first, last, None).admits(str(day), "x") == (first <= str(day) <= last)


def test_a_year_touches_a_window_inside_it() -> None:
    assert window("2023-05", "2023-06", None).admits("2023", "x")
    assert not window("2024", None, None).admits("2023", "x")


def test_without_a_date_nothing_is_in_a_stretch_of_time() -> None:
    assert not window("2023", None, None).admits(None, "x")
    assert window(None, None, None).admits(None, "x")


def test_source_must_be_the_same() -> None:
    assert window(None, None, "posts").admits(None, "posts")
    assert not window(None, None, "posts").admits(None, "web")
    assert Window().is_open


def test_a_limit_that_is_no_date_is_refused() -> None:
    with pytest.raises(BadInput, match="Write it like 2023"):
        window("soon", None, None)
