"""Numbers of a claim against those of its evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims import numbers
from blackbird.claims.numbers import Value, conflict, contradicts, unfounded

AGREE = [
    ("It began in 2023.", "It began in March 2023."),
    ("It began in March 2023.", "It began on 2023-03-09."),
    ("2023年3月に始まった。", "It began on March 9, 2023."),
    ("It cost about 44 million dollars.", "It cost $45 million."),
    ("4400万ドルの寄付。", "He gave 44 million dollars."),
    ("More than 100 people came.", "120 people came."),
    ("100人以上が来た。", "It drew 120 people."),
    ("At most 20 % were lost.", "A fifth, or 18 percent, were lost."),
    ("Er hat 1.234 Einwohner.", "It has 1,234 Einwohner."),
    ("The talk took 90 minutes.", "1時間半の講演。"),
    ("It is on the tenth floor.", "10階にある。"),
    ("On 5 March he spoke.", "He spoke on March 5, 2023."),
    ("It was in March 5.", "3月5日だった。"),
    ("In 1995 it was sold.", "It was sold in the 1990s, in 1995."),
    ("It has 12 boats and 5 cars.", "There are 5 cars and a dozen boats."),
]
DIFFER = [
    ("It began in 2022.", "It began in March 2023."),
    ("It raised $6 billion.", "It raised 6.6 billion dollars."),
    ("More than 50 million dollars were given.", "He gave $44m."),
    ("100 people came.", "120人が来た。"),
    ("It grew by 12 %.", "It grew by 15 percent."),
    ("令和5年に始まった。", "It began in 2024."),
    ("It took two hours.", "It took 90 minutes."),
    ("On 6 March he spoke.", "He spoke on March 5, 2023."),
    ("It is on the tenth floor.", "9階にある。"),
]


@pytest.mark.parametrize(("claim", "evidence"), AGREE)
def test_values_that_agree_raise_nothing(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) == []
    assert conflict(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), DIFFER)
def test_values_that_differ_are_found_by_all_three(claim: str, evidence: str) -> None:
    assert len(contradicts(claim, evidence)) == 1
    assert len(unfounded(claim, evidence)) == 1
    assert len(conflict(claim, evidence)) == 1
    assert len(conflict(evidence, claim)) == 1


def test_one_fitting_value_among_others_is_enough() -> None:
    evidence = "He gave 15 million dollars in 2016 and 20 million dollars in 2017."
    assert contradicts("He gave $20 million in 2017.", evidence) == []
    ((claimed, nearest),) = contradicts("He gave $22 million in 2017.", evidence)
    assert (claimed.text, nearest.text) == ("$22 million", "20 million dollars")


def test_more_precision_than_the_evidence_has_is_unfounded_but_no_contradiction() -> None:
    assert contradicts("It began in March 2023.", "It began in 2023.") == []
    assert [v.text for v in unfounded("It began in March 2023.", "It began in 2023.")] == [
        "March 2023"
    ]
    assert [v.text for v in unfounded("On 5 March.", "In 2023.")] == ["5 March"]
    assert [v.text for v in unfounded("In 2023.", "On 5 March.")] == ["2023"]
    assert [v.text for v in unfounded("It is 44.", "It is about 44 or more than 50.")] == []


def test_different_things_are_not_compared() -> None:
    assert contradicts("He has 3 dogs.", "He has 4 cats.") == []
    assert contradicts("It cost 3 euros.", "It cost 4 dollars.") == []
    assert contradicts("It grew by 3 %.", "It has 4 doors.") == []
    assert [v.text for v in unfounded("He has 3 dogs.", "He has 4 cats.")] == ["3 dogs"]
    assert [v.text for v in unfounded("He has 3 dogs.", "It grew by 300 %.")] == ["3 dogs"]
    assert [v.text for v in unfounded("It cost 3 euros.", "It cost 3 dollars.")] == ["3 euros"]


def test_nouns_of_another_language_do_not_make_a_number_unfounded() -> None:
    assert unfounded("It has 100,000 chips.", "10万個のチップがある。") == []
    assert unfounded("He gave 44 million.", "He gave $44m.") == []


def test_an_ordinal_without_its_noun_may_be_the_one_that_is_claimed() -> None:
    evidence = "Its seventh and final season followed the sixth season."
    assert contradicts("The seventh season was the last.", evidence) == []
    assert len(contradicts("The fifth season was the last.", evidence)) == 1


def test_numbers_without_a_unit_are_compared_one_to_one_only() -> None:
    assert len(contradicts("The score was 308.", "The score was 310.")) == 1
    assert contradicts("The score was 308.", "They had 24, 5 and 11.") == []
    assert contradicts("It was 308, then 309.", "It was 310.") == []
    assert conflict("The score was 308.", "The score was 310.") == []


def test_a_conflict_needs_one_value_of_its_kind_on_each_side() -> None:
    assert conflict("It began in 2022.", "It began in 2023, not in 2021.") == []
    assert conflict("It began in 2022 or 2021.", "It began in 2023.") == []
    assert conflict("It began in 2022.", "It began early.") == []


TEXTS = st.one_of(
    st.text(max_size=50),
    st.lists(
        st.sampled_from(
            [
                "5 March",
                "2023",
                "March 2024",
                " ",
                "12 %",
                "$5m",
                "about ",
                "3人",
                "1.234",
                ", ",
                "10-20 boats",
                "tenth floor",
                "令和6年",
                "at least ",
                "1990s",
                "2月",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@given(TEXTS)
def test_a_text_agrees_with_itself(text: str) -> None:
    assert contradicts(text, text) == []
    assert unfounded(text, text) == []
    assert conflict(text, text) == []


@given(TEXTS, TEXTS)
def test_a_conflict_has_no_direction(a: str, b: str) -> None:
    assert {(y, x) for x, y in conflict(b, a)} == set(conflict(a, b))


@given(TEXTS, TEXTS)
def test_what_contradicts_is_unfounded(claim: str, evidence: str) -> None:
    found = unfounded(claim, evidence)
    assert all(value in found for value, _ in contradicts(claim, evidence))


def test_a_text_is_read_once_however_often_it_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def counted(text: str) -> list[Value]:
        texts.append(text)
        return []

    monkeypatch.setattr(numbers, "hints", counted)
    evidence = "It had 71 masts in 1771."
    for claim in ("It had 71 decks.", "It sank in 1771."):
        assert contradicts(claim, evidence) == []
        assert unfounded(claim, evidence) == []
    assert texts == ["It had 71 decks.", evidence, "It sank in 1771."]
