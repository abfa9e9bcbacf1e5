"""A question said again is no answer; one in few and common words may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.restating import restates


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How tall is the tower of Aldenport?", "The tower of Aldenport is tall."),
        (
            "Which conjecture holds that there are pairs of primes that differ by two?",
            "The conjecture that there are pairs of primes that differ by two holds.",
        ),
        ("塔はいくつの階に分かれていますか？", "塔はいくつの階に分かれている。"),
    ],
)
def test_a_sentence_in_the_words_of_the_question_answers_nothing(
    question: str, sentence: str
) -> None:
    assert restates(sentence, question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How tall is the tower of Aldenport?", "The tower of Aldenport is 41 metres tall."),
        ("Is the tower of Aldenport tall?", "The tower of Aldenport is tall."),
        ("Was the tower built in 1889?", "The tower was built in 1889."),
        ("Was the museum closed in 1990?", "No, the museum was not closed in 1990."),
        ("Is Ann the person who founded the firm?", "Ann is the person who founded the firm."),
        ("¿El Amazonas es más largo que el Nilo?", "El Amazonas es más largo que el Nilo."),
        ("How many moons does Earth have?", "Earth has one moon."),
        ("How many moons does Venus have?", "Venus has no moons."),
        ("Which country landed on the Moon first?", "The US landed on the Moon first."),
        ("Who led the answer to the outbreak?", "The answer to the outbreak was led by the WHO."),
        ("Which is taller, the tower or the bridge?", "The bridge is taller."),
        ("塔と橋ではどちらが高いですか？", "橋が高い。"),
        ("ぶどうはワインの原料ですか？", "ぶどうはワインの原料です。"),
        ("この果物は何ですか？", "この果物はりんごです。"),
        ("日本の高い山はどこですか？", "日本の高い山はふじさんです。"),
        ("How tall is it?", ""),
        ("", ""),
    ],
)
def test_one_that_says_more_or_chooses_may_answer(question: str, sentence: str) -> None:
    assert not restates(sentence, question)


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(sentence: str, question: str) -> None:
    assert restates(sentence, question) in (True, False)
