"""What is learnt from and what is measured never meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.training.split import groups, held_back, trained_on


@given(st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2)), max_size=30))
def test_pairs_that_share_a_sentence_are_in_one_group(pairs: list[tuple[str, str]]) -> None:
    names = groups(pairs)
    assert len(names) == len(pairs)
    for a, one in zip(pairs, names, strict=True):
        for b, two in zip(pairs, names, strict=True):
            if set(a) & set(b):
                assert one == two


def test_apart_stays_apart() -> None:
    first, second, third = groups([("a", "b"), ("c", "d"), ("b", "e")])
    assert first == third != second


def test_about_half_of_the_titles_are_learnt_and_a_tenth_is_held_back() -> None:
    titles = [f"title {n}" for n in range(2000)]
    assert 0.45 < sum(map(trained_on, titles)) / 2000 < 0.55
    assert 0.07 < sum(map(held_back, titles)) / 2000 < 0.12
    assert any(trained_on(t) and held_back(t) for t in titles)
