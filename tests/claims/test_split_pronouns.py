"""What pronouns stand for, and where they are left alone."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims
from tests.claims.splitting import split_text

RESOLVED = [
    ("Marie Curie was born in Warsaw.", "She won a prize.", "Marie Curie won a prize."),
    (
        "Marie Curie was born in Warsaw.",
        "Later, she won a prize.",
        "Later, Marie Curie won a prize.",
    ),
    (
        "The firm was founded in 1990.",
        "In 1994, it moved to Ulm.",
        "In 1994, the firm moved to Ulm.",
    ),
    ("Marie Curie was born in Warsaw.", "Her husband was ill.", "Marie Curie's husband was ill."),
    ("France is a country in Europe.", "Its capital is Paris.", "France's capital is Paris."),
    (
        "The Beatles formed in 1960.",
        "Their home was Liverpool.",
        "The Beatles' home was Liverpool.",
    ),
    ("Bob and Ann were born in Ulm.", "They moved to Rome.", "Bob and Ann moved to Rome."),
    ("The towers were built in 1990.", "These are 90 m tall.", "The towers are 90 m tall."),
    ("The firm was founded in 1990.", "It employs 300 people.", "The firm employs 300 people."),
    ("Ulm lies in Germany.", "It is old.", "Ulm is old."),
    ("The University of Ulm opened in 1967.", "It is new.", "The University of Ulm is new."),
    ("Anna was born in Ulm.", "She later also won a cup.", "Anna later also won a cup."),
    ("Anna was the mayor of Ulm.", "She was ill.", "Anna was ill."),
    ("Hawaii became a state in 1959.", "Its capital is Honolulu.", "Hawaii's capital is Honolulu."),
    ("Dr Smith won a prize.", "He was ill.", "Dr Smith was ill."),
    ("Einstein graduated in Physics.", "He moved in May.", "Einstein moved in May."),
    ("Anna was a nurse.", "Bob married her in 1990.", "Bob married Anna in 1990."),
    ("The tower is tall.", "Anna bought it.", "Anna bought the tower."),
    ("Anna is now a nurse.", "She lives in Ulm.", "Anna lives in Ulm."),
    ("漱石は1867年に生まれた。", "彼は小説家である。", "漱石は小説家である。"),
    ("漱石は1867年に生まれた。", "彼の父は名主であった。", "漱石の父は名主であった。"),
    ("田中氏は昨日会見した。", "同氏は大阪に住む。", "田中氏は大阪に住む。"),
    ("フランスは西欧の国である。", "その首都はパリである。", "フランスの首都はパリである。"),
    ("フランスは西欧の国である。", "同国は共和国である。", "フランスは共和国である。"),
    ("フランスは西欧の国である。", "首都はパリである。", "フランスの首都はパリである。"),
    ("トヨタは自動車メーカーである。", "同社は愛知にある。", "トヨタは愛知にある。"),
    ("横浜は大きな都市である。", "同市は港町である。", "横浜は港町である。"),
    ("東京塔は高い塔である。", "それは赤い。", "東京塔は赤い。"),
]

LEFT = [
    ("Anna's book was sold in 1990.", "Her brother was ill."),
    ("France is a country in Europe.", "It is raining."),
    ("France is a country in Europe.", "It is known that wine is made there."),
    ("The tower is tall.", "It was in 1990 that Anna came."),
    ("The tower is tall.", "It seems old."),
    ("The tower is tall.", "He was ill."),
    ("The tower is tall.", "They are ill."),
    ("The towers are tall.", "It is red."),
    ("Marie Curie discovered polonium.", "It was named after Poland."),
    ("Anna met Maria.", "She was ill."),
    ("Anna worked with Maria in Ulm.", "She was ill."),
    ("Anna was the daughter of Paul Smith.", "He was ill."),
    ("Anna knew Bob was ill.", "He was old."),
    ("The firm bought a tower.", "It was sold in 1990."),
    ("The men bought towers.", "They were sold in 1990."),
    ("A tower stands in Ulm.", "It is old."),
    ("He was ill.", "He died."),
    ("Where is it?", "It is old."),
    ("The mayor of the old town was ill.", "Her husband was a nurse."),
    ("Anna was a nurse.", "Bob loved her mother."),
    ("Anna was a nurse.", "You are tall."),
    ("Anna was a nurse.", "This was a success."),
    ("Anna was a nurse.", "Ulm."),
    ("Anna was a nurse.", "Ulm"),
    ("The Bank of England was founded in 1694.", "Its home is in London."),
    ("Anna was a nurse.", "Anna said he saw her."),
    ("東京塔は高い塔である。", "彼は医師である。"),
    ("太郎は花子と結婚した。", "彼は医師である。"),
    ("太郎は医師である。", "それは赤い。"),
    ("太郎は医師である。", "同社は大きい。"),
    ("東京塔は高い塔である。", "その後、塔は赤くなった。"),
    ("東京塔は高い塔である。", "そのすぐ横に川がある。"),
    ("東京塔は高い塔である。", "それが赤い。"),
    ("塔が立っている。", "それは赤い。"),
]


@pytest.mark.parametrize(("before", "sentence", "claim"), RESOLVED)
def test_resolved(before: str, sentence: str, claim: str) -> None:
    assert [c.text for c in split_claims(sentence, [before])] == [claim]
    assert split_text(f"{before} {sentence}")[-1][1][0].text == claim


@pytest.mark.parametrize(("before", "sentence"), LEFT)
def test_left_alone(before: str, sentence: str) -> None:
    assert [c.text for c in split_claims(sentence, [before])] == [sentence]


def test_a_name_lasts_over_several_sentences() -> None:
    text = "Marie Curie was born in Warsaw. She moved to Paris. Thanks! She won it all. It is good."
    assert [c.text for _, claims in split_text(text) for c in claims] == [
        "Marie Curie was born in Warsaw.",
        "Marie Curie moved to Paris.",
        "Marie Curie won it all.",
        "It is good.",
    ]


def test_a_heading_without_a_subject_keeps_the_topic() -> None:
    found = split_text("Anna was born in Ulm.\n\nLater\n\nShe moved to Rome.")
    assert found[-1][1][0].text == "Anna moved to Rome."


def test_a_pronoun_is_the_subject_of_all_its_predicates() -> None:
    claims = split_claims("It employs 300 men and is based here.", ["The firm opened in Ulm."])
    assert [c.text for c in claims] == ["The firm employs 300 men.", "The firm is based here."]


def test_who_is_known_to_be_she_is_not_he() -> None:
    before = ["Kim Lee was born in Ulm.", "She moved to Rome."]
    assert [c.text for c in split_claims("He left.", before)] == ["He left."]


def test_spans_are_those_of_the_text() -> None:
    text = "  Oak was a language.\n\nIt was old, and Java replaced it. "
    for span, _ in split_text(text):
        assert text[span.start : span.end] == span.text
    assert [c.text for c in split_text(text)[1][1]] == ["Oak was old.", "Java replaced Oak."]
