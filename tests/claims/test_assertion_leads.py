"""A greeting, an apology or a hedge before a fact is left out of the claim."""

from __future__ import annotations

import pytest

from blackbird.claims.assertion import asserts, without_lead

LEADS = [
    ("Sure, the answer is 42.", "The answer is 42."),
    ("Yes — the bridge opened in 1932.", "The bridge opened in 1932."),
    ("Hello! Thanks, the tower is old.", "The tower is old."),
    ("I can confirm that the Eiffel Tower opened in 1889.", "The Eiffel Tower opened in 1889."),
    ("I found that the tower opened in 1889.", "The tower opened in 1889."),
    ("I believe the tower was built in 1889.", "The tower was built in 1889."),
    ("I am afraid the shop closed in 1990.", "The shop closed in 1990."),
    ("I'm sorry to say that the king died.", "The king died."),
    ("I'm happy to report that it was approved.", "It was approved."),
    ("I can tell you the capital is Canberra.", "The capital is Canberra."),
    ("Please note the museum closed in 2010.", "The museum closed in 2010."),
    ("Please be aware that the museum closed.", "The museum closed."),
    ("Did you know honey never spoils?", "Honey never spoils."),
    ("Who knew that honey never spoils?", "Honey never spoils."),
    ("I was wrong: the capital is Canberra.", "The capital is Canberra."),
    ("I will explain: DNA is made of four bases.", "DNA is made of four bases."),
    ("I'm not sure, but the tower was built in 1889.", "The tower was built in 1889."),
    ("Unfortunately, I cannot find it, but the pact was signed.", "The pact was signed."),
    ("As an AI, I do not have feelings, but the tower is old.", "The tower is old."),
    ("You mentioned 1914, but the war ended in 1945.", "The war ended in 1945."),
    ("Here's the answer: the Treaty was signed in 1919.", "The Treaty was signed in 1919."),
    ("Here is the thing: Einstein never failed.", "Einstein never failed."),
    ("Let us note that the Nile is long.", "The Nile is long."),
    ("Keep in mind: Pluto was reclassified in 2006.", "Pluto was reclassified in 2006."),
    ("Did you know that octopuses have three hearts?", "Octopuses have three hearts."),
    ("The text does not give a date; the tower is old.", "The tower is old."),
    ("申し訳ありませんが、正しくは1889年に完成しました。", "正しくは1889年に完成しました。"),
    ("すみませんが、塔の高さは330メートルです。", "塔の高さは330メートルです。"),
    ("ご質問の件ですが、塔は1889年に完成しました。", "塔は1889年に完成しました。"),
    ("ご質問ありがとうございます、塔は高いです。", "塔は高いです。"),
    ("残念ながら、塔は焼失しました。", "塔は焼失しました。"),
    ("恐れ入りますが、塔は高いです。", "塔は高いです。"),
    ("以上をまとめると、塔は高い。", "塔は高い。"),
    ("はい、もちろん、塔は高い。", "塔は高い。"),
]

# A head before such a rest stays: the pronoun would stand for nothing, or the list for all.
UNTOUCHED = [
    "I read that the tower is 500 m tall, but that is wrong.",
    "I assume that the old claim is false.",
    "The text does not give a place; it is in Paris.",
    "I can't confirm that the tower is old.",
    "I found no proof that the tower is old.",
    "Here are the results: sales, profits and costs.",
    "Thanks to her, the town was saved.",
    "No. 5 is a perfume.",
    "Yes men are rare.",
    "はいからは明治の流行語である。",
    "もちろん塔は高い。",
    "",
]


@pytest.mark.parametrize(("sentence", "rest"), LEADS)
def test_what_stands_before_a_fact_is_left_out(sentence: str, rest: str) -> None:
    found = without_lead(sentence)
    assert asserts(found)
    assert found == rest


@pytest.mark.parametrize("sentence", UNTOUCHED)
def test_what_cannot_be_told_apart_stays(sentence: str) -> None:
    assert without_lead(sentence) == sentence
