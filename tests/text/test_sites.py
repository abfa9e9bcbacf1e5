"""Sites that a search stays on or leaves out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.sites import is_within, read_sites, with_sites


def test_a_minus_leaves_a_site_out() -> None:
    assert read_sites(" A.example., -b.example,, - , c.example") == (
        ("a.example", "c.example"),
        ("b.example",),
    )
    assert read_sites("") == ((), ())


def test_operators_are_those_that_engines_share() -> None:
    assert with_sites("q", (), ()) == "q"
    assert with_sites("q", ("a",), ()) == "q site:a"
    assert with_sites("q", ("a", "b"), ("c", "d")) == "q (site:a OR site:b) -site:c -site:d"


def test_what_is_too_long_loses_the_end_of_the_question() -> None:
    assert (
        with_sites("one two three four", ("a",), ("b",), words=5) == "one two three site:a -site:b"
    )
    assert with_sites("one two three", (), (), words=2) == "one two"
    assert with_sites("abcdefghij" * 3, ("a",), (), characters=20) == "abcdefghijabc site:a"
    # Operators that leave hardly any room are left out: they are held to afterwards, too.
    assert with_sites("one two three", ("a", "b"), ("c",), words=6) == "one two three"
    assert with_sites("塔" * 30, ("a" * 20,), (), characters=20) == "塔" * 20


@given(
    st.text(max_size=60),
    st.lists(st.sampled_from(["a.example", "b"]), max_size=3),
    st.lists(st.sampled_from(["c.example", "d"]), max_size=3),
    st.integers(1, 80),
    st.integers(1, 20),
)
def test_nothing_is_longer_than_an_engine_takes(
    query: str, stay: list[str], without: list[str], characters: int, words: int
) -> None:
    told = with_sites(query, stay, without, characters, words)
    assert (len(told) <= characters, len(told.split()) <= words) == (True, True)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://a.example/x", True),
        ("https://www.a.example/x", True),
        ("https://nota.example/x", False),
        ("https://b.a.example/x", False),
        ("https://x.b.a.example/x", False),
        ("nonsense", False),
    ],
)
def test_what_lies_below_a_site_belongs_to_it(url: str, inside: bool) -> None:
    assert is_within(url, ("a.example",), ("b.a.example",)) is inside
    assert is_within(url, (), ())
