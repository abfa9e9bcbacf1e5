"""Dates with bounds, in ranges and lists, and of periods: what agrees, and what does not."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import conflict, contradicts, unfounded, values
from tests.growth import assert_linear

SUPPORTED = [
    ("The Schools Act was passed in 1996.", "The Schools Act of 1996 recognises two kinds."),
    ("The fire broke out in 1871.", "The Great Fire of 1871 destroys the town."),
    ("The treaty was signed in 1763.", "The Treaty of 1763 ends the war."),
    ("An army of 2000 men came.", "They sent an army of 2000 men."),
    ("It was built no earlier than 1990.", "It was built in 1995."),
    ("It was not built before 1990.", "It was built in 1995."),
    ("It did not open to the public before 1990.", "It opened in 1995."),
    # bounds
    ("It was built before 1900.", "It was built in 1885."),
    ("It was passed after 2010.", "It was passed in May 2013."),
    ("It was done by 1890.", "It was done in 1889."),
    ("It was signed prior to 5 May 1950.", "It was signed on 2 May 1950."),
    ("It was built around 1850.", "It was built in 1852."),
    ("It was built c. 1850.", "It was built in 1848."),
    ("2010年以降に成立した。", "2013年に成立した。"),
    ("1900年以前に建てられた。", "1885年3月に建てられた。"),
    ("1850年頃に建てられた。", "1852年に建てられた。"),
    ("1600年までに完成した。", "1598年に完成した。"),
    # ranges
    ("He was CEO in 2015.", "He was CEO from 2010 to 2019."),
    ("He was CEO in May 2015.", "He was CEO between 2010 and 2019."),
    ("He was CEO in 2015.", "He was CEO 2010–2019."),
    ("The war ended in 1918.", "The war (1914–1918) killed millions."),
    ("The war (1914–1918) was long.", "The war lasted from 1914 to 1918."),
    ("2015年にCEOだった。", "2010年から2019年までCEOだった。"),
    ("2012年から2014年まで住んだ。", "住んだ期間（2012〜2014年）は短い。"),
    ("栄えたのは18世紀だ。", "16世紀から18世紀にかけて栄えた。"),
    ("He spoke on 12 May 2020.", "It ran from 10 May to 3 June 2020."),
    # lists
    ("It opened on 10 October 1964.", "It was held from 10 to 24 October 1964."),
    ("It began on March 5, 2023.", "It ran March 5-7, 2023."),
    ("It took place on 3 March.", "It took place on 3 and 5 March."),
    ("It took place on 4 March.", "It took place on 3, 4 and 5 March."),
    ("It was closed in July 2020.", "It was closed in June, July and August 2020."),
    ("10月24日に閉幕した。", "10月10日から24日まで開かれた。"),
    ("1964年10月24日に閉幕した。", "1964年10月10日から10月24日まで開かれた。"),
    ("2001年7月8日にあった。", "2001年7月6日、7日、8日にあった。"),
    ("3月5日にもあった。", "3月3日(金)と5日(日)にあった。"),
    ("2023年4月に閉鎖された。", "2023年3月と4月に閉鎖された。"),
    ("10月に始まった。", "10〜12月に開催された。"),
    ("17世紀に栄えた。", "17〜18世紀に栄えた。"),
    ("It arose in the 17th century.", "It was common in the 17th and 18th century."),
    ("It was popular in the 1990s.", "It was popular in the 1980s and 90s."),
    # centuries and decades
    ("It was built in the 19th century.", "Built in the nineteenth century, it reopened in 1995."),
    ("It dates from the 1800s.", "It dates from 1865."),
    ("It was popular in the 1980s.", "It was popular in the '80s."),
    ("It was popular in the 1980s.", "It was popular in the eighties."),
    ("It was popular in the 2010s.", "It was popular in the 10s."),
    # years of account and seasons
    ("2024年度に実施された。", "2025年2月に実施された。"),
    ("2023年度の売上高だ。", "2024年3月期の売上高だ。"),
    ("2023年12月期の売上高だ。", "2023年1月から12月の売上高だ。"),
    ("He played in the 2011-12 season.", "He played in the 2011–12 season."),
    ("It began in December 2011.", "It began in 2011-12."),
    ("The firm reported FY2023 sales.", "Sales for fiscal year 2023 were reported."),
    # slashes and hyphens beside kana
    ("2023年5月8日に移行した。", "2020年に流行し、2023/5/8に移行した。"),
    ("2023年5月8日に移行した。", "2020年に流行し、2023-05-08に移行した。"),
    ("It came out on 5-Mar-2023.", "It came out on March 5, 2023."),
    # kanji, and the same year in another reckoning
    ("5月15日に行われた。", "五月十五日に行われた。"),
    ("1964年に開催された。", "昭和三十九年に開催された。"),
    ("1923年9月1日に起きた。", "大正十二年九月一日に起きた。"),
    ("17世紀に栄えた。", "十七世紀に栄えた。"),
    ("1945年8月15日に終わった。", "1945（昭和20）年8月15日に終わった。"),
    ("1945年8月15日に終わった。", "昭和20年（1945年）8月15日に終わった。"),
    ("昭和20年8月15日に終わった。", "1945年（昭和20年）8月15日に終わった。"),
    # numbers that look like years
    ("The firm employs 1500 staff.", "Founded in 1987, the firm employs 1,500 staff."),
    ("The firm employs 1,500 staff.", "Founded in 1987, the firm employs 1500 staff."),
    ("It has 12 dogs and 1500 sheep.", "Since 1987 it has 12 dogs and 1,500 sheep."),
    ("The hall seats 2000.", "The hall, opened in 1965, seats 2,000."),
    ("It covers 1500 square kilometres.", "Since 1950 it covers 1,500 square kilometres."),
]
NOT_REFUTED = [
    ("It was built c. 1850.", "It was built about 1848."),
    # said by another date only
    ("It went public in 2004.", "Founded in 1998, it went public six years later."),
    ("She married in 1951.", "She graduated in 1950 and married the following year."),
    ("1999年に上場した。", "1998年に設立され、翌年に上場した。"),
    ("2004年に上場した。", "1998年に設立され、6年後に上場した。"),
    ("10月24日に閉幕した。", "1964年10月10日に開幕し、同月24日に閉幕した。"),
    ("He worked there in 1995.", "He has worked there since 1990."),
    ("He worked there in 1995.", "He worked there until 1999."),
    ("2015年に住んだ。", "2020年まで住んだ。"),
    ("2015年に住んだ。", "2010年以来住んでいる。"),
    ("It lost money in 2023.", "It lost money in fiscal 2022."),
    ("It won the title in 2009.", "It won the 2008/09 title."),
    ("2025年2月に実施された。", "2024年度に実施された。"),
    # no dates at all
    ("Up to 12 may attend.", "From 3 June, up to 12 people may attend."),
    ("NASA's Mars 2020 rover flew in July 2020.", "It flew on 30 July 2020."),
    ("The Tokyo 2020 Olympics were held in 2021.", "The Olympics were held in 2021."),
    ("It has 12 dogs.", "The firm employs 1500 staff, and 12 dogs."),
    ("It was founded in 1987.", "The firm employs 1500 staff."),
]
REFUTED = [
    ("It was built no earlier than 1990.", "It was built in 1985."),
    ("It opened in the summer of 1990.", "It opened in 1991."),
    ("It was built before 1900.", "It was built in 1925."),
    ("The Schools Act was passed in 1996.", "The Schools Act of 1998 recognises two kinds."),
    ("2010年以降に成立した。", "2003年に成立した。"),
    ("1850年頃に建てられた。", "1912年に建てられた。"),
    ("He was CEO in 2021.", "He was CEO from 2010 to 2019."),
    ("He was CEO from 2010 to 2018.", "He was CEO from 2010 to 2019."),
    ("He has worked there since 1990.", "He has worked there since 1995."),
    ("2010年から2018年まで住んだ。", "2010年から2019年まで住んだ。"),
    ("It took place on 9 March.", "It took place on 3, 4 and 5 March."),
    ("10月28日に閉幕した。", "10月10日から24日まで開かれた。"),
    ("It was closed in May 2020.", "It was closed in June, July and August 2020."),
    ("19世紀に栄えた。", "17〜18世紀に栄えた。"),
    ("It dates from the 1700s.", "It dates from 1865."),
    ("It arose in the 15th century.", "It arose in the seventeenth century."),
    ("2024年度に実施された。", "2025年6月に実施された。"),
    ("2023年5月8日に移行した。", "2023/5/9に移行した。"),
    ("1946年8月15日に終わった。", "昭和20年（1945年）8月15日に終わった。"),
    ("The 2016 election was close.", "The 2020 election was close."),
    ("It was founded in 1987.", "It was founded in 1978 and employs 1500 staff."),
]


@pytest.mark.parametrize(("claim", "evidence"), SUPPORTED)
def test_a_date_that_fits_is_neither_refuted_nor_unfounded(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) == []


def test_a_lifetime_founds_only_its_ends() -> None:
    life = "彼（1950年 - 2010年）は画家だった。"
    assert unfounded("彼は1950年生まれだ。", life) == unfounded("2010年に死んだ。", life) == []
    assert [value.text for value in unfounded("1951年生まれだ。", life)] == ["1951年"]
    assert unfounded("He was born in 1951.", "Jean (1950–2010) was a painter.") != []


@pytest.mark.parametrize(("claim", "evidence"), NOT_REFUTED)
def test_a_date_that_may_fit_is_not_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert conflict(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), REFUTED)
def test_a_date_that_cannot_fit_is_refuted(claim: str, evidence: str) -> None:
    assert len(contradicts(claim, evidence)) == 1
    assert unfounded(claim, evidence) != []


@pytest.mark.parametrize(
    "text",
    [
        "2023-25-01",
        "2023年13月期",
        "三十三月",
        "百世紀",
        "一世紀にわたり",
        "4月から29日と31日",
        "2023年2月28日と29日",
        "29 February and 2023",
        "2月29日から2023年3月",
        "February 29 to March 3, 2023",
        "3月一一十日",
        "two may come",
    ],
)
def test_what_is_no_date_does_no_harm(text: str) -> None:
    assert unfounded(text, text) == []
    assert all(value.low <= value.high for value in values(text))


@pytest.mark.parametrize(
    "unit",
    [
        "3, ",
        "3 and ",
        "March, ",
        "March 3, ",
        "3月",
        "3日、",
        "1月3日、",
        "17th and ",
        "1980s and ",
        "2010 to ",
        "2010年から",
        "before 1900 ",
        "昭和",
        "昭和三",
        "三十",
        "1945（昭和20）",
        "2011-12 ",
        "1500 staff ",
        "翌",
        "同じ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: contradicts("It began in 1900.", text), unit)
