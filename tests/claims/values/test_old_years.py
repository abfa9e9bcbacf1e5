"""Years and centuries before Christ, and early ones: 44 BC, AD 79, 紀元前5世紀."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import contradicts, unfounded, values
from tests.growth import assert_linear

SUPPORTED = [
    ("He reigned in AD 20.", "He reigned from AD 14 to 30."),
    ("He reigned in AD 20.", "He reigned AD 14–30."),
    ("He ruled in 2 BC.", "He ruled from 7 BC to AD 9."),
    ("The war was fought in 210 BC.", "The war was fought from 218 to 201 BC."),
    ("紀元前210年に戦いがあった。", "紀元前218年から紀元前201年まで戦われた。"),
    ("紀元前210年に戦いがあった。", "紀元前218年から201年まで戦われた。"),
    ("He was born in 63 BC.", "He was born in 63 BCE."),
    ("He was born in 63 B.C.", "Born in 63 BC, he ruled until AD 14."),
    ("It erupted in AD 79.", "It erupted in 79 CE."),
    ("It erupted in A.D. 79.", "It erupted in 79 AD."),
    ("It erupted in the first century AD.", "It erupted in AD 79."),
    ("It was built in the 5th century BC.", "It was built in 432 BC and excavated in 1930."),
    ("It was built in the fifth century BC.", "It was built in 432 BC and excavated in 1930."),
    ("It was built in the late fifth century BC.", "It was built in 432 BC."),
    ("It flourished in the 4th century BC.", "It flourished in the 4th and 3rd centuries BC."),
    ("It was built in the fifth century.", "It was built in the 5th century."),
    ("It was built in the 5th century.", "It was built in the late fifth century."),
    ("It was built in the third century.", "It was built in AD 271."),
    ("It was built in 271.", "It was built in AD 271."),
    ("It fell before 500 BC.", "It fell in 509 BC."),
    ("It fell after 500 BC.", "It fell in 432 BC."),
    ("紀元2世紀に栄えた。", "紀元前1世紀から紀元2世紀まで栄えた。"),
    ("紀元前27年に始まった。", "紀元前27年から35年に及ぶ。"),
    ("紀元前63年に生まれた。", "He was born in 63 BC."),
    ("紀元前5世紀に建てられた。", "紀元前432年に建てられた。"),
    ("前5世紀に建てられた。", "紀元前432年に建てられた。"),
    ("西暦79年に噴火した。", "It erupted in AD 79."),
    ("紀元79年に噴火した。", "紀元後79年に噴火した。"),
    ("西暦2000年に開業した。", "It opened in 2000."),
]
NOT_REFUTED = [
    ("He reigned in AD 20.", "He reigned from AD 14 to 37."),
    ("He reigned in AD 20.", "He reigned AD 14–37."),
    ("He ruled in 10 BC.", "He ruled from 27 BC to AD 14."),
    ("The second war was fought in 210 BC.", "The wars were fought from 264 to 146 BC."),
    ("Farming began around 9500 BC.", "Farming began c. 9,600 BC."),
    ("紀元前200年に戦いがあった。", "紀元前264年から紀元前146年まで戦われた。"),
    ("紀元前200年に戦いがあった。", "紀元前264年から146年まで戦われた。"),
    ("He died in early 44 BC.", "He died on 15 March 44 BC."),
]
REFUTED = [
    ("He was born in 63 BC.", "He was born in AD 63."),
    ("He was born in 63 BC.", "He was born in 65 BC."),
    ("It was built in the 5th century BC.", "It was built in the 5th century AD."),
    ("It was built in the 5th century BC.", "It was built in 332 BC."),
    ("It was built in the fifth century.", "It was built in AD 271."),
    ("It fell before 500 BC.", "It fell in 432 BC."),
    ("It fell in 500 BC.", "It fell between 264 and 146 BC."),
    ("紀元前63年に生まれた。", "紀元63年に生まれた。"),
    ("紀元前5世紀に建てられた。", "5世紀に建てられた。"),
]
NO_YEARS = [
    ("He made the third century of his career.", "date"),
    ("He made his third century in five matches.", "date"),
    ("以前5世紀以上にわたって続いた。", "date"),
    ("In 2019 BC Hydro raised its prices.", "old"),
    ("The ad 79 times shown was banned.", "old"),
    ("The 1 BCE-grade cable", "old"),
]


@pytest.mark.parametrize(("claim", "evidence"), SUPPORTED)
def test_a_year_that_fits_is_neither_refuted_nor_unfounded(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), NOT_REFUTED)
def test_a_year_that_may_fit_is_not_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), REFUTED)
def test_a_year_that_cannot_fit_is_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) != []


@pytest.mark.parametrize(("text", "what"), NO_YEARS)
def test_what_is_no_old_year(text: str, what: str) -> None:
    found = [value for value in values(text) if value.kind == "date"]
    assert not [value for value in found if what == "date" or value.low < 365 * 1000]


def test_a_stop_is_not_part_of_the_year() -> None:
    assert [value.text for value in values("He died in 44 BC.")] == ["44 BC"]


def test_there_is_no_year_nought() -> None:
    assert not [value for value in values("It began in 0 BC and in AD 0.") if value.kind == "date"]


@pytest.mark.parametrize("unit", ["44 BC ", "AD 79 ", "5-", "紀元前5", "the fifth ", "前5世紀"])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: contradicts("It fell in 44 BC.", text), unit)
