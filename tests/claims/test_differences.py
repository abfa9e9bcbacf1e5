"""Sentences that are one but for a single thing, and those that speak of two."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.differences import one_difference
from tests.patience import SLACK_S

ONE = [
    (
        "The committee of the yearly music prize was chaired by Ann Lee.",
        "The committee of the yearly music prize was chaired by Bob Ray.",
        ("Ann Lee", "Bob Ray"),
    ),
    (
        "The bridge over the river Ald opened on 3 May 1950 in the rain.",
        "The bridge over the river Ald opened on 3 May 1960 in the rain.",
        ("1950", "1960"),
    ),
    (
        "灯台の建設は地元の石工である田中が1871年に始めた。",
        "灯台の建設は地元の石工である佐藤が1871年に始めた。",
        ("田中", "佐藤"),
    ),
    (
        "最初のモデルは2023年末までに会社によって公開された。",
        "最初のモデルは2022年末までに会社によって公開された。",
        ("2023", "2022"),
    ),
]
OTHER = [
    ("The capital of France is Paris.", "The capital of Spain is Madrid."),
    ("Ann Lee won the medal of the 100 metres.", "Bob Ray won the medal of the 200 metres."),
    ("The old bridge over the Ald was designed by Ann Lee.", "The old bridge over the Ald was"),
    ("The bridge was designed by Ann Lee.", "The bridge was opened by Bob Ray."),
    ("Planck was born in Germany.", "Einstein was born in Germany."),  # too little around it
    ("東京は日本の首都である。", "パリはフランスの首都である。"),
    ("It is so.", "It is so."),
    (  # said more closely, and no more
        "最初のモデルは2023年末までにチャットボットGrokとして公開された。",
        "最初のモデルは2023年末までにGrokとして公開された。",
    ),
    (
        "The capital of the old and large kingdom of France is Paris.",
        "The capital of the old and large kingdom of Spain is Madrid.",
    ),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b", "difference"), ONE)
def test_the_one_thing_that_differs_is_found(a: str, b: str, difference: tuple[str, str]) -> None:
    assert one_difference(a, b) == difference
    assert one_difference(b, a) == difference[::-1]


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_sentences_that_may_speak_of_two_things_have_none(a: str, b: str) -> None:
    assert one_difference(a, b) is None
    assert one_difference(b, a) is None


def test_texts_that_repeat_themselves_take_no_time() -> None:
    started = time.monotonic()
    for _ in range(20):
        one_difference("あ" * 600, "あい" * 300)
        one_difference("a b " * 150, "b a " * 150)
    assert time.monotonic() - started < 2 + SLACK_S


@given(st.text(), st.text())
def test_what_differs_stands_in_its_sentence(a: str, b: str) -> None:
    found = one_difference(a, b)
    assert found is None or (found[0] in a and found[1] in b and found[0] and found[1])
