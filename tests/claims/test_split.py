"""What in a sentence can be true or false."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims

NO_CLAIM = [
    "",
    "…",
    "Hello there!",
    "Is it tall?",
    "それは高いですか。",
    "I think it is pretty.",
    "Sure, here it is.",
    "Thank you for asking.",
    "I'm sorry, I could not find that.",
    "I hope this helps!",
    "Let me know if you need more.",
    "See the table below.",
    "Try again.",
    "Please check the official site.",
    "Here is a summary of the findings.",
    "Based on the evidence:",
    "The main points are:",
    "In my view it is the best film ever made.",
    "The passages do not say when it was built.",
    "There is no information about the height.",
    "# History",
    "You asked about the tower.",
    "[1]",
    "こんにちは。",
    "ありがとうございます。",
    "申し訳ありませんが、お答えできません。",
    "詳しくは公式サイトをご覧ください。",
    "もう一度試してみましょう。",
    "とても美しいと思います。",
    "以下のとおりです。",
    "情報は見つかりませんでした。",
    "ご質問ありがとうございます。",
]

ONE_CLAIM = [
    "The tower is tall.",
    "1889.",
    "塔は高い。",
    "Bing.",
    "Historians date the castle to 1200.",
    "Critics called it the best film of 1999.",
    "There is no evidence that the pills work.",
    "Sources of the Nile were sought for centuries.",
    "北京是中国的首都。",
    "Berlin ist die Hauptstadt, und München ist eine Stadt.",
]


@pytest.mark.parametrize("sentence", NO_CLAIM)
def test_no_claim(sentence: str) -> None:
    assert split_claims(sentence) == ()


@pytest.mark.parametrize("sentence", ONE_CLAIM)
def test_a_claim(sentence: str) -> None:
    assert [c.text for c in split_claims(sentence)] == [sentence]


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Sure, the tower is 330 m tall.", "The tower is 330 m tall."),
        ("Based on the passages, the tower opened in 1889 [1].", "The tower opened in 1889."),
        ("I'm sorry, but the tower is closed.", "The tower is closed."),
        ("Please note that the tower is closed.", "The tower is closed."),
        ("In summary, Oak was a language.", "Oak was a language."),
        ("- **Oak** was a language [1][2].", "Oak was a language."),
        ("2. Oak was a language [1, 2]", "Oak was a language"),
        ("はい、塔は高い。", "塔は高い。"),
    ],
)
def test_what_an_answer_puts_in_front_is_left_out(sentence: str, claim: str) -> None:
    assert [c.text for c in split_claims(sentence)] == [claim]


def test_an_opinion_beside_a_fact_leaves_the_fact() -> None:
    assert [c.text for c in split_claims("The tower is tall, and I think it is ugly.")] == [
        "The tower is tall."
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("How tall the Eiffel Tower is.", "Can you say how tall the Eiffel Tower is?"),
        ("The height of the Eiffel Tower.", "What is the height of the Eiffel Tower?"),
        ("Your name is Bob.", "My name is Bob. What is your name?"),
        ("エッフェル塔の高さについて。", "エッフェル塔の高さについて教えて"),
    ],
)
def test_the_users_own_words_are_no_claim(sentence: str, said: str) -> None:
    assert split_claims(sentence, said=said) == ()
    assert split_claims(sentence) != ()


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ulm is in Germany.", "Is Ulm in Germany?"),
        ("The Eiffel Tower is 500 m tall.", "The Eiffel Tower is 500 m tall, right?"),
        ("ウルムはドイツにある。", "ウルムはドイツにある?"),
    ],
)
def test_an_answer_in_the_words_of_the_question_is_a_claim(sentence: str, said: str) -> None:
    assert [c.text for c in split_claims(sentence, said=said)] == [sentence]
