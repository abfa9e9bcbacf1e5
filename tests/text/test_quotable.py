"""Pieces of a passage that can be quoted alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.quotable import split_quotable


def pieces(text: str) -> list[str]:
    return [span.text for span in split_quotable(text)]


def test_a_sentence_that_leans_takes_the_one_before_with_it() -> None:
    text = "The tower opened in 1889. It is tall. It was grey. The bridge fell."
    assert pieces(text) == [
        "The tower opened in 1889. It is tall. It was grey.",
        "The bridge fell.",
    ]


def test_headings_and_rules_are_no_evidence() -> None:
    assert pieces("# The tower\n\nIt opened in 1889.\n\n---\n\nIt is tall.") == [
        "It opened in 1889.",
        "It is tall.",
    ]


@given(st.text(alphabet="It is. A b!\nその塔。", max_size=200))
def test_each_piece_is_cut_from_the_text(text: str) -> None:
    for span in split_quotable(text):
        assert text[span.start : span.end] == span.text
