"""What evidence is about, and what it only sounds like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.about import speaks_of

TRAM = (
    "The tram of Bramwick. The old tram of Bramwick opened in 1902. Horses drew it until 1911, "
    "when the town bought engines from a works in Leeds."
)
TRAM_JA = "ブラム市電。ブラム市電は1902年に開業した。1911年までは馬が車両を引いた。"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The tram of Bramwick opened in 1950.", TRAM),
        ("Until 1911 the tram of Bramwick was drawn by oxen.", TRAM),
        ("Bramwick bought the tram's engines from a works in York.", TRAM),
        ("The tram is red.", TRAM),
        ("ブラム市電は1950年に開業した。", TRAM_JA),
    ],
)
def test_what_is_false_in_one_thing_is_spoken_of(claim: str, text: str) -> None:
    assert speaks_of(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Python was created by Guido van Rossum.", "The founders of OpenAI were Elon and Sam."),
        ("Python is a programming language.", "The language model answers in a second."),
        ("The lighthouse keeper wrote a diary every night.", TRAM),
        ("灯台の建設は石工の田中が始めた。", TRAM_JA),
    ],
)
def test_another_matter_is_not(claim: str, text: str) -> None:
    assert speaks_of(claim, text) is False


@pytest.mark.parametrize(("claim", "text"), [("", TRAM), ("?!", TRAM), (TRAM, TRAM_JA)])
def test_where_words_cannot_tell_nothing_is_told(claim: str, text: str) -> None:
    assert speaks_of(claim, text) is None


@given(st.text())
def test_every_text_that_says_something_speaks_of_itself(text: str) -> None:
    assert speaks_of(text, text) is not False
