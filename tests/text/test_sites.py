"""Sites that a search stays on or leaves out."""

from __future__ import annotations

import pytest

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
