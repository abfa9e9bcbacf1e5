"""Quantities in other words, other units, ranges and lists: what agrees, and what does not."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import contradicts, unfounded, values
from tests.growth import assert_linear

SUPPORTED = [
    ("The share is 12 %.", "The share is 0.12."),
    ("The share is 0.12.", "The share is 12 %."),
    ("The tax is 7.5 percent.", "A tax of 0.075 of the value is due."),
    ("割合は12%である。", "割合は0.12である。"),
    ("1ダースの卵がある。", "12個の卵がある。"),
    ("卵が24個ある。", "卵が2ダースある。"),
    ("They ordered 3 dozen eggs.", "They ordered 36 eggs."),
    ("It leaves at noon.", "It leaves at 12:00."),
    ("It leaves at 12 pm.", "It leaves at noon."),
    ("正午に始まる。", "12時に始まる。"),
    ("It closes at midnight.", "It closes at 0:00."),
    ("It closes at midnight.", "It closes at 24:00."),
    ("It was found at midnight.", "It was found shortly after midnight."),
    ("The village has a population of 1500.", "The village, founded in 1820, has 1,500 people."),
    ("It has between 1500 and 2000 people.", "It has between 1,500 and 2,000 people."),
    ("It weighs 1500 to 2000 kg.", "It weighs 1,500 to 2,000 kilograms."),
    ("Between 1500 and 2000 the town grew.", "The town grew from 1500 to 2000."),
    ("The price rose by 1200 dollars.", "In 2019 the price rose by 1,200 dollars."),
    ("The fee does not exceed 50 dollars.", "The fee is 40 dollars."),
    ("It weighs no less than 5 kg.", "It weighs 6 kg."),
    ("It isn't under 50 kg.", "It is 60 kg."),
    ("費用は50ドルを超えない。", "費用は40ドルである。"),
    ("50人を下回らない。", "60人である。"),
    ("It took two hours.", "It took two and three hours."),
    ("It cost two thousand million dollars.", "It cost 2 billion dollars."),
    ("It weighs 12 pounds.", "It weighs 12 lb."),
    ("It weighs 12 lb.", "It weighs twelve pounds."),
    ("It weighs 12 pounds.", "It weighs 12 lb and costs 3 pounds."),
    ("予算は1京円である。", "予算は10000兆円である。"),
    # vague numerals
    ("数千人が参加した。", "3000人が参加した。"),
    ("何百人も来た。", "600人が来た。"),
    ("数百万円の損失が出た。", "300万円の損失が出た。"),
    ("It drew several hundred people.", "It drew 300 people."),
    ("Several million dollars were spent.", "$7 million was spent."),
    ("A few thousand people live there.", "4,000 people live there."),
    # ranges with the unit on both sides
    ("It ranges from 5% to 10%.", "It is 5-10%."),
    ("料金は100円から200円だ。", "料金は100～200円だ。"),
    ("料金は100〜200円だ。", "料金は100円〜200円だ。"),
    # lists that share a unit
    ("B had 20 percent.", "A, B and C had 10, 20 and 30 percent respectively."),
    ("The second route is 7 km.", "The routes are 5, 7 and 9 km long."),
    ("It gave $10 million.", "The grants were $10 and $20 million."),
    ("It has 12 doors.", "It has 12 and 5 percent."),
    ("It has 3 or 12 percent.", "There are 3 doors, and 12 percent."),
    # rounding and conversion
    ("It has 1.4 billion people.", "It has 1,412,000,000 people."),
    ("It has 8 million people.", "It has 8,336,817 people."),
    ("It made $3.2 billion.", "It made $3,214,000,000."),
    ("売上高は1.2兆円だった。", "売上高は1兆2100億円だった。"),
    ("It is 333 m high.", "It is 332.9 m high."),
    ("The race is 100 km long.", "The race is 62 miles long."),
    ("She is 5 feet 10 inches tall.", "She is 178 cm tall."),
    ("Water boils at 100 °C.", "Water boils at 212 °F."),
    ("The farm has 100 acres.", "The farm has 40 hectares."),
    ("It runs at 100 mph.", "It runs at 161 km/h."),
    # minus
    ("It fell to -5 °C.", "It fell to minus 5 °C."),
    ("It fell to -5 °C.", "It fell to –5 °C."),
    ("最低気温は-5℃だった。", "The low was -5 °C."),
    ("最低気温はマイナス5℃だった。", "The low was -5 °C."),
    ("氷点下五度だった。", "マイナス5度だった。"),
    ("The index fell 5%.", "Index: -5% on the day."),
    ("前年比5%減だった。", "前年比-5%だった。"),
    # compound measures
    ("The film runs 150 minutes.", "The film runs 2 hours 30 minutes."),
    ("He was jailed for two years and three months.", "He was jailed for 27 months."),
    ("刑期は2年6か月だ。", "刑期は30か月だ。"),
    ("身長は1m80cmだ。", "身長は180cmだ。"),
    ("打率は2割5分だ。", "打率は25%だ。"),
    ("It took about 2 hours 30 minutes.", "It took 152 minutes."),
    # marks between digits
    ("成長率は2.5%だった。", "成長率は２・５％だった。"),
    ("成長率は3.5%だった。", "成長率は三・五%だった。"),
    ("It has 1,000,000 people.", "It has 1 000 000 people."),
    ("It has 10,000 people.", "It has 10\u2009000 people."),
    ("It lost 1,500,000 francs.", "It lost 1'500'000 francs."),
    ("It spent ₹12,34,567.", "It spent ₹1,234,567."),
    ("It spent ₹5 crore.", "It spent 50 million rupees."),
    ("It has 20 lakh voters.", "It has 2 million voters."),
    ("It is 150 million km away.", "It is 1.5 × 10^8 km away."),
    ("It is 1,000 km away.", "It is 10^3 km away."),
    ("2万人が来た。", "1万,2万,3万人が来た。"),
    ("第3四半期に増えた。", "第三四半期に増えた。"),
    # areas and other units
    ("It covers 500 km².", "It covers 500 square kilometres, 30 km away."),
    ("面積は500km²だ。", "面積は500平方キロメートルで、30kmの所にある。"),
    ("The bottle holds 750 ml.", "The bottle holds 0.75 litres."),
    ("駅まで5キロだ。", "駅まで5㎞だ。"),
    ("It rose 25 basis points.", "It rose 0.25 percentage points."),
    ("支持率は5％ポイント上がった。", "Support rose 5 percentage points."),
    ("The truck carries 5 tons.", "5トンを積む。"),
    ("10周年を迎えた。", "It marked its 10th anniversary."),
    # words of degree
    ("In excess of 100 people came.", "120 people came."),
    ("It exceeded 100 million users.", "It has 101 million users."),
    ("Close to 100 people came.", "98 people came."),
    ("Nearly 3 million people live there.", "2.83 million people live there."),
    ("A minimum of 50 people came.", "62 people came."),
    (">100 people came.", "120 people came."),
    ("It is significant (p < 0.05).", "It is significant (p = 0.03)."),
    ("He arrived within 30 minutes.", "He arrived after 25 minutes."),
    ("100人余りが来た。", "105人が来た。"),
    ("100人近くが来た。", "97人が来た。"),
    ("100人弱が来た。", "96人が来た。"),
    ("100人強が来た。", "104人が来た。"),
    ("100万人を突破した。", "103万人になった。"),
    ("株価は3万円台だ。", "株価は3万5000円だ。"),
    ("失業率は2%台だ。", "失業率は2.6%だ。"),
    ("概ね300人が来た。", "305人が来た。"),
    ("40代の男性だ。", "43歳の男性だ。"),
    ("He is in his 40s.", "He is 43."),
    ("He was in the top 10.", "He was ranked No. 7."),
    # names and letters
    ("It serves 5m people.", "It serves 5 million people."),
    ("It has 5m users.", "It has 5 million users."),
    ("It is written in Python 3.", "It is written in Python 3.12."),
    # times of day
    ("会議は15時に始まる。", "会議は午後3時に始まる。"),
    ("会議は10時半に始まる。", "会議は10:30に始まる。"),
    ("It starts at 3 pm.", "It starts at 15:00."),
    ("It starts at 9:30.", "It starts at 9.30 a.m. sharp."),
    ("会議は3時に始まる。", "It starts at 3 o'clock."),
    ("It starts at 12 am.", "It starts at 0:00."),
]
NOT_REFUTED = [
    ("角度は30度である。", "2回回した。"),
    ("The team with 12 won.", "It cost 500 won."),
    ("It was 10 degrees below zero.", "It was -10 degrees."),
    ("The rate is 7%.", "The rate is between 5% and 10%."),
    ("15人だった。", "10人〜20人だった。"),
    ("料金は150円だ。", "料金は100円から200円だ。"),
    ("講演は90分続く。", "講演は10時30分に始まる。"),
    ("講演は90分続く。", "講演は15時5分に始まる。"),
    ("It starts at 9:00 JST.", "It starts at 0:00 UTC."),
    ("It starts at 9:00.", "It starts at 10:00 and ends at 11:00."),
    ("Python 3.12 is needed.", "Python 3 is needed."),
    ("It is 332.9 m high.", "It is 333 m high."),
    ("It rose 5.4%.", "It rose 5%."),
    ("It is about 5 km away.", "It covers 80 km²."),
    ("20数人が来た。", "23人が来た。"),
]
REFUTED = [
    ("卵が24個ある。", "卵が3ダースある。"),
    ("It leaves at noon.", "It leaves at 14:00."),
    ("It leaves at 3 pm.", "It leaves at noon."),
    ("正午に始まる。", "14時に始まる。"),
    ("The fee does not exceed 50 dollars.", "The fee is 60 dollars."),
    ("費用は50ドルを超えない。", "費用は60ドルである。"),
    ("50人を下回らない。", "40人である。"),
    ("数千人が参加した。", "300人が参加した。"),
    ("Several hundred people came.", "5 people came."),
    ("It ranges from 5% to 12%.", "It ranges from 5% to 10%."),
    ("The rate is 12%.", "The rate is 5% to 10%."),
    ("手数料は12%だ。", "手数料は5%〜10%だ。"),
    ("B had 25 percent.", "A, B and C had 10, 20 and 30 percent."),
    ("It made $3.2 billion.", "It made $3.9 billion."),
    ("It has 1.4 billion people.", "It has 1.5 billion people."),
    ("It raised 44 million dollars.", "It raised 45 million dollars."),
    ("The race is 100 km long.", "The race is 100 miles long."),
    ("Water was heated to 80 °C.", "Water was heated to 80 °F."),
    ("It covers 500 km².", "It covers 700 square kilometres."),
    ("It was minus 5 °C.", "It was 5 °C."),
    ("最低気温は-5℃だった。", "最低気温は5℃だった。"),
    ("The index rose 5%.", "Index: -5% on the day."),
    ("The film runs 2 hours 30 minutes.", "The film runs 2 hours 10 minutes."),
    ("2時間30分の映画だ。", "2時間10分の映画だ。"),
    ("成長率は２・５％だった。", "成長率は3.5%だった。"),
    ("It has 1 000 000 people.", "It has 2 000 000 people."),
    ("Nearly 3 million people live there.", "3.4 million people live there."),
    ("100人余りが来た。", "150人が来た。"),
    ("株価は3万円台だ。", "株価は4万5000円だ。"),
    ("40代の男性だ。", "53歳の男性だ。"),
    ("It starts at 3 am.", "It starts at 3 pm."),
    ("会議は午前9時に始まる。", "会議は午後9時に始まる。"),
    ("It starts at 8:30.", "It starts at 9:30."),
    ("It starts at 9:30 am.", "It starts at 9:30 pm."),
    ("It is 332.9 m high.", "It is 334 m high."),
    ("It has 5 km of roads.", "It has 6 km of roads."),
    ("会議は10時に始まる。", "会議は11時に始まる。"),
    ("He was in the top 10.", "He was ranked No. 70."),
    ("It needs Python 3.", "It needs Python 2.7."),
]


@pytest.mark.parametrize(("claim", "evidence"), SUPPORTED)
def test_a_quantity_that_fits_is_neither_refuted_nor_unfounded(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), NOT_REFUTED)
def test_a_quantity_that_may_fit_is_not_refuted(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []


@pytest.mark.parametrize(("claim", "evidence"), REFUTED)
def test_a_quantity_that_cannot_fit_is_refuted(claim: str, evidence: str) -> None:
    assert len(contradicts(claim, evidence)) == 1
    assert unfounded(claim, evidence) != []


@pytest.mark.parametrize(
    "text",
    [
        "0^0",
        "25:00 and 3:75",
        "100 200 300 400 500",
        "1・2年生",
        "第40代",
        "三.五 二,三人",
        "0台 -3%台",
        "from 20% to 10%",
        "between 20% and 10%",
        "1 m, 5 km",
        "2 hours and 30 hours",
        "10:30 at 2 pm",
    ],
)
def test_what_is_written_oddly_does_no_harm(text: str) -> None:
    assert contradicts(text, text) == []
    assert unfounded(text, text) == []


def test_a_row_of_numbers_is_not_one_number() -> None:
    assert [value.value for value in values("100 200 300 400 500")] == [100, 200, 300, 400, 500]


@pytest.mark.parametrize(
    "unit",
    [
        "1 000 ",
        "1'000",
        "10,",
        "5, ",
        "5% to ",
        "5m",
        "1m80cm",
        "2h30",
        "2時",
        "2時3分",
        "9:30 ",
        "9 a",
        "数千",
        "三.",
        "1^2",
        "1 × 10^",
        "3 hours ",
        "台1",
        "fell by ",
        "マイナス1",
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: contradicts("It has 5 km and 3%.", text), unit)
