"""One ranking out of several engines'."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.protocols import Found
from blackbird.sources.web.fusion import fuse, settled
from blackbird.text.urls import canonical_url, is_url


def urls(lists: dict[str, list[Found]]) -> list[str]:
    return [candidate.url for candidate in fuse(lists)]


def test_what_several_name_comes_first() -> None:
    a = [Found("https://a.example/1"), Found("https://b.example/1"), Found("https://c.example/1")]
    b = [Found("https://c.example/1"), Found("https://d.example/1")]
    assert urls({"one": a, "two": b})[0] == "https://c.example/1"
    assert urls({"one": a})[0] == "https://a.example/1"


def test_one_page_in_two_spellings_is_one() -> None:
    found = {
        "one": [Found("HTTPS://A.example:443/x?utm_source=y#top", "", None)],
        "two": [Found("https://a.example/x", "Title", "2024-05-01")],
    }
    (only,) = fuse(found)
    assert (only.url, only.engines) == ("https://a.example/x", ("one", "two"))
    assert (only.title, only.date, only.score) == ("Title", "2024-05-01", 1.0)


def test_an_engine_that_names_a_page_twice_counts_once() -> None:
    (only,) = fuse({"one": [Found("https://a.example/"), Found("https://a.example/#x")]})
    assert (only.engines, only.score) == (("one",), 1.0)


def test_scores_of_any_scale_count_by_their_best() -> None:
    big = [Found("https://a.example/", score=300.0), Found("https://b.example/", score=150.0)]
    small = [Found("https://b.example/", score=0.02), Found("https://a.example/", score=0.002)]
    assert [round(c.score, 3) for c in fuse({"one": big})] == [1.0, 0.5]
    assert [round(c.score, 3) for c in fuse({"one": big, "two": small})] == [0.75, 0.55]


def test_scores_that_make_no_sense_are_ignored() -> None:
    for scores in ((-1.0, 5.0), (None, 5.0), (0.0, 0.0)):
        found = [Found(f"https://{n}.example/", score=s) for n, s in enumerate(scores)]
        assert urls({"one": found}) == ["https://0.example/", "https://1.example/"]


def test_one_site_does_not_take_all_places() -> None:
    mine = [Found(f"https://a.example/{n}") for n in range(4)]
    assert urls({"one": [*mine, Found("https://b.example/")]})[1] == "https://b.example/"


@pytest.mark.parametrize(
    ("answered", "awaited", "places"),
    [(1, 0, 5), (2, 0, 5), (1, 1, 2), (1, 2, 1), (2, 1, 3), (1, 9, 0), (3, 1, 3)],
)
def test_a_place_is_settled_if_no_awaited_engine_can_take_it_with_pages_of_its_own(
    answered: int, awaited: int, places: int
) -> None:
    lists = {
        f"e{n}": [Found(f"https://{n}-{i}.example/") for i in range(8)] for n in range(answered)
    }
    assert settled(fuse(lists), answered, awaited, 5) == places


def test_what_several_engines_name_is_settled_sooner() -> None:
    same = [Found(f"https://{i}.example/") for i in range(8)]
    assert settled(fuse({"one": same, "two": same}), 2, 1, 5) == 5
    assert settled(fuse({"one": same[:1]}), 1, 1, 5) == 5  # none of it is left out


def test_what_fits_much_worse_than_the_best_is_not_settled() -> None:
    found = [Found(f"https://{i}.example/", score=s) for i, s in enumerate((1.0, 0.2, 0.2))]
    assert settled(fuse({"one": found}), 1, 1, 5) == 1


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.lists(
            st.builds(
                Found,
                st.sampled_from(["", "no", "ftp://a/", "http://u@h.example/", "https://\ud800/"])
                | st.builds("https://{}.example/{}".format, st.sampled_from("xyz"), st.integers()),
                score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
            ),
            max_size=12,
        ),
    )
)
def test_each_address_once_scored_from_0_to_1(lists: dict[str, list[Found]]) -> None:
    fused = fuse(lists)
    assert len({c.url for c in fused}) == len(fused)
    assert all(0 < c.score <= 1.000001 for c in fused)
    assert [c.score for c in fused] == sorted((c.score for c in fused), reverse=True)
    wanted = {f.url for found in lists.values() for f in found if f.url.startswith("https://")}
    assert {c.url for c in fused} == {
        canonical_url(u) for u in wanted if "\ud800" not in u and is_url(u)
    }
