"""What holds for any text: no crash, no hang, nothing lost, nothing invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.claims.split import split_claims
from blackbird.text.words import content_words
from tests.claims.splitting import split_text
from tests.growth import assert_linear

SUBJECTS = [
    "Anna",
    "The old tower",
    "Java",
    "He",
    "It",
    "They",
    "The Beatles",
    "A man",
    "Bob Smith",
]
PREDICATES = [
    "was born in Ulm",
    "moved to Berlin in 1914",
    "was built in 1990",
    "is 330 m tall",
    "replaced it in 1995",
    "has 3,000 inhabitants",
    "won the cup (twice)",
    "said that Bonn was big",
    "are cities",
    "did not win or lose",
    "designed and built the bridge",
    "became mayor if asked",
]
JOINS = [
    ", and ",
    " and ",
    ", but ",
    "; ",
    ", which ",
    ", who ",
    ", ",
    " because ",
    ", while ",
    "; so ",
]
TOPICS = [
    "東京は",
    "太郎は、",
    "彼は",
    "人口は",
    "その首都は",
    "1990年、花子は",
    "当初は",
    "一方、",
]
TAILS = [
    "首都であり、",
    "大学を卒業し、",
    "東京で生まれ、",
    "移ったが、",
    "大きいので、",
    "行き、",
    "米を",
]
ENDS = ["都市である。", "死去した。", "住んでいる。", "と述べた。", "ない。", "大きい。", ""]
DROPPED = content_words("while whereas however moreover meanwhile furthermore 一方、他方、彼、")

english = st.builds(
    lambda parts, stop: "".join(f"{s} {p}{j}" for s, p, j in parts) + stop,
    st.lists(
        st.tuples(
            st.sampled_from([*SUBJECTS, "", "later"]),
            st.sampled_from(PREDICATES),
            st.sampled_from(JOINS),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["Bonn is old.", "Bonn.", "was sold."]),
)
japanese = st.builds(
    lambda parts, end: "".join(parts) + end,
    st.lists(st.sampled_from([*TOPICS, *TAILS]), min_size=1, max_size=8),
    st.sampled_from(ENDS),
)
signs = st.text("aA1 .,;:?!\"“”()[]'’*#-–、。「」はがのしでりた彼東京年\n\t\0😀é", max_size=300)
anything = st.one_of(english, japanese, signs, st.text(max_size=200))


@given(anything, st.lists(anything, max_size=3), anything)
def test_never_raises_and_gives_the_same_again(text: str, before: list[str], said: str) -> None:
    claims = split_claims(text, before, said)
    assert claims == split_claims(text, before, said)
    assert len(claims) <= 1 + len(text) // 4
    assert all(claim.text.strip() for claim in claims)
    for span, _ in split_text(text):
        assert text[span.start : span.end] == span.text


@given(anything, st.lists(anything, max_size=3))
def test_no_word_is_invented(text: str, before: list[str]) -> None:
    given_text = "\n".join([text, *before])
    known = content_words(f"{given_text}\n{given_text.replace('**', '')}")
    for claim in split_claims(text, before):
        assert content_words(claim.text) <= known


@given(st.one_of(english, japanese))
def test_no_word_is_lost(text: str) -> None:
    claims = split_claims(text)
    kept = content_words(" ".join(claim.text for claim in claims))
    assert content_words(text) - kept <= DROPPED or not claims


@settings(max_examples=20)
@given(english, st.sampled_from(SUBJECTS[:2]))
def test_a_condition_keeps_a_sentence_whole(text: str, subject: str) -> None:
    sentence = f"If {subject} is old, {text}"
    assert [claim.text for claim in split_claims(sentence)] == [sentence]


HOSTILE = {
    "letters": "a",
    "clauses": "and it is ",
    "commas": ", ",
    "quotes": '"',
    "brackets": "(",
    "stars": "**a",
    "marks": " [1",
    "numbers": "1,",
    "sentences": "It is a town. ",
    "relatives": "a, which is ",
    "semicolons": "It is x; ",
    "topics": "東京は首都であり、",
    "particles": "は",
    "years": "1年",
    "japanese": "彼は家である。",
    "null": "\0",
    "emoji": "😀",
    "spaces": " ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_time_in_step_with_its_length(unit: str) -> None:
    def split(text: str) -> None:
        split_claims(text, [text], text)
        split_text(text)

    assert_linear(split, unit, 2_500)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("size", [500, 1_100])
def test_hostile_sentence_short_enough_for_every_rule_is_done_soon(unit: str, size: int) -> None:
    text = unit * (size // len(unit))
    began = time.process_time()
    split_claims(text, [text], text)
    split_text(text)
    assert time.process_time() - began < 2.0  # a rule that tries every cut takes minutes
