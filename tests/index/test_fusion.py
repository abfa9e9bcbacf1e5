"""Words and meaning are added on one scale."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.index.fusion import fuse

KEYS = st.integers(min_value=1, max_value=12)
BM25 = st.dictionaries(KEYS, st.floats(min_value=0.0, max_value=30.0))
COSINES = st.dictionaries(KEYS, st.floats(min_value=-1.0, max_value=1.0))


@given(BM25, COSINES, st.floats(min_value=0.0, max_value=60.0), st.booleans())
def test_scores_are_from_0_to_1_and_fall(
    lexical: dict[int, float], semantic: dict[int, float], highest: float, with_vector: bool
) -> None:
    ranked = fuse(lexical, semantic, highest, with_vector)
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    expected = lexical.keys() | semantic.keys() if with_vector else lexical.keys()
    assert sorted(key for key, _ in ranked) == sorted(expected)


def test_a_query_that_could_score_next_to_nothing_gets_nothing_from_its_words() -> None:
    assert fuse({1: 0.0}, {2: 0.0}, 2.3e-309) == [(2, 0.0), (1, 0.0)]


def test_words_decide_between_equal_meanings() -> None:
    assert [key for key, _ in fuse({2: 5.0}, {1: 0.8, 2: 0.8}, 10.0)] == [2, 1]


def test_a_question_in_another_language_is_ranked_by_meaning() -> None:
    chance_match = {7: 1.0}  # one word of many: far from the highest
    assert fuse(chance_match, {7: 0.80, 8: 0.85}, 60.0)[0][0] == 8


def test_far_below_the_floor_meaning_still_orders() -> None:
    assert [key for key, _ in fuse({}, {1: 0.1, 2: 0.3, 3: -0.2}, 10.0)] == [2, 1, 3]
