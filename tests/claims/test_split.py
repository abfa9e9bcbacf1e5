"""What in a sentence can be true or false."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "…",
        "Hello there!",
        "Is it tall?",
        "それは高いですか。",
        "I think it is pretty.",
        "Sure, here it is.",
    ],
)
def test_no_claim(sentence: str) -> None:
    assert split_claims(sentence) == ()


@pytest.mark.parametrize("sentence", ["The tower is tall.", "1889.", "塔は高い。", "Bing."])
def test_a_claim(sentence: str) -> None:
    assert [c.text for c in split_claims(sentence)] == [sentence]
