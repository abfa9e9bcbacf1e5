"""Words for a time that depends on today."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.times import with_dates

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("What did it cost last year?", "en", "What did it cost last year (2025)?"),
        ("What is this year's budget?", "en", "What is this year's (2026) budget?"),
        ("Who came yesterday?", "en", "Who came yesterday (23 November 2026)?"),
        (
            "Who came the day before yesterday?",
            "en",
            "Who came the day before yesterday (22 November 2026)?",
        ),
        ("What was decided last month?", "en", "What was decided last month (October 2026)?"),
        (
            "What happened last week?",
            "en",
            "What happened last week (16 November 2026 – 22 November 2026)?",
        ),
        ("What happened three years ago?", "en", "What happened three years ago (2023)?"),
        ("Who left 10 days ago?", "en", "Who left 10 days ago (14 November 2026)?"),
        ("Yesterday, who came?", "en", "Yesterday (23 November 2026), who came?"),
        ("昨年の予算はいくらですか？", "ja", "昨年（2025年）の予算はいくらですか？"),
        ("一昨年と去年の違いは？", "ja", "一昨年（2024年）と去年（2025年）の違いは？"),
        ("先月何がありましたか", "ja", "先月（2026年10月）何がありましたか"),
        ("3日前に誰が来ましたか", "ja", "3日前（2026年11月21日）に誰が来ましたか"),
        ("¿Qué pasó el año pasado?", "es", "¿Qué pasó el año pasado (2025)?"),
        ("Was geschah letzten Monat?", "de", "Was geschah letzten Monat (2026-10)?"),
        ("Qui est venu hier ?", "fr", "Qui est venu hier (2026-11-23) ?"),
    ],
)
def test_a_word_that_depends_on_today_gets_its_date(
    text: str, language: str, expected: str
) -> None:
    assert with_dates(text, TUESDAY, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who sang Yesterday?", "en"),
        ("Who said “it was yesterday that I knew”?", "en"),
        ("What happened in the last year of the war?", "en"),
        ("What did it cost last year (2014)?", "en"),
        ("What is the city called today?", "en"),
        ("Who wrote the yesterday-today trilogy?", "en"),
        ("映画「昨日の君」の監督は誰ですか", "ja"),
        ("今日の世界人口は？", "ja"),
        ("今日的な課題は何ですか", "ja"),
        ("Wie alt ist er hier?", "de"),
        ("What happened 200 thousand years back?", "en"),
        ("Wat gebeurde er gisteren?", "nl"),
        ("x " * 600 + "last year", "en"),
        ("", "en"),
    ],
)
def test_what_has_a_time_of_its_own_or_is_a_title_stays(text: str, language: str) -> None:
    assert with_dates(text, TUESDAY, language) == text


def test_a_bare_today_gets_its_date_only_where_it_is_looked_for() -> None:
    text = "Who speaks today?"
    assert with_dates(text, TUESDAY, "en", nowadays=True) == "Who speaks today (24 November 2026)?"
    ja = with_dates("今日は誰が話しますか", TUESDAY, "ja", nowadays=True)
    assert ja == "今日（2026年11月24日）は誰が話しますか"


def test_months_and_years_are_counted_over_their_edges() -> None:
    assert "(December 2025)" in with_dates("In last month?", date(2026, 1, 31), "en")
    assert "(January 2027)" in with_dates("In next month?", date(2026, 12, 31), "en")
    assert "(28 February 2028)" in with_dates("And yesterday?", date(2028, 2, 29), "en")


def test_beyond_the_calendar_nothing_is_said() -> None:
    for today in (date(1, 1, 1), date(9999, 12, 31)):
        for text in (
            "What came 20 years ago?",
            "Was it tomorrow or yesterday?",
            "Is it next month?",
        ):
            with_dates(text, today, "en")
    assert with_dates("What came 20 years ago?", date(3, 1, 1), "en") == "What came 20 years ago?"


WORDS = (
    "last year",
    "yesterday",
    "昨日",
    "hier",
    "of",
    "3 days ago",
    "(",
    "“",
    "”",
    "「",
    "?",
    "x",
)
TEXTS = st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join)


@given(TEXTS, st.dates(), st.sampled_from(["en", "ja", "de", "es", "fr"]))
def test_without_what_was_put_in_the_text_is_as_it_was(text: str, today: date, lang: str) -> None:
    done = with_dates(text, today, lang)
    assert len(done) >= len(text)
    rest = iter(done)
    assert all(sign in rest for sign in text)
    assert with_dates(done, today, lang) == done
