"""What is read out of a stranger's JSON."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.fields import day, listed, number, rows, words

ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_rows_are_the_objects_of_the_list_at_a_path() -> None:
    data = {"web": {"results": [{"a": 1}, "odd", None, {"b": 2}]}}
    assert rows(data, "web", "results") == [{"a": 1}, {"b": 2}]
    others: list[Any] = [None, [], {"web": None}, {"web": []}, {"web": {"results": {}}}, "text"]
    assert [rows(other, "web", "results") for other in others] == [[]] * len(others)
    assert len(rows({"r": [{}] * 500}, "r")) == 100


def test_an_address_is_no_html() -> None:
    address = "https://a.example/?id=1&region=us&copy=2&section=3"
    for told in (address, address.replace("&", "&amp;"), f" {address}\n"):
        (found,) = listed({"r": [{"url": told, "title": "T"}]}, "r")
        assert found.url == address
    assert [one.url for one in listed({"r": [{"url": 5}, {}]}, "r")] == ["", ""]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("  two\n\tlines ", "two lines"),
        ("<strong>Bold</strong> &amp; more &#x5854;", "Bold & more 塔"),
        ("a < b > c", "a c"),
        ("nul\x00 and half \ud800 a pair", "nul and half a pair"),
        ("x" * 900, "x" * 300),
        (3, ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_words_are_one_plain_line(value: Any, said: str) -> None:
    assert words(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025-03-04T08:00:00.0000000Z", "2025-03-04"),
        ("Tue, 04 Mar 2025 08:00:00 GMT", "2025-03-04"),
        ("2025-13-04", None),
        ("2025-02-30T00:00:00", None),
        ("3 days ago", None),
        ("", None),
        (1700000000, None),
        (None, None),
        ("Tue, 04 Mar 99999 08:00:00 GMT", None),
    ],
)
def test_days_are_read_as_engines_write_them(value: Any, said: str | None) -> None:
    assert day(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, 1.0), (0.5, 0.5), (True, None), ("1", None), (float("nan"), None), (10**400, None)],
)
def test_numbers_are_finite(value: Any, said: float | None) -> None:
    assert number(value) == said


@given(ANY)
def test_anything_is_read_or_left_out(value: Any) -> None:
    assert isinstance(words(value), str)
    found = day(value)
    assert found is None or len(found) == 10
    assert isinstance(number(value), float | None)
    rows(value, "a")
