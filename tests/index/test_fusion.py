"""Words and meaning are added on one scale."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.index.fusion import fuse, unsettled

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


def best(values: dict[int, float], depth: int) -> dict[int, float]:
    """What one side gives: its best, and nothing that is zero."""
    ordered = sorted(values, key=lambda key: (-values[key], key))[:depth]
    return {key: values[key] for key in ordered}


@given(BM25, COSINES, st.integers(min_value=1, max_value=5), st.integers(min_value=0, max_value=4))
def test_looking_up_what_is_unsettled_finds_the_true_first(
    bm25: dict[int, float], cosines: dict[int, float], limit: int, more: int
) -> None:
    keys = bm25.keys() | cosines.keys()
    meaning = {key: cosines.get(key, -1.0) for key in keys}
    words = {key: value for key, value in bm25.items() if value > 0.0}
    depth = limit + more
    lexical, semantic = best(words, depth), best(meaning, depth)
    no_cosine, no_bm25 = unsettled(lexical, semantic, 35.0, limit, depth)
    few = fuse(
        lexical | {key: words[key] for key in no_bm25 if key in words},
        semantic | {key: meaning[key] for key in no_cosine},
        35.0,
    )[:limit]
    found = lexical.keys() | semantic.keys()
    everything = fuse(
        {key: words[key] for key in found if key in words},
        {key: meaning[key] for key in found},
        35.0,
    )[:limit]
    assert few == everything


def test_most_are_settled_without_looking() -> None:
    semantic = {key: 0.95 - key / 200 for key in range(50)}
    lexical = {key: 10.0 - key / 100 for key in range(40, 90)}
    no_cosine, no_bm25 = unsettled(lexical, semantic, 60.0, 5, 50)
    assert no_cosine == []
    assert len(no_bm25) < 20


def test_words_decide_between_equal_meanings() -> None:
    assert [key for key, _ in fuse({2: 5.0}, {1: 0.8, 2: 0.8}, 10.0)] == [2, 1]


def test_a_question_in_another_language_is_ranked_by_meaning() -> None:
    chance_match = {7: 1.0}  # one word of many: far from the highest
    assert fuse(chance_match, {7: 0.80, 8: 0.85}, 60.0)[0][0] == 8


def test_far_below_the_floor_meaning_still_orders() -> None:
    assert [key for key, _ in fuse({}, {1: 0.1, 2: 0.3, 3: -0.2}, 10.0)] == [2, 1, 3]
