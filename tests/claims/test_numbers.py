"""Numbers and dates as they are read, in the styles of several languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.numbers import values
from tests.claims.reading import one, read
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        # money
        ("1,000,000 dollars", "money", "1000000", "USD"),
        ("1.000.000,50 Euro", "money", "1000000.5", "EUR"),
        ("44 million dollars", "money", "44000000", "USD"),
        ("$44m", "money", "44000000", "USD"),
        ("4400万ドル", "money", "44000000", "USD"),
        ("US$6.6bn", "money", "6600000000", "USD"),
        ("€3.5M", "money", "3500000", "EUR"),
        ("44 millones de dólares", "money", "44000000", "USD"),
        ("3億5千万円", "money", "350000000", "JPY"),
        ("¥1兆2000億", "money", "1200000000000", "JPY"),
        ("百万ドル", "money", "1000000", "USD"),
        ("half a million dollars", "money", "500000", "USD"),
        ("two and a half million dollars", "money", "2500000", "USD"),
        # percentages
        ("12 %", "percent", "0.12", ""),
        ("12,5 Prozent", "percent", "0.125", ""),
        ("twenty-five percent", "percent", "0.25", ""),
        ("１２％", "percent", "0.12", ""),
        ("3割", "percent", "0.3", ""),
        ("5 percentage points", "number", "5", "percentage point"),
        # counts
        ("100万人", "number", "1000000", "person"),
        ("三十二人", "number", "32", "person"),
        ("三十二", "number", "32", ""),
        ("一万二千人", "number", "12000", "person"),
        ("1.2 billion users", "number", "1200000000", "user"),
        ("100,000 Nvidia chips", "number", "100000", "chip"),
        ("a two percent rise", "percent", "0.02", ""),
        ("a dozen eggs", "number", "12", "egg"),
        ("two hundred and five ships", "number", "205", "ship"),
        ("three thousand and twelve cities", "number", "3012", "city"),
        ("two million and a half people", "number", "2500000", "person"),
        ("6½ sacks", "number", "6.5", "sack"),
        ("two dozen glasses", "number", "24", "glasse"),
        ("0.5B parameters", "number", "500000000", "parameter"),
        ("it was -5 degrees", "number", "-5", "degree"),
        ("1\u00a0234\u202f567 habitants", "number", "1234567", "habitant"),
        ("0.123 units", "number", "0.123", "unit"),
        ("2017 people", "number", "2017", "person"),
        ("1500 m", "number", "1500", "m"),
        ("第三回", "number", "3", "time"),
        # measures
        ("5 km", "number", "5000", "m"),
        ("100m", "number", "100", "m"),
        ("20 kg", "number", "20000", "g"),
        ("3 miles", "number", "4828.032", "m"),
        ("43-year-old", "number", "43", "age"),
        ("43歳", "number", "43", "age"),
        # durations
        ("90 minutes", "duration", "5400", "s"),
        ("1時間半", "duration", "5400", "s"),
        ("one year", "duration", "12", "month"),
        ("24か月", "duration", "24", "month"),
        ("five decades", "duration", "600", "month"),
        # ordinals
        ("the tenth floor", "ordinal", "10", "floor"),
        ("10階", "ordinal", "10", "floor"),
        ("the 2nd place", "ordinal", "2", "place"),
        ("3位", "ordinal", "3", "place"),
        ("3番目", "ordinal", "3", ""),
        ("seventh and last", "ordinal", "7", ""),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, kind: str, value: str, unit: str) -> None:
    assert read(text) == [(kind, Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("March 2023", "2023-03-01", "2023-03-31"),
        ("2023年3月", "2023-03-01", "2023-03-31"),
        ("２０２３年３月", "2023-03-01", "2023-03-31"),
        ("2023-03", "2023-03-01", "2023-03-31"),
        ("03/2023", "2023-03-01", "2023-03-31"),
        ("marzo de 2023", "2023-03-01", "2023-03-31"),
        ("Feb. 2024", "2024-02-01", "2024-02-29"),
        ("13/05/2023", "2023-05-13", "2023-05-13"),
        ("05/13/2023", "2023-05-13", "2023-05-13"),
        ("05/06/2023", "2023-01-01", "2023-12-31"),
        ("05.06.2023", "2023-06-05", "2023-06-05"),
        ("March 5 , 2023", "2023-03-05", "2023-03-05"),
        ("5. März 2023", "2023-03-05", "2023-03-05"),
        ("the 5th of March, 2023", "2023-03-05", "2023-03-05"),
        ("2023-03-05T10:00:00Z", "2023-03-05", "2023-03-05"),
        ("in 2017", "2017-01-01", "2017-12-31"),
        ("in 2017 companies", "2017-01-01", "2017-12-31"),
        ("(2017)", "2017-01-01", "2017-12-31"),
        ("二〇二三年", "2023-01-01", "2023-12-31"),
        ("令和6年", "2024-01-01", "2024-12-31"),
        ("平成元年5月", "1989-05-01", "1989-05-31"),
        ("昭和64年1月7日", "1989-01-07", "1989-01-07"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("1990年代", "1990-01-01", "1999-12-31"),
        ("19th century", "1801-01-01", "1900-12-31"),
        ("20世紀", "1901-01-01", "2000-12-31"),
        ("2016–18", "2016-01-01", "2018-12-31"),
        ("2016 - 2018", "2016-01-01", "2018-12-31"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, first: str, last: str) -> None:
    value = one(text)
    assert value.kind == "date"
    assert date.fromordinal(int(value.low)).isoformat() == first
    assert date.fromordinal(int(value.high)).isoformat() == last


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("5 March", 305, 305), ("March 5", 305, 305), ("3月5日", 305, 305), ("3月", 301, 331)],
)
def test_a_date_without_a_year_is_a_day(text: str, low: int, high: int) -> None:
    value = one(text)
    assert value.kind == "day"
    assert (int(value.low), int(value.high)) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("about 44 boats", "41.8", "46.2"),
        ("約100人", "95", "105"),
        ("100人ほど", "95", "105"),
        ("about a dozen eggs", "11.4", "12.6"),
        ("more than 100 people", "100", "Infinity"),
        ("at least 5 km", "5000", "Infinity"),
        ("no less than 5 boats", "5", "Infinity"),
        ("100人以上", "100", "Infinity"),
        ("up to 20 %", "0", "0.2"),
        ("no more than 6 people", "0", "6"),
        ("100人未満", "0", "100"),
        ("below -5 degrees", "-Infinity", "-5"),
        ("turnover 100 boats", "100", "100"),  # no "over"
        ("10–20 people", "10", "20"),
        ("10 to 20 percent", "0.1", "0.2"),
        ("between 10 and 20 boats", "10", "20"),
        ("2 to 3 million dollars", "2000000", "3000000"),
        ("$2-3 billion", "2000000000", "3000000000"),
        ("$2-3m", "2000000", "3000000"),
        ("$2m-$3m", "2000000", "3000000"),
        ("10〜20万円", "100000", "200000"),
        ("3 to 3.5 million boats", "3000000", "3500000"),
        ("900 thousand to 1 million boats", "900000", "1000000"),
        ("900 to 1 thousand boats", "900", "1000"),
    ],
)
def test_words_of_degree_make_an_interval(text: str, low: str, high: str) -> None:
    value = one(text)
    assert (value.low, value.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "no one",
        "Grok-1.5 and GPT-4",
        "H100",
        "at 8:30",
        "3分の1",
        "一方、千葉、十分",
        "万一",
        "億",
        "3万億",
        "三5",
        "one two three",
        "the second",
        "hundreds of boats",
        "2023-13-45",
        "30 February",
        "99/99/2023",
        "2018-2016",
    ],
)
def test_what_is_no_quantity_is_not_read_as_one(text: str) -> None:
    exact = [v for v in values(text) if v.kind in ("date", "day", "ordinal") or v.unit]
    assert exact == []


def test_two_numbers_are_a_range_only_where_that_is_said() -> None:
    assert [value.value for value in values("10 and 20 boats")] == [10, 20]
    assert [value.value for value in values("20 to 10")] == [20, 10]
    assert [value.value for value in values("2, 3")] == [2, 3]


def test_no_sign_or_word_belongs_to_two_values() -> None:
    assert [value.text for value in values("1$2")] == ["1$", "2"]
    assert [value.text for value in values("the third two")] == ["third two"]


def test_digits_with_two_readings_keep_both() -> None:
    value = one("1.234 Einwohner")
    assert (value.value, value.also) == (Decimal("1.234"), Decimal(1234))
    assert one("1.234 million").also == Decimal(1_234_000_000)


def test_letters_that_only_look_alike_do_no_harm() -> None:
    assert read("5 ſeptember 2023") == read("5 September 2023")
    assert read("Uſ$5 and 5 \u212ag and İ") == read("US$5 and 5 kg and I")


PIECES = st.sampled_from(
    [
        "1",
        "2017",
        "12",
        ",",
        ".",
        "-",
        "–",
        " ",
        "年",
        "月",
        "万",
        "億",
        "三",
        "十",
        "人",
        "$",
        "m",
        "%",
        "million",
        "March ",
        "two ",
        "half a ",
        " and a half",
        "about ",
        "以上",
        "th",
        "第",
        ":",
        "分の",
        "/",
        "between ",
        " to ",
        " and ",
        "令和",
        "元",
        "s",
        "世紀",
        "１",
        "½",
        "years old",
        "one ",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_is_read_and_offsets_are_exact(text: str) -> None:
    end = 0
    for value in values(text):
        assert text[value.start : value.end] == value.text != ""
        assert value.start >= end
        assert value.low <= value.high
        end = value.end


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,000",
        "1.000.",
        "一",
        "万",
        "1 ",
        "2017 ",
        "one ",
        "two-",
        "March ",
        "1/2/",
        "$",
        "約1",
        "10-",
        "half a ",
        "1st ",
        "third a",
        "third 2017 ",
        "1 aa aa ",
        "令和",
        " ",
        "1:",
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(values, unit)
