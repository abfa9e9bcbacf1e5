"""The rules in the file, held against what X allows before X is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import FeedFailed
from blackbird.ingest.xapi.rules import (
    Rule,
    check_rules,
    differences,
    fits,
    read_rules,
    rules_on,
    search_for,
    searches,
)
from tests.ingest.strangers import values


def rows(count: int) -> list[dict[str, str]]:
    return [{"value": f"word{n}"} for n in range(count)]


def test_a_file_of_rules(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_bytes(b'\xef\xbb\xbf[{"value": " tram ", "tag": "t"}, {"value": "ferry"}]')
    assert read_rules(path) == (Rule("tram", "t"), Rule("ferry"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "no list"),
        ([], "empty"),
        (rows(1001), "1,001 rules"),
        ([*rows(3), {"value": "word1", "tag": "x"}], "rule 4 is the same as rule 2"),
        ([{"value": "x" * 1025}], "1025 characters"),
        ([{"value": " "}], 'rule 1 has no "value"'),
        (["tram"], 'rule 1 has no "value"'),
        ([{"value": "x", "tag": 5}], '"tag" of rule 1'),
    ],
)
def test_what_x_would_not_take_is_told_first(given: Any, why: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(given))
    with pytest.raises(FeedFailed, match=why) as raised:
        read_rules(path)
    assert '"value"' in raised.value.hint


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FeedFailed, match="No such file"):
        read_rules(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("[{")
    with pytest.raises(FeedFailed, match="truncated"):
        read_rules(tmp_path / "bad.json")
    (tmp_path / "big.json").write_bytes(b" " * 8_000_001)
    with pytest.raises(FeedFailed, match="8,000,000"):
        read_rules(tmp_path / "big.json")


RULES = st.builds(Rule, st.sampled_from("abcde"), st.sampled_from(["", "t", "u"]))


@given(st.lists(RULES, unique_by=lambda rule: rule.value), st.lists(RULES))
def test_what_differs_makes_them_equal(wanted: list[Rule], there: list[Rule]) -> None:
    at_x = {str(n): rule for n, rule in enumerate(there)}
    extra, missing = differences(wanted, at_x)
    left = [rule for id, rule in at_x.items() if id not in extra]
    assert sorted([*left, *missing], key=str) == sorted(wanted, key=str)


@given(st.lists(st.text("ab ", min_size=1, max_size=600), max_size=12))
def test_each_rule_is_searched_for_once(given: list[str]) -> None:
    groups = list(searches([Rule(value) for value in given]))
    assert [value for group in groups for value in group] == given
    assert all(fits(group) or len(group) == 1 for group in groups)


def test_rules_together_are_one_search() -> None:
    assert search_for(["a b"]) == "a b"
    assert search_for(["a b", "c"]) == "(a b) OR (c)"


@given(values("value", "tag", "data", "id"))
def test_no_value_breaks_the_reading(value: Any) -> None:
    rules_on(value)
    try:
        check_rules(value)
    except ValueError as error:
        assert str(error)  # noqa: PT017  # any reason will do
