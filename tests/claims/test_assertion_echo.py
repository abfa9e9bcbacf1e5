"""When an answer only gives back what its reader said."""

from __future__ import annotations

import pytest

from blackbird.claims.assertion import asserts


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Can I take ibuprofen with alcohol?", "You can take ibuprofen with alcohol."),
        ("can I take ibuprofen with alcohol", "You can take ibuprofen with alcohol."),
        ("Do I need a visa to enter Japan?", "You need a visa to enter Japan."),
        ("Do I need a visa to enter Japan?", "You do not need a visa to enter Japan."),
        ("I need a visa.", "You do not need a visa."),
        ("If I am old I need a visa.", "You need a visa."),
        ("I can take ibuprofen with alcohol.", "You can take ibuprofen with alcohol."),
        ("You need a visa, right?", "You need a visa."),
        ("My heart is on the left?", "Your heart is on the left."),
        ("My dog is safe with grapes, right", "Your dog is safe with grapes."),
        ("My heart is on the left. Is that so?", "Your heart is on the left."),
        ("My friend says I am eligible and I am happy", "You are eligible."),
        ("The tower is old. How old?", "The tower is old."),
        ("Was Einstein born in Ulm or Munich?", "Munich."),
        ("Is the tower 330 m or 300 m tall?", "300 m tall."),
        ("Did the war begin in 1914 or in 1915?", "In 1915."),
        ("What is larger, Jupiter or Saturn?", "Saturn."),
        ("What is the Moon or the Sun?", "The Moon or the Sun."),
        ("When did it end, 1945?", "1945."),
        ("Who won, the French?", "The French."),
        ("Is the Moon what causes tides?", "What causes tides is the Moon."),
        ("When did WW2 end?", "When WW2 did end."),
        ("Is aspirin safe?", "Aspirin safe."),
        (
            "ピラミッドが造られたのはエジプトのことですか",
            "ピラミッドが造られたのはエジプトのこと。",
        ),
        ("高さは8848mですか、8611mですか", "8611m。"),
    ],
)
def test_an_answer_is_no_echo(said: str, sentence: str) -> None:
    assert asserts(sentence, said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("My name is Bob. What is your name?", "Your name is Bob."),
        ("Hello, I am from Ulm and my cat ate 3 grapes. Why?", "Your cat ate 3 grapes."),
        ("I don't eat fish. What can I eat?", "You don't eat fish."),
        ("What is the height of the Eiffel Tower?", "The height of the Eiffel Tower."),
        ("Who was Marie Curie?", "Marie Curie."),
        ("Tell me about the Café Central.", "The Café Central."),
        ("Can you say how tall the tower is?", "How tall the tower is."),
        ("塔の高さについて教えて", "塔の高さについて。"),
    ],
)
def test_the_users_own_words_are_an_echo(said: str, sentence: str) -> None:
    assert asserts(sentence)
    assert not asserts(sentence, said)
