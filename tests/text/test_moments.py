"""Dates of every shape in use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.moments import micros, moment

LATE = datetime(1970, 1, 2)  # noqa: DTZ001 - hypothesis adds the zone
ZONES = st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-01-15T10:30:00Z", "2024-01-15T10:30:00"),
        ("2024-01-15t10:30:00z", "2024-01-15T10:30:00"),
        ("2003-12-31T10:14:55.123456+02:00", "2003-12-31T08:14:55.123456"),
        ("2003-12-31T10:14:55,5-0230", "2003-12-31T12:44:55.5"),
        ("20031231", "2003-12-31T00:00:00"),
        ("2003-335", "2003-12-01T00:00:00"),
        ("2003", "2003-01-01T00:00:00"),
        ("2003-12", "2003-12-01T00:00:00"),
        ("20040713T141508Z", "2004-07-13T14:15:08"),
        ("2020-01-01T00:00:00 -08", "2020-01-01T08:00:00"),
        ("2020-01-01T24:00:00Z", "2020-01-02T00:00:00"),
        ("2004/07/13 1:00 PM", "2004-07-13T13:00:00"),
        ("2004-07-13 12:05 a.m.", "2004-07-13T00:05:00"),
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00"),
        ("Thu, 1 Jan 99 19:48", "1999-01-01T19:48:00"),
        ("Thursday, 01-Jan-2004 00:00:00 GMT+1", "2003-12-31T23:00:00"),
        ("Do., 1 Jan 2004 00:00:00 XYZ", "2004-01-01T00:00:00"),
        ("Sun Jan  4 16:29:06 PST 2004", "2004-01-05T00:29:06"),
        ("Thu, 01 Jan 2004 19:48:21 -0500 (EST)", "2004-01-02T00:48:21"),
        ("Sun Jan 04 2004 16:29:06 GMT+0900 (Japan Standard Time)", "2004-01-04T07:29:06"),
        ("Thu,01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("2024年1月2日(火) 10:00", "2024-01-02T10:00:00"),
        ("Jan 5, 2024", "2024-01-05T00:00:00"),
        ("January 5th, 2024 at 3:04 pm", "2024-01-05T15:04:00"),
        ("5 September 2024", "2024-09-05T00:00:00"),
        ("2024年1月2日 10:00", "2024-01-02T10:00:00"),
        ("2024년 1월 2일", "2024-01-02T00:00:00"),
    ],
)
def test_a_date_is_the_moment_that_is_meant(text: str, meant: str) -> None:
    assert moment(text) == micros(datetime.fromisoformat(meant).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "0001-01-01T00:00:00Z", "1970-01-01", "2020-02-31", "2020-13-01"),
        *("1 Foo 2020", "Jan 5", "2020-999", "9999-366", "2020-01-01T25:00:00Z", "9" * 50),
        *("2020-01-01T10:61:00Z", "x" * 200, "2020-01-01 " * 20, "Sun Foo 4 16:29:06 2004"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


@given(st.text(max_size=120))
def test_whatever_is_written_the_reader_goes_on(text: str) -> None:
    found = moment(text)
    assert found is None or found > 0


@given(st.datetimes(LATE, timezones=ZONES))
def test_what_programs_write_is_read_exactly(when: datetime) -> None:
    if when.year < 1971:
        return
    assert moment(when.isoformat()) == micros(when)
    assert moment(format_datetime(when)) == micros(when.replace(microsecond=0))
