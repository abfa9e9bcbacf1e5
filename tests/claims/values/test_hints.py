"""Words that may mean a number are enough to rest a value on, and refute none."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import contradicts, unfounded
from tests.growth import assert_linear

FOUNDED = [
    ("50% of voters agreed.", "Half of voters agreed."),
    ("75 percent agreed.", "Three quarters of them agreed."),
    ("Three quarters of voters agreed.", "75 percent of voters agreed."),
    ("Two thirds of members voted.", "Two-thirds of members voted."),
    ("Two thirds voted for it.", "3分の2が賛成した。"),
    ("A fifth of the population is foreign.", "20% of the population is foreign."),
    ("About 33% agreed.", "One third agreed."),
    ("One in five adults smokes.", "20% of adults smoke."),
    ("20% smoke.", "One out of every five adults smokes."),
    ("20%が賛成した。", "5人に1人が賛成した。"),
    ("5割が賛成した。", "半数が賛成した。"),
    ("It grew 0.5%.", "It grew half a percent."),
    ("She waited 90 minutes.", "She waited an hour and a half."),
    ("She waited 30 minutes.", "She waited half an hour."),
    ("He stayed for 10 years.", "He stayed for a decade."),
    ("He stayed for 100 years.", "He stayed for a century."),
    ("6か月かかった。", "半年かかった。"),
    ("15日かかった。", "15日かかった。"),
    ("He has 1 child.", "He has one child."),
    ("1度だけ優勝した。", "一度だけ優勝した。"),
    ("It is the 2nd largest company.", "It is the second largest company."),
    ("He was the 16th president.", "He was the sixteenth president."),
    ("世界第2位の都市だ。", "It is the second largest city in the world."),
    ("The 10-year plan began.", "A ten-year plan was begun."),
    ("Output grew 10-fold.", "Output grew tenfold."),
    ("3000米ドルだった。", "It was $3,000."),
    ("A third of the land is forest.", "About 33 % of the land is forest."),
    ("A third of the land is forest.", "33.4% of the land is forest."),
    ("3分の1が森林である。", "約33%が森林である。"),
    ("It lasts 14 days.", "It lasts a fortnight."),
    ("It lasts two weeks.", "It lasts a fortnight."),
    ("It lasts 28 days.", "It lasts two fortnights."),
]
UNFOUNDED = [
    ("The share is 12 %.", "The share is 12."),
    ("The share is 12 %.", "The share is 0.13."),
    ("The share is 100 %.", "The share is 1."),
    ("The share is 12 %.", "It weighs 0.12 kg."),
    ("75% of voters agreed.", "A quarter of voters agreed."),
    ("20%が賛成した。", "5人に2人が賛成した。"),
    ("She waited 90 minutes.", "She waited half an hour."),
    ("He was the 16th president.", "He was the seventeenth president."),
    ("He has 4 children.", "He has one child."),
    ("The 20-year plan began.", "A ten-year plan was begun."),
    ("3分の1が森林である。", "66%が森林である。"),
    ("25%が賛成した。", "0分の1が賛成した。"),
]


def test_a_rank_founds_no_count() -> None:
    evidence = "He has three sons, the second by his second wife, one in five."
    assert [value.text for value in unfounded("He has 2 sons.", evidence)] == ["2 sons"]
    assert len(contradicts("He has 2 sons.", evidence)) == 1


@pytest.mark.parametrize(("claim", "evidence"), FOUNDED)
def test_a_value_can_rest_on_words(claim: str, evidence: str) -> None:
    assert unfounded(claim, evidence) == []
    assert contradicts(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), UNFOUNDED)
def test_words_that_mean_another_number_found_nothing(claim: str, evidence: str) -> None:
    assert len(unfounded(claim, evidence)) == 1
    assert contradicts(claim, evidence) == []


@pytest.mark.parametrize(
    "unit", ["one ", "one-", "half a ", "one in ", "5人に", "一分の", "a year ", "first "]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: unfounded("It has 12 boats.", text), unit)
