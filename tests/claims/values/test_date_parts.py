"""Parts of a period: early, late, mid, the end of, 上旬, 後半."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import contradicts, unfounded, values
from tests.growth import assert_linear

SUPPORTED = [
    ("It opened in the late 19th century.", "It opened in 1889."),
    ("It opened in the second half of the 19th century.", "It opened on 4 May 1871."),
    ("It opened in the early 1990s.", "It opened in 1992."),
    ("It opened in the mid-1990s.", "It opened in 1995."),
    ("It opened in the middle of the 1990s.", "It opened in June 1995."),
    ("It opened in the mid-to-late 1990s.", "It opened in 1999."),
    ("It opened in early to mid 2019.", "It opened in February 2019."),
    ("It opened early in 2019.", "It opened in March 2019."),
    ("It opened late in the 1990s.", "It opened in 1998."),
    ("It opened in late March 2023.", "It opened on 28 March 2023."),
    ("It opened in late March.", "It opened on 28 March."),
    ("It opened at the end of 2019.", "It opened on 12 December 2019."),
    ("It opened at the beginning of the 20th century.", "It opened in 1903."),
    ("It opened in 2019.", "It opened in late 2019."),
    ("It opened in the late 2010s.", "It opened in late 2019."),
    ("It opened by the end of 2019.", "It opened in May 2018."),
    ("It has been open since early 2019.", "It opened in February 2019 and never closed."),
    ("It was shut until late 2020.", "It was shut from March 2019 to November 2020."),
    ("He lived there in 2015.", "He lived there from early 2014 to late 2016."),
    ("3月下旬に開かれた。", "3月25日に開かれた。"),
    ("2023年3月上旬に開かれた。", "2023年3月4日に開かれた。"),
    ("2023年3月中旬に開かれた。", "2023年3月14日に開かれた。"),
    ("19世紀後半に建てられた。", "1871年に建てられた。"),
    ("19世紀の後半に建てられた。", "1871年に建てられた。"),
    ("19世紀末に建てられた。", "1895年に建てられた。"),
    ("1990年代初頭に流行した。", "1991年に流行した。"),
    ("1990年代の初めに流行した。", "1991年に流行した。"),
    ("1990年代半ばに流行した。", "1995年に流行した。"),
    ("1990年代前半から流行した。", "1992年から流行した。"),
    ("2019年末までに完成した。", "2019年5月に完成した。"),
    ("2019年に完成した。", "2019年末に完成した。"),
]
NOT_REFUTED = [
    ("It opened in late 2019.", "It opened in 2019."),
    ("It opened in late 2019.", "It opened in June 2019."),
    ("It opened in early 2019.", "It opened in July 2019."),
    ("It opened in the mid-1990s.", "It opened in 1993."),
    ("It opened at the end of 2019.", "It opened in October 2019."),
    ("It opened in late spring 2019.", "It opened in May 2019."),
    ("It opened in late March.", "It opened on 19 March."),
    ("It ended at the end of the 2019 season.", "It ended in March 2019."),
    ("It ended late in the 2019 season.", "It ended in March 2019."),
    ("2019年初めて開かれた。", "2019年11月に開かれた。"),
    ("2019年後期に始まった。", "2019年3月に始まった。"),
    ("2019年後半戦に負けた。", "2019年3月に負けた。"),
    ("19世紀後半に建てられた。", "19世紀末に建てられた。"),
    ("3月中旬に開かれた。", "3月21日に開かれた。"),
    ("2019年前後に建てられた。", "2018年に建てられた。"),
    ("2019年末期の作品である。", "2019年12月の作品である。"),
    ("2019年後に再開した。", "2019年1月に閉じた。"),
]
REFUTED = [
    ("It opened in the late 19th century.", "It opened in 1820."),
    ("It opened in the first half of the 19th century.", "It opened in 1871."),
    ("It opened in the early 1990s.", "It opened in 1998."),
    ("It opened in the mid-1990s.", "It opened in 1999."),
    ("It opened in late March 2023.", "It opened on 3 March 2023."),
    ("It opened at the end of 2019.", "It opened in February 2019."),
    ("It opened in early 2019.", "It opened in November 2019."),
    ("It opened in November 2019.", "It opened in early 2019."),
    ("3月下旬に開かれた。", "3月5日に開かれた。"),
    ("2023年3月上旬に開かれた。", "2023年3月24日に開かれた。"),
    ("19世紀後半に建てられた。", "1820年に建てられた。"),
    ("1990年代初頭に流行した。", "1998年に流行した。"),
    ("2019年末に完成した。", "2019年2月に完成した。"),
    ("2019年の初めに完成した。", "2019年11月に完成した。"),
]
OTHER_PART = [
    ("It opened in late 2019.", "It opened in 2019."),
    ("It opened in early 2019.", "It opened in late 2019."),
    ("3月下旬に開かれた。", "3月に開かれた。"),
]


@pytest.mark.parametrize(("claim", "evidence"), SUPPORTED)
def test_a_date_within_the_part_is_neither_refuted_nor_unfounded(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), NOT_REFUTED)
def test_a_date_near_the_part_is_not_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), REFUTED)
def test_a_date_far_from_the_part_is_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) != []


@pytest.mark.parametrize(("claim", "evidence"), OTHER_PART)
def test_a_part_follows_from_neither_the_whole_nor_another_part(claim: str, evidence: str) -> None:
    assert unfounded(claim, evidence) != []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It began in late 2019.", "late 2019"),
        ("It began at the end of the 1990s.", "end of the 1990s"),
        ("He was late. 2019 was hard.", "2019"),
        ("It began on 5 March 2023 at the latest.", "5 March 2023"),
        ("3月の終わりに始まった。", "3月の終わり"),
    ],
)
def test_the_words_belong_to_the_date(text: str, written: str) -> None:
    assert [value.text for value in values(text)] == [written]


@pytest.mark.parametrize("unit", ["early ", "late 2019 ", "the end of ", "3月末", "mid-"])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: contradicts("It opened in late 2019.", text), unit)
