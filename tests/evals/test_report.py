"""Reports: what is written is what is read, and the table says it all in lines that fit."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.evals.report import WIDTH, Figure, Report, shown, table

NUMBERS = st.integers(-(10**6), 10**6).map(lambda n: n / 10_000)
NAMES = st.text(min_size=1, max_size=20)
FIGURES = st.builds(
    Figure,
    NAMES,
    NUMBERS,
    st.integers(0, 10**6),
    st.sampled_from(["", "ms", "s"]),
    st.lists(st.tuples(NAMES, NUMBERS), max_size=3).map(tuple),
)
REPORTS = st.builds(
    Report,
    NAMES,
    st.lists(FIGURES, max_size=4).map(tuple),
    st.dictionaries(NAMES, st.none() | st.integers() | NAMES, max_size=3),
    st.integers(0, 10**5).map(lambda n: n / 10),
    st.just("2026-01-02T03:04:05+00:00"),
    st.dictionaries(NAMES, st.just("ab" * 32), max_size=3),
    st.none() | NAMES,
    st.dictionaries(NAMES, st.integers() | NAMES, max_size=3),
    st.none() | st.just("cd" * 32),
)
SMALL = Report(
    "claims",
    (
        Figure("balanced accuracy", 0.8125, 708, beside=(("GPT-4o", 0.785), ("majority", 0.5))),
        Figure("a pair, p50", 12.34, 100, "ms"),
    ),
    {"seed": 3, "limit": None, "model": "mini"},
    61.0,
    "2026-01-02T03:04:05+00:00",
    {"claims/some.jsonl": "0123456789abcdef"},
)


@given(REPORTS)
def test_a_report_survives_json(report: Report) -> None:
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {},
        {**SMALL.to_json(), "figures": [{"name": "x"}]},
        {**SMALL.to_json(), "seconds": "soon"},
        {**SMALL.to_json(), "data": []},
        {**SMALL.to_json(), "machine": "mine"},
    ],
)
def test_what_is_no_report_is_refused(value: Any) -> None:
    with pytest.raises(BadInput, match="no report"):
        Report.from_json(value)


def test_a_report_of_before_commit_machine_and_judge_were_kept_is_read_and_shown() -> None:
    old = {k: v for k, v in SMALL.to_json().items() if k not in ("commit", "machine", "judge")}
    report = Report.from_json(old)
    assert report == SMALL
    assert table([report]) == table([SMALL])
    assert "judge" not in table([report])


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_figure_is_a_number(value: float) -> None:
    with pytest.raises(BadInput, match="no number"):
        Figure("x", value, 3)
    with pytest.raises(BadInput, match="no number"):
        Figure("x", 0.5, 3, beside=(("they", value),))


def test_the_table_says_what_when_with_what_and_what_others_reached() -> None:
    text = table([SMALL])
    assert text.startswith(
        "claims · 2026-01-02 · seed 3, model mini · 61 s · claims/some.jsonl 012"
    )
    assert "limit" not in text
    assert "  balanced accuracy      0.812      708  GPT-4o 0.785; majority 0.500\n" in text
    assert "  a pair, p50          12.3 ms      100\n" in text


def test_the_table_says_where_its_figures_come_from() -> None:
    machine = {"processor": "A Chip 9", "cores": 2, "load": 0.5}
    lines = table([replace(SMALL, commit="abc1234", machine=machine, judge="cd" * 32)])
    text = " ".join(lines.split())
    origin = "commit abc1234 · processor A Chip 9, cores 2, load 0.5 · judge cdcdcdcd"
    assert f" · 61 s · {origin} · claims/some" in text


def test_long_lists_of_others_stay_in_their_column() -> None:
    beside = tuple((f"model number {n}", n / 40) for n in range(30))
    lines = table([Report("x", (Figure("F1", 0.5, 10, beside=beside),))]).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "model number 29" in lines[-1]


def test_no_reports_make_an_empty_table() -> None:
    assert table([]) == ""


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1.0, "", "1.000"), (1234.5, "ms", "1,234 ms"), (0.25, "s", "0.25 s"), (15.26, "s", "15.3 s")],
)
def test_values_are_short(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text
