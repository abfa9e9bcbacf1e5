"""Literal quotations are found, and only those."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.quoted import find_quote


def test_a_word_inside_a_word_is_no_quotation() -> None:
    assert find_quote("tower", "He towers above them.") is None
    assert find_quote("no.", "There is no tower.") is None  # too short to mean anything
    assert find_quote("東京の塔", "これは東京の塔です。") is not None


def test_case_width_spaces_and_marks_may_differ() -> None:
    text = "He said: ＡＢＣ  Corp. rose."
    found = find_quote("“abc corp.”", text)
    assert found is not None
    assert text[slice(*found)] == "ＡＢＣ  Corp"


def test_nobody_quotes_a_thousand_characters() -> None:
    assert find_quote("word " * 300, "word " * 300) is None


@given(st.text(min_size=1, max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_what_is_found_lies_in_the_text(claim: str, before: str, after: str) -> None:
    text = f"{before} {claim} {after}"
    found = find_quote(claim, text)
    if found is not None:
        assert 0 <= found[0] < found[1] <= len(text)


def test_a_text_of_spaces_costs_no_time() -> None:
    assert find_quote("a b c d e f", "a " + " " * 200_000 + "b") is None
