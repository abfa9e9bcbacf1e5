"""How long a page may be used without asking again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.freshness import LONGEST_S, fresh_for

DATED = {"date": "Fri, 02 Jan 2026 03:00:00 GMT", "expires": "Fri, 02 Jan 2026 04:00:00 GMT"}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"cache-control": "max-age=600"}, 600.0),
        ({"cache-control": 'public, Max-Age="600"', "age": "200"}, 400.0),
        ({"cache-control": "max-age=600", "age": "900"}, 0.0),
        ({"cache-control": "max-age=600", "age": "soon"}, 600.0),
        ({"cache-control": "max-age=99999999999"}, LONGEST_S),
        ({"cache-control": "max-age=600, no-cache"}, 0.0),
        ({"cache-control": "no-store"}, 0.0),
        ({"cache-control": 'private="x", max-age=60'}, 60.0),
        (DATED, 3600.0),
        (DATED | {"cache-control": "max-age=60"}, 60.0),
        (DATED | {"expires": "0"}, 0.0),
        (DATED | {"expires": "Fri, 02 Jan 2026 02:00:00 GMT"}, 0.0),
        ({"expires": DATED["expires"]}, 0.0),
    ],
)
def test_what_a_server_says(headers: dict[str, str], seconds: float) -> None:
    assert fresh_for(headers) == seconds


@given(st.dictionaries(st.sampled_from(["cache-control", "age", "date", "expires"]), st.text()))
def test_whatever_it_says_is_a_time(headers: dict[str, str]) -> None:
    assert 0.0 <= fresh_for(headers) <= LONGEST_S
