"""A phrase said twice in a row, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.stutter import stutters


@pytest.mark.parametrize(
    "sentence",
    [
        "The first version of the tram, in the first version of the tram, a horse drew it.",
        "The tram of Bram was built the tram of Bram was built in 1902.",
        "最初の路面電車では、最初の路面電車では馬が車両を引いた。",
        "Das alte Haus am Markt und das alte Haus am Markt steht leer.",
    ],
)
def test_a_phrase_twice_in_a_row_is_a_stutter(sentence: str) -> None:
    assert stutters(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The more you ask, the more you know.",
        "The first tram ran in 1902 and the second one in 1910.",
        "The tram of the town of Bram is older than the tram of the town of Lund.",
        "Step by step and day by day the line grew.",
        "東京都と京都府は、東京都の方が人口が多い。",
        "最初の路面電車は馬が引き、二番目の路面電車は蒸気で動いた。",
    ],
)
def test_what_comes_again_elsewhere_is_none(sentence: str) -> None:
    assert not stutters(sentence)


WORDS = st.lists(
    st.text("abcdefghij", min_size=1, max_size=6), min_size=4, max_size=12, unique=True
)


@given(WORDS)
def test_words_that_are_all_different_never_stutter_until_they_are_said_twice(
    words: list[str],
) -> None:
    once = " ".join(words)
    assert not stutters(once)
    assert stutters(f"{once}, {once}")


def test_a_long_line_is_quick() -> None:
    began = time.process_time()
    stutters("a " * 100_000)
    stutters("ab " * 150 + "c")
    assert time.process_time() - began < 1
