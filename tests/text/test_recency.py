"""Questions about now, and how recent a date is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.recency import asks_for_now, recency

TODAY = date(2026, 1, 2)


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest version of the tram?",
        "Who is the mayor of Aldenport?",
        "Who is the current chair of the board?",
        "Who leads the tram company now?",
        "How many trams run today?",
        "What did it cost this year (2026)?",
        "現在の市長は誰ですか。",
        "最新の路線図はどれですか。",
        "今の首相は誰？",
        "¿Quién es el alcalde actual?",
        "Wer ist derzeit Bürgermeister?",
        "Qui dirige actuellement la ville ?",
    ],
)
def test_some_questions_are_about_now(question: str) -> None:
    assert asks_for_now(question)


@pytest.mark.parametrize(
    "question",
    [
        "When did the tram of Aldenport open?",
        "Who was the mayor in 1889?",
        "Now that the tram is closed, who wrote its history?",
        "Who knows Todaysville?",
        "今回の路線はどこですか。",
        "トラムはいつ開業しましたか。",
        "",
    ],
)
def test_others_are_not(question: str) -> None:
    assert not asks_for_now(question)


def test_what_is_older_counts_less() -> None:
    dates = ["2026-01-02", "2025-12", "2025", "2024-06-01", "2020", "1999-01-01T00:00:00Z"]
    values = [recency(written, TODAY) for written in dates]
    assert values == sorted(values, reverse=True)
    assert values[0] == 1.0
    assert recency("2025-01-02", TODAY) == 0.5
    assert recency("2030", TODAY) == 1.0  # printed ahead: not older than today


@pytest.mark.parametrize("written", [None, "", "soon", "2025-13-01", "2025-02-30", "0000"])
def test_what_has_no_date_counts_as_rather_old(written: str | None) -> None:
    assert recency(written, TODAY) == 0.25


@given(st.text() | st.none())
def test_any_date_counts_from_0_to_1(written: str | None) -> None:
    assert 0.0 <= recency(written, TODAY) <= 1.0
