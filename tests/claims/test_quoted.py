"""Literal quotations are found, and only those."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.quoted import find_quote


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The tower opened in 1889.", "It is old. The tower opened in 1889 [2]. It is tall."),
        ("The tower opened in 1889", "- the Tower  opened in 1889!\n- It is tall."),
        ("“The tower opened in 1889.”", "The tower opened in 1889."),
        ("It cost $5.", "It cost $5.5 million. It cost $5."),
        ("塔は1889年に完成した。", "塔は１８８９年に完成した。高さは300mである。"),
        ("It’s “old”.", '1) It\'s "old".'),
        ("塔は高かった", "1. 塔は高かった。"),
        ("abc corp. rose.", "They fell.\nＡＢＣ  Corp. rose."),
    ],
)
def test_a_sentence_of_the_text_is_a_quotation(claim: str, text: str) -> None:
    found = find_quote(claim, text)
    assert found is not None
    said = text[slice(*found)]
    assert said[:1].isalnum()
    assert said[-1:].isalnum() or said[-1:] == '"'


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("tower", "He towers above them."),
        ("no.", "No."),  # too short to mean anything
        ("500 people were killed.", "1,500 people were killed."),
        ("It cost $5.", "It cost $5.5 million."),
        ("It cost $5.", "It cost $5 million."),
        ("It is now here.", "It is nowhere."),
        ("5 degrees was measured.", "-5 degrees was measured."),
        ("The vaccine is unsafe.", "There is no evidence that the vaccine is unsafe."),
        ("The vaccine is unsafe.", 'He said: "The vaccine is unsafe."'),
        ("The vaccine is unsafe.", '"The vaccine is unsafe", he said.'),
        ("The match is cancelled.", "If it rains, the match is cancelled."),
        ("The earth is flat.", "Myth: The earth is flat."),
        ("The earth is flat.", "The earth is flat? No."),
        ("三人が死亡した。", "二十三人が死亡した。"),
        ("京都に住んでいる。", "彼は東京都に住んでいる。"),
        ("塔は1889年に完成した。", "塔は1889年に完成したわけではない。"),
        ("塔は高い。", "「塔は高い。」と彼は言った。"),
    ],
)
def test_part_of_a_sentence_is_none(claim: str, text: str) -> None:
    assert find_quote(claim, text) is None


def test_nobody_quotes_a_thousand_characters() -> None:
    assert find_quote("word " * 300, "word " * 300) is None


@given(st.text(min_size=1, max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_what_is_found_lies_in_the_text(claim: str, before: str, after: str) -> None:
    text = f"{before} {claim} {after}"
    found = find_quote(claim, text)
    if found is not None:
        assert 0 <= found[0] < found[1] <= len(text)


def test_words_said_again_and_again_cost_no_time() -> None:
    assert find_quote("so it is", "if so it is not " * 20_000) is None


def test_a_text_of_spaces_costs_no_time() -> None:
    assert find_quote("a b c d e f", "a " + " " * 200_000 + "b") is None


def test_japanese_may_be_spaced_on_either_side() -> None:
    spaced, plain = "東京 タワー は赤い", "東京タワーは赤い"
    assert find_quote(f"{plain}。", f"塔がある。{spaced}。") == (5, 5 + len(spaced))
    assert find_quote(f"{spaced}。", f"塔がある。{plain}。") == (5, 5 + len(plain))
