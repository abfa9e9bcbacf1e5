"""Words of any script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.evals.tokens import tokens


def test_words_and_signs() -> None:
    assert tokens("The 3rd x_y, 東京タワー2階") == [
        *("The", "3rd", "x_y", "東", "京", "タ", "ワ", "ー", "2", "階")
    ]


@given(st.text())
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(tokens(text)) == "".join(c for c in text if c.isalnum() or c == "_")
